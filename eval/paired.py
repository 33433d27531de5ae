"""Is one run better than another on the same cases? A paired test by scipy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.intervals import LEVEL, SEED, Estimate
from eval.scoring import Score

RESAMPLES = 5000

Sums = NDArray[np.float64]
"""Per case: sum of numerators and sum of denominators over its turns, (n_cases, 2)."""


@dataclass(frozen=True)
class Difference:
    """One measure in two runs of the same cases.

    change: after minus before, with a 95% paired bootstrap interval over cases. p_value: two-sided
    randomisation test; None if no case differs or there is only one. up, down: ids of the cases
    whose value rose or fell.
    """

    before: float
    after: float
    change: Estimate
    p_value: float | None
    up: tuple[str, ...]
    down: tuple[str, ...]


Scores = Mapping[str, Sequence[Score]]
"""Case id -> the scores of its turns, empty where the measure is not defined."""


def difference(before: Scores, after: Scores) -> Difference | None:
    """Over the cases that both runs have; None if the measure is defined nowhere in one of them.

    Every measure is a ratio of sums. The randomisation test swaps the two runs within each case,
    as Smucker, Allan & Carterette 2007 recommend (https://doi.org/10.1145/1321440.1321528).

    >>> one, two = {"a": [Score(0)], "b": [Score(1)]}, {"a": [Score(1)], "b": [Score(1)]}
    >>> found = difference(one, two)
    >>> found.before, found.after, found.up, found.down
    (0.5, 1.0, ('a',), ())
    """
    shared = [case_id for case_id in before if case_id in after]
    old, new = _sums([before[key] for key in shared]), _sums([after[key] for key in shared])
    if not len(shared) or not old[:, 1].sum() or not new[:, 1].sum():
        return None
    changed = [
        (key, _value(b) - _value(a))
        for key, a, b in zip(shared, old, new, strict=True)
        if a[1] and b[1]
    ]
    first, second = float(_ratio(old)), float(_ratio(new))
    low, high = _interval(old, new)
    return Difference(
        first,
        second,
        Estimate(second - first, low, high, len(shared)),
        _p_value(old, new),
        tuple(key for key, change in changed if change > 1e-9),
        tuple(key for key, change in changed if change < -1e-9),
    )


def _sums(scores: Sequence[Sequence[Score]]) -> Sums:
    rows = [(sum(s.numerator for s in one), sum(s.denominator for s in one)) for one in scores]
    return np.array(rows, np.float64).reshape(-1, 2)


def _value(row: NDArray[np.float64]) -> float:
    return float(row[0] / row[1])


def _ratio(sums: Sums) -> NDArray[np.float64]:
    """Over the last axis but one: sum of numerators / sum of denominators."""
    total = sums.sum(axis=-2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(total[..., 0] / total[..., 1])


def _interval(old: Sums, new: Sums) -> tuple[float, float]:
    rng = np.random.default_rng(SEED)
    drawn = rng.integers(len(old), size=(RESAMPLES, len(old)))
    changes = _ratio(new[drawn]) - _ratio(old[drawn])
    low, high = np.nanquantile(changes, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _p_value(old: Sums, new: Sums) -> float | None:
    """By scipy, which permutes places: swapping two places within a case swaps its two runs."""
    from scipy.stats import permutation_test

    differs = (old != new).any(axis=1)
    if not differs.any() or len(old) < 2:
        return None
    both = np.concatenate([old, new])
    places = np.arange(len(old))

    def change(first: NDArray[np.int64], second: NDArray[np.int64], axis: int) -> Sums:
        del axis  # places run over the last axis, cases over the last but one of `both[places]`
        return _ratio(both[second]) - _ratio(both[first])

    outcome = permutation_test(
        (places, places + len(old)),
        change,
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        rng=np.random.default_rng(SEED),
    )
    return float(outcome.pvalue)
