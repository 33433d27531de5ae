"""The compiled copy of the packaged model: made once, checked, cached in `home/models`."""

import hashlib
import json
import logging
import shutil
import tempfile
from pathlib import Path
from time import time

import numpy as np

from ingest.bert8bit import EightBitGraph
from ingest.bertgraph import BertGraph
from ingest.errors import ModelUnavailable
from ingest.onnxmodel import OnnxModel
from ingest.reference import reference
from ingest.weights import packaged_model, sync_folder, verify_weights, write_whole

log = logging.getLogger(__name__)

# Part of the folder's name: a new recipe is compiled beside the old one.
RECIPE = "2"
EXACT, FAST = "fp32.onnx", "int8.onnx"
# What a killed process left behind; compiling takes seconds.
_GIVEN_UP_S = 600
_AT_LEAST = {EXACT: 0.9999, FAST: 0.995}


def compiled_model(models_folder: Path, name: str) -> Path:
    """Folder holding fp32.onnx, tokenizer.json and, where it is good here, int8.onnx.

    name: the model's name with its checksum, part of the folder's name. Compiles at first use
    (seconds); a copy that is damaged is made again. Raises ModelUnavailable.
    """
    source = packaged_model()
    weights = verify_weights(source, models_folder / f"{name}.checked")
    folder = models_folder / f"{name}-onnx{RECIPE}"
    if not _intact(folder):
        _compile(weights, source / "tokenizer.json", folder)
    return folder


def _intact(folder: Path) -> bool:
    try:
        sealed = json.loads((folder / "seal.json").read_text(encoding="utf-8"))
        for name, seal in sealed.items():
            stat = (folder / name).stat()
            if [stat.st_size, stat.st_mtime_ns] != seal[:2]:
                with (folder / name).open("rb") as file:
                    if hashlib.file_digest(file, "blake2b").hexdigest() != seal[2]:
                        return False
    except (OSError, ValueError):
        return False
    return EXACT in sealed


def _compile(weights: Path, tokenizer: Path, folder: Path) -> None:
    import onnx
    from safetensors.numpy import load_file

    log.info("compiling the embedding model into %s", folder)
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for left in folder.parent.glob(".compiling-*"):
        if time() - left.stat().st_mtime > _GIVEN_UP_S:
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".compiling-"))
    try:
        shutil.copyfile(tokenizer, made / "tokenizer.json")
        loaded = load_file(weights)
        onnx.save(BertGraph(loaded).build(), made / EXACT)
        onnx.save(EightBitGraph(loaded).build(), made / FAST)
        del loaded
        if not _agrees(made, EXACT):
            raise ModelUnavailable(
                "The compiled copy of all-MiniLM-L6-v2 does not agree with the published model on "
                "this machine. Set LPIP_EMBEDDING_MODEL to the folder of the model to run it "
                "through sentence-transformers."
            )
        if not _agrees(made, FAST):
            # Without VNNI instructions 8-bit products saturate; exact ones are right everywhere.
            log.warning("8-bit products are not accurate on this processor; using 32-bit ones")
            (made / FAST).unlink()
        _seal(made)
        _switch(made, folder)
        for older in folder.parent.glob(f"{folder.name.rpartition('-')[0]}-onnx*"):
            if older != folder:
                shutil.rmtree(older, ignore_errors=True)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _agrees(folder: Path, name: str) -> bool:
    texts, expected = reference()
    cosines = (OnnxModel(folder, name, threads=1).embed(texts) * expected).sum(axis=1)
    return bool(np.min(cosines) >= _AT_LEAST[name])


def _seal(folder: Path) -> None:
    sealed = {}
    for path in sorted(folder.iterdir()):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "blake2b").hexdigest()
        stat = path.stat()
        sealed[path.name] = [stat.st_size, stat.st_mtime_ns, digest]
    write_whole(folder / "seal.json", json.dumps(sealed).encode())


def _switch(made: Path, folder: Path) -> None:
    """Put the new folder in place; another process may have done the same a moment ago."""
    if folder.exists() and not _intact(folder):
        folder.replace(made.with_name(made.name + "-old"))
        shutil.rmtree(made.with_name(made.name + "-old"), ignore_errors=True)
    try:
        made.replace(folder)
    except OSError:
        if not _intact(folder):
            raise
    sync_folder(folder.parent)
