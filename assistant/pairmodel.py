"""A trained pair model, merged with the packaged encoder and compiled at first use."""

import hashlib
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelMissing
from assistant.pairgraph import EightBitPairGraph, PairGraph, merged
from ingest.madeonce import made_once
from ingest.onnxmodel import encodable, open_session
from ingest.weights import packaged_model, verify_weights

_RECIPE = "2"
_EXACT, _FAST = "fp32.onnx", "int8.onnx"
_LONGEST = 256
# Of the largest difference between exact and 8-bit scores on the checking pairs, in logits.
_NEAR = 0.5
_CHECKED = (
    ("Who leads the partnership?", "Ulster University leads the three-year partnership."),
    ("How many jobs were created?", "The river is monitored by sensors at seven sites."),
    ("What is an anchor institution?", "It is a large local employer, buyer or owner of land."),
)


class PairModel:
    """Scores pairs of texts. Safe to share by threads; loads at first use.

    adapter: the trained file. models: folder for the compiled copy. threads: runs at once.
    exact: 32-bit products also where 8-bit ones are good.
    """

    def __init__(self, adapter: Path, models: Path, *, threads: int, exact: bool = False) -> None:
        if not adapter.is_file():
            raise ModelMissing(f"{adapter} is missing. Reinstall the program.")
        digest = hashlib.sha256(adapter.read_bytes()).hexdigest()[:8]
        self.name = f"{adapter.stem}@{digest}"
        weights = verify_weights(packaged_model(), models / "pair-base.checked")
        folder = made_once(
            models / f"{self.name}-onnx{_RECIPE}", partial(_compile, weights, adapter)
        )
        self._run = _Session(folder, threads, exact=exact)

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """(n_pairs, outputs) float32 logits. A pair's scores never depend on the others."""
        return self._run(pairs)


class _Session:
    """One compiled graph with its tokenizer."""

    def __init__(self, folder: Path, threads: int, *, exact: bool = False) -> None:
        from tokenizers import Tokenizer

        fast = folder / _FAST
        self._session = open_session(folder / _EXACT if exact or not fast.is_file() else fast)
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST, strategy="only_second")
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="pairs")
        self._outputs: int = self._session.get_outputs()[0].shape[1]

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        found = np.empty((len(pairs), self._outputs), np.float32)
        # A first text that fills the window would leave nothing of the second.
        cut = [(encodable(first)[:600], encodable(second)) for first, second in pairs]
        encoded = self._tokenizer.encode_batch(cut)

        def run(at: int) -> None:
            ids = np.array([encoded[at].ids], np.int64)
            kinds = np.array([encoded[at].type_ids], np.int64)
            found[at] = self._session.run(None, {"ids": ids, "kinds": kinds})[0][0]

        order = sorted(range(len(pairs)), key=lambda at: -len(encoded[at].ids))
        if len(order) < 2:
            for at in order:
                run(at)
            return found
        for _ in self._pool.map(run, order):
            pass
        return found


def _compile(weights: Path, adapter: Path, made: Path) -> None:
    import onnx
    from safetensors.numpy import load_file

    shutil.copyfile(packaged_model() / "tokenizer.json", made / "tokenizer.json")
    try:
        whole = merged(load_file(weights), load_file(adapter))
    except KeyError as error:
        raise ModelMissing(
            f"{adapter} was trained for another encoder ({error.args[0]} is unknown)."
        ) from None
    onnx.save(PairGraph(whole).build(), made / _EXACT)
    onnx.save(EightBitPairGraph(whole).build(), made / _FAST)
    exact = _Session(made, 1, exact=True)(_CHECKED)
    if np.abs(exact - _Session(made, 1)(_CHECKED)).max() > _NEAR:
        # Without VNNI instructions 8-bit products saturate; exact ones are right everywhere.
        (made / _FAST).unlink()
