"""A note that the database was left in order, so that the next start need not read all of it.

It is taken away before the first change and put back when all changes are folded in: a writer that
was killed leaves none, and a database that was changed by anything else no longer matches it.
"""

import json
from contextlib import suppress
from pathlib import Path

from ingest.weights import sync_folder

_NAME = "library.sound"


def is_as_left(database: Path) -> bool:
    """Whether nothing has touched the database since it was left in order."""
    with suppress(OSError, ValueError):
        if _log_size(database) == 0:
            return bool(json.loads(_note(database).read_text(encoding="ascii")) == _state(database))
    return False


def leave(database: Path) -> None:
    """Note that the database is in order as it is, unless part of it is still in its log."""
    with suppress(OSError):
        if _log_size(database) == 0:
            _note(database).write_text(json.dumps(_state(database)), encoding="ascii")


def take_away(database: Path) -> None:
    """Before the first change."""
    with suppress(FileNotFoundError):
        _note(database).unlink()
        sync_folder(database.parent)


def _note(database: Path) -> Path:
    return database.with_name(_NAME)


def _state(database: Path) -> list[int]:
    stat = database.stat()
    return [stat.st_size, stat.st_mtime_ns, stat.st_ino]


def _log_size(database: Path) -> int:
    log = database.with_name(f"{database.name}-wal")
    return log.stat().st_size if log.exists() else 0
