"""Writes Chroma's files in a process of its own.

Chroma saves memory that it never filled: in a process that has held other text, a removed document
could end up in the new files. This process holds nothing but what is in the library now. A crash
costs the index, not the work.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import numpy as np

from ingest.reading import LibraryReader
from ingest.settings import quiet_environment
from ingest.store import Row, finds_itself, write_store

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLES = 5


def write_store_apart(home: Path, model: str, folder: Path, through: int) -> int:
    """Put the passages with numbers above `through` into the store in `folder`.

    Returns how many it holds and finds again; 0 if it failed its trial. Raises OSError.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", "ingest.storewriter", home, model, folder, str(through)],
        # The child ends itself when this pipe closes, which it does however we end.
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment | {"PYTHONPATH": str(_ROOT)},
        start_new_session=True,
    )
    with child:
        assert child.stdout is not None
        try:
            said = child.stdout.read().decode("utf-8", "replace").split("\n")
        except BaseException:
            child.kill()
            raise
    if child.returncode < 0:
        log.error("Chroma's process was ended by signal %d", -child.returncode)
        return 0
    if child.returncode:
        raise OSError(f"Chroma's process ended with {child.returncode}: {' '.join(said[-2:])}")
    return next(int(line) for line in reversed(said) if line.isdigit())


def write_store_here(home: Path, model: str, folder: Path, through: int) -> int:
    """See `write_store_apart`; in this process, whose memory may end up in the files."""
    with closing(LibraryReader(home, model, any_model=True)) as library:
        expected = library.counts()[1]
        rows = list(_rows(library, through))
    held = write_store(folder, rows)
    sample = rows[:: max(1, len(rows) // _SAMPLES)][:_SAMPLES]
    return held if held == expected and finds_itself(folder, sample) else 0


def main(home: str, model: str, folder: str, through: str) -> int:
    """The child: prints how many passages the store holds and finds again."""
    quiet_environment()
    Thread(target=_end_with_parent, daemon=True).start()
    held = write_store_here(Path(home), model, Path(folder), int(through))
    sys.stdout.write(f"{held}\n")
    return 0


def _rows(library: LibraryReader, through: int) -> Iterator[Row]:
    documents = library.numbered_documents()
    for _, seq, passage_id, vector in library.vectors_after(through):
        yield passage_id, documents[seq], np.frombuffer(vector, "<f4")


def _end_with_parent() -> None:
    # Not through sys.stdin, whose lock the interpreter wants when it ends.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
