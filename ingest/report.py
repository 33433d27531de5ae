"""What people see of the ingest commands: tables, progress, and the same as JSON values."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar
from rich.table import Table

from ingest.absence import Absence
from ingest.check import Inspection
from ingest.document import Metadata
from ingest.held import HeldDocument
from ingest.outcome import IN, Outcome, Progress, Report, State
from ingest.standing import Standing

Json = dict[str, object]

_COLOURS = {
    State.ADDED: "green",
    State.REPLACED: "green",
    State.UNCHANGED: "dim",
    State.EMPTY: "yellow",
    State.FAILED: "red",
}
# A long list of what went in is no news; what did not is always listed.
_MOST_IN = 40


_FETCHED = {
    "requested": "fetched from",
    "redirects": "by way of",
    "final": "found at",
    "fetched_at": "fetched at",
    "sha256": "sha256 as fetched",
    "content_type": "sent as",
    "etag": "ETag",
    "last_modified": "last modified",
}


class WatchedBar:
    """A bar on a terminal, silent elsewhere. what: said until something is done."""

    def __init__(self, console: Console, what: str) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[aside]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(what, total=None, aside="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def show(self, latest: str, done: int, total: int, aside: str) -> None:
        """How far the work is, and what was done last."""
        self._bar.update(
            self._task,
            total=total,
            completed=done,
            description=escape(latest[:40]),
            aside=aside,
        )


class ProgressBar(WatchedBar):
    """Shows how far reading is. Call it with each Progress."""

    def __init__(self, console: Console) -> None:
        super().__init__(console, "Reading")

    def __call__(self, progress: Progress) -> None:
        """Shows how far the work is."""
        latest = progress.latest.path.name if progress.latest else "Reading"
        self.show(latest, progress.done, progress.total, rate_text(progress))


def rate_text(progress: Progress) -> str:
    """E.g. "1,234 pages, 8.2 pages/s, 3 min left"."""
    parts = [f"{progress.pages:,} pages", f"{progress.pages_per_second:.1f} pages/s"]
    if progress.seconds_left is not None:
        parts.append(f"{duration(progress.seconds_left)} left")
    return ", ".join(parts)


def duration(seconds: float) -> str:
    """E.g. "45 s", "3 min", "2 h 10 min"."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"


def print_report(report: Report, console: Console) -> None:
    """The closing table: what went in, what did not, and why."""
    came_in = [outcome for outcome in report.outcomes if outcome.state in IN]
    left_out = [outcome for outcome in report.outcomes if outcome.state not in IN]
    news = [
        outcome for outcome in came_in if outcome.state is not State.UNCHANGED or outcome.message
    ]
    shown = [*(news if len(news) <= _MOST_IN else []), *left_out]
    if shown:
        console.print(_outcome_table(shown))
    counts = [f"{report.count(state)} {state}" for state in State if report.count(state)]
    pages = sum(outcome.pages for outcome in came_in)
    passages = sum(outcome.passages for outcome in came_in)
    summary = ", ".join(counts) or "nothing to do"
    console.print(
        f"{summary}; {pages:,} pages, {passages:,} passages; {duration(report.seconds)}.",
        highlight=False,
    )
    if report.note:
        console.print(report.note, highlight=False, markup=False)


def _outcome_table(outcomes: Sequence[Outcome]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("", "document", "pages", "passages", "remark"):
        right = name in ("pages", "passages")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for outcome in outcomes:
        table.add_row(
            f"[{_COLOURS[outcome.state]}]{outcome.state}[/]",
            escape(outcome.title or outcome.path.name),
            f"{outcome.pages:,}" if outcome.pages else "",
            f"{outcome.passages:,}" if outcome.passages else "",
            escape(" ".join([outcome.message, *outcome.problems[:1]]).strip()),
        )
    return table


def print_documents(
    documents: Sequence[HeldDocument], standings: Mapping[str, Standing], console: Console
) -> None:
    """One line each. standings: of those that share a work with another, by document id."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "title", "publisher", "published", "edition", "pages", "passages"):
        right = name in ("pages", "passages")
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for held in documents:
        about = held.metadata
        standing = standings.get(held.document_id)
        marked = "" if about.status == "current" else about.status
        table.add_row(
            held.document_id,
            escape(about.title) + (" (note)" if held.is_note else ""),
            escape(about.publisher or ""),
            about.published or "",
            ", ".join(filter(None, (standing.line if standing else "", marked))),
            f"{held.page_count:,}",
            f"{held.passage_count:,}",
        )
    console.print(table)
    passages = sum(held.passage_count for held in documents)
    way = "" if documents else " Put some in: lpip-ingest starter, or lpip-ingest add FOLDER"
    console.print(f"{len(documents):,} documents, {passages:,} passages.{way}", highlight=False)


def print_document(held: HeldDocument, standing: Standing | None, console: Console) -> None:
    """Everything known about one document, with where it came from, and the editions beside it."""
    table = Table(box=None, show_header=False, pad_edge=False)
    origins = dict(held.metadata.origins)
    for name, value in document_json(held, None).items():
        if name in ("origins", "fetched") or value in (None, "", [], ()):
            continue
        shown = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
        origin = f" [dim]({origins[name]})[/]" if name in origins else ""
        table.add_row(name, escape(shown) + origin)
    for name, text in held.metadata.fetched:
        table.add_row(_FETCHED.get(name, f"fetched: {name}"), escape(text))
    if standing:
        table.add_row("edition", escape(f"{standing.line} ({standing.words})"))
        for issue in standing.issues:
            dated = f", {issue.published}" if issue.published else ""
            note = ", note" if issue.is_note else ""
            line = f"{issue.number}: {issue.document_id} {issue.title}{dated}{note}, {issue.status}"
            table.add_row("", escape(line))
    console.print(table)


def print_inspection(inspection: Inspection, console: Console) -> None:
    """What check found."""
    for finding in inspection.findings:
        mark = "[green]repaired[/]" if finding.repaired else "[red]wrong[/]"
        console.print(f"{mark} {escape(finding.text)}", highlight=False)
    verdict = "Everything is in order" if inspection.sound else "Not everything is in order"
    console.print(
        f"{verdict}: {inspection.documents:,} documents, {inspection.passages:,} passages, "
        f"revision {inspection.revision}.",
        highlight=False,
    )


def print_absence(absence: Absence, console: Console, text: str = "") -> None:
    """What a search for traces of a document found."""
    where = f"{absence.files:,} files, {absence.size / 1e6:,.1f} MB"
    verdict = f"Nothing of it is left in {where}." if not absence.found else "It is not gone:"
    console.print(f"{text} {verdict}".strip(), highlight=False, markup=False, soft_wrap=True)
    for line in (*absence.found, absence.note):
        if line:
            console.print(line, highlight=False, markup=False, soft_wrap=True)


def report_json(report: Report) -> Json:
    """The report as JSON values."""
    return {
        "outcomes": [
            {**asdict(outcome), "path": str(outcome.path), "seconds": round(outcome.seconds, 3)}
            for outcome in report.outcomes
        ],
        "seconds": round(report.seconds, 3),
        "note": report.note,
        "exit_status": report.exit_status,
    }


def document_json(held: HeldDocument, standing: Standing | None) -> Json:
    """A held document as JSON values, metadata in line; `editions` of its work, oldest first."""
    about: Metadata = held.metadata
    return {
        "document_id": held.document_id,
        **asdict(about),
        "origins": dict(about.origins),
        "fetched": dict(about.fetched),
        "path": held.path,
        "file": str(held.file) if held.file else None,
        "sha256": held.sha256,
        "media_type": held.media_type,
        "is_note": held.is_note,
        "pages": held.page_count,
        "passages": held.passage_count,
        "problems": held.problems,
        "added": held.added,
        "editions": [asdict(issue) for issue in standing.issues] if standing else [],
    }


def inspection_json(inspection: Inspection) -> Json:
    """What check found as JSON values."""
    return {**asdict(inspection), "sound": inspection.sound}
