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
        """The mean of each text, their distance and their product, through the head."""
        from onnx import TensorProto

        of_second = self.node("Cast", ["kinds"], "of_second", to=TensorProto.FLOAT)
        one = self.constant("one", np.array([1], np.float32))
        of_first = self.node("Sub", [one, of_second], "of_first")
        first, second = (self._mean_of(hidden, text) for text in (of_first, of_second))
        apart = self.node("Sub", [first, second], "apart")
        distance = self.node("Abs", [apart], "distance")
        product = self.node("Mul", [first, second], "product")
        read = self.node("Concat", [first, second, distance, product], "read", axis=-1)
        pooled = self.node("Tanh", [self._linear(read, "pool")], "pooled")
        width = self.weight("head.weight").shape[0]
        return self.node("Identity", [self._linear(pooled, "head")], "scores"), width

    def _mean_of(self, hidden: str, chosen: str) -> str:
        """The mean over the positions where `chosen`, (1, n) float, is 1; 0 where none is."""
        axis = self.constant("axis", np.array([1], np.int64))
        one = self.constant("one", np.array([1], np.float32))
        count = self.node("ReduceSum", [chosen, axis], chosen + ".count", keepdims=1)
        least = self.node("Max", [count, one], chosen + ".least")
        share = self.node("Div", [chosen, least], chosen + ".share")
        row = self.node("Unsqueeze", [share, axis], chosen + ".row")
        mean = self.node("MatMul", [row, hidden], chosen + ".mean")
        return self.node("Squeeze", [mean, axis], chosen + ".flat")

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
