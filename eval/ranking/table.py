"""Runs side by side, as text."""

from collections.abc import Sequence

from eval.intervals import Estimate
from eval.judges.table import columns
from eval.ranking.measured import Ranked


def as_text(found: Sequence[Ranked]) -> str:
    """A row per run: each measure's mean with its 95% interval over queries."""
    measures = list(found[0].estimates)
    rows = [["system", *measures]]
    rows += [[one.name, *(shown(one.estimates[m]) for m in measures)] for one in found]
    return columns(rows)


def shown(value: Estimate) -> str:
    """A value with its interval."""
    return f"{value.value:.3f} [{value.low:.3f}, {value.high:.3f}]"
