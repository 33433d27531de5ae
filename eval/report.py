"""A run as files: `run.json` with everything, and one self-contained page to read."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from enum import Enum
from pathlib import Path

from markupsafe import Markup
from pydantic import BaseModel

from eval.cases import Case
from eval.contract import CitationRecord, HitRecord
from eval.evidence import Lit, lit
from eval.history import Past, remember
from eval.intervals import Estimate
from eval.page import environment
from eval.plots import calibration_svg, risk_coverage_svg, slices_svg, trend_svg
from eval.risk import area_under
from eval.suite import CaseOutcome, SystemOutcome
from eval.summary import MEASURES, SLICE_MEASURES, Measure, SliceSummary, SystemSummary, summarise

FORMAT_VERSION = 1
JSON_NAME, PAGE_NAME = "run.json", "report.html"

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


@dataclass(frozen=True)
class Run:
    """One evaluation. about: short facts for the head of the report, name -> value. made: ISO time,
    by which the run is remembered for the trend; "" for not at all.
    """

    case_set: str
    about: Mapping[str, str]
    outcomes: tuple[SystemOutcome, ...]
    made: str = ""


@dataclass(frozen=True)
class CaseRow:
    """One case with what every system made of it."""

    case: Case
    outcomes: tuple[tuple[str, CaseOutcome], ...]

    @property
    def passed(self) -> bool:
        """True if the first system, the one under test, has no problem with it."""
        return self.outcomes[0][1].passed


def write_report(run: Run, folder: Path) -> tuple[Path, Path]:
    """Write both files into `folder`, made if need be; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    summaries = tuple(summarise(outcome) for outcome in run.outcomes)
    json_path, page_path = folder / JSON_NAME, folder / PAGE_NAME
    as_json = json.dumps(run_json(run, summaries), ensure_ascii=False, indent=1)
    json_path.write_text(as_json + "\n", encoding="utf-8")
    past = remember(folder, run.case_set, run.made, summaries)
    page_path.write_text(render_page(run, summaries, past), encoding="utf-8")
    return json_path, page_path


def run_json(run: Run, summaries: Sequence[SystemSummary]) -> Json:
    """The run as JSON values: summaries first, then every case of every system."""
    return to_json(
        {
            "version": FORMAT_VERSION,
            "case_set": run.case_set,
            "about": run.about,
            "measures": [asdict(measure) for measure in MEASURES],
            "systems": [
                {**_shallow(summary), "cases": outcome.cases}
                for outcome, summary in zip(run.outcomes, summaries, strict=True)
            ],
        }
    )


def to_json(value: object) -> Json:
    """Dataclasses, models, sets and tuples as plain JSON values."""
    if isinstance(value, BaseModel):
        return to_json(value.model_dump(mode="json"))
    if isinstance(value, Enum):
        return to_json(value.value)
    if is_dataclass(value) and not isinstance(value, type):
        return to_json(_shallow(value))
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted((to_json(item) for item in value), key=str)
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"{type(value).__name__} is not part of a run")


def _shallow(value: object) -> dict[str, object]:
    return {f.name: getattr(value, f.name) for f in fields(value)}  # type: ignore[arg-type]  # callers pass dataclasses


def render_page(run: Run, summaries: Sequence[SystemSummary], past: Sequence[Past] = ()) -> str:
    """The HTML page: one file, no script, nothing fetched; every text is escaped."""
    template = environment(shown=shown, interval=interval, lit=_lit, aurc=_aurc).get_template(
        "report.html.j2"
    )
    return template.render(
        run=run,
        summaries=summaries,
        groups=_groups(summaries),
        slices=_slice_rows(summaries),
        slice_measures=[m for m in MEASURES if m.key in SLICE_MEASURES],
        rows=_case_rows(run.outcomes),
        plots=_plots(run, summaries, past),
    )


@dataclass(frozen=True)
class Plot:
    """A picture of the report. svg: drawn by us, its texts escaped by the drawing library. wide: it
    takes the whole width.
    """

    title: str
    explained: str
    svg: Markup
    wide: bool = False


def _plots(run: Run, summaries: Sequence[SystemSummary], past: Sequence[Past]) -> tuple[Plot, ...]:
    drawn = (
        ("Trend over runs", "The main measures of the first system in the runs of this folder.",
         trend_svg(past, summaries[0].system)),
        ("Risk against coverage", "If only the surest answers were given: how many of them have a "
         "problem. How sure: relevance, or similarity, of the best passage.",
         risk_coverage_svg(summaries)),
        ("Calibration", "Answers in five groups of equal size by how sure the system seemed. On "
         "the dashed line it would be as sure as it is right.", calibration_svg(run.outcomes)),
        ("Turns without a problem by slice", "With the 95% interval; the number of cases in "
         "brackets.", slices_svg(summaries[0], "passed")),
    )  # fmt: skip
    last = drawn[-1][0]
    return tuple(Plot(title, why, Markup(svg), title == last) for title, why, svg in drawn if svg)


def _lit(citation: CitationRecord, hits: Sequence[HitRecord]) -> Lit:
    return lit(citation, hits)


def _aurc(summary: SystemSummary) -> float:
    return area_under(summary.risk)


def shown(estimate: Estimate | None, measure: Measure) -> str:
    """A value as the report prints it: shares and seconds with two places, words whole."""
    if estimate is None:
        return "–"
    return f"{estimate.value:.0f}" if measure.unit == "words" else f"{estimate.value:.2f}"


def interval(estimate: Estimate, measure: Measure) -> str:
    """The 95% interval as the report prints it."""
    places = 0 if measure.unit == "words" else 2
    return f"{estimate.low:.{places}f} to {estimate.high:.{places}f}"


def _groups(summaries: Sequence[SystemSummary]) -> list[tuple[str, list[Measure]]]:
    """Measures that any system has, by heading, in their order."""
    shown_ones = [m for m in MEASURES if any(m.key in s.estimates for s in summaries)]
    headings = dict.fromkeys(measure.group for measure in shown_ones)
    return [(h, [m for m in shown_ones if m.group == h]) for h in headings]


def _slice_rows(
    summaries: Sequence[SystemSummary],
) -> list[tuple[SliceSummary, tuple[SliceSummary, ...]]]:
    """Per slice: its name and size, and every system's estimates; all ran the same cases."""
    columns = zip(*(summary.slices for summary in summaries), strict=True)
    return [(row[0], row) for row in columns]


def _case_rows(outcomes: Sequence[SystemOutcome]) -> list[CaseRow]:
    """Every case, those with a problem first; within both, in the order of the set."""
    names = [outcome.system for outcome in outcomes]
    together = zip(*(outcome.cases for outcome in outcomes), strict=True)
    rows = [CaseRow(row[0].case, tuple(zip(names, row, strict=True))) for row in together]
    return sorted(rows, key=lambda row: row.passed)
