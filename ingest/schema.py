"""The library's tables, and connections to them that are safe against power cuts and snooping."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from ingest.errors import BrokenDatabase, DamagedLibrary, IngestError, LibraryBusy, LibraryFull
from ingest.migrations import FIRST_VERSION, SCHEMA_VERSION, upgrade

# As they were in the first version; `ingest.migrations` makes them what they are now. Vectors lie
# apart from text, so that reading all of them touches nothing else.
FIRST_TABLES = """
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT NOT NULL UNIQUE,
    key TEXT NOT NULL UNIQUE,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    kept TEXT,
    fingerprint TEXT NOT NULL,
    media_type TEXT NOT NULL,
    title TEXT NOT NULL,
    published_from TEXT,
    published_to TEXT,
    collection TEXT NOT NULL,
    metadata TEXT NOT NULL,
    is_note INTEGER NOT NULL,
    page_count INTEGER NOT NULL,
    passage_count INTEGER NOT NULL,
    problems TEXT NOT NULL,
    added TEXT NOT NULL,
    revision INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_revision ON documents (revision);
CREATE TABLE IF NOT EXISTS facets (
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    PRIMARY KEY (field, value, seq)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS facets_by_document ON facets (seq);
CREATE TABLE IF NOT EXISTS pages (
    seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    label TEXT,
    text TEXT NOT NULL,
    width REAL NOT NULL,
    height REAL NOT NULL,
    PRIMARY KEY (seq, number)
);
CREATE TABLE IF NOT EXISTS passages (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    passage_id TEXT NOT NULL UNIQUE,
    seq INTEGER NOT NULL REFERENCES documents (seq) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    page_start INTEGER NOT NULL,
    page_end INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    heading_path TEXT NOT NULL,
    kind TEXT NOT NULL,
    UNIQUE (seq, ordinal)
);
CREATE TABLE IF NOT EXISTS vectors (
    number INTEGER PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    passage_id TEXT NOT NULL,
    vector BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS removed (document_id TEXT NOT NULL, revision INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS removed_by_revision ON removed (revision);
"""

_FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
}
# 0: Python found text that is none. ERROR: a table is no longer there.
_BROKEN = {
    0,
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_IOERR,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def connect(path: Path) -> sqlite3.Connection:
    """A connection that may be shared by threads that take turns. The caller closes it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with translated(path):
        connection = sqlite3.connect(path, timeout=10.0, check_same_thread=False)
        try:
            # Autocommit: transactions are begun and ended where the code says so.
            connection.isolation_level = None
            connection.execute("PRAGMA page_size = 8192")
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # Removed text must not stay readable in the file.
            connection.execute("PRAGMA secure_delete = ON")
        except BaseException:
            connection.close()
            raise
    path.chmod(0o600)
    return connection


def copied(path: Path) -> sqlite3.Connection:
    """A copy in memory, for reading where the disk has no room for what SQLite needs beside it."""
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    memory.isolation_level = None
    with translated(path), closing(sqlite3.connect(path, timeout=10.0)) as connection:
        # Nobody has it open, or there would be a shared index already; alone, none is needed.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.backup(memory)
    return memory


def prepare(connection: sqlite3.Connection, path: Path, model: str) -> None:
    """Make the tables if they are not there, and bring those of an older version up to date.

    model: name of the embedding model, recorded in a new library. Raises DamagedLibrary if the
    tables are of a newer version.
    """
    with translated(path):
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone()
        if known is None:
            with transaction(connection):
                for statement in FIRST_TABLES.split(";"):
                    connection.execute(statement)
                connection.executemany(
                    "INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)",
                    [
                        ("schema", str(FIRST_VERSION)),
                        ("library_id", uuid.uuid4().hex),
                        ("model", model),
                        ("revision", "0"),
                        ("vectors_since", "0"),
                    ],
                )
                upgrade(connection)
        version = _version(connection)
        if version is not None and version.isdigit() and int(version) < SCHEMA_VERSION:
            with transaction(connection):
                upgrade(connection)
            version = _version(connection)
    if version is None or not version.isdigit():
        raise broken(path, "its version is missing")
    if version != str(SCHEMA_VERSION):
        raise DamagedLibrary(
            f"{path} was made by another version of this program (its tables have version "
            f"{version}, this program knows {SCHEMA_VERSION}). "
            "Update the program, or set LPIP_HOME to another folder."
        )


def _version(connection: sqlite3.Connection) -> str | None:
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    return str(row[0]) if row else None


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All of the statements inside, or none of them."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise our_error(error, path) from error


def full(path: Path) -> LibraryFull:
    """The error for a full disk."""
    return LibraryFull(
        f"The disk that holds {path} is full. What was stored before is safe; free some space "
        "and run the same command again."
    )


def broken(path: Path, reason: object) -> BrokenDatabase:
    """The error for a database that holds what nobody wrote. reason: in a few words."""
    return BrokenDatabase(
        f"{path} cannot be read ({reason}). Run `lpip-ingest check --repair`: it is made again "
        f"from what can be read of it and from the originals in {path.with_name('files')}."
    )


def our_error(error: sqlite3.Error, path: Path) -> IngestError:
    """What an error of SQLite means, as one of ours: full, busy, broken, or not to be opened."""
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _FULL:
        return full(path)
    if code & 0xFF in _BUSY:
        return LibraryBusy(f"{path} is in use by another process. Try again in a moment.")
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN:
        return DamagedLibrary(
            f"{path} cannot be opened ({error}). Check that LPIP_HOME is a folder that you own."
        )
    if code & 0xFF in _BROKEN and not isinstance(error, sqlite3.ProgrammingError):
        return broken(path, error)
    return DamagedLibrary(f"{path} refused what was asked of it ({error}).")
