"""The folder of fetched files: whole files only, each with its provenance, and what is half done.

NAME.pdf, NAME.pdf.meta.yaml (address and catalogue entry, for the library; yours to add to),
NAME.fetched.json (provenance), .parts/ (downloads to be gone on with).
"""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from filelock import FileLock, Timeout

from corpus.errors import FetchStopped
from corpus.fetch import provenance
from corpus.fetch.provenance import Provenance

SIDECAR = ".meta.yaml"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class Begun:
    """A download broken off. final: the address it came from. validator: a strong ETag or a date.

    size: bytes that are there.
    """

    final: str
    validator: str
    size: int


class Part:
    """One download under way."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._note = path.with_name(f"{path.name}.json")

    def begun(self) -> Begun | None:
        """What an earlier attempt left, if it can be gone on with."""
        try:
            noted = json.loads(self._note.read_text("utf-8"))
            found = Begun(str(noted["final"]), str(noted["validator"]), self.path.stat().st_size)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return found if found.size else None

    def begin(self, final: str, validator: str) -> None:
        """Start from nothing. validator: empty if the download cannot be gone on with."""
        self.clear()
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        self.path.touch(mode=0o600)
        if validator:
            self._note.write_text(json.dumps({"final": final, "validator": validator}), "utf-8")

    def clear(self) -> None:
        """Forget what is there."""
        self._note.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)


class FetchedFolder:
    """Used by one process at a time; its threads work on different names."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def held(self) -> Iterator[None]:
        """For this process alone. Raises FetchStopped if another one fetches, or disk trouble."""
        lock = FileLock(self.path / ".lock", timeout=0)
        with guarded(self.path):
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                lock.acquire()
            except Timeout:
                raise FetchStopped(
                    f"Another process is fetching into {self.path}. Wait until it has ended."
                ) from None
        try:
            yield
        finally:
            lock.release()

    def part(self, name: str) -> Part:
        """The place of a download under way."""
        return Part(self.path / ".parts" / name)

    def known(self, name: str) -> Provenance | None:
        """What was fetched under this name, if the file is still there as it was."""
        found = provenance.read(self._provenance(name))
        if found is None or Path(found.file).name != found.file:
            return None
        try:
            return found if digest(self.path / found.file) == found.sha256 else None
        except OSError:
            return None

    def keep(self, part: Part, fetched: Provenance) -> Path:
        """Puts a complete download in its place: whole or not at all, whatever happens."""
        before = provenance.read(self._provenance(fetched.name))
        target = self.path / fetched.file
        with guarded(self.path):
            _flush(part.path)
            part.path.replace(target)
            sidecar = Path(f"{target}{SIDECAR}")
            if not sidecar.exists():
                self._write(sidecar, _sidecar(fetched))
            self.note(fetched)
            part.clear()
            if before is not None and before.file != fetched.file:
                self._drop(before.file)
        return target

    def note(self, fetched: Provenance) -> None:
        """Writes the provenance of a file that is in its place."""
        with guarded(self.path):
            self._write(self._provenance(fetched.name), provenance.as_json(fetched))

    def forget(self, file: Path) -> None:
        """Deletes a file of this folder and all that is kept of it; other files are left alone."""
        found = provenance.beside(file) if file.parent == self.path.resolve() else None
        if found is not None:
            self.part(found.name).clear()
            self._drop(found.file)
            self._provenance(found.name).unlink(missing_ok=True)

    def _drop(self, file: str) -> None:
        """The same publication came as another kind of file; the old one is no longer it."""
        if Path(file).name == file:
            (self.path / file).unlink(missing_ok=True)
            (self.path / f"{file}{SIDECAR}").unlink(missing_ok=True)

    def _provenance(self, name: str) -> Path:
        return self.path / f"{name}{provenance.ENDING}"

    def _write(self, path: Path, text: str) -> None:
        waiting = path.with_name(f".{path.name}.part")
        with waiting.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
        _sync(self.path)


@contextmanager
def guarded(folder: Path) -> Iterator[None]:
    """Turns trouble with the disk into one line. Raises FetchStopped."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            text = f"The disk that holds {folder} is full. Free some space and run this again."
        else:
            text = f"{folder} cannot be written to ({error.strerror}). Check LPIP_HOME."
        raise FetchStopped(text) from error


def digest(path: Path) -> str:
    """SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sidecar(fetched: Provenance) -> str:
    known = {"source_id": fetched.source_id} if fetched.source_id else {}
    return yaml.safe_dump({**known, "url": fetched.final}, sort_keys=False, allow_unicode=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """A rename survives a power cut only when the folder itself is written."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
