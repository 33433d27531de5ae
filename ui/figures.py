"""The figures of the committed gate: how well this version does on its development questions.

`eval/gate/domain.json` is read as plain data: for each case and measure a numerator and a
denominator. The page and the suite do not know each other.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SHOWN = (
    "recall@5",
    "recall@10",
    "point_recall",
    "citation_precision",
    "page_accuracy",
    "quote_validity",
    "refusal_f1",
    "false_refusals",
)
"""Measures on the page, by their names in the file, in this order."""
GATE = Path(__file__).parents[1] / "eval" / "gate" / "domain.json"
_RESAMPLES = 2000
_SEED = 20261126


@dataclass(frozen=True)
class Measured:
    """A measure over all cases with its 95% interval, each in [0, 1]. cases: that it counts."""

    key: str
    value: float
    low: float
    high: float
    cases: int


@dataclass(frozen=True)
class Figures:
    """measured: ISO date, "" if the file does not say. cases: questions asked."""

    measured: str
    cases: int
    measures: tuple[Measured, ...]


def read_figures(path: Path = GATE) -> Figures | None:
    """The figures; None if the file is not there or of another shape."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        cases = list(told["cases"].values())
        found = (_measure(key, [case[key] for case in cases if key in case]) for key in SHOWN)
        measures = tuple(measure for measure in found if measure is not None)
        return Figures(str(told.get("measured", "")), len(cases), measures)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _measure(key: str, per_case: list[tuple[float, float]]) -> Measured | None:
    """Sum of numerators over sum of denominators; percentile bootstrap over cases.

    Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 13.
    """
    pairs = np.array([pair for pair in per_case if pair[1] > 0], dtype=np.float64).reshape(-1, 2)
    if not len(pairs):
        return None
    drawn = np.random.default_rng(_SEED).integers(len(pairs), size=(_RESAMPLES, len(pairs)))
    sums = pairs[drawn].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    top, bottom = pairs.sum(axis=0)
    return Measured(key, float(top / bottom), float(low), float(high), len(pairs))
