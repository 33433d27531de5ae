"""Files on disk: which ones are meant, what they depend on, and keeping the originals."""

import errno
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

import corpus
from corpus.fetch.provenance import ENDING as PROVENANCE
from ingest.errors import UnreadableDocument
from ingest.weights import sync_folder

SIDECAR = ".meta.yaml"
# Kept beside another file: not to be added themselves.
_COMPANIONS = (SIDECAR, PROVENANCE)
NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# Raised by hand when reading or chunking changes, so that the next `add` looks at all files again.
_RECIPE = "15"
_PART = ".part"
_HOST = re.compile(r"www\..+|(?:[a-z0-9-]+\.)+(?:uk|org|com|net|eu|wales|cymru|scot)")
_PIECE = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """A file to be put in. path: absolute, links resolved. size in bytes."""

    path: Path
    size: int


def expand(paths: Iterable[Path]) -> tuple[list[Wanted], list[tuple[Path, str]]]:
    """Files below `paths`, each once, and what cannot be taken with the reason.

    In folders, hidden files and side-cars are passed over. Sorted by path within a folder.
    """
    wanted: dict[Path, Wanted] = {}
    refused: list[tuple[Path, str]] = []
    for given in paths:
        path = given.expanduser()
        if path.is_dir():
            found = list(_below(path))
            if not found:
                refused.append((given, f"{given}: the folder holds no file to add."))
        elif path.name.endswith(_COMPANIONS) and path.is_file():
            reason = "describes another file and goes in with it. Add that file instead."
            refused.append((given, f"{given}: {reason}"))
            continue
        elif not path.exists():
            refused.append((given, f"{given}: no such file or folder.{_hint(path)}"))
            continue
        else:
            found = [path]
        for file in found:
            resolved = file.resolve()
            wanted.setdefault(resolved, Wanted(resolved, _size(resolved)))
    return list(wanted.values()), refused


def _hint(path: Path) -> str:
    """For an address without its beginning, which looks like a path."""
    like_host = path.parts and _HOST.fullmatch(path.parts[0].lower())
    return " For a page of the web write https:// in front." if like_host else ""


def sha256_of(path: Path) -> str:
    """Raises UnreadableDocument."""
    try:
        if not path.is_file():
            raise UnreadableDocument(f"{path}: not a file.")
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableDocument(f"{path}: cannot be opened ({error.strerror}).") from error


def fingerprint(path: Path, sha256: str, collection: str, added: str = "") -> str:
    """Digest of everything that the reading of a file depends on.

    added: digest of the catalogue that is laid over the packaged one, empty without one.
    """
    parts = [_RECIPE, sha256, collection, _vocabulary(), *([added] if added else [])]
    for sidecar in (Path(f"{path}{SIDECAR}"), path.with_suffix(SIDECAR)):
        if sidecar.is_file():
            parts.append(hashlib.sha256(sidecar.read_bytes()).hexdigest())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def keep(path: Path, sha256: str, files_folder: Path) -> str:
    """Copy an original into the files folder, durably; returns its name there.

    Raises UnreadableDocument if the file is no longer the one that was read.
    """
    ending = path.suffix.lower()
    name = sha256 + (ending if ending[1:].isalnum() and len(ending) <= 9 else "")
    if not files_folder.is_dir():
        files_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        sync_folder(files_folder.parent)
    if (files_folder / name).is_file():
        return name
    digest = hashlib.sha256()
    with (
        path.open("rb") as source,
        NamedTemporaryFile(dir=files_folder, suffix=_PART, delete=False) as copy,
    ):
        part = Path(copy.name)
        try:
            while piece := source.read(_PIECE):
                digest.update(piece)
                copy.write(piece)
            copy.flush()
            os.fsync(copy.fileno())
            if digest.hexdigest() != sha256:
                raise UnreadableDocument(f"{path}: changed while it was read. Add it again.")
            part.replace(files_folder / name)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    sync_folder(files_folder)
    return name


def sweep_files(files_folder: Path, kept: Sequence[str]) -> None:
    """Remove originals that no document refers to. Only for the writer."""
    if files_folder.is_dir():
        names = set(kept)
        for path in files_folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)


def as_text(path: Path) -> str:
    """A path as text that a database takes, also if its name is not UTF-8."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def _below(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(root, name)
            if not name.startswith(".") and not name.endswith(_COMPANIONS) and path.is_file():
                yield path


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


@cache
def _vocabulary() -> str:
    """Digest of catalogue and taxonomy, which fill in what a file does not say."""
    digest = hashlib.sha256()
    for path in sorted(Path(corpus.__file__).parent.glob("*.yaml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
