"""What the library holds, as values; and how they are written in its rows."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from ingest.document import Kind, Metadata, Page, Passage, ReadBy


@dataclass(frozen=True)
class HeldDocument:
    """A document in the library.

    key: its identity over time: the catalogue id, else the path. path: where the file was read
    from. file: the kept original, None if it is gone. added: ISO time, UTC.
    """

    document_id: str
    key: str
    path: str
    file: Path | None
    sha256: str
    media_type: str
    metadata: Metadata
    page_count: int
    passage_count: int
    is_note: bool
    problems: tuple[str, ...]
    added: str


@dataclass(frozen=True)
class HeldPassage:
    """A passage with what is known about its document."""

    passage: Passage
    metadata: Metadata
    path: str
    is_note: bool


@dataclass(frozen=True)
class Changes:
    """What happened after some revision: documents gone or replaced, and documents put in."""

    revision: int
    removed: tuple[str, ...]
    present: tuple[str, ...]


@dataclass(frozen=True)
class Known:
    """What tells whether a file was taken in as it is now."""

    document_id: str
    fingerprint: str
    title: str
    page_count: int
    passage_count: int


@dataclass(frozen=True)
class Wording:
    """The words of a passage, by field, for the keyword index."""

    passage_id: str
    document_id: str
    text: str
    headings: str
    title: str


DOCUMENT_COLUMNS = (
    "document_id, key, path, kept, sha256, media_type, metadata, page_count, passage_count, "
    "is_note, problems, added"
)
PASSAGE_COLUMNS = (
    "p.passage_id, d.document_id, p.page_start, p.page_end, p.start, p.end, p.text, "
    "p.heading_path, p.kind, p.ordinal, p.rendering"
)
PAGE_COLUMNS = "p.number, p.label, p.text, p.width, p.height, o.confidence"


def document_of(row: sqlite3.Row | tuple[object, ...], files: Path) -> HeldDocument:
    """From DOCUMENT_COLUMNS. files: the folder of the originals."""
    kept = files / str(row[3]) if row[3] else None
    return HeldDocument(
        document_id=str(row[0]),
        key=str(row[1]),
        path=str(row[2]),
        file=kept if kept is not None and kept.is_file() else None,
        sha256=str(row[4]),
        media_type=str(row[5]),
        metadata=metadata_from(str(row[6])),
        page_count=int(str(row[7])),
        passage_count=int(str(row[8])),
        is_note=bool(row[9]),
        problems=tuple(json.loads(str(row[10]))),
        added=str(row[11]),
    )


def passage_of(row: tuple[str, str, int, int, int, int, str, str, str, int, str]) -> Passage:
    """From PASSAGE_COLUMNS."""
    return Passage(
        passage_id=row[0],
        document_id=row[1],
        page_start=row[2],
        page_end=row[3],
        start=row[4],
        end=row[5],
        text=row[6],
        heading_path=tuple(json.loads(row[7])),
        kind=Kind(row[8]),
        ordinal=row[9],
        rendering=row[10],
    )


def page_of(row: tuple[int, str | None, str, float, float, float | None]) -> Page:
    """From PAGE_COLUMNS."""
    return Page(*row[:5], ReadBy.TEXT if row[5] is None else ReadBy.OCR, row[5])


def metadata_json(metadata: Metadata) -> str:
    """As one line of JSON with a fixed order, so that equal metadata is equal text."""
    return json.dumps(asdict(metadata), ensure_ascii=False, sort_keys=True)


# Passages of the same documents are found again and again.
@lru_cache(maxsize=4096)
def metadata_from(text: str) -> Metadata:
    """The inverse of metadata_json."""
    found = json.loads(text)
    for name in ("authors", "places", "nations", "themes", "supersedes"):
        found[name] = tuple(found[name])
    found["origins"] = tuple((field, origin) for field, origin in found["origins"])
    found["fetched"] = tuple((name, text) for name, text in found.get("fetched", ()))
    return Metadata(**found)


def facets_of(metadata: Metadata) -> list[tuple[str, str]]:
    """(field, value) pairs that filters ask for, folded so that case does not matter."""
    fields = {
        "places": metadata.places,
        "nations": metadata.nations,
        "themes": metadata.themes,
        "doc_types": (metadata.doc_type,) if metadata.doc_type else (),
        "publishers": (metadata.publisher,) if metadata.publisher else (),
    }
    pairs = [(field, folded(value)) for field, values in fields.items() for value in values]
    return list(dict.fromkeys(pairs))


def folded(text: str) -> str:
    """For comparing names: white space and case do not matter."""
    return " ".join(text.split()).casefold()
