"""The text inside one Word paragraph, cell or note."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

# Text that was deleted, is shown elsewhere, or is a second copy for older programs.
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "rt"})


@dataclass(frozen=True)
class PageBreak:
    """A page ends here, by the author's will or as last printed."""


@dataclass(frozen=True)
class NoteRef:
    """A mark of a footnote or endnote. kind: "footnote" or "endnote"."""

    kind: str
    note_id: str


Part = str | PageBreak | NoteRef


def tag_of(element: Any) -> str:
    """The name of an element without its namespace; Word uses two namespaces for one format."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def part_text(element: Any) -> str:
    """All text in an element, its paragraphs on lines of their own."""
    return "".join(part for part in paragraph_parts(element) if isinstance(part, str))


def paragraph_parts(element: Any) -> Iterator[Part]:
    """Text, page breaks and note marks in reading order. Hidden and deleted text is left out."""
    waiting: list[Any] = [element]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
            continue
        tag = tag_of(current)
        if tag in _SKIPPED or (tag == "r" and _is_hidden(current)):
            continue
        yield from _own(tag, current)
        if tag == "p" and current is not element:
            waiting.append("\n")
        waiting.extend(reversed(current))


def _own(tag: str, element: Any) -> Iterator[Part]:
    if tag == "t" and element.text:
        yield element.text
    elif tag in ("tab", "ptab"):
        yield " "
    elif tag == "cr":
        yield "\n"
    elif tag == "noBreakHyphen":
        yield "-"
    elif tag == "lastRenderedPageBreak":
        yield PageBreak()
    elif tag == "br":
        yield PageBreak() if _attribute(element, "type") == "page" else "\n"
    elif tag in ("footnoteReference", "endnoteReference"):
        yield NoteRef(tag.removesuffix("Reference"), _attribute(element, "id"))


def _is_hidden(run: Any) -> bool:
    hidden = run.xpath("./*[local-name()='rPr']/*[local-name()='vanish']")
    return bool(hidden) and _attribute(hidden[0], "val") not in ("0", "false", "off")


def _attribute(element: Any, name: str) -> str:
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
