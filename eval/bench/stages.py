"""What each stage of ingestion costs alone, and how near embedding is to the processor's limit."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from ingest.embed import load_embedder
from ingest.errors import IngestError
from ingest.outcome import State
from ingest.pipeline import add
from ingest.prepare import Prepared, Preparer, limits_of
from ingest.sandbox import ReaderPool
from ingest.settings import Settings

# Products of one word piece with the six layers' matrices; attention itself adds a few per cent.
_FLOP_PER_TOKEN = 2 * 6 * (4 * 384 * 384 + 2 * 384 * 1536)
_MOST = 12


def stages_of(files: Sequence[Path]) -> dict[str, str]:
    """Figures of at most a dozen of the files, one stage after the other on one thread or process.

    The whole path overlaps them, so its time is less than their sum. Without OCR, as the baseline.
    """
    chosen = list(files)[:: max(1, len(files) // _MOST)][:_MOST]
    with TemporaryDirectory() as home:
        settings = Settings(home=Path(home), workers=1, ocr="off")
        embedder = load_embedder(settings)
        held: list[Prepared] = []
        with ReaderPool(limits_of(settings), 1) as pool:
            preparer = Preparer(pool, lambda: embedder)
            reading = _timed(lambda: held.extend(_prepared(preparer, chosen)))
        pages = sum(len(one.document.pages) for one in held) or 1
        texts = [text for one in held for text in one.texts]
        tokens = sum(embedder.count_tokens(text) + 2 for text in texts)
        embedding = _timed(lambda: embedder.embed_passages(texts))
        whole = _timed(lambda: _ours(chosen, settings))
    rest = max(0.0, whole - reading - embedding)
    rate = tokens / embedding
    return {
        "by stage, one worker, pages": str(pages),
        "read and chunk, ms a page": f"{1000 * reading / pages:.1f}",
        "embed, ms a page": f"{1000 * embedding / pages:.1f}",
        "store, index and start, ms a page": f"{1000 * rest / pages:.1f}",
        "embed, tokens/s on one thread": f"{rate:.0f}",
        "  in GFLOP/s": f"{rate * _FLOP_PER_TOKEN / 1e9:.0f}",
        "fp32 products alone, GFLOP/s on one thread": f"{_products(exact=True):.0f}",
        "8-bit products alone, GFLOP/s on one thread": f"{_products(exact=False):.0f}",
    }


def _prepared(preparer: Preparer, files: Sequence[Path]) -> list[Prepared]:
    from ingest.files import Wanted

    made = []
    for path in files:
        try:
            made.append(preparer.prepare(preparer.look(Wanted(path, path.stat().st_size))))
        except IngestError:
            continue
    return made


def _ours(files: Sequence[Path], settings: Settings) -> None:
    report = add(files, settings)
    assert any(outcome.state is State.ADDED for outcome in report.outcomes)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _products(*, exact: bool) -> float:
    """GFLOP/s of the model's widest product, 256 word pieces by 384 by 1536, in ONNX Runtime.

    exact: 32-bit floats, else 8-bit integers. The best of several runs: the limit.
    """
    import onnxruntime
    from onnx import TensorProto, helper, numpy_helper

    matrix = np.ones((384, 1536), np.float32 if exact else np.int8)
    floats, integers = TensorProto.FLOAT, (TensorProto.UINT8, TensorProto.INT32)
    kinds = (floats, floats) if exact else integers
    node = helper.make_node("MatMul" if exact else "MatMulInteger", ["x", "w"], ["y"])
    graph = helper.make_graph(
        [node],
        "product",
        [helper.make_tensor_value_info("x", kinds[0], [256, 384])],
        [helper.make_tensor_value_info("y", kinds[1], [256, 1536])],
        [numpy_helper.from_array(matrix, "w")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    feed = {"x": np.ones((256, 384), np.float32 if exact else np.uint8)}
    best = min(_timed(lambda: [session.run(None, feed) for _ in range(20)]) for _ in range(5))
    return 20 * 2 * 256 * 384 * 1536 / best / 1e9
