"""How far people agree with each other, and judges with people. Pure; kappa by scikit-learn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from assistant.review.claims import LABELS

RESAMPLES, LEVEL, SEED = 1000, 0.95, 20261126
Said = Mapping[str, str]
"""What someone says: item id -> label."""


@dataclass(frozen=True)
class Agreement:
    """Two or more who labelled the same items. items: labelled by at least two of them.

    agree: share of pairs of labels that are equal. kappa: Cohen's, for two only. alpha:
    Krippendorff's, with its 95% bootstrap interval over items. None where a measure is undefined:
    everyone used one and the same label, or no item has two.
    """

    who: tuple[str, ...]
    items: int
    agree: float | None
    kappa: float | None
    alpha: float | None
    low: float | None = None
    high: float | None = None


def agreements(people: Mapping[str, Said], judges: Mapping[str, Said]) -> tuple[Agreement, ...]:
    """All people together, each pair of people, then each judge with each person.

    People are compared in the three labels of LABELS, by their order. A judge says supported or
    not; beside it "partly" counts as not supported.
    """
    found = []
    if len(people) > 2:
        found.append(_agreement(tuple(people), list(people.values()), LABELS))
    for one, other in combinations(people, 2):
        found.append(_agreement((one, other), [people[one], people[other]], LABELS))
    for judge, verdicts in judges.items():
        for person, said in people.items():
            narrow = {key: _narrowed(label) for key, label in said.items()}
            found.append(_agreement((judge, person), [verdicts, narrow], (LABELS[0], LABELS[-1])))
    return tuple(found)


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa of two lists of labels on the same items, in [-1, 1]; None if undefined.

    Source: Cohen 1960, https://doi.org/10.1177/001316446002000104

    >>> round(cohen_kappa(list("aabb"), list("aaba")), 2)  # (3/4 - 1/2) / (1 - 1/2)
    0.5
    """
    from sklearn.metrics import cohen_kappa_score

    if not first or len({*first, *second}) < 2:
        return None
    return float(cohen_kappa_score(first, second))


def krippendorff_alpha(units: Sequence[Sequence[int]], *, ordinal: bool) -> float | None:
    """Krippendorff's alpha, 1 for perfect agreement and 0 for chance; None if undefined.

    units: per item, the values that its labellers gave, as whole numbers from 0 that rise with the
    scale; an item with fewer than two is left out. ordinal: distances between values count, by the
    ranks between them; otherwise values are equal or not. Source: Krippendorff 2011, Computing
    Krippendorff's Alpha-Reliability, https://repository.upenn.edu/asc_papers/43; its example C of
    four observers and twelve units:

    >>> rows = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    >>> columns = [[int(v) for v in column if v != "."] for column in zip(*rows)]
    >>> round(krippendorff_alpha(columns, ordinal=False), 3)
    0.743
    >>> round(krippendorff_alpha(columns, ordinal=True), 3)
    0.815
    """
    counts = _counts(units)
    return _alpha(counts, _distances(counts, ordinal=ordinal)) if len(counts) else None


def _counts(units: Sequence[Sequence[int]]) -> NDArray[np.float64]:
    """(items with two labels or more, values): how often each value was given."""
    kept = [unit for unit in units if len(unit) > 1]
    values = 1 + max((value for unit in kept for value in unit), default=0)
    return np.array([np.bincount(unit, minlength=values) for unit in kept], dtype=float)


def _coincidences(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """How often two values were given to one item, each item counted by its labels."""
    weights = 1 / (counts.sum(axis=1) - 1)
    pairs = (counts * weights[:, None]).T @ counts - np.diag(weights @ counts)
    return np.asarray(pairs)


def _distances(counts: NDArray[np.float64], *, ordinal: bool) -> NDArray[np.float64]:
    totals = counts.sum(axis=0)
    if not ordinal:
        return 1 - np.eye(len(totals))
    # Ranks between two values: half of each end and all between.
    middle = np.cumsum(totals) - totals / 2
    return np.asarray((middle[:, None] - middle[None, :]) ** 2)


def _alpha(counts: NDArray[np.float64], distances: NDArray[np.float64]) -> float | None:
    seen = _coincidences(counts)
    totals = seen.sum(axis=1)
    expected = float(totals @ distances @ totals) / (totals.sum() - 1)
    return float(1 - (seen * distances).sum() / expected) if expected else None


def _interval(counts: NDArray[np.float64], *, ordinal: bool) -> tuple[float | None, float | None]:
    """95% percentile bootstrap over items; resamples in which alpha is undefined say nothing."""
    rng = np.random.default_rng(SEED)
    drawn = (counts[rng.integers(len(counts), size=len(counts))] for _ in range(RESAMPLES))
    found = [_alpha(some, _distances(some, ordinal=ordinal)) for some in drawn]
    known = [value for value in found if value is not None]
    if not known:
        return None, None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def _agreement(who: tuple[str, ...], said: Sequence[Said], scale: Sequence[str]) -> Agreement:
    ids = sorted({key for one in said for key in one})
    units = [[scale.index(one[key]) for one in said if key in one] for key in ids]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return Agreement(who, 0, None, None, None)
    pairs = [(a, b) for unit in units for a, b in combinations(unit, 2)]
    kappa = None
    if len(who) == 2:
        kappa = cohen_kappa([scale[a] for a, _ in pairs], [scale[b] for _, b in pairs])
    counts = _counts(units)
    alpha = _alpha(counts, _distances(counts, ordinal=True))
    low, high = _interval(counts, ordinal=True) if alpha is not None else (None, None)
    agree = sum(a == b for a, b in pairs) / len(pairs)
    return Agreement(who, len(units), agree, kappa, alpha, low, high)


def _narrowed(label: str) -> str:
    return LABELS[-1] if label == LABELS[-1] else LABELS[0]
