"""The transparency record: the entries of the standard filled with what is true here. Pure."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from assistant.export.cells import safe_cell
from ui import words
from ui.markup import escape

_SOURCE = Path(__file__).with_name("atrs.yaml")
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Entry:
    """A field of the standard. text: empty where the deploying organisation has to fill it in."""

    number: str
    name: str
    text: str


@dataclass(frozen=True)
class Part:
    """A tier or section of the standard with its fields."""

    name: str
    entries: tuple[Entry, ...]


def record(facts: Mapping[str, str]) -> tuple[Part, ...]:
    """The record. facts: placeholder -> what is true here; "" leaves the field to be filled in.

    Raises KeyError for a placeholder that `facts` does not know.
    """
    return tuple(
        Part(name, tuple(Entry(n, title, _filled(text, facts)) for n, title, text in entries))
        for name, entries in _template()
    )


def open_fields(parts: tuple[Part, ...]) -> int:
    """How many fields are left to the deploying organisation."""
    return sum(not entry.text for part in parts for entry in part.entries)


def record_html(parts: tuple[Part, ...]) -> str:
    """The record as headed lists; open fields are marked."""
    shown = []
    for part in parts:
        rows = "".join(
            f"<div><dt>{escape(f'{entry.number} {entry.name}')}</dt>"
            f"<dd>{_text_html(entry.text)}</dd></div>"
            for entry in part.entries
        )
        shown.append(f"<h3>{escape(part.name)}</h3><dl class='facts record'>{rows}</dl>")
    return "".join(shown)


def record_markdown(parts: tuple[Part, ...], title: str) -> str:
    """The record as Markdown."""
    lines = [f"# {title}", ""]
    for part in parts:
        lines += [f"## {part.name}", ""]
        for entry in part.entries:
            text = entry.text or f"[{words.RECORD_OPEN}]"
            lines += [f"### {entry.number} {entry.name}", "", text, ""]
    return "\n".join(lines)


def record_csv(parts: tuple[Part, ...]) -> str:
    """The record as CSV: part, number, field, text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["part", "number", "field", "text"])
    for part in parts:
        for entry in part.entries:
            row = (part.name, entry.number, entry.name, entry.text or f"[{words.RECORD_OPEN}]")
            writer.writerow([safe_cell(value) for value in row])
    return out.getvalue()


@cache
def _template() -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    read = yaml.safe_load(_SOURCE.read_text(encoding="utf-8"))
    return tuple(
        (part["part"], tuple((str(n), str(name), str(text)) for n, name, text in part["entries"]))
        for part in read
    )


def _filled(text: str, facts: Mapping[str, str]) -> str:
    # Not str.format: a fact may hold braces, and is not to be read again.
    return " ".join(_PLACE.sub(lambda found: facts[found[1]], text).split())


def _text_html(text: str) -> str:
    return escape(text) if text else f'<span class="verdict">{words.RECORD_OPEN}</span>'
