"""The compiled copy of the packaged model: made once, checked, cached in `home/models`."""

import logging
import shutil
from functools import partial
from pathlib import Path

import numpy as np

from ingest.bert8bit import EightBitGraph
from ingest.bertgraph import BertGraph
from ingest.errors import ModelUnavailable
from ingest.madeonce import made_once
from ingest.onnxmodel import OnnxModel
from ingest.reference import reference
from ingest.weights import packaged_model, verify_weights

log = logging.getLogger(__name__)

# Part of the folder's name: a new recipe is compiled beside the old one.
RECIPE = "3"
EXACT, FAST = "fp32.onnx", "int8.onnx"
_AT_LEAST = {EXACT: 0.9999, FAST: 0.995}


def compiled_model(models_folder: Path, name: str) -> Path:
    """Folder holding fp32.onnx, tokenizer.json and, where it is good here, int8.onnx.

    name: the model's name with its checksum, part of the folder's name. Compiles at first use
    (seconds); a copy that is damaged is made again. Raises ModelUnavailable.
    """
    source = packaged_model()
    weights = verify_weights(source, models_folder / f"{name}.checked")
    folder = models_folder / f"{name}-onnx{RECIPE}"
    return made_once(folder, partial(_compile, weights, source / "tokenizer.json"))


def _compile(weights: Path, tokenizer: Path, made: Path) -> None:
    import onnx
    from safetensors.numpy import load_file

    log.info("compiling the embedding model for %s", made.parent)
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


def _agrees(folder: Path, name: str) -> bool:
    texts, expected = reference()
    cosines = (OnnxModel(folder, name, threads=1).embed(texts) * expected).sum(axis=1)
    return bool(np.min(cosines) >= _AT_LEAST[name])
