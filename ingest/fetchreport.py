"""What people see of fetching: progress, a line for each address, and the same as JSON values."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from corpus.catalogue import Source
from corpus.fetch.outcome import Ending, FetchOutcome, FetchProgress, FetchReport
from corpus.fetch.provenance import Provenance
from ingest.fetching import FetchAndAdd
from ingest.report import Json, WatchedBar, duration, print_report, report_json

_COLOURS = {
    Ending.FETCHED: "green",
    Ending.UNCHANGED: "dim",
    Ending.REFUSED: "yellow",
    Ending.FAILED: "red",
}


class FetchBar(WatchedBar):
    """Shows how far fetching is. Call it with each FetchProgress."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, "Fetching")

    def __call__(self, progress: FetchProgress) -> None:
        """Shows how far the work is."""
        latest = progress.latest.name if progress.latest else "Fetching"
        self.show(latest, progress.done, progress.total, size_text(progress.size))


def print_fetches(both: FetchAndAdd, console: Console) -> None:
    """A line for each address, the counts, and then what the library made of the files."""
    report = both.fetches
    if report.outcomes:
        console.print(_table(report.outcomes))
        console.print(summary(report), highlight=False)
        if report.note:
            console.print(report.note, highlight=False, markup=False)
    if both.added.outcomes:
        print_report(both.added, console)


def summary(report: FetchReport) -> str:
    """E.g. "3 fetched, 1 refused; 4.2 MB; 12 s."."""
    counts = [f"{report.count(ending)} {ending}" for ending in Ending if report.count(ending)]
    size = sum(o.size for o in report.outcomes if o.ending is Ending.FETCHED)
    said = [", ".join(counts), *([size_text(size)] if size else []), duration(report.seconds)]
    return f"{'; '.join(said)}."


def print_plan(plan: Sequence[tuple[Source, Provenance | None]], console: Console) -> None:
    """What would be fetched."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "address", "here since"):
        table.add_column(name, overflow="fold")
    for source, held in plan:
        address = source.url or f"none: {source.no_url}"
        table.add_row(source.source_id, escape(address), held.fetched_at[:10] if held else "")
    console.print(table)
    lacking = sum(source.url is None for source, _ in plan)
    here = sum(held is not None for _, held in plan)
    console.print(
        f"{len(plan) - lacking:,} to fetch ({here:,} of them here already: asked only whether they "
        f"changed), {lacking:,} without an address. Nothing was fetched.",
        highlight=False,
    )


def plan_json(plan: Sequence[tuple[Source, Provenance | None]]) -> list[Json]:
    """What would be fetched, as JSON values."""
    return [
        {
            "id": source.source_id,
            "url": source.url,
            "no_url": source.no_url,
            "here_since": held.fetched_at if held else None,
        }
        for source, held in plan
    ]


def fetches_json(both: FetchAndAdd) -> Json:
    """The whole as JSON values: that of `add`, and the fetches."""
    return {
        **report_json(both.added),
        "fetches": [_outcome_json(outcome) for outcome in both.fetches.outcomes],
        "fetch_seconds": round(both.fetches.seconds, 3),
        "fetch_note": both.fetches.note,
        "exit_status": both.exit_status,
    }


def size_text(size: int) -> str:
    """E.g. "812 KB", "4.2 MB"."""
    return f"{size / 1024:,.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


def _outcome_json(outcome: FetchOutcome) -> Json:
    path: Path | None = outcome.path
    return {
        **asdict(outcome),
        "path": str(path) if path else None,
        "seconds": round(outcome.seconds, 3),
    }


def _table(outcomes: Sequence[FetchOutcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("", "address", "size", "remark"):
        table.add_column(name, justify="right" if name == "size" else "left", overflow="fold")
    for outcome in outcomes:
        # What came as it should needs no address to be looked into.
        known = outcome.path is not None and not outcome.message
        about = outcome.source_id if known else outcome.about
        table.add_row(
            f"[{_COLOURS[outcome.ending]}]{outcome.ending}[/]",
            escape(about or outcome.about),
            size_text(outcome.size) if outcome.path else "",
            escape(outcome.message),
        )
    return table
