"""Means and rates with bootstrap intervals. Cases are resampled whole: turns of one case hang
together.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.scoring import Score

RESAMPLES = 2000
LEVEL = 0.95
SEED = 20261122


@dataclass(frozen=True)
class Estimate:
    """A value with its 95% interval. cases: for how many cases it is defined.

    low and high equal value when every case agrees: that says nothing of cases not seen.
    """

    value: float
    low: float
    high: float
    cases: int


def estimate(per_case: Sequence[Sequence[Score]]) -> Estimate | None:
    """Sum of numerators over sum of denominators, with a percentile bootstrap over cases.

    per_case: per case, the scores of its turns; a case without any is left out. None if the
    measure is defined nowhere. The seed is fixed, so the same scores give the same interval.
    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13; by scipy.

    >>> estimate([[Score(1)], [Score(0), Score(1)], []]).value  # 2 of 3 turns
    0.6666666666666666
    >>> estimate([[]]) is None
    True
    """
    kept = [scores for scores in per_case if scores]
    top = np.array([sum(s.numerator for s in scores) for scores in kept])
    bottom = np.array([sum(s.denominator for s in scores) for scores in kept])
    if not bottom.sum():
        return None
    value = float(top.sum() / bottom.sum())
    low, high = _interval(top, bottom) if len(kept) > 1 else (value, value)
    return Estimate(value, low, high, int((bottom > 0).sum()))


def _interval(top: NDArray[np.float64], bottom: NDArray[np.float64]) -> tuple[float, float]:
    from scipy.stats import DegenerateDataWarning, bootstrap

    with warnings.catch_warnings():
        # It warns of the resamples that are set aside below.
        warnings.simplefilter("ignore", DegenerateDataWarning)
        outcome = bootstrap(
            (top, bottom),
            _ratio,
            paired=True,
            vectorized=True,
            n_resamples=RESAMPLES,
            confidence_level=LEVEL,
            method="percentile",
            rng=np.random.default_rng(SEED),
        )
    # A resample in which the measure is defined nowhere says nothing about it.
    drawn = outcome.bootstrap_distribution
    low, high = np.nanquantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _ratio(
    top: NDArray[np.float64], bottom: NDArray[np.float64], axis: int = -1
) -> NDArray[np.float64]:
    above, below = top.sum(axis=axis), bottom.sum(axis=axis)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(below > 0, above / below, np.nan)
