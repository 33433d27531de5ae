"""An open library database: the connection, and the library's own facts."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

from ingest import schema
from ingest.cards import CARDS_NAME, Cards
from ingest.errors import LibraryFull, WrongModel

LIBRARY_NAME = "library.db"
FILES_NAME = "files"
CARDING = "carding"

Parameter = str | int | float | bytes | None


class OpenLibrary:
    """One open library. Safe to share by threads, which take turns.

    is_copy: the disk is too full to open it, and what is read is a copy in memory.
    """

    _may_be_copy = True

    def __init__(
        self, home: Path, model: str, *, any_model: bool = False, database: Path | None = None
    ) -> None:
        """Open, or make, the library in `home`; model: the configured embedding model's name.

        any_model: do not mind which model the vectors come from, they will not be compared.
        database: another place for the database file.
        Raises WrongModel, DamagedLibrary, LibraryBusy, LibraryFull.
        """
        self.path = database or home / LIBRARY_NAME
        self.files = home / FILES_NAME
        self.cards = Cards(home / CARDS_NAME)
        self._lock = RLock()
        if database is None:
            self._refuse_what_is_gone()
        self.is_copy = False
        self._connection = self._connect()
        try:
            schema.prepare(self._connection, self.path, model)
            self._opened = _identity(self.path)
            if not any_model:
                self.check_model(model)
            self.library_id = self.meta("library_id")
        except BaseException:
            self._connection.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        try:
            return schema.connect(self.path)
        except LibraryFull:
            if not self._may_be_copy:
                raise
            self.is_copy = True
            return schema.copied(self.path)

    def _refuse_what_is_gone(self) -> None:
        """SQLite would make a new library, and the next writer sweep away the originals."""
        if (not self.path.is_file() or not self.path.stat().st_size) and self.cards.revisions():
            raise schema.broken(self.path, "it is empty" if self.path.is_file() else "it is gone")

    @property
    def is_replaced(self) -> bool:
        """Whether another database has taken the place of the one that is open."""
        now = _identity(self.path)
        return now is not None and now != self._opened

    def close(self) -> None:
        """Close the connection; the object is of no use afterwards."""
        with self._lock:
            self._connection.close()

    def check_model(self, model: str) -> None:
        """Refuse to mix models. An empty library takes the one that is configured."""
        made_with = self.meta("model")
        if made_with == model:
            return
        if self.counts()[0]:
            if self.cards_name(model):
                raise schema.broken(self.path, f"its model is said to be {made_with}")
            raise WrongModel(
                f"{self.path} was made with the embedding model {made_with}, and {model} is "
                "configured. Set LPIP_EMBEDDING_MODEL to the first, or run "
                "`lpip-ingest rebuild --re-embed` to make all vectors again with the second."
            )
        with self._lock, schema.translated(self.path), schema.transaction(self._connection):
            self._connection.execute("UPDATE meta SET value = ? WHERE name = 'model'", (model,))

    def cards_name(self, model: str) -> bool:
        """Whether the newest card is of this model, whatever the database says."""
        revisions = self.cards.revisions()
        if not revisions:
            return False
        newest = max(revisions, key=lambda key: revisions[key])
        card = self.cards.read(newest, revisions[newest])
        return card is not None and card.model == model

    def carding(self) -> list[str]:
        """Documents whose cards may not yet be as their rows are."""
        rows = self._rows("SELECT value FROM meta WHERE name = ?", (CARDING,))
        with self._understood():
            return [str(key) for key in json.loads(rows[0][0])] if rows else []

    @property
    def revision(self) -> int:
        """Goes up with every committed change."""
        return self.number("revision")

    @property
    def model(self) -> str:
        """Name of the embedding model that the vectors come from."""
        return self.meta("model")

    @property
    def vectors_since(self) -> int:
        """The revision at which all vectors were last made again; 0 if never."""
        return self.number("vectors_since")

    def counts(self) -> tuple[int, int]:
        """Documents and passages held."""
        rows = self._rows("SELECT count(*), coalesce(sum(passage_count), 0) FROM documents", ())
        return int(rows[0][0]), int(rows[0][1])

    def meta(self, name: str) -> str:
        """One of the library's own facts."""
        rows = self._rows("SELECT value FROM meta WHERE name = ?", (name,))
        if not rows:
            raise schema.broken(self.path, f"its {name} is gone")
        return str(rows[0][0])

    def number(self, name: str) -> int:
        """One of the library's own facts that is a number."""
        with self._understood():
            return int(self.meta(name))

    def _rows(self, query: str, values: Sequence[Parameter]) -> list[tuple[Any, ...]]:
        with self.reading() as connection:
            return connection.execute(query, values).fetchall()

    def copy_to(self, path: Path) -> None:
        """Write a copy of the database as it is now, durably, whoever writes meanwhile."""
        with self.reading() as connection, closing(sqlite3.connect(path)) as target:
            connection.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one question at a time; errors come as ours."""
        with self._lock, schema.translated(self.path):
            yield self._connection

    @contextmanager
    def _understood(self) -> Iterator[None]:
        """Values that nobody wrote, such as JSON that is none, mean that the file is damaged."""
        try:
            yield
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise schema.broken(self.path, f"{type(error).__name__}: {error}") from error


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
