"""What became of bad inputs, beside what their manifest expects."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.errors import NothingToRun

MANIFEST = "manifest.csv"
READERS = "readers"
HIGHEST_MIB, LEAST_AGREEMENT = 1024, 0.95
# What the manifest calls an ending, and which of ours it allows.
_ALLOWED = {
    "text": {"text"},
    "clear error": {"error"},
    "empty-but-ok": {"empty"},
    "text or clear error": {"text", "error"},
    "text or empty": {"text", "empty"},
    "empty-but-ok or clear error": {"empty", "error"},
}


@dataclass(frozen=True)
class Case:
    """A file with the ending that the manifest expects of it."""

    path: Path
    kind: str
    expected: str


@dataclass(frozen=True)
class Ending:
    """What became of a file in the library. found: "text", "empty" or "error"."""

    path: str
    found: str
    message: str
    problems: tuple[str, ...] = ()


def cases_in(folder: Path) -> list[Case]:
    manifest = folder / MANIFEST
    if not manifest.is_file():
        raise NothingToRun(f"{manifest} is absent: give the folder that holds the bad inputs")
    with manifest.open(encoding="utf-8", newline="") as file:
        return [
            Case(folder / row["file"], row["kind"], row["expected"]) for row in csv.DictReader(file)
        ]


@dataclass(frozen=True)
class Run:
    """What the run into one library told. endings: by path."""

    endings: dict[str, Ending]
    good: tuple[str, ...]
    note: str
    seconds: float
    findings: tuple[str, ...]

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Run":
        """From the file that the child wrote."""
        endings = [
            Ending(e["path"], e["found"], e["message"], tuple(e["problems"]))
            for e in told["endings"]
        ]
        return cls(
            {ending.path: ending for ending in endings},
            tuple(told["good"]),
            str(told["note"]),
            float(told["seconds"]),
            tuple(told["findings"]),
        )


def report(cases: Sequence[Case], run: Run | None, status: int, peaks: dict[str, int]) -> bool:
    """Print what became of the files; True if every goal is met. run: None if it crashed."""
    print(f"crashes of the program: {int(status != 0)} (exit status {status})")
    if run is None:
        return False
    agreed = _agreement(cases, run)
    for name, ending in sorted(run.endings.items()):
        partly = [line for line in ending.problems if "pages unreadable" in line]
        if partly:
            print(f"in with the rest: {Path(name).name}: {partly[0]}")
    good = sum(run.endings[name].found == "text" for name in run.good if name in run.endings)
    unclear = list(_unclear(run))
    print(f"good files in: {good} of {len(run.good)}")
    print(f"errors that are not one line naming the file: {len(unclear)} {unclear[:3]}")
    print(f"whole run: {run.seconds:.0f} s; indexes: {run.note or 'written'}")
    print(f"check: {'; '.join(run.findings) or 'in order'}")
    held = ", ".join(f"{name} {peak} MiB" for name, peak in sorted(peaks.items()))
    print(f"highest resident memory: {held}")
    return (
        status == 0
        and agreed >= LEAST_AGREEMENT
        and good == len(run.good)
        and not (unclear or run.note or run.findings)
        and peaks.get(READERS, 0) <= HIGHEST_MIB
    )


def _agreement(cases: Sequence[Case], run: Run) -> float:
    """Print each disagreement and the agreement by kind; the share over all."""
    agreed: Counter[str] = Counter()
    for case in cases:
        ending = run.endings.get(str(case.path.resolve()))
        found = ending.found if ending else "nothing"
        if found in _ALLOWED[case.expected]:
            agreed[case.kind] += 1
        else:
            message = ending.message if ending else ""
            print(f"{case.path.name}: {found}, expected {case.expected} ({case.kind}) {message}")
    totals = Counter(case.kind for case in cases)
    for kind, count in totals.most_common():
        if count > 2 or agreed[kind] < count:
            print(f"  {agreed[kind]:3} of {count:3}  {kind}")
    share = agreed.total() / len(cases)
    endings = Counter(ending.found for ending in run.endings.values())
    print(f"endings: {dict(endings)}")
    print(f"agreement: {agreed.total()} of {len(cases)}, {share:.1%}")
    return share


def _unclear(run: Run) -> Iterator[str]:
    for name, ending in run.endings.items():
        if ending.found != "text" and ("\n" in ending.message or name not in ending.message):
            yield name
