"""BERT weights -> an ONNX graph in ONNX Runtime's fused operations; no torch needed.

The same sums as sentence-transformers: embeddings, six layers, mean over the word pieces, unit
norm. One text per run, so there is no padding and no mask, and a text's vector cannot depend on
its neighbours in a batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

Weights = Mapping[str, NDArray[np.float32]]

FUSED = "com.microsoft"
_EPSILON = 1e-12


@dataclass(frozen=True)
class Shape:
    """Sizes of a BERT encoder."""

    layers: int = 6
    heads: int = 12
    width: int = 384


@dataclass
class BertGraph:
    """Collects a graph: `ids` (1, n) int64 -> `vector` (1, width) float32, unit norm."""

    weights: Weights
    reads: ClassVar[tuple[str, ...]] = ("ids",)
    shape: Shape = field(default_factory=Shape)
    nodes: "list[NodeProto]" = field(default_factory=list)
    constants: "list[TensorProto]" = field(default_factory=list)
    _named: set[str] = field(default_factory=set)

    def build(self) -> "ModelProto":
        """The graph as a model. Call it once."""
        from onnx import TensorProto, helper

        hidden = self.embeddings()
        for layer in range(self.shape.layers):
            hidden = self._layer(hidden, layer)
        name, width = self.output(hidden)
        inputs = [
            helper.make_tensor_value_info(read, TensorProto.INT64, [1, "n"]) for read in self.reads
        ]
        output = helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, width])
        graph = helper.make_graph(self.nodes, "bert", inputs, [output], self.constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def output(self, hidden: str) -> tuple[str, int]:
        """What is made of the last layer: its name and width. Here the mean, unit norm."""
        self.node("LpNormalization", [self.mean(hidden)], "vector", axis=-1, p=2)
        return "vector", self.shape.width

    def mean(self, hidden: str) -> str:
        """The mean over the word pieces, (1, width)."""
        axis = self.constant("axis", np.array([1], np.int64))
        return self.node("ReduceMean", [hidden, axis], "mean", keepdims=0)

    def embeddings(self) -> str:
        """Word pieces with their positions, normalised: (1, n, width)."""
        from onnx import TensorProto

        table = "embeddings."
        words = self.constant("words", self.weight(table + "word_embeddings.weight"))
        # Every word piece has token type 0 here, so its row is folded into the positions.
        positions = self.constant(
            "positions",
            self.weight(table + "position_embeddings.weight")
            + self.weight(table + "token_type_embeddings.weight")[0],
        )
        ids = self.node("Cast", ["ids"], "ids32", to=TensorProto.INT32)
        inputs = [ids, "", words, positions, "", *self.norm(table + "LayerNorm")]
        return self.node(
            "EmbedLayerNormalization", inputs, ["embedded", "lengths"], FUSED, epsilon=_EPSILON
        )

    def _layer(self, hidden: str, number: int) -> str:
        prefix = f"encoder.layer.{number}."
        attended = self.attention(hidden, prefix + "attention.self.", number)
        hidden = self._residual(attended, hidden, prefix + "attention.output.")
        wide = self.dense(hidden, prefix + "intermediate.dense")
        active = self.node("Gelu", [wide], prefix + "gelu", FUSED)
        return self._residual(active, hidden, prefix + "output.")

    def attention(self, hidden: str, prefix: str, number: int) -> str:
        """Self-attention of layer `number`, without its output product."""
        parts = ("query", "key", "value")
        matrix = np.concatenate([self.weight(f"{prefix}{part}.weight") for part in parts])
        bias = np.concatenate([self.weight(f"{prefix}{part}.bias") for part in parts])
        inputs = [
            hidden,
            self.constant(prefix + "matrix", matrix.T),
            self.constant(prefix + "bias", bias),
        ]
        return self.node(
            "Attention", inputs, f"attended{number}", FUSED, num_heads=self.shape.heads
        )

    def _residual(self, update: str, hidden: str, prefix: str) -> str:
        """What `update` makes of `hidden`."""
        added = self.dense(update, prefix + "dense")
        total = self.node("Add", [added, hidden], prefix + "total")
        # ONNX Runtime's SkipLayerNormalization does the same sums ten times as slowly.
        inputs = [total, *self.norm(prefix + "LayerNorm")]
        return self.node("LayerNormalization", inputs, prefix + "out", axis=-1, epsilon=_EPSILON)

    def dense(self, left: str, name: str) -> str:
        """`left` times the weight `name`, and its bias."""
        bias = self.constant(name + ".bias", self.weight(name + ".bias"))
        return self.node("Add", [self.product(left, name), bias], name + ".dense")

    def product(self, left: str, name: str) -> str:
        """`left` times the weight `name`, without bias."""
        right = self.constant(name + ".weight", self.weight(name + ".weight").T)
        return self.node("MatMul", [left, right], name + ".product")

    def norm(self, name: str) -> list[str]:
        """Names of the two constants of a layer norm."""
        parts = ("weight", "bias")
        return [self.constant(f"{name}.{p}", self.weight(f"{name}.{p}")) for p in parts]

    def weight(self, name: str) -> NDArray[np.float32]:
        """A weight by its published name."""
        return np.asarray(self.weights[name], np.float32)

    def constant(self, name: str, values: NDArray[np.generic]) -> str:
        """Make a constant unless there is one of that name; returns the name."""
        from onnx import numpy_helper

        if name not in self._named:
            self._named.add(name)
            self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def node(
        self,
        kind: str,
        inputs: list[str],
        outputs: str | list[str],
        domain: str = "",
        **attributes: float,
    ) -> str:
        """Add an operation; returns the name of its first output."""
        from onnx import helper

        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0]
