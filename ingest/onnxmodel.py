"""A compiled embedding model, run by ONNX Runtime one text at a time on several threads."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

MAX_TOKENS = 256


class OnnxModel:
    """`name` of a compiled folder as a function from texts to vectors. Safe to share by threads."""

    def __init__(self, folder: Path, name: str, *, threads: int) -> None:
        from tokenizers import Tokenizer

        self._session = open_session(folder / name)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        # One pool for all callers: never more runs at once than there are cores.
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="embed")
        self.dimension: int = self._session.get_outputs()[0].shape[1]

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n_texts, dimension) float32, unit norm. A text's vector never depends on the others."""
        vectors = np.empty((len(texts), self.dimension), np.float32)
        pieces = [
            encoding.ids
            for encoding in self._tokenizer.encode_batch([encodable(text) for text in texts])
        ]

        def run(at: int) -> None:
            ids = np.array([pieces[at]], np.int64)
            vectors[at] = self._session.run(None, {"ids": ids})[0][0]

        if len(texts) == 1:
            run(0)
            return vectors
        # Longest first, so that no thread is left alone with a long text at the end.
        order = sorted(range(len(texts)), key=lambda at: -len(pieces[at]))
        for _ in self._pool.map(run, order):
            pass
        return vectors


def open_session(path: Path) -> "InferenceSession":
    """A graph of ours, to be run on the thread that asks."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Whole texts on separate threads keep the cores busier than one text spread over them.
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # More than this would put the slow fused operations back that `bertgraph` avoids.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def encodable(text: str) -> str:
    """The text without lone surrogates, which no tokenizer takes."""
    return text.encode("utf-8", "replace").decode("utf-8")
