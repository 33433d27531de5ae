"""BERT weights -> an ONNX graph in ONNX Runtime's fused operations; no torch needed.

The same sums as sentence-transformers: embeddings, six layers, mean over the word pieces, unit
norm. One text per run, so there is no padding and no mask, and a text's vector cannot depend on
its neighbours in a batch.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

Weights = Mapping[str, NDArray[np.float32]]

_FUSED = "com.microsoft"
_EPSILON = 1e-12


@dataclass(frozen=True)
class Shape:
    """Sizes of a BERT encoder."""

    layers: int = 6
    heads: int = 12
    width: int = 384


def bert_graph(weights: Weights, shape: Shape | None = None) -> "ModelProto":
    """`ids` (1, n) int64 -> `vector` (1, width) float32, unit norm."""
    return _Graph(weights, shape or Shape()).build()


def quantise(exact: Path, out: Path) -> None:
    """A copy of the graph at `exact` with 8-bit weights (per channel), written to `out`."""
    import logging

    from onnx import TensorProto
    from onnxruntime.quantization import QuantType, quantize_dynamic

    # quantize_dynamic() advises a preparation through the root logger that our graph does not need.
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)
    try:
        quantize_dynamic(
            exact,
            out,
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
    finally:
        root.setLevel(level)


@dataclass
class _Graph:
    weights: Weights
    shape: Shape
    nodes: "list[NodeProto]" = field(default_factory=list)
    constants: "list[TensorProto]" = field(default_factory=list)

    def build(self) -> "ModelProto":
        from onnx import TensorProto, helper

        hidden = self._embeddings()
        for layer in range(self.shape.layers):
            hidden = self._layer(hidden, layer)
        axis = self._constant("axis", np.array([1], np.int64))
        mean = self._node("ReduceMean", [hidden, axis], "mean", keepdims=0)
        self._node("LpNormalization", [mean], "vector", axis=-1, p=2)
        ids = helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "n"])
        vector = helper.make_tensor_value_info("vector", TensorProto.FLOAT, [1, self.shape.width])
        graph = helper.make_graph(self.nodes, "bert", [ids], [vector], self.constants)
        opsets = [helper.make_opsetid("", 18), helper.make_opsetid(_FUSED, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=9)

    def _embeddings(self) -> str:
        from onnx import TensorProto

        table = "embeddings."
        words = self._constant("words", self._weight(table + "word_embeddings.weight"))
        # Every word piece has token type 0 here, so its row is folded into the positions.
        positions = self._constant(
            "positions",
            self._weight(table + "position_embeddings.weight")
            + self._weight(table + "token_type_embeddings.weight")[0],
        )
        ids = self._node("Cast", ["ids"], "ids32", to=TensorProto.INT32)
        inputs = [ids, "", words, positions, "", *self._norm(table + "LayerNorm")]
        return self._node(
            "EmbedLayerNormalization", inputs, ["embedded", "lengths"], _FUSED, epsilon=_EPSILON
        )

    def _layer(self, hidden: str, number: int) -> str:
        prefix = f"encoder.layer.{number}."
        attended = self._attention(hidden, prefix + "attention.self.", number)
        hidden = self._residual(attended, hidden, prefix + "attention.output.")
        wide = self._product(hidden, prefix + "intermediate.dense")
        bias = self._constant(wide + ".bias", self._weight(prefix + "intermediate.dense.bias"))
        active = self._node("BiasGelu", [wide, bias], prefix + "gelu", _FUSED)
        return self._residual(active, hidden, prefix + "output.")

    def _attention(self, hidden: str, prefix: str, number: int) -> str:
        parts = ("query", "key", "value")
        matrix = np.concatenate([self._weight(f"{prefix}{part}.weight") for part in parts])
        bias = np.concatenate([self._weight(f"{prefix}{part}.bias") for part in parts])
        inputs = [
            hidden,
            self._constant(prefix + "matrix", matrix.T),
            self._constant(prefix + "bias", bias),
        ]
        return self._node(
            "Attention", inputs, f"attended{number}", _FUSED, num_heads=self.shape.heads
        )

    def _residual(self, update: str, hidden: str, prefix: str) -> str:
        product = self._product(update, prefix + "dense")
        bias = self._constant(prefix + "dense.bias", self._weight(prefix + "dense.bias"))
        inputs = [product, hidden, *self._norm(prefix + "LayerNorm"), bias]
        return self._node(
            "SkipLayerNormalization", inputs, prefix + "out", _FUSED, epsilon=_EPSILON
        )

    def _product(self, left: str, name: str) -> str:
        right = self._constant(name + ".weight", self._weight(name + ".weight").T)
        return self._node("MatMul", [left, right], name + ".product")

    def _norm(self, name: str) -> list[str]:
        parts = ("weight", "bias")
        return [self._constant(f"{name}.{p}", self._weight(f"{name}.{p}")) for p in parts]

    def _weight(self, name: str) -> NDArray[np.float32]:
        return np.asarray(self.weights[name], np.float32)

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        from onnx import numpy_helper

        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(
        self,
        kind: str,
        inputs: list[str],
        outputs: str | list[str],
        domain: str = "",
        **attributes: float,
    ) -> str:
        from onnx import helper

        names = [outputs] if isinstance(outputs, str) else outputs
        self.nodes.append(helper.make_node(kind, inputs, names, domain=domain, **attributes))
        return names[0]
