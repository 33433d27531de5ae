"""The file of records (questions, answers, feedback) as far as it must be copied and set aside.

What is in it is the business of the rooms that write it.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from ingest.aside import new_aside
from ingest.errors import BrokenDatabase
from ingest.schema import our_error
from ingest.weights import sync_folder

RECORDS_NAME = "records.db"
_PARTS = ("", "-wal", "-shm", "-journal")


def set_aside(home: Path) -> Path:
    """Move a damaged file of records away; returns where it lies. Raises OSError."""
    aside = new_aside(home)
    for part in _PARTS:
        with suppress(FileNotFoundError):
            (home / f"{RECORDS_NAME}{part}").rename(aside / f"{RECORDS_NAME}{part}")
    sync_folder(home)
    return aside / RECORDS_NAME


def copy_records(home: Path, target: Path) -> bool:
    """Copy the records into `target`, also while they are in use; False if they are damaged."""
    path, part = home / RECORDS_NAME, target / f"{RECORDS_NAME}.part"
    part.unlink(missing_ok=True)
    try:
        if path.is_file():
            with (
                closing(sqlite3.connect(path, timeout=30.0)) as source,
                closing(sqlite3.connect(part)) as copy,
            ):
                source.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")
            part.chmod(0o600)
    except sqlite3.DatabaseError as error:
        part.unlink(missing_ok=True)
        ours = our_error(error, path)
        if not isinstance(ours, BrokenDatabase):
            raise ours from error
        return False
    for old in _PARTS:
        (target / f"{RECORDS_NAME}{old}").unlink(missing_ok=True)
    if part.is_file():
        part.replace(target / RECORDS_NAME)
        sync_folder(target)
    return True
