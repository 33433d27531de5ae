"""A graph that reads two texts at once: the packaged encoder, changed by an adapter, and a head.

The adapter holds, by the published names of the encoder, what training changed: `X.down` and `X.up`
whose product is added to the matrix `X.weight`, whole biases and norms, and the head's own
`pool` and `head`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ingest.bert8bit import EightBitGraph
from ingest.bertgraph import FUSED, BertGraph

if TYPE_CHECKING:
    _Base = BertGraph
else:
    _Base = object

Weights = Mapping[str, NDArray[Any]]
_EPSILON = 1e-12


class _Pair(_Base):
    """What differs from the embedding graph: `ids`, `kinds` (1, n) int64 -> (1, outputs)."""

    reads: ClassVar[tuple[str, ...]] = ("ids", "kinds")

    def embeddings(self) -> str:
        """See BertGraph; word pieces of the second text have kind 1."""
        from onnx import TensorProto

        table = "embeddings."
        words, positions, kinds = (
            self.constant(name, self.weight(f"{table}{name}_embeddings.weight"))
            for name in ("word", "position", "token_type")
        )
        ids = self.node("Cast", ["ids"], "ids32", to=TensorProto.INT32)
        of_kind = self.node("Cast", ["kinds"], "kinds32", to=TensorProto.INT32)
        inputs = [ids, of_kind, words, positions, kinds, *self.norm(table + "LayerNorm")]
        return self.node(
            "EmbedLayerNormalization", inputs, ["embedded", "lengths"], FUSED, epsilon=_EPSILON
        )

    def output(self, hidden: str) -> tuple[str, int]:
        """First position and mean, through the head."""
        first = self.constant("first", np.array([0], np.int64))
        kept = self.node("Gather", [hidden, first], "kept", axis=1)
        leading = self.node("Squeeze", [kept, self.constant("axis", np.array([1]))], "leading")
        both = self.node("Concat", [leading, self.mean(hidden)], "both", axis=-1)
        pooled = self.node("Tanh", [self._linear(both, "pool")], "pooled")
        width = self.weight("head.weight").shape[0]
        return self.node("Identity", [self._linear(pooled, "head")], "scores"), width

    def _linear(self, left: str, name: str) -> str:
        matrix = self.constant(name + ".weight", self.weight(name + ".weight").T)
        bias = self.constant(name + ".bias", self.weight(name + ".bias"))
        return self.node("Gemm", [left, matrix, bias], name + ".out")


@dataclass
class PairGraph(_Pair, BertGraph):
    """Two texts, 32-bit products."""


@dataclass
class EightBitPairGraph(_Pair, EightBitGraph):
    """Two texts, 8-bit products."""


def merged(base: Weights, adapter: Weights) -> dict[str, NDArray[np.float32]]:
    """The encoder's weights with an adapter's changes, and the head, as float32.

    Raises KeyError if the adapter was made for another encoder.

    >>> base = {"a.weight": np.zeros((2, 2))}
    >>> change = {"a.up": np.ones((2, 1)), "a.down": np.array([[1.0, 2.0]])}
    >>> merged(base, change)["a.weight"].tolist()
    [[1.0, 2.0], [1.0, 2.0]]
    """
    whole = {name: np.asarray(weight, np.float32) for name, weight in base.items()}
    for name, change in adapter.items():
        if name.endswith(".down"):
            owner = name.removesuffix(".down")
            up = np.asarray(adapter[f"{owner}.up"], np.float32)
            whole[f"{owner}.weight"] = whole[f"{owner}.weight"] + up @ np.asarray(
                change, np.float32
            )
        elif not name.endswith(".up"):
            whole[name] = np.asarray(change, np.float32)
    return whole
