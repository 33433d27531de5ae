"""How far a judge agrees with people: pure functions of labels and scores, by scikit-learn."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eval.intervals import LEVEL, RESAMPLES, SEED, Estimate
from eval.judges.judge import Scores
from eval.judges.pairs import Pair, PairSet

Flags = NDArray[np.bool_]
DEFAULT_THRESHOLD = 0.5
CALIBRATION_BINS = 10


@dataclass(frozen=True)
class Confusion:
    """Pairs of one slice. Supported is the positive class: `false_supported` is the dangerous
    mistake, a claim passed that people say its evidence does not bear out."""

    name: str
    right_supported: int
    false_supported: int
    right_unsupported: int
    false_unsupported: int

    @property
    def pairs(self) -> int:
        """Pairs of this slice."""
        return (
            self.right_supported
            + self.false_supported
            + self.right_unsupported
            + self.false_unsupported
        )

    @property
    def balanced_accuracy(self) -> float | None:
        """Mean of the shares right among supported and unsupported; None if one class is absent.

        >>> Confusion("", right_supported=3, false_supported=1, right_unsupported=1,
        ...           false_unsupported=1).balanced_accuracy  # (3/4 + 1/2) / 2
        0.625
        """
        supported = self.right_supported + self.false_unsupported
        unsupported = self.right_unsupported + self.false_supported
        if not supported or not unsupported:
            return None
        return (self.right_supported / supported + self.right_unsupported / unsupported) / 2


@dataclass(frozen=True)
class Agreement:
    """One judge on one set. threshold: at or above it the judge says supported.

    calibration: (mean score, share supported, pairs) of each tenth of the scale that has pairs.
    brier: mean squared distance of score and label, lower is better.
    """

    judge: str
    pair_set: str
    threshold: float
    balanced_accuracy: Estimate
    auroc: float
    f1: float
    brier: float
    calibration: tuple[tuple[float, float, int], ...]
    slices: tuple[Confusion, ...]


def agreement(judge: str, pair_set: PairSet, scores: Scores, threshold: float) -> Agreement:
    """Everything reported of one judge on one set.

    AUROC, F1 of "supported" and the Brier score by scikit-learn. Balanced accuracy is what
    LLM-AggreFact reports (Tang et al. 2024, https://arxiv.org/abs/2404.10774).
    """
    from sklearn.metrics import brier_score_loss, f1_score, roc_auc_score

    said = labels(pair_set)
    passed = scores >= threshold
    return Agreement(
        judge,
        pair_set.name,
        threshold,
        balanced_accuracy(said, passed, [pair.premise for pair in pair_set.pairs]),
        float(roc_auc_score(said, scores)),
        float(f1_score(said, passed)),
        float(brier_score_loss(said, scores)),
        calibration(said, scores),
        slices(pair_set.pairs, passed),
    )


def labels(pair_set: PairSet) -> Flags:
    """What people said of every pair."""
    return np.array([pair.supported for pair in pair_set.pairs])


def balanced_accuracy(said: Flags, passed: Flags, groups: Sequence[str]) -> Estimate:
    """Balanced accuracy with a 95% percentile bootstrap over groups.

    groups: the premise of each pair. Claims on one premise hang together, so premises are drawn
    whole; an interval over single pairs would be too narrow.

    >>> said, passed = np.array([True, True, False, False]), np.array([True, False, False, False])
    >>> balanced_accuracy(said, passed, ["a", "b", "c", "d"]).value  # (1/2 + 2/2) / 2
    0.75
    """
    _, of_group = np.unique(np.array(groups, dtype=object), return_inverse=True)
    marks = (said & passed, said, ~said & ~passed, ~said)
    counts = np.stack([np.bincount(of_group, weights=mark) for mark in marks], axis=1).astype(float)
    rng = np.random.default_rng(SEED)
    drawn = np.stack([_resampled(counts, rng) for _ in range(RESAMPLES)])
    low, high = np.nanquantile(_balanced(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(float(_balanced(counts.sum(axis=0))), float(low), float(high), len(said))


def _resampled(counts: NDArray[np.float64], rng: np.random.Generator) -> NDArray[np.float64]:
    times = np.bincount(rng.integers(len(counts), size=len(counts)), minlength=len(counts))
    drawn: NDArray[np.float64] = times @ counts
    return drawn


def _balanced(counts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Over the last axis: right supported, supported, right unsupported, unsupported."""
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = (counts[..., 0] / counts[..., 1] + counts[..., 2] / counts[..., 3]) / 2
    return np.asarray(mean)


def best_threshold(said: Sequence[Flags], scores: Sequence[Scores]) -> float:
    """The threshold with the best mean balanced accuracy over several sets, each counted once.

    Halfway between two scores that occur, so that it does not hang on the last digit of one.

    >>> best_threshold([np.array([False, False, True])], [np.array([0.2, 0.3, 0.5])])
    0.4
    """
    known = np.unique(np.concatenate(scores))
    if len(known) > 1000:
        known = np.quantile(known, np.linspace(0, 1, 1000))
    candidates = np.concatenate([known[:1], (known[:-1] + known[1:]) / 2])
    gained = [_curve(flags, values, candidates) for flags, values in zip(said, scores, strict=True)]
    return float(candidates[int(np.argmax(np.mean(gained, axis=0)))])


def _curve(said: Flags, scores: Scores, candidates: Scores) -> NDArray[np.float64]:
    supported, other = np.sort(scores[said]), np.sort(scores[~said])
    kept = 1 - np.searchsorted(supported, candidates) / len(supported)
    stopped = np.searchsorted(other, candidates) / len(other)
    return np.asarray((kept + stopped) / 2)


def calibration(said: Flags, scores: Scores) -> tuple[tuple[float, float, int], ...]:
    """The calibration curve in tenths of the scale, by scikit-learn, with the pairs in each."""
    from sklearn.calibration import calibration_curve

    share, mean = calibration_curve(said, scores, n_bins=CALIBRATION_BINS)
    edges = np.linspace(0.0, 1.0, CALIBRATION_BINS + 1)
    counts = np.bincount(np.searchsorted(edges[1:-1], scores), minlength=CALIBRATION_BINS)
    return tuple(
        (float(m), float(s), int(n))
        for m, s, n in zip(mean, share, counts[counts > 0], strict=True)
    )


def _between(low: int, high: int, words: Callable[[Pair], str]) -> Callable[[Pair], bool]:
    return lambda pair: low <= len(words(pair).split()) < high


_NO_END = 10**9
_DIGIT = re.compile(r"\d")
Holds = Callable[[Pair], bool]
SLICES: tuple[tuple[str, Holds], ...] = (
    ("premise under 100 words", _between(0, 100, lambda pair: pair.premise)),
    ("premise 100 to 299 words", _between(100, 300, lambda pair: pair.premise)),
    ("premise 300 words and more", _between(300, _NO_END, lambda pair: pair.premise)),
    ("claim under 15 words", _between(0, 15, lambda pair: pair.claim)),
    ("claim 15 to 39 words", _between(15, 40, lambda pair: pair.claim)),
    ("claim 40 words and more", _between(40, _NO_END, lambda pair: pair.claim)),
    ("claim with a number", lambda pair: bool(_DIGIT.search(pair.claim))),
    ("claim without a number", lambda pair: not _DIGIT.search(pair.claim)),
)


def slices(pairs: Sequence[Pair], passed: Flags) -> tuple[Confusion, ...]:
    """The confusion over all pairs, then by length and number content; empty slices left out."""
    everything: tuple[str, Holds] = ("all", lambda _: True)
    found = (
        _confusion(
            name, [(p.supported, bool(ok)) for p, ok in zip(pairs, passed, strict=True) if holds(p)]
        )
        for name, holds in (everything, *SLICES)
    )
    return tuple(confusion for confusion in found if confusion.pairs)


def _confusion(name: str, seen: Sequence[tuple[bool, bool]]) -> Confusion:
    return Confusion(
        name,
        right_supported=seen.count((True, True)),
        false_supported=seen.count((False, True)),
        right_unsupported=seen.count((False, False)),
        false_unsupported=seen.count((True, False)),
    )
