"""Where the time of an answer goes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class StageTime:
    """One stage over all answers; seconds. share: of the time of all stages together."""

    stage: str
    answers: int
    p50: float
    p95: float
    share: float


def stage_times(answers: Iterable[Mapping[str, float]]) -> tuple[StageTime, ...]:
    """By stage, in the order of first sight. Percentiles by numpy, linear between neighbours.

    answers: for each, stage -> seconds, as `provenance.seconds` has them.

    >>> [t.stage for t in stage_times([{"read": 0.1, "write": 0.3}, {"read": 0.1}])]
    ['read', 'write']
    >>> stage_times([{"read": 0.1, "write": 0.3}, {"read": 0.1}])[0].share
    0.4
    """
    by_stage: dict[str, list[float]] = {}
    for answer in answers:
        for stage, seconds in answer.items():
            by_stage.setdefault(stage, []).append(seconds)
    total = sum(sum(times) for times in by_stage.values())
    return tuple(
        StageTime(
            stage,
            len(times),
            float(np.percentile(times, 50)),
            float(np.percentile(times, 95)),
            round(sum(times) / total, 6) if total else 0.0,
        )
        for stage, times in by_stage.items()
    )
