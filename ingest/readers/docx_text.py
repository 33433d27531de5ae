"""The text inside one Word paragraph, cell or note."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from ingest.readable import raised
from ingest.readers.docx_styles import is_bold
from ingest.readers.packed import attribute, child, tag_of

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


@dataclass(frozen=True)
class TextBox:
    """A text box anchored here: paragraphs and tables of its own."""

    content: Any


Part = str | PageBreak | NoteRef | TextBox


def part_text(element: Any) -> str:
    """All text in an element, its paragraphs on lines of their own, text boxes after their line."""
    words: list[str] = []
    for part in paragraph_parts(element):
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, TextBox):
            words.append("\n" + part_text(part.content))
    return "".join(words)


def paragraph_parts(element: Any) -> Iterator[Part]:
    """Text, page breaks, note marks and text boxes in reading order.

    Hidden and deleted text is left out; moved text stands where it was moved to.
    """
    waiting: list[Any] = [element]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
            continue
        tag = tag_of(current)
        if tag == "txbxContent" and current is not element:
            yield TextBox(current)
            continue
        if tag in _SKIPPED or (tag == "r" and _is_hidden(current)):
            continue
        yield from _own(tag, current)
        if tag == "p" and current is not element:
            waiting.append("\n")
        waiting.extend(reversed(current))


def all_bold(paragraph: Any, styles: Collection[str]) -> bool:
    """Whether every letter of a paragraph is bold. styles: ids of those that make bold."""
    base = _style_of(child(paragraph, "pPr"), "pStyle") in styles
    runs = [
        run
        for run in paragraph.iter("{*}r")
        if any((text.text or "").strip() for text in run.iter("{*}t"))
    ]
    return bool(runs) and all(_is_bold(child(run, "rPr"), styles, base) for run in runs)


def _is_bold(properties: Any, styles: Collection[str], base: bool) -> bool:
    own = is_bold(properties)
    return base or _style_of(properties, "rStyle") in styles if own is None else own


def _style_of(properties: Any, name: str) -> str:
    style = child(properties, name)
    return attribute(style, "val") if style is not None else ""


def _own(tag: str, element: Any) -> Iterator[Part]:
    if tag == "t" and element.text:
        yield raised(element.text) if _is_raised(element.getparent()) else element.text
    elif tag in ("tab", "ptab"):
        yield " "
    elif tag == "cr":
        yield "\n"
    elif tag == "noBreakHyphen":
        yield "-"
    elif tag == "lastRenderedPageBreak":
        yield PageBreak()
    elif tag == "br":
        yield PageBreak() if attribute(element, "type") == "page" else "\n"
    elif tag in ("footnoteReference", "endnoteReference"):
        yield NoteRef(tag.removesuffix("Reference"), attribute(element, "id"))


def _is_raised(run: Any) -> bool:
    set_as = run.xpath("./*[local-name()='rPr']/*[local-name()='vertAlign']")
    return bool(set_as) and attribute(set_as[0], "val") == "superscript"


def _is_hidden(run: Any) -> bool:
    hidden = run.xpath("./*[local-name()='rPr']/*[local-name()='vanish']")
    return bool(hidden) and attribute(hidden[0], "val") not in ("0", "false", "off")
