"""Claims a second of the judge, warm: rules, with its model, and with the model uncompiled."""

import argparse
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.judge import Judge
from assistant.grounding.support import PairScorer, TrainedSupport, trained_support
from assistant.grounding.weighing import read_weighing
from eval.errors import NothingToRun
from eval.mutation.sources import from_library
from ingest.embed import embedder_name
from ingest.reading import LibraryReader
from ingest.settings import Settings, load_settings

# Claims of an answer, as LPIP_ASK_MAX_CLAIMS has it.
_CLAIMS = 5

Cited = tuple[str, str]


def main(argv: Sequence[str]) -> int:
    """Print the figures; 0 when every claim was judged."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench judge", description=__doc__)
    parser.add_argument("library", type=Path, help="home of a filled library")
    parser.add_argument("--model", type=Path, help="a file of eval.training [rules only]")
    parser.add_argument("--claims", type=int, default=200, metavar="N", help="so many [200]")
    asked = parser.parse_args(argv)
    settings = load_settings(home=asked.library.resolve())
    quoted = _sentences(settings, asked.claims)
    reworded = [(turned, quote) for claim, quote in quoted if (turned := _turned(claim)) != claim]
    judges = _judges(asked.model, settings)
    print(f"{'':28}{'claims/s':>10}{'answer of 5, ms p50':>21}{'p95':>7}")
    for name, judge, claims in (
        ("quotes, rules", judges["rules"], quoted),
        *((f"other words, {name}", judge, reworded) for name, judge in judges.items()),
    ):
        print(_row(name, _timed(judge, claims)))
    return 0


class Uncompiled:
    """The model as it was trained: torch, 32-bit, two threads, one batch for each call."""

    name = "uncompiled"

    def __init__(self, adapter: Path) -> None:
        import torch

        from eval.training.adapter import PairModel, rank_of
        from eval.training.learn import Pairs
        from ingest.weights import packaged_model

        torch.set_num_threads(2)
        self._model = PairModel(1, rank_of(adapter)).eval()
        self._model.load(adapter)
        self._pairs = Pairs(packaged_model() / "tokenizer.json")

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """See PairScorer."""
        import torch

        encoded = self._pairs.encoded(pairs)
        longest = max(len(one.ids) for one in encoded)
        with torch.inference_mode():
            logits = self._model(*self._pairs.tensors(encoded, longest, len(encoded)))
        return np.asarray(logits.numpy(), np.float32)


def _judges(adapter: Path | None, settings: Settings) -> dict[str, Judge]:
    judges = {"rules": Judge()}
    if adapter is not None:
        weighing = read_weighing(adapter.with_suffix(".json"))
        uncompiled: PairScorer = Uncompiled(adapter)
        judges["model compiled"] = Judge(trained_support(adapter, settings))
        judges["model uncompiled"] = Judge(TrainedSupport(uncompiled, weighing))
    return judges


def _sentences(settings: Settings, count: int) -> list[Cited]:
    if not settings.library_path.exists():
        raise NothingToRun(f"{settings.home} holds no library: fill it with lpip-ingest first")
    with closing(LibraryReader(settings.home, embedder_name(settings), any_model=True)) as library:
        return [(answer.text, answer.quote) for answer in from_library(library, count)]


def _turned(claim: str) -> str:
    """The claim with what stands after its first comma in front: the same words, no quote."""
    first, comma, rest = claim.rstrip(".").partition(", ")
    return f"{rest}, {first}." if comma else claim


def _timed(judge: Judge, claims: Sequence[Cited]) -> list[float]:
    """Seconds of each claim, after one that is not counted."""
    judge.verdict(claims[0][0], claims[0][1:])
    spent = []
    for claim, quote in claims:
        started = time.perf_counter()
        judge.verdict(claim, (quote,))
        spent.append(time.perf_counter() - started)
    return spent


def _row(name: str, spent: Sequence[float]) -> str:
    answers = [sum(spent[at : at + _CLAIMS]) for at in range(0, len(spent), _CLAIMS)]
    pace = len(spent) / sum(spent)
    middle, late = np.quantile(answers, [0.5, 0.95])
    return f"{name:28}{pace:10.0f}{1000 * middle:21.1f}{1000 * late:7.1f}"
