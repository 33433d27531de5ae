"""What is kept beside the library forgets a removed document as the library does.

That is the queues of what people review, JSON lines, of which one that holds words of the document
goes; and the file of records: questions, answers, feedback. Nothing here knows what its tables
mean, only two rules that they keep: a column `document_id` refers to a document and becomes NULL
when that is removed (triggers of the file's own do what goes with it); any other column of text may
hold words of a document, which are taken out.
"""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

from ingest.absence import Hashes, Traces, places_of
from ingest.errors import BrokenDatabase, LibraryBusy
from ingest.recordsfile import RECORDS_NAME, set_aside
from ingest.schema import our_error, transaction
from ingest.weights import sync_folder

REMOVED = "[removed]"
REVIEW_NAME = "review"
_WORD = re.compile(rb"[0-9A-Za-z\x80-\xff]")
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"


def forget(home: Path, wanted: Traces, said_by_others: Callable[[], Hashes]) -> None:
    """Take a document out of the records: its id, and all stretches of its text.

    wanted: what to look for. said_by_others: what other documents say as well, which stays; asked
    only if something was found. A damaged file is set aside. Raises LibraryBusy, LibraryFull.
    """
    _forget_lines(home / REVIEW_NAME, wanted, said_by_others)
    path = home / RECORDS_NAME
    if not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path, timeout=30.0, isolation_level=None)) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA foreign_keys = ON")
            with transaction(connection):
                _forget(connection, wanted, said_by_others)
            # The write-ahead log still holds the pages as they were.
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.DatabaseError as error:
        ours = our_error(error, path)
        if not isinstance(ours, BrokenDatabase):
            raise ours from error
        set_aside(home)
        return
    if busy:
        raise _busy(path)


def _forget(
    connection: sqlite3.Connection, wanted: Traces, said_by_others: Callable[[], Hashes]
) -> None:
    tables = [str(row[0]) for row in connection.execute(_TABLES)]
    for table in tables:
        if "document_id" in _columns(connection, table):
            connection.execute(
                f'UPDATE "{table}" SET document_id = NULL WHERE document_id = ?',
                (wanted.document_id,),
            )
    if not any(_holding(connection, table, wanted.text) for table in tables):
        return
    telling = np.setdiff1d(wanted.text, said_by_others())
    for table in tables:
        for rowid, column, text in _holding(connection, table, telling):
            connection.execute(
                f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?',
                (_without(text, telling), rowid),
            )


def _forget_lines(folder: Path, wanted: Traces, said_by_others: Callable[[], Hashes]) -> None:
    """Take every line that holds a stretch of the document out of the files of JSON lines."""
    for path in sorted(folder.rglob("*.jsonl")):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if not any(len(places_of(line, wanted.text)[0]) for line in lines):
            continue
        telling = np.setdiff1d(wanted.text, said_by_others())
        kept = [line for line in lines if not len(places_of(line, telling)[0])]
        part = path.with_name(f"{path.name}.part")
        part.write_text("".join(kept), encoding="utf-8")
        part.chmod(0o600)
        part.replace(path)
        sync_folder(path.parent)


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f'PRAGMA table_info("{table}")')]


def _holding(
    connection: sqlite3.Connection, table: str, hashes: Hashes
) -> list[tuple[int, str, str]]:
    """(rowid, column, text) of what holds a stretch of the document."""
    found = []
    for column in _columns(connection, table):
        query = f'SELECT rowid, "{column}" FROM "{table}" WHERE typeof("{column}") = \'text\''
        for rowid, text in connection.execute(query):
            if len(places_of(text, hashes)[0]):
                found.append((int(rowid), column, str(text)))
    return found


def _without(text: str, hashes: Hashes) -> str:
    """The text, with each run of words that holds a stretch replaced."""
    content = text.encode()
    places, width = places_of(text, hashes)
    pieces: list[str] = []
    at = 0
    for place in places.tolist():
        start, end = int(place), int(place) + width
        while start > 0 and _WORD.match(content, start - 1):
            start -= 1
        while end < len(content) and _WORD.match(content, end):
            end += 1
        if start > at or not pieces:
            pieces += [content[at:start].decode(), REMOVED]
        at = max(at, end)
    return "".join([*pieces, content[at:].decode()])


def _busy(path: Path) -> LibraryBusy:
    return LibraryBusy(f"{path} is in use by another process. Run the same command again.")
