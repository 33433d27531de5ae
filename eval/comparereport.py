"""A comparison as text and as one self-contained page."""

from collections.abc import Iterator

from eval.compare import ChangedCase, Comparison
from eval.judges.table import columns
from eval.page import environment
from eval.paired import Difference
from eval.summary import Measure

CERTAIN = 0.05


def as_text(found: Comparison) -> str:
    """Measures first, then every case that lost or won, with what changed in its answer."""
    rows = [["measure", "before", "after", "change [95% interval]", "p", "up", "down"]]
    rows += [_row(measure, one) for measure, one in found.measures]
    parts = [f"{found.before} -> {found.after}, {found.shared} cases in both", columns(rows)]
    parts += [line for case in found.cases for line in _case(case)]
    if missing := [*found.only_before, *found.only_after]:
        parts.append(f"In one run only: {', '.join(missing)}")
    return "\n".join(parts)


def as_page(found: Comparison) -> str:
    """HTML: no script, nothing fetched; every text is escaped."""
    return (
        environment()
        .get_template("compare.html.j2")
        .render(found=found, rows=[(m, d, _row(m, d), tone(m, d)) for m, d in found.measures])
    )


def tone(measure: Measure, one: Difference) -> str:
    """good, bad, or nothing where the change may be chance (p at or above 0.05)."""
    if one.p_value is None or one.p_value >= CERTAIN or measure.higher_is_better is None:
        return ""
    return "good" if (one.change.value > 0) is measure.higher_is_better else "bad"


def _row(measure: Measure, one: Difference) -> list[str]:
    places = 0 if measure.unit == "words" else 2
    change = one.change
    return [
        measure.label,
        f"{one.before:.{places}f}",
        f"{one.after:.{places}f}",
        f"{change.value:+.{places}f} [{change.low:+.{places}f}, {change.high:+.{places}f}]",
        "–" if one.p_value is None else f"{one.p_value:.3f}",
        str(len(one.up)),
        str(len(one.down)),
    ]


def _case(case: ChangedCase) -> Iterator[str]:
    moved = [*(f"+{label}" for label in case.up), *(f"-{label}" for label in case.down)]
    yield f"\n{case.case_id} {case.verdict}: {', '.join(moved) or 'same measures'}"
    for turn in case.turns:
        yield f"  {turn.question}"
        if turn.before != turn.after:
            yield f"    {turn.before} -> {turn.after}"
        yield from (f"    - {claim}" for claim in turn.gone)
        yield from (f"    + {claim}" for claim in turn.new)
        yield from (f"    solved: {problem}" for problem in turn.solved)
        yield from (f"    caused: {problem}" for problem in turn.caused)
