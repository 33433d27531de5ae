"""The formats of an export, and how each is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from assistant.answer import Answer, Hit
from assistant.export import lists
from assistant.export.briefing import Briefing, ExportRefused, briefing_of, selection_of
from ingest.index import Index


@dataclass(frozen=True)
class Format:
    """A kind of file. ending: with its dot."""

    name: str
    ending: str
    media_type: str


FORMATS = (
    Format(
        "word",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    Format("markdown", ".md", "text/markdown"),
    Format("ris", ".ris", "application/x-research-info-systems"),
    Format("bibtex", ".bib", "application/x-bibtex"),
    Format("csl", ".json", "application/vnd.citationstyles.csl+json"),
    Format("csv", ".csv", "text/csv"),
)


def format_of(path: Path) -> Format:
    """The format that a file name's ending asks for. Raises ExportRefused."""
    for kind in FORMATS:
        if path.suffix.lower() == kind.ending:
            return kind
    known = ", ".join(kind.ending for kind in FORMATS)
    raise ExportRefused(f"{path}: nothing is known of the ending “{path.suffix}”. Use {known}.")


def export_answer(answer: Answer, kind: Format, index: Index) -> bytes:
    """An answer as a file. Raises ExportRefused, naming each citation that does not hold."""
    return _written(briefing_of(answer, index, _today()), kind)


def export_hits(hits: Sequence[Hit], query: str, kind: Format, index: Index) -> bytes:
    """Passages as a file. Raises ExportRefused if none of them is held."""
    return _written(selection_of(hits, query, index, _today()), kind)


def _today() -> date:
    return datetime.now().astimezone().date()


def _written(briefing: Briefing, kind: Format) -> bytes:
    if kind.name == "word":
        # Loading python-docx takes a while, and few ask for it.
        from assistant.export.word import word

        return word(briefing)
    writers: dict[str, Callable[[], str]] = {
        "markdown": lambda: lists.markdown(briefing),
        "ris": lambda: lists.ris(briefing.references),
        "bibtex": lambda: lists.bibtex(briefing.references),
        "csl": lambda: lists.csl(briefing.references),
        "csv": lambda: lists.table(briefing),
    }
    # Excel takes a CSV file for UTF-8 only if it begins with this mark.
    encoding = "utf-8-sig" if kind.name == "csv" else "utf-8"
    return writers[kind.name]().encode(encoding)
