"""Changing the library: one transaction each, the cards of its documents, and the stamp."""

import json
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from ingest import schema, stamp
from ingest.cards import Columns, Drawn, Rows, Value, columns_of
from ingest.files import NO_SPACE
from ingest.opened import CARDING
from ingest.reading import LibraryReader

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Change:
    """A transaction under way. touched: ids of the documents whose rows it changes."""

    connection: sqlite3.Connection
    revision: int
    touched: list[str]


class ChangingLibrary(LibraryReader):
    """What every change of a library has in common. For the one that holds the writer's lock."""

    _touched = False
    _may_be_copy = False

    def take_over(self, rows: Rows, columns: Columns) -> None:
        """Put in all rows of a document as they stood in another database."""
        with self._lock, schema.translated(self.path), schema.transaction(self._connection):
            self._connection.execute("PRAGMA defer_foreign_keys = ON")
            for table, found in rows.items():
                insert_rows(self._connection, table, columns[table], found)

    def reach(self, revision: int) -> None:
        """Go on from this revision, so that nothing older is taken for newer."""
        with self._lock, schema.translated(self.path), schema.transaction(self._connection):
            self._connection.execute(
                "UPDATE meta SET value = ? WHERE name = 'revision'", (str(revision),)
            )

    def draw_card(self, document_id: str) -> None:
        """Make a document's card again, from its rows as they are."""
        with self._changing([document_id]):
            pass

    def row(self, document_id: str) -> dict[str, Value]:
        """Its row in `documents`. Raises KeyError."""
        with self.reading() as connection:
            columns = columns_of(connection)["documents"]
            listed = ", ".join(f'"{name}"' for name in columns)
            query = f"SELECT {listed} FROM documents WHERE document_id = ?"
            values = connection.execute(query, (document_id,)).fetchone()
        if values is None:
            raise KeyError(document_id)
        return dict(zip(columns, values, strict=True))

    def settle_cards(self) -> None:
        """Finish what a killed writer left of the cards, and draw those that there never were."""
        with self._lock:
            placed = self.cards.revisions()
            held = set(self.numbered_documents().values())
            left = [key for key in self.carding() if key in held or key in placed]
            unknown = sorted(held - placed.keys())
            if left or unknown:
                with self._changing([*left, *unknown]):
                    pass
            self.cards.sweep()

    def settle(self) -> None:
        """Fold the write-ahead log into the database, so that removed text leaves it too."""
        with self._lock, schema.translated(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            stamp.leave(self.path)
            self._touched = False

    @contextmanager
    def _writing(self, *documents: str) -> Iterator[Change]:
        """A transaction that makes the next revision. documents: those that it changes."""
        change = Change(self._connection, self.revision + 1, list(documents))
        with self._changing(change.touched) as connection:
            connection.execute(
                "UPDATE meta SET value = ? WHERE name = 'revision'", (str(change.revision),)
            )
            yield change

    @contextmanager
    def _changing(self, documents: list[str]) -> Iterator[sqlite3.Connection]:
        """A transaction, and the cards of the documents that it changes."""
        drawn = None
        with self._lock, schema.translated(self.path):
            if not self._touched:
                stamp.take_away(self.path)
                self._touched = True
            try:
                with schema.transaction(self._connection):
                    yield self._connection
                    drawn = self._draw(documents)
            except BaseException:
                if drawn is not None:
                    drawn.discard()
                raise
            try:
                self.cards.place(drawn)
            except OSError as error:
                # The rows are in, and tell the next writer that their cards are not.
                log.warning("cards of %s could not be put in place: %s", documents, error)

    def _draw(self, documents: list[str]) -> Drawn:
        # Killed before the cards are in place, the next writer sees here which ones are not.
        self._connection.execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)", (CARDING, json.dumps(documents))
        )
        try:
            return self.cards.draw(self._connection, documents)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise schema.full(self.path) from error
            raise


def insert_rows(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[str],
    rows: Sequence[tuple[Value, ...]],
) -> None:
    """Put in rows as they are."""
    listed = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join("?" for _ in columns)
    connection.executemany(f'INSERT INTO "{table}" ({listed}) VALUES ({marks})', rows)
