"""Library cards: a small file for each document, enough to make its rows again from its original.

    cards/ID.REVISION.json   what is known about the document, and a digest of all its rows

The name tells the revision, so a glance at the folder shows whether the database lost a commit.
"""

import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.weights import sync_folder

CARDS_NAME = "cards"
_ENDING = ".json"
_PART = ".part"
# Made again by reading the original; the rows of all other tables are written on the card.
_READ_AGAIN = frozenset(
    {"documents", "pages", "passages", "vectors", "tables", "facets", "ocr_pages"}
)
# Worked out from all documents together, so that one document's rows change with another's.
_OF_ALL = frozenset({"samples", "editions", "replacing", "links"})

Value = str | int | float | bytes | None
Columns = dict[str, list[str]]
Rows = dict[str, list[tuple[Value, ...]]]
Further = dict[str, tuple[list[str], list[list[Value]]]]
"""Table -> its columns and rows."""


@dataclass(frozen=True)
class Card:
    """One document. row: its row in `documents`. model: of its vectors.

    columns: table -> columns that `digest` covers. further: rows of tables that the original does
    not give again.
    """

    document_id: str
    model: str
    row: dict[str, Value]
    columns: Columns
    digest: str
    further: Further


class Cards:
    """The folder of cards. Writing is for the one process that holds the writer's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._placed: dict[str, int] | None = None

    def revisions(self) -> dict[str, int]:
        """document_id -> revision of its newest card."""
        found: dict[str, int] = {}
        with suppress(FileNotFoundError):
            for name in os.listdir(self.folder):  # noqa: PTH208  # tens of thousands
                document_id, _, rest = name.partition(".")
                number = rest.removesuffix(_ENDING)
                if rest.endswith(_ENDING) and number.isdigit():
                    found[document_id] = max(int(number), found.get(document_id, 0))
        return found

    def read(self, document_id: str, revision: int) -> Card | None:
        """None if it is damaged."""
        try:
            sealed = json.loads(self._path(document_id, revision).read_bytes())
            if sealed["seal"] == _seal(sealed["card"]):
                return Card(**sealed["card"])
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return None

    def draw(self, connection: sqlite3.Connection, document_ids: Iterable[str]) -> "Drawn":
        """Cards of documents as their rows are now, on disk but not yet in place. Raises OSError.

        A document that has no row will have no card.
        """
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True)
            sync_folder(self.folder.parent)
        drawn: dict[str, Path | None] = {}
        columns = columns_of(connection)
        try:
            for document_id in dict.fromkeys(document_ids):
                card = card_of(connection, document_id, columns)
                drawn[document_id] = None if card is None else self._part(card)
        except BaseException:
            _unlink(drawn.values())
            raise
        return Drawn(drawn, _number(connection))

    def place(self, drawn: "Drawn") -> None:
        """Put drawn cards in the places of the old ones."""
        if self._placed is None:
            self._placed = self.revisions()
        for document_id, part in drawn.parts.items():
            old = self._placed.pop(document_id, None)
            if part is not None:
                part.replace(self._path(document_id, drawn.revision))
                self._placed[document_id] = drawn.revision
            if old is not None and (part is None or old != drawn.revision):
                self._path(document_id, old).unlink(missing_ok=True)
        sync_folder(self.folder)

    def sweep(self) -> None:
        """Remove what a killed writer left half done, and cards with a newer one beside them."""
        newest = self.revisions()
        for path in self.folder.iterdir() if self.folder.is_dir() else ():
            document_id, _, rest = path.name.partition(".")
            if rest != f"{newest.get(document_id)}{_ENDING}":
                path.unlink(missing_ok=True)

    def _part(self, card: Card) -> Path:
        content = asdict(card)
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                text = json.dumps({"card": content, "seal": _seal(content)}, ensure_ascii=False)
                file.write(text.encode("utf-8", "surrogatepass"))
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        return Path(name)

    def _path(self, document_id: str, revision: int) -> Path:
        return self.folder / f"{document_id}.{revision}{_ENDING}"


@dataclass(frozen=True)
class Drawn:
    """Cards ready to be put in place. parts: document_id -> file, None for a card to be removed."""

    parts: dict[str, Path | None]
    revision: int

    def discard(self) -> None:
        """The rows were not committed after all."""
        _unlink(self.parts.values())


def columns_of(connection: sqlite3.Connection) -> Columns:
    """The tables whose rows are one document's own, with their columns."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
        "ESCAPE '\\' ORDER BY name"
    ).fetchall()
    found = {}
    for (name,) in names:
        columns = [str(row[1]) for row in connection.execute(f'PRAGMA table_info("{name}")')]
        if "seq" in columns and name not in _OF_ALL:
            found[str(name)] = columns
    return found


def card_of(connection: sqlite3.Connection, document_id: str, columns: Columns) -> Card | None:
    """None if there is no such document."""
    found = connection.execute(
        "SELECT seq FROM documents WHERE document_id = ?", (document_id,)
    ).fetchone()
    if found is None:
        return None
    rows = rows_of(connection, found[0], columns)
    row = dict(zip(columns["documents"], rows["documents"][0], strict=True))
    further = {
        table: (columns[table], [list(values) for values in found])
        for table, found in rows.items()
        if table not in _READ_AGAIN and found and not _has_bytes(found)
    }
    (model,) = connection.execute("SELECT value FROM meta WHERE name = 'model'").fetchone()
    return Card(document_id, model, row, columns, digest_of(rows), further)


def rows_of(connection: sqlite3.Connection, seq: Value, columns: Columns) -> Rows:
    """All rows of a document, by table. Raises sqlite3.Error where they cannot be read."""
    rows: Rows = {}
    for table, names in columns.items():
        listed = ", ".join(f'"{name}"' for name in names)
        # Vectors are not indexed by document: reading all of them for each would take long.
        mine = "number IN (SELECT number FROM passages WHERE seq = ?)"
        where = mine if table == "vectors" else "seq = ?"
        query = f'SELECT {listed} FROM "{table}" WHERE {where}'
        rows[table] = connection.execute(query, (seq,)).fetchall()
    return rows


def digest_of(rows: Rows) -> str:
    """Digest of a document's rows, whatever order they came in."""
    whole = hashlib.blake2b(digest_size=16)
    for table, found in sorted(rows.items()):
        digests = sorted(_digest(repr(row).encode("utf-8", "surrogatepass")) for row in found)
        whole.update(f"{table} {len(digests)}\n".encode() + b"".join(digests))
    return whole.hexdigest()


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _seal(content: dict[str, object]) -> str:
    return _digest(json.dumps(content, sort_keys=True).encode()).hex()


def _number(connection: sqlite3.Connection) -> int:
    (revision,) = connection.execute("SELECT value FROM meta WHERE name = 'revision'").fetchone()
    return int(revision)


def _has_bytes(rows: Sequence[tuple[Value, ...]]) -> bool:
    return any(isinstance(value, bytes) for row in rows for value in row)


def _unlink(parts: Iterable[Path | None]) -> None:
    for part in parts:
        if part is not None:
            part.unlink(missing_ok=True)
