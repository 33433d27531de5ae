"""How far a system knows when it is wrong: risk against coverage."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.contract import AnswerRecord


@dataclass(frozen=True)
class RiskPoint:
    """If only the surest share `coverage` of the answers were given, `risk` of them are wrong."""

    coverage: float
    risk: float


def risk_coverage(answers: Sequence[tuple[float, bool]]) -> tuple[RiskPoint, ...]:
    """The curve, from the surest answer alone to all of them; answers of equal confidence come
    together.

    answers: (confidence, whether the answer is wrong). Source: El-Yaniv & Wiener 2010,
    https://jmlr.org/papers/v11/el-yaniv10a.html

    >>> points = risk_coverage([(0.9, False), (0.5, True), (0.4, False), (0.4, True)])
    >>> [(point.coverage, point.risk) for point in points]
    [(0.25, 0.0), (0.5, 0.5), (1.0, 0.5)]
    """
    ordered = sorted(answers, key=lambda answer: -answer[0])
    points, wrong = [], 0
    for number, (confidence, is_wrong) in enumerate(ordered, 1):
        wrong += is_wrong
        if number == len(ordered) or ordered[number][0] < confidence:
            points.append(RiskPoint(number / len(ordered), wrong / number))
    return tuple(points)


def area_under(points: Sequence[RiskPoint]) -> float:
    """AURC, the mean risk over all coverages; lower is better, 0 is perfect.

    Source: Geifman, Uziel & El-Yaniv 2019, https://arxiv.org/abs/1805.08206. Steps, not slopes.

    >>> area_under([RiskPoint(0.5, 0.0), RiskPoint(1.0, 0.5)])
    0.25
    """
    starts = [0.0, *(point.coverage for point in points[:-1])]
    return sum(
        (point.coverage - start) * point.risk for start, point in zip(starts, points, strict=True)
    )


def confidence_of(answer: AnswerRecord) -> float:
    """How sure the system seems: the best relevance of its hits, or if none has one similarity."""
    read = [hit.relevance for hit in answer.hits if hit.relevance is not None]
    return max(read or (hit.similarity for hit in answer.hits), default=0.0)
