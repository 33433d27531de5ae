"""How near the words of a text are to those asked for: "headcount" to "number", "aid" to "grant".

A word's vector is that of its pieces in the packaged encoder, before any layer of it: so it costs
a look into a table, where a sentence's own vector costs a run of the model.
"""

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.question.words import STOP, words
from ingest.madeonce import made_once
from ingest.onnxmodel import encodable
from ingest.weights import WEIGHTS_SHA256, packaged_model, verify_weights

_RECIPE, _FILE = "1", "pieces.npy"
_TABLE = "embeddings.word_embeddings.weight"
# The largest direction tells how common a piece is (Mu & Viswanath 2018,
# https://openreview.net/forum?id=HkuGJ3kCb); after 64 more nothing is gained.
_COMMON, _KEPT = 1, 64
_LONGEST_WORD = 60
_WORDS = 32_768

Vector = NDArray[np.float32]


class WordVectors:
    """Vectors of words, from the packaged weights. Safe to share by threads; loads at first use.

    models: folder where the table is kept. Raises ModelUnavailable where the weights are damaged.
    """

    def __init__(self, models: Path) -> None:
        self._models = models
        self.vector = lru_cache(maxsize=_WORDS)(self._vector)
        self._loaded = lru_cache(maxsize=1)(self._load)

    def nearness(self, weight_of: Mapping[str, float], texts: Sequence[str]) -> Vector:
        """(n_texts,) float32: the weighted mean, over the words asked for, of the cosine with the
        nearest word of a text, in [-1, 1]; 0.0 where either has no word that tells.

        weight_of: word as typed -> what it counts.
        """
        telling = [set(words(text)) - STOP for text in texts]
        column = {word: at for at, word in enumerate(sorted(set().union(*telling)))}
        near = np.zeros(len(texts), np.float32)
        total = math.fsum(weight_of.values())
        if not column or total <= 0.0:
            return near
        asked, there = (
            np.array([self.vector(word) for word in some]) for some in (weight_of, column)
        )
        cosines = asked @ there.T
        shares = np.fromiter(weight_of.values(), np.float32) / total
        for at, held in enumerate(telling):
            if held:
                near[at] = shares @ cosines[:, [column[word] for word in held]].max(axis=1)
        return near

    def _vector(self, word: str) -> Vector:
        """(64,) float32, unit norm, of a word; zeros where no piece of it is known."""
        table, pieces_of = self._loaded()
        pieces = pieces_of.encode(encodable(word[:_LONGEST_WORD]), add_special_tokens=False).ids
        mean = table[pieces].astype(np.float32).mean(axis=0) if pieces else np.zeros(_KEPT)
        return np.asarray(mean / (np.linalg.norm(mean) + 1e-6), np.float32)

    def _load(self) -> tuple[NDArray[np.float16], Any]:
        from tokenizers import Tokenizer

        weights = verify_weights(packaged_model(), self._models / "pair-base.checked")
        folder = made_once(
            self._models / f"words@{WEIGHTS_SHA256[:8]}-onnx{_RECIPE}", partial(_make, weights)
        )
        pieces_of = Tokenizer.from_file(str(packaged_model() / "tokenizer.json"))
        pieces_of.no_padding()
        return np.load(folder / _FILE), pieces_of


def _make(weights: Path, made: Path) -> None:
    from safetensors import safe_open

    with safe_open(weights, framework="numpy") as held:
        table = np.asarray(held.get_tensor(_TABLE), np.float32)
    table /= np.linalg.norm(table, axis=1, keepdims=True) + 1e-12
    table -= table.mean(axis=0)
    # Eigenvectors come with the smallest first.
    _, directions = np.linalg.eigh(table.T @ table)
    kept = directions[:, ::-1][:, _COMMON : _COMMON + _KEPT]
    np.save(made / _FILE, (table @ kept).astype(np.float16))
