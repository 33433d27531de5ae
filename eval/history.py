"""Earlier runs beside a report: one line each, so that the next report can show the trend."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.summary import SystemSummary

NAME = "history.jsonl"
SHOWN = ("passed", "vital_points", "citation_precision", "page_accuracy", "refusal_f1", "recall@5")
MOST = 30


class Past(BaseModel):
    """One run of a case set. made: ISO time, UTC. values: system -> measure -> value."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    made: str
    case_set: str
    values: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Point:
    """One value of a measure over time."""

    made: str
    system: str
    measure: str
    value: float


def remember(
    folder: Path, case_set: str, made: str, summaries: Sequence[SystemSummary]
) -> tuple[Past, ...]:
    """Adds this run to the folder's history; returns the last runs of its case set, oldest first.

    made: "" adds nothing.
    """
    path = folder / NAME
    if made:
        values = {
            summary.system: {k: e.value for k, e in summary.estimates.items() if k in SHOWN}
            for summary in summaries
        }
        line = Past(made=made, case_set=case_set, values=values).model_dump(mode="json")
        with path.open("a", encoding="utf-8") as stream:
            # After half a line of a run that was killed, this one begins anew.
            stream.write("" if _ends_whole(path) else "\n")
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    return tuple(past for past in _read(path) if past.case_set == case_set)[-MOST:]


def points(past: Sequence[Past]) -> list[Point]:
    """The runs as points of lines."""
    return [
        Point(run.made, system, measure, value)
        for run in past
        for system, values in run.values.items()
        for measure, value in values.items()
    ]


def _ends_whole(path: Path) -> bool:
    text = path.read_bytes() if path.is_file() else b""
    return not text or text.endswith(b"\n")


def _read(path: Path) -> list[Past]:
    found = []
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    for line in text.split("\n"):
        try:
            found.append(Past.model_validate_json(line))
        # A run killed while it wrote leaves half a line; it counts as no run.
        except ValidationError:
            continue
    return found
