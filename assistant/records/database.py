"""The file of records: its tables, connections, and what is done when it is damaged.

It lies beside the library and apart from it: a question is recorded whoever writes to the library,
and a damaged file of records never keeps anyone from asking.
"""

import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from assistant.errors import AssistantError
from ingest import schema
from ingest.errors import BrokenDatabase, IngestError
from ingest.recordsfile import RECORDS_NAME, set_aside

_log = logging.getLogger(__name__)

Say = Callable[[str], None]

VERSION = 1
# `ingest.forgetting` sets `document_id` to NULL when a document is removed, and takes its words out
# of every column. The triggers see to what else must go: claims made of it, notes that may name it.
TABLES = """
CREATE TABLE conversations (
    conversation_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    started TEXT NOT NULL,
    changed TEXT NOT NULL
);
CREATE INDEX conversations_by_owner ON conversations (owner, changed);
CREATE TABLE answers (
    answer_id TEXT PRIMARY KEY,
    conversation_id TEXT NOT NULL REFERENCES conversations ON DELETE CASCADE,
    number INTEGER NOT NULL,
    asked TEXT NOT NULL,
    question TEXT NOT NULL,
    standalone TEXT NOT NULL,
    status TEXT NOT NULL,
    filters TEXT NOT NULL,
    collections TEXT NOT NULL,
    suggestions TEXT NOT NULL,
    provenance TEXT NOT NULL,
    model TEXT,
    vector BLOB
);
CREATE INDEX answers_by_conversation ON answers (conversation_id, number);
CREATE TABLE claims (
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE,
    number INTEGER NOT NULL,
    text TEXT,
    is_quote INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    claim_group TEXT,
    PRIMARY KEY (answer_id, number)
);
CREATE TABLE citations (
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE,
    claim INTEGER NOT NULL,
    number INTEGER NOT NULL,
    document_id TEXT,
    passage_id TEXT,
    key TEXT NOT NULL,
    page INTEGER NOT NULL,
    page_label TEXT,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    quote TEXT NOT NULL,
    is_note INTEGER NOT NULL,
    PRIMARY KEY (answer_id, claim, number)
);
CREATE INDEX citations_by_document ON citations (document_id);
CREATE TABLE hits (
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE,
    number INTEGER NOT NULL,
    document_id TEXT,
    passage_id TEXT NOT NULL,
    similarity REAL NOT NULL,
    lexical_rank INTEGER,
    relevance REAL,
    PRIMARY KEY (answer_id, number)
);
CREATE TABLE notes (
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE,
    number INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (answer_id, number)
);
CREATE TABLE feedback (
    feedback_id INTEGER PRIMARY KEY,
    answer_id TEXT NOT NULL REFERENCES answers ON DELETE CASCADE,
    claim INTEGER,
    citation INTEGER,
    helpful INTEGER NOT NULL,
    reasons TEXT NOT NULL,
    text TEXT NOT NULL,
    given TEXT NOT NULL
);
CREATE INDEX feedback_by_answer ON feedback (answer_id);
"""
_UNCHECKED = '{"decided_by":"nothing","findings":[],"label":"unchecked","probability":null}'
TRIGGERS = (
    f"""CREATE TRIGGER forget_cited AFTER UPDATE OF document_id ON citations
    WHEN NEW.document_id IS NULL BEGIN
        UPDATE claims SET text = NULL, claim_group = NULL, verdict = '{_UNCHECKED}'
            WHERE answer_id = NEW.answer_id AND number = NEW.claim;
        UPDATE citations SET passage_id = NULL, page_label = NULL WHERE rowid = NEW.rowid;
        UPDATE answers SET suggestions = '[]' WHERE answer_id = NEW.answer_id;
        DELETE FROM notes WHERE answer_id = NEW.answer_id;
    END""",
    """CREATE TRIGGER forget_found AFTER UPDATE OF document_id ON hits
    WHEN NEW.document_id IS NULL BEGIN
        UPDATE answers SET suggestions = '[]' WHERE answer_id = NEW.answer_id;
        DELETE FROM notes WHERE answer_id = NEW.answer_id
            AND kind NOT IN ('clarify', 'scope', 'strength', 'date', 'source_kind');
        DELETE FROM hits WHERE rowid = NEW.rowid;
    END""",
)


class RecordsUnavailable(AssistantError):
    """The records cannot be read or written now; says why."""


class Database:
    """The file of records in a library's home. Safe to share by threads: each use opens it anew."""

    def __init__(self, home: Path, say: Say = _log.warning) -> None:
        """say: told in one line when a damaged file was set aside."""
        self.path = home / RECORDS_NAME
        self._home = home
        self._say = say

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """A transaction. Raises RecordsUnavailable."""
        with self._open() as connection, schema.transaction(connection):
            yield connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for questions. Raises RecordsUnavailable."""
        with self._open() as connection:
            yield connection

    def settle(self) -> None:
        """Fold the write-ahead log into the file, so that deleted text leaves it too."""
        with self._open() as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connected()) as connection:
                yield connection
        except sqlite3.DatabaseError as error:
            self._retire_if_damaged(error)
            raise RecordsUnavailable(f"The records cannot be used now ({error}).") from error

    def _connected(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except (IngestError, sqlite3.DatabaseError) as error:
            # A file that cannot be opened now (rights, too many open files) is not a damaged one.
            if not _is_damage(error):
                raise RecordsUnavailable(str(error)) from error
            self._retire(str(error.__cause__ or error))
        try:
            return self._prepared()
        except (IngestError, sqlite3.DatabaseError) as error:
            raise RecordsUnavailable(str(error)) from error

    def _prepared(self) -> sqlite3.Connection:
        connection = schema.connect(self.path)
        try:
            connection.row_factory = sqlite3.Row
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version == 0:
                _make(connection)
            elif version != VERSION:
                raise RecordsUnavailable(
                    f"{self.path} was made by another version of this program (version {version}, "
                    f"this one knows {VERSION}). Update the program."
                )
        except BaseException:
            connection.close()
            raise
        return connection

    def _retire_if_damaged(self, error: sqlite3.DatabaseError) -> None:
        if _is_damage(error):
            self._retire(str(error))

    def _retire(self, reason: str) -> None:
        try:
            aside = set_aside(self._home)
        except OSError as error:
            raise RecordsUnavailable(
                f"{self.path} is damaged ({reason}) and cannot be moved away ({error.strerror})."
            ) from error
        self._say(
            f"The file of earlier questions was damaged ({reason}). It was set aside as {aside}, "
            "and a new one was begun."
        )


def _make(connection: sqlite3.Connection) -> None:
    with schema.transaction(connection):
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version:
            return
        for statement in TABLES.split(";"):
            connection.execute(statement)
        for trigger in TRIGGERS:
            connection.execute(trigger)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def now() -> str:
    """ISO time, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _is_damage(error: Exception) -> bool:
    """Whether the file holds what nobody wrote, which no later try will mend."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    found = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return found or isinstance(error, BrokenDatabase)
