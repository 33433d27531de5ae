"""The bytes of a file, also of a database that this process has open.

A process that closes any handle of a file gives up all its POSIX locks on it, SQLite's as well
(https://www.sqlite.org/howtocorrupt.html, section 2.2). Another process then takes itself for the
last one, deletes the write-ahead log, and this one never sees a later change. So databases are read
by a process of their own.
"""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_DATABASE = (".db", ".sqlite3")
_COPY = (
    "import shutil, sys\n"
    "with open(sys.argv[1], 'rb') as file: shutil.copyfileobj(file, sys.stdout.buffer, 1 << 20)"
)


@contextmanager
def raw_bytes(path: Path) -> Iterator[IO[bytes]]:
    """The file, open for reading from its start to its end. Raises OSError."""
    if not any(path.suffix.startswith(ending) for ending in _DATABASE):
        with path.open("rb") as file:
            yield file
        return
    with subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", _COPY, str(path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout is not None
        yield child.stdout
        # One that was not read to its end is told by the closed pipe.
        unread = bool(child.stdout.read(1))
    if child.returncode and not unread:
        raise OSError(f"{path}: it cannot be read")
