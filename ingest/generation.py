"""Numbered folders of derived indexes: sealed once, never changed, switched to by a pointer.

    index/current           the number in use, replaced by renaming
    index/7/chroma  words   Chroma and the keyword index
    index/7/seal.json       what they were made from, and a digest of every file

A reader that finds every digest right holds the very bytes that the builder tried out, so damage
never reaches the code that would crash on it.
"""

import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import mkdtemp

from ingest.weights import sync_folder, write_whole

POINTER = "current"
SEAL = "seal.json"
_MAKING = "making-"


class BrokenGeneration(Exception):
    """There is no generation to use; says why in a few words."""


@dataclass(frozen=True)
class Seal:
    """What a generation was made from.

    library_id, revision: the library's state in the keyword index. through: number of the newest
    passage in Chroma, whose state of removals is `chroma_revision`. passages, in_chroma: counts;
    none in Chroma means that it is not to be asked: exact products take its place.
    """

    library_id: str
    model: str
    revision: int
    passages: int
    chroma_revision: int
    through: int
    in_chroma: int


@dataclass(frozen=True)
class Generation:
    """A sealed folder whose files were found intact."""

    folder: Path
    seal: Seal

    @property
    def number(self) -> int:
        """Its place in the sequence."""
        return int(self.folder.name)

    @property
    def chroma(self) -> Path:
        """The vector index."""
        return self.folder / "chroma"

    @property
    def words(self) -> Path:
        """The keyword index."""
        return self.folder / "words"


def current_number(index_folder: Path) -> int | None:
    """What the pointer says; None if there is none to read."""
    try:
        return int((index_folder / POINTER).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def current(index_folder: Path) -> Generation:
    """The generation in use, every file of it intact. Raises BrokenGeneration."""
    number = current_number(index_folder)
    if number is None:
        raise BrokenGeneration("missing")
    folder = index_folder / str(number)
    try:
        sealed = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        if sealed["files"] == _digests(folder):
            return Generation(folder, Seal(**sealed["made_from"]))
    except FileNotFoundError:
        raise BrokenGeneration("missing") from None
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise BrokenGeneration("damaged")


def begin(index_folder: Path) -> Path:
    """An empty folder to make the next generation in. Only for the writer."""
    index_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A name that is never used again: a process that outlives its writer cannot reach the next one.
    return Path(mkdtemp(prefix=_MAKING, dir=index_folder))


def seal(folder: Path, made_from: Seal) -> Generation:
    """Make a new generation durable and switch to it; remove all others. Only for the writer."""
    index_folder = folder.parent
    for path in sorted(folder.rglob("*")):
        _sync(path)
    content = {"made_from": asdict(made_from), "files": _digests(folder)}
    write_whole(folder / SEAL, json.dumps(content).encode())
    numbers = [int(path.name) for path in index_folder.iterdir() if path.name.isdigit()]
    number = max([*numbers, current_number(index_folder) or 0]) + 1
    numbered = folder.rename(index_folder / str(number))
    sync_folder(index_folder)
    write_whole(index_folder / POINTER, str(number).encode("ascii"))
    sweep(index_folder)
    return Generation(numbered, made_from)


def sweep(index_folder: Path) -> None:
    """Remove what no reader needs: other generations, unfinished ones. Only for the writer."""
    number = current_number(index_folder)
    for path in index_folder.iterdir():
        other = path.name.isdigit() and int(path.name) != number
        if other or path.name.startswith(_MAKING):
            shutil.rmtree(path, ignore_errors=True)
        elif path.suffix == ".part":
            path.unlink(missing_ok=True)


def _digests(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        # Opening the keyword index for reading leaves empty lock files behind.
        if path.is_file() and path.name != SEAL and path.suffix != ".lock":
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "blake2b").hexdigest()[:32]
            found[path.relative_to(folder).as_posix()] = digest
    return found


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
