"""The library: documents, pages, passages and vectors in one database. The truth.

A document is in when its row says so, and at no other time: one transaction each.
"""

import json
import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from ingest import lineage, schema
from ingest.allowed import period
from ingest.cards import Further, Value
from ingest.changing import ChangingLibrary, insert_rows
from ingest.document import Document, Metadata, Page, Passage, ReadBy
from ingest.held import facets_of, metadata_json
from ingest.ocrwords import pack_words
from ingest.tables import table_json

log = logging.getLogger(__name__)

_MADE_BY_READING = frozenset(
    {"seq", "document_id", "sha256", "page_count", "passage_count", "problems", "revision"}
)


@dataclass(frozen=True)
class Entry:
    """A document ready to be stored.

    key: its identity over time. fingerprint: of everything its reading depended on. kept: name of
    the original in the files folder, None if it is not kept. vectors: (n_passages, dim) float32.
    """

    document: Document
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32]
    key: str
    fingerprint: str
    kept: str | None = None


class Library(ChangingLibrary):
    """A library that may be written to, by the one process that holds the writer's lock."""

    def put(self, entry: Entry) -> int:
        """Store a document in place of any with the same key or id. Returns the new revision.

        Raises LibraryFull, and then nothing has changed.
        """
        document = entry.document
        with self._writing() as change:
            connection, revision = change.connection, change.revision
            replaced = connection.execute(
                "SELECT document_id, seq FROM documents WHERE key = ? OR document_id = ?",
                (entry.key, document.document_id),
            ).fetchall()
            change.touched.extend([document.document_id, *(key for key, _ in replaced)])
            connection.executemany(
                "INSERT INTO removed VALUES (?, ?)", [(key, revision) for key, _ in replaced]
            )
            mates = lineage.leave(connection, [seq for _, seq in replaced])
            connection.execute(
                "DELETE FROM documents WHERE key = ? OR document_id = ?",
                (entry.key, document.document_id),
            )
            seq = _insert_document(connection, entry, revision)
            _insert_pages(connection, seq, document.pages)
            _insert_passages(connection, seq, entry)
            connection.executemany(
                "INSERT INTO tables VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (seq, number, t.page, t.start, t.end, table_json(t))
                    for number, t in enumerate(document.tables)
                ],
            )
            lineage.enter(connection, seq)
            lineage.settle(connection, mates)
        return revision

    def describe(self, document_id: str, metadata: Metadata, key: str, fingerprint: str) -> int:
        """Change what is known about a document, its title, text and vectors being the same."""
        with self._writing(document_id) as change:
            connection, revision = change.connection, change.revision
            connection.execute(
                "UPDATE documents SET key = ?, fingerprint = ?, title = ?, published_from = ?, "
                "published_to = ?, collection = ?, metadata = ? WHERE document_id = ?",
                (key, fingerprint, *_described(metadata), document_id),
            )
            seq = _seq(connection, document_id)
            connection.execute("DELETE FROM facets WHERE seq = ?", (seq,))
            _insert_facets(connection, seq, metadata)
            mates = lineage.leave(connection, [seq])
            lineage.enter(connection, seq)
            lineage.settle(connection, mates)
        return revision

    def remember(self, document_id: str, fingerprint: str, path: str) -> None:
        """Note that a file was looked at again and nothing that a search sees has changed."""
        with self._changing([document_id]) as connection:
            connection.execute(
                "UPDATE documents SET fingerprint = ?, path = ? WHERE document_id = ?",
                (fingerprint, path, document_id),
            )

    def keep_as(self, document_id: str, kept: str) -> None:
        """Note under which name in the files folder the original is kept."""
        with self._changing([document_id]) as connection:
            connection.execute(
                "UPDATE documents SET kept = ? WHERE document_id = ?", (kept, document_id)
            )

    def remove(self, document_id: str) -> bool:
        """Take a document out with all its text and vectors. False if it was not there."""
        if self.document(document_id) is None:
            return False
        with self._writing(document_id) as change:
            connection = change.connection
            connection.execute("INSERT INTO removed VALUES (?, ?)", (document_id, change.revision))
            mates = lineage.leave(connection, [_seq(connection, document_id)])
            connection.execute("DELETE FROM documents WHERE document_id = ?", (document_id,))
            lineage.settle(connection, mates)
        self.settle()
        return True

    def replace_vectors(
        self, model: str, vectors: Iterable[tuple[str, NDArray[np.float32]]]
    ) -> None:
        """Put new vectors, by passage id, in place of all; the library is of `model` then."""
        with self._writing(*self.numbered_documents().values()) as change:
            connection, revision = change.connection, change.revision
            connection.executemany(
                "UPDATE vectors SET vector = ? "
                "WHERE number = (SELECT number FROM passages WHERE passage_id = ?)",
                ((np.asarray(vector, "<f4").tobytes(), key) for key, vector in vectors),
            )
            connection.executemany(
                "UPDATE meta SET value = ? WHERE name = ?",
                [(model, "model"), (str(revision), "vectors_since")],
            )

    def place_all(self) -> int:
        """Look for the editions of documents stored before that was done; how many there were."""
        with self._lock, schema.translated(self.path), schema.transaction(self._connection):
            without = lineage.without_place(self._connection)
            for seq in without:
                lineage.enter(self._connection, seq)
        return len(without)

    def restore(self, document_id: str, row: Mapping[str, Value], further: Further) -> None:
        """Put back what was known about a document whose text was read from its original again.


        row: of `documents`, further: of other tables, as they were on its card.
        """
        with self._writing(document_id) as change:
            seq = _seq(change.connection, document_id)
            known = {name: value for name, value in row.items() if name not in _MADE_BY_READING}
            listed = ", ".join(f'"{name}" = ?' for name in known)
            change.connection.execute(
                f"UPDATE documents SET {listed} WHERE seq = ?", (*known.values(), seq)
            )
            for table, (columns, rows) in further.items():
                mine = [{**dict(zip(columns, values, strict=True)), "seq": seq} for values in rows]
                insert_rows(change.connection, table, columns, [tuple(m.values()) for m in mine])


def _insert_document(connection: sqlite3.Connection, entry: Entry, revision: int) -> int:
    document = entry.document
    cursor = connection.execute(
        "INSERT INTO documents (document_id, path, sha256, kept, media_type, is_note, page_count, "
        "passage_count, problems, added, key, fingerprint, title, published_from, published_to, "
        "collection, metadata, revision) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            document.document_id,
            str(document.path),
            document.sha256,
            entry.kept,
            document.media_type,
            document.is_note,
            len(document.pages),
            len(entry.passages),
            json.dumps(document.problems, ensure_ascii=False),
            datetime.now(UTC).isoformat(timespec="seconds"),
            entry.key,
            entry.fingerprint,
            *_described(document.metadata),
            revision,
        ),
    )
    seq = int(cursor.lastrowid or 0)
    _insert_facets(connection, seq, document.metadata)
    return seq


def _insert_facets(connection: sqlite3.Connection, seq: int, metadata: Metadata) -> None:
    connection.executemany(
        "INSERT INTO facets VALUES (?, ?, ?)",
        [(field, value, seq) for field, value in facets_of(metadata)],
    )


def _insert_pages(connection: sqlite3.Connection, seq: int, pages: Sequence[Page]) -> None:
    connection.executemany(
        "INSERT INTO pages VALUES (?, ?, ?, ?, ?, ?)",
        [(seq, p.number, p.label, p.text, p.width, p.height) for p in pages],
    )
    connection.executemany(
        "INSERT INTO ocr_pages VALUES (?, ?, ?, ?)",
        [
            (seq, p.number, p.confidence, pack_words(p.words))
            for p in pages
            if p.read_by is ReadBy.OCR
        ],
    )


def _insert_passages(connection: sqlite3.Connection, seq: int, entry: Entry) -> None:
    for passage, vector in zip(entry.passages, entry.vectors, strict=True):
        cursor = connection.execute(
            "INSERT INTO passages (passage_id, seq, ordinal, page_start, page_end, start, "
            '"end", text, heading_path, kind, rendering) VALUES (?,?,?,?,?,?,?,?,?,?,?)',
            (
                passage.passage_id,
                seq,
                passage.ordinal,
                passage.page_start,
                passage.page_end,
                passage.start,
                passage.end,
                passage.text,
                json.dumps(passage.heading_path, ensure_ascii=False),
                passage.kind,
                passage.rendering,
            ),
        )
        connection.execute(
            "INSERT INTO vectors VALUES (?, ?, ?, ?)",
            (cursor.lastrowid, seq, passage.passage_id, vector.astype("<f4").tobytes()),
        )


def _described(metadata: Metadata) -> tuple[str, str | None, str | None, str, str]:
    """title, published_from, published_to, collection, metadata."""
    first, last = None, None
    if metadata.published:
        # A date that nobody can read is shown as it is, and no date filter finds it.
        with suppress(ValueError):
            first, last = period(metadata.published)
    return metadata.title, first, last, metadata.collection, metadata_json(metadata)


def _seq(connection: sqlite3.Connection, document_id: str) -> int:
    query = "SELECT seq FROM documents WHERE document_id = ?"
    return int(connection.execute(query, (document_id,)).fetchone()[0])
