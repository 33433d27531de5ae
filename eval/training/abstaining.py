"""`python -m eval.training.abstaining --library HOME`: fit the weights of `assistant.abstain`.

Learns from twins over the starter corpus (`note_twins.jsonl.gz`): a question that a note answers
and one that only seems to be answered by it. Prints the weights, how well they tell twins of other
notes apart, and what is refused at which threshold; `READ_WEIGHTS` are copied by hand.
"""

import argparse
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.abstain import Signs
from assistant.bootstrap import build_assistant
from assistant.pipeline import Assistant
from eval.errors import NothingToRun
from eval.training.groups import rows
from ingest.errors import IngestError
from ingest.settings import Settings

Matrix = NDArray[np.float64]

TWINS = Path(__file__).with_name("note_twins.jsonl.gz")
_L2 = 0.2
# Cosines tell of the topic, which twins share; by them a near-miss looks like an answer.
_FITTED = tuple(f.name for f in fields(Signs) if f.name != "similarity")
_REFUSED = (0.02, 0.05, 0.1, 0.15)


@dataclass(frozen=True)
class Asked:
    """A question that was asked. signs: (n_signs,) in the order of `_FITTED`; note: of the file
    that answers it or seems to."""

    signs: tuple[float, ...]
    is_answered: bool
    note: str


@dataclass(frozen=True)
class Weights:
    """Of a logistic function of signs. of: (n_signs,), none below 0."""

    of: Matrix
    constant: float

    def logits(self, signs: Matrix) -> Matrix:
        """(n,) log odds of rows of signs, (n, n_signs)."""
        summed: Matrix = signs @ self.of + self.constant
        return summed


def asked_of(assistant: Assistant, twins: Path = TWINS) -> Iterator[Asked]:
    """The signs of each question whose evidence the relevance model has read."""
    for row in rows(twins):
        for key, is_answered in (("yes", True), ("no", False)):
            evidence = assistant.explain(row[key]).evidence
            seen = evidence[0].signs if evidence else None
            if seen is not None and seen.relevance is not None:
                values = tuple(float(getattr(seen, name)) for name in _FITTED)
                yield Asked(values, is_answered, row["note"])


def fit(signs: Matrix, answered: NDArray[np.bool_]) -> Weights:
    """Logistic regression with an L2 penalty and no weight below 0."""
    from scipy.optimize import minimize

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        of, constant = weights[:-1], weights[-1]
        logits = signs @ of + constant
        lost = np.logaddexp(0, np.where(answered, -logits, logits)).sum()
        wrong = 1 / (1 + np.exp(-logits)) - answered
        slope = np.append(signs.T @ wrong + 2 * _L2 * of, wrong.sum())
        return float(lost + _L2 * (of**2).sum()), slope

    count = signs.shape[1]
    bounds = [(0.0, None)] * count + [(None, None)]
    found = minimize(loss, np.zeros(count + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Weights(found[:-1], float(found[-1]))


def left_out(asked: Sequence[Asked]) -> Matrix:
    """(n,) log odds of each question by weights from the questions to the other half of notes."""
    signs, answered = _table(asked)
    half = np.array([zlib.crc32(one.note.encode()) % 2 for one in asked])
    logits = np.zeros(len(asked))
    for each in (0, 1):
        logits[half == each] = fit(signs[half != each], answered[half != each]).logits(
            signs[half == each]
        )
    return logits


def area(logits: Matrix, answered: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often an answered question has more than one that is not."""
    right, wrong = logits[answered], logits[~answered]
    above = (right[:, None] > wrong).mean() + (right[:, None] == wrong).mean() / 2
    return float(above)


def _table(asked: Sequence[Asked]) -> tuple[Matrix, NDArray[np.bool_]]:
    signs = np.array([one.signs for one in asked], np.float64)
    return signs, np.array([one.is_answered for one in asked], bool)


def _told(asked: Sequence[Asked]) -> Iterator[str]:
    signs, answered = _table(asked)
    logits = left_out(asked)
    yield f"{len(asked)} questions, area under the curve {area(logits, answered):.3f} (left out)"
    for share in _REFUSED:
        at = float(np.quantile(logits[answered], share))
        refused = float((logits[~answered] < at).mean())
        yield (
            f"{share:.0%} of the answered refused below {1 / (1 + np.exp(-at)):.2f}, "
            f"and {refused:.0%} of the others"
        )
    weights = fit(signs, answered)
    named = ", ".join(f"{n} {w:.2f}" for n, w in zip(_FITTED, weights.of, strict=True))
    yield f"weights: {named}; constant {weights.constant:.2f}"


def main(argv: list[str] | None = None) -> int:
    """Print the figures; 0 when they are printed, 2 when the library cannot be asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.training.abstaining", description=__doc__)
    parser.add_argument(
        "--library", type=Path, required=True, help="a library with the starter corpus"
    )
    home = parser.parse_args(argv).library
    try:
        if not (home / "library.db").is_file():
            raise NothingToRun(f"{home}: no library. Fill one with lpip-ingest starter first.")
        asked = list(asked_of(build_assistant(Settings(home=home))))
        if len({one.is_answered for one in asked}) < 2:
            raise NothingToRun(f"{home}: no twin was read by the relevance model there.")
    except (NothingToRun, IngestError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write("\n".join(_told(asked)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
