"""One writer at a time: a lock that names its holder and refuses at once."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic

from filelock import FileLock, Timeout

from ingest.errors import LibraryBusy

HOLDER_NAME = "library.lock.holder"
# A reader that puts something right is no writer: it is waited for.
_MENDING_S = 300.0


@contextmanager
def writing(home: Path, *, patience: float = 0.3, mending: bool = False) -> Iterator[None]:
    """Hold the right to write to the library in `home`.

    The system lets go of it when the process ends, however it ends. mending: for a reader that
    makes good what it found wrong; a writer waits for it. Raises LibraryBusy, naming the holder,
    after `patience` seconds.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FileLock(home / "library.lock", mode=0o600)
    note = home / HOLDER_NAME
    until = monotonic() + _MENDING_S
    while True:
        try:
            lock.acquire(timeout=patience)
            break
        except Timeout:
            if patience and _is_mending(note) and monotonic() < until:
                continue
            raise LibraryBusy(
                f"The library in {home} is being written to by {_holder(note)}. "
                "Wait until it is done, or stop that process, and run the same command again."
            ) from None
    try:
        # A full disk must not keep a process from removing something.
        with suppress(OSError):
            note.write_text(json.dumps({**_ourselves(), "mending": mending}), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            note.unlink(missing_ok=True)
        lock.release()


def _ourselves() -> dict[str, str | int]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    since = datetime.now().astimezone().strftime("%H:%M:%S")
    return {"pid": os.getpid(), "command": command[:100], "since": since}


def _is_mending(note: Path) -> bool:
    try:
        return bool(json.loads(note.read_text(encoding="utf-8"))["mending"])
    except (OSError, ValueError, KeyError):
        return False


def _holder(note: Path) -> str:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
        return f"process {found['pid']} ({found['command']}) since {found['since']}"
    except (OSError, ValueError, KeyError):
        return "another process"
