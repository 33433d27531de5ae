"""A Draft as JSON bytes, for the pipe between a worker and its parent.

JSON and not pickle: a worker taken over by a hostile file must not run code in its parent.
"""

import json
from base64 import b64decode, b64encode
from typing import Any

from ingest.document import Block, Kind, Page, ReadBy
from ingest.ocrwords import pack_words, unpack_words
from ingest.readers.base import Draft, FileMetadata, FrontValue
from ingest.tables import plain_table, table_from


def encode(draft: Draft) -> bytes:
    """The inverse of `decode`."""
    about = draft.file_metadata
    plain = {
        "media_type": draft.media_type,
        "pages": [_plain(page) for page in draft.pages],
        "blocks": [[b.kind, b.page, b.start, b.end, b.heading_path] for b in draft.blocks],
        "about": [
            about.title, about.heading, about.authors, about.publisher, about.created,
            about.modified, about.published, about.url, about.language,
        ],
        "front": about.front_matter,
        "problems": draft.problems,
        "lacks_ocr": draft.lacks_ocr,
        "tables": [plain_table(table) for table in draft.tables],
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=True).encode("ascii")


def decode(content: bytes) -> Draft:
    """Raises ValueError, KeyError or TypeError if the bytes are no encoded Draft."""
    plain = json.loads(content)
    title, heading, authors, publisher, created, modified, *others = plain["about"]
    published, url, language = others
    about = FileMetadata(
        title, heading, tuple(authors), publisher, created, modified, published, url, language,
        tuple((str(name), _front(value)) for name, value in plain["front"]),
    )  # fmt: skip
    return Draft(
        media_type=str(plain["media_type"]),
        pages=tuple(_page(*page) for page in plain["pages"]),
        blocks=tuple(
            Block(Kind(kind), page, start, end, tuple(path))
            for kind, page, start, end, path in plain["blocks"]
        ),
        file_metadata=about,
        problems=tuple(plain["problems"]),
        lacks_ocr=bool(plain["lacks_ocr"]),
        tables=tuple(table_from(table) for table in plain["tables"]),
    )


def _plain(page: Page) -> list[object]:
    words = b64encode(pack_words(page.words)).decode("ascii") if page.words else ""
    return [
        page.number, page.label, page.text, page.width, page.height, page.read_by,
        page.confidence, words,
    ]  # fmt: skip


def _page(number: int, label: str | None, text: str, *rest: Any) -> Page:
    width, height, read_by, confidence, packed = rest
    words = unpack_words(b64decode(packed, validate=True))
    return Page(number, label, text, width, height, ReadBy(read_by), confidence, words)


def _front(value: Any) -> FrontValue:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)
