"""A Draft as JSON bytes, for the pipe between a worker and its parent.

JSON and not pickle: a worker taken over by a hostile file must not run code in its parent.
"""

import json
from typing import Any

from ingest.document import Block, Kind, Page
from ingest.readers.base import Draft, FileMetadata, FrontValue
from ingest.tables import plain_table, table_from


def encode(draft: Draft) -> bytes:
    """The inverse of `decode`."""
    about = draft.file_metadata
    plain = {
        "media_type": draft.media_type,
        "pages": [[p.number, p.label, p.text, p.width, p.height] for p in draft.pages],
        "blocks": [[b.kind, b.page, b.start, b.end, b.heading_path] for b in draft.blocks],
        "about": [
            about.title, about.heading, about.authors, about.publisher, about.created,
            about.published, about.url, about.language,
        ],
        "front": about.front_matter,
        "problems": draft.problems,
        "tables": [plain_table(table) for table in draft.tables],
    }  # fmt: skip
    return json.dumps(plain, ensure_ascii=True).encode("ascii")


def decode(content: bytes) -> Draft:
    """Raises ValueError, KeyError or TypeError if the bytes are no encoded Draft."""
    plain = json.loads(content)
    title, heading, authors, publisher, created, published, url, language = plain["about"]
    about = FileMetadata(
        title, heading, tuple(authors), publisher, created, published, url, language,
        tuple((str(name), _front(value)) for name, value in plain["front"]),
    )  # fmt: skip
    return Draft(
        media_type=str(plain["media_type"]),
        pages=tuple(Page(*page) for page in plain["pages"]),
        blocks=tuple(
            Block(Kind(kind), page, start, end, tuple(path))
            for kind, page, start, end, path in plain["blocks"]
        ),
        file_metadata=about,
        problems=tuple(plain["problems"]),
        tables=tuple(table_from(table) for table in plain["tables"]),
    )


def _front(value: Any) -> FrontValue:
    return tuple(map(str, value)) if isinstance(value, list) else str(value)
