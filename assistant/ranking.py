"""The texts found for a query, in order: words and vectors weighed by what was learnt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.learnt import weights
from assistant.wordsigns import Asked, Worded, word_signs

# What speaks for a text: README.md, "Order of passages".
SIGNS = ("cosine", "bm25", "covered", "pairs", "window", "near", "table")


@dataclass(frozen=True)
class Candidate:
    """A text found for a query. cosine: with the query. document, page: where it stands, so that
    what stands on the next page can speak for it; "" if texts have no neighbours."""

    worded: Worded
    cosine: float
    document: str = ""
    page: int = 0
    is_table: bool = False


# Candidates for what was asked -> their places, best first.
Order = Callable[[Asked, Sequence[Candidate]], Sequence[int]]


def sign_matrix(asked: Asked, candidates: Sequence[Candidate]) -> NDArray[np.float64]:
    """(n_candidates, len(SIGNS)): what speaks for each, compared with the others."""
    if not candidates:
        return np.empty((0, len(SIGNS)))
    mean = sum(len(c.worded.terms) for c in candidates) / len(candidates)
    found = [word_signs(asked, c.worded, mean) for c in candidates]
    rows = [
        [c.cosine, s.bm25, s.covered, s.pairs, s.window, 0.0, float(c.is_table)]
        for c, s in zip(candidates, found, strict=True)
    ]
    matrix = np.array(rows, np.float64)
    matrix[:, SIGNS.index("near")] = _near(candidates, matrix[:, 0] + matrix[:, 1])
    return matrix


def best_first(asked: Asked, candidates: Sequence[Candidate]) -> list[int]:
    """Places of the candidates, best first; equal ones stay as they were."""
    scores = sign_matrix(asked, candidates) @ weights("passages", SIGNS)
    return [int(at) for at in np.argsort(-scores, kind="stable")]


def _near(candidates: Sequence[Candidate], worth: NDArray[np.float64]) -> list[float]:
    """For each the most that a text of the page before or after is worth, else 0."""
    best: dict[tuple[str, int], float] = {}
    for candidate, value in zip(candidates, worth, strict=True):
        key = candidate.document, candidate.page
        best[key] = max(best.get(key, 0.0), float(value))
    return [
        max(best.get((c.document, c.page + step), 0.0) for step in (-1, 1)) if c.document else 0.0
        for c in candidates
    ]
