"""Runs of the evaluation suite as they lie on disk: `run.json`, read for the Evaluation view."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from ui import words
from ui.markup import escape

SHOWN = (
    "passed",
    "right_status",
    "vital_points",
    "citation_precision",
    "page_accuracy",
    "quote_validity",
    "refusal_f1",
    "recall@5",
)
"""Measures on the cards, in this order; the report has all of them."""


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Figure(_Read):
    """A value with its 95% interval and the cases that it counts."""

    value: float
    low: float
    high: float
    cases: int


class Named(_Read):
    """What a measure is called and means."""

    key: str
    label: str
    meaning: str = ""


class _Question(_Read):
    question: str


class _Scored(_Read):
    problems: tuple[str, ...] = ()
    lost_at: str = ""


class _Turn(_Read):
    turn: _Question
    score: _Scored


class _Known(_Read):
    case_id: str
    case_type: str = ""


class CaseRead(_Read):
    """One case as it went."""

    case: _Known
    turns: tuple[_Turn, ...]
    error: str | None = None

    @property
    def problems(self) -> tuple[str, ...]:
        """What went wrong, over all turns."""
        return tuple(problem for turn in self.turns for problem in turn.score.problems)


class SystemRead(_Read):
    """One system's figures and cases."""

    system: str
    estimates: Mapping[str, Figure]
    passed_cases: int
    cases: tuple[CaseRead, ...]


class RunRead(_Read):
    """One run.json."""

    case_set: str
    about: Mapping[str, str] = {}
    measures: tuple[Named, ...] = ()
    systems: tuple[SystemRead, ...]


@dataclass(frozen=True)
class RunPlace:
    """Where a run lies. name: its folder below the one that was looked through."""

    name: str
    path: Path

    @property
    def report(self) -> Path | None:
        """The page beside it, if it is there."""
        page = self.path.with_name("report.html")
        return page if page.is_file() else None


def find_runs(folder: Path, most: int = 50) -> tuple[RunPlace, ...]:
    """Runs in the folder and up to two folders below it, the newest first."""
    found = [path for depth in ("", "*/", "*/*/") for path in folder.glob(f"{depth}run.json")]
    newest = sorted(found, key=lambda path: (-path.stat().st_mtime_ns, str(path)))
    return tuple(
        RunPlace(path.parent.relative_to(folder.parent).as_posix(), path) for path in newest[:most]
    )


def read_run(place: RunPlace) -> RunRead | None:
    """The run; None if the file cannot be read or is of another shape."""
    try:
        return RunRead.model_validate_json(place.path.read_bytes())
    except (OSError, ValidationError):
        return None


def figures_html(run: RunRead, system: SystemRead) -> str:
    """The main measures as cards."""
    labels = {measure.key: measure for measure in run.measures}
    cells = []
    for key in SHOWN:
        figure, named = system.estimates.get(key), labels.get(key)
        if figure is None or named is None:
            continue
        # In the words of About, in the language spoken; a measure it does not know in the run's.
        name, meaning = words.MEASURES.get(key, (named.label, named.meaning))
        span = words.RUN_INTERVAL.format(
            low=f"{100 * figure.low:.0f}%", high=f"{100 * figure.high:.0f}%", n=figure.cases
        )
        cells.append(
            f'<div class="figure"><dt>{escape(name)}</dt>'
            f"<dd><b>{100 * figure.value:.0f}%</b>"
            f'<span class="interval" aria-hidden="true"><i style="left:{100 * figure.low:.1f}%;'
            f'width:{100 * (figure.high - figure.low):.1f}%"></i>'
            f'<em style="left:{100 * figure.value:.1f}%"></em></span>'
            f'<span class="by">{escape(span)}</span>'
            f'<span class="by">{escape(meaning)}</span></dd></div>'
        )
    return f'<dl class="figures">{"".join(cells)}</dl><p class="by">{words.RUN_EXPLAINED}</p>'


def failing_html(system: SystemRead) -> str:
    """Every case with a problem: the question, what went wrong, and where it was lost."""
    rows = []
    for case in system.cases:
        if not case.problems and not case.error:
            continue
        problems = "".join(f"<li>{escape(one)}</li>" for one in case.problems)
        lost = next((t.score.lost_at for t in case.turns if t.score.problems), "")
        # A case that broke before its first turn has none.
        asked = case.turns[0].turn.question if case.turns else words.RUN_NOTHING_ASKED
        rows.append(
            f"<li><p><b>{escape(asked)}</b></p>"
            f'<p class="by">{escape(case.case.case_id)} · {escape(case.case.case_type)}'
            f'{f" · {escape(lost)}" if lost else ""}</p><ul class="problems">{problems}</ul></li>'
        )
    return f'<ul class="failing">{"".join(rows)}</ul>' if rows else ""
