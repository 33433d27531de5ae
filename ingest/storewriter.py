"""Writes Chroma's files in a process of its own.

Chroma saves memory that it never filled: in a process that has held other text, a removed document
could end up in the new files. This process holds nothing but what is in the library now. A crash
costs the index, not the work.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Self

import numpy as np

from ingest.reading import LibraryReader
from ingest.settings import quiet_environment
from ingest.store import Row, finds_itself, private_folder, write_store

log = logging.getLogger(__name__)

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLES = 5


class StoreWriter:
    """Chroma's process: begun at need or ahead of it, because loading and filling Chroma take
    seconds on one core.

    with StoreWriter() as writer:
        writer.ahead(library, scratch) ... writer.write(home, model, folder, 0)
    """

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self._begun: TemporaryDirectory[str] | None = None
        self._revision = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def begin(self) -> None:
        """Start the process, unless it waits already."""
        if self._child is not None:
            return
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.storewriter"],
            # The child ends itself when this pipe closes, which it does however we end.
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment | {"PYTHONPATH": str(_ROOT)},
            start_new_session=True,
        )

    def ahead(self, library: LibraryReader, scratch: Path) -> None:
        """Have what the library holds by now put into a new store, beside other work.

        A later `write` of a whole store goes on from there, unless something was removed since.
        May be asked again, which adds what came in meanwhile. scratch: folder to make the store in.
        """
        self.begin()
        try:
            scratch.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._begun = self._begun or private_folder(scratch)
        except OSError as error:
            # A full disk, most likely: `write` will meet it, too, and tell.
            log.info("%s", error)
            return
        self._revision = self._revision or library.revision
        self._tell(_Job(str(library.path.parent), library.model, self._store))

    def write(self, home: Path, model: str, folder: Path, through: int) -> int:
        """Put the passages with numbers above `through` into the store in `folder`.

        Returns how many it holds and finds again; 0 if it failed its trial. Raises OSError.
        """
        goes_on = not through and self._is_sound(home, model)
        if self._begun is not None and not goes_on:
            # Its memory holds what was removed, and the files of a store may hold its memory.
            self._end()
        self.begin()
        try:
            self._tell(_Job(str(home), model, str(folder), through, self._store, last=True))
            status, said = self._heard()
        finally:
            self._end()
        if status < 0:
            log.error("Chroma's process was ended by signal %d", -status)
            return 0
        if status:
            raise OSError(f"Chroma's process ended with {status}: {' '.join(said[-2:])}")
        return next(int(line) for line in reversed(said) if line.isdigit())

    @property
    def _store(self) -> str:
        """Where the store is that was begun ahead."""
        return str(Path(self._begun.name) / "chroma") if self._begun else ""

    def _is_sound(self, home: Path, model: str) -> bool:
        """Whether all that was put in ahead is still in the library."""
        if self._begun is None:
            return False
        with closing(LibraryReader(home, model, any_model=True)) as library:
            return not library.changes_since(self._revision).removed

    def _tell(self, job: "_Job") -> None:
        child = self._child
        assert child is not None
        assert child.stdin is not None
        # A child that has gone is noticed by what it leaves unsaid.
        with suppress(BrokenPipeError):
            child.stdin.write(json.dumps(astuple(job)).encode() + b"\n")
            child.stdin.flush()

    def _heard(self) -> tuple[int, list[str]]:
        """The status with which the process ended, and its lines."""
        child = self._child
        assert child is not None
        assert child.stdout is not None
        said = child.stdout.read().decode("utf-8", "replace").split("\n")
        return child.wait(), said

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            with suppress(BrokenPipeError), child:
                pass
        begun, self._begun = self._begun, None
        self._revision = 0
        if begun is not None:
            shutil.rmtree(begun.name, ignore_errors=True)
            begun.cleanup()


def write_store_apart(home: Path, model: str, folder: Path, through: int) -> int:
    """`StoreWriter.write` by a process begun for it."""
    with StoreWriter() as writer:
        return writer.write(home, model, folder, through)


def write_store_here(home: Path, model: str, folder: Path, through: int) -> int:
    """See `write_store_apart`; in this process, whose memory may end up in the files."""
    return _Filling().finish(_Job(str(home), model, str(folder), through))


@dataclass(frozen=True)
class _Job:
    """What the child is told. begun: the store that this one goes on from. last: then end."""

    home: str
    model: str
    folder: str
    through: int = 0
    begun: str = ""
    last: bool = False


class _Filling:
    """A store filled in one step or in several.

    newest: the number of the newest passage in it. sample: some of its rows.
    """

    def __init__(self) -> None:
        self._newest = 0
        self._sample: list[Row] = []

    def start(self, job: _Job) -> None:
        """What is there by now; if that fails, the last step begins anew."""
        try:
            self._add(replace(job, through=self._newest))
        except Exception:
            log.exception("%s", job.folder)
            shutil.rmtree(job.folder, ignore_errors=True)
            self._newest, self._sample = 0, []

    def finish(self, job: _Job) -> int:
        """The rest, and the trial: how many passages it holds, 0 if it failed."""
        if self._newest:
            Path(job.begun).rename(job.folder)
            job = replace(job, through=self._newest)
        held, expected = self._add(job)
        return held if held == expected and finds_itself(Path(job.folder), self._sample) else 0

    def _add(self, job: _Job) -> tuple[int, int]:
        """How many passages the store holds then, and how many the library."""
        with closing(LibraryReader(Path(job.home), job.model, any_model=True)) as library:
            expected = library.counts()[1]
            documents = library.numbered_documents()
            rows: list[Row] = []
            for number, seq, passage_id, vector in library.vectors_after(job.through):
                rows.append((passage_id, documents[seq], np.frombuffer(vector, "<f4")))
                self._newest = number
        self._sample += rows[:: max(1, len(rows) // _SAMPLES)][:_SAMPLES]
        return write_store(Path(job.folder), rows), expected


def main() -> int:
    """The child: fills a store as it is told, prints how many passages it holds and finds again."""
    quiet_environment()
    # Loaded before it is needed.
    import langchain_chroma  # noqa: F401

    jobs: SimpleQueue[_Job] = SimpleQueue()
    Thread(target=_listen, args=(jobs,), daemon=True).start()
    filling = _Filling()
    while not (job := jobs.get()).last:
        filling.start(job)
    sys.stdout.write(f"{filling.finish(job)}\n")
    return 0


def _listen(jobs: "SimpleQueue[_Job]") -> None:
    """Takes jobs from the parent, a line each; ends this process when the parent has gone."""
    told = b""
    # Not through sys.stdin, whose lock the interpreter wants when it ends.
    while more := os.read(0, 65536):
        *lines, told = (told + more).split(b"\n")
        for line in lines:
            jobs.put(_Job(*json.loads(line)))
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
