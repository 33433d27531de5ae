"""Folders of files that are made once, checked, sealed with digests, and made again if damaged."""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import time

from ingest.weights import sync_folder, write_whole

# What a killed process left behind; making takes seconds.
_GIVEN_UP_S = 600
_SEAL = "seal.json"


def made_once(folder: Path, make: Callable[[Path], None]) -> Path:
    """`folder` with what `make` writes into an empty one; made again when a file of it is damaged.

    A folder's name ends in its recipe ("NAME-onnx2"): older recipes of the same name are removed.
    Whatever `make` raises goes up, and nothing is left.
    """
    if intact(folder):
        return folder
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.parent.glob(".compiling-*"):
        if time() - left.stat().st_mtime > _GIVEN_UP_S:
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".compiling-"))
    try:
        make(made)
        _seal(made)
        _switch(made, folder)
        for older in folder.parent.glob(f"{folder.name.rpartition('-')[0]}-onnx*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def intact(folder: Path) -> bool:
    """Whether the folder holds every file of its seal as it was sealed."""
    try:
        sealed = json.loads((folder / _SEAL).read_text(encoding="utf-8"))
        for name, seal in sealed.items():
            stat = (folder / name).stat()
            if [stat.st_size, stat.st_mtime_ns] != seal[:2]:
                with (folder / name).open("rb") as file:
                    if hashlib.file_digest(file, "blake2b").hexdigest() != seal[2]:
                        return False
    except (OSError, ValueError):
        return False
    return bool(sealed)


def _seal(folder: Path) -> None:
    sealed = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "blake2b").hexdigest()
        stat = path.stat()
        sealed[path.name] = [stat.st_size, stat.st_mtime_ns, digest]
    write_whole(folder / _SEAL, json.dumps(sealed).encode())


def _switch(made: Path, folder: Path) -> None:
    """Put the new folder in place; another process may have done the same a moment ago."""
    if folder.exists() and not intact(folder):
        folder.replace(made.with_name(made.name + "-old"))
        shutil.rmtree(made.with_name(made.name + "-old"), ignore_errors=True)
    try:
        made.replace(folder)
    except OSError:
        if not intact(folder):
            raise
    sync_folder(folder.parent)
