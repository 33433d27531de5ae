"""The text inside one paragraph, cell or note of an OpenDocument file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ingest.readable import raised
from ingest.readers.packed import attribute, child, children, tag_of

# Remarks, deleted text, descriptions of pictures, and marks that are no text.
_SKIPPED = frozenset(
    "annotation annotation-end tracked-changes ruby-text note-citation title desc object "
    "object-ole script event-listeners forms hidden-text".split()
)
_HEADING = re.compile(r"Heading(?:_20_)?(\d+)?", re.IGNORECASE)
_CAPTIONS = frozenset({"caption", "table", "illustration", "figure", "drawing"})
_NOT_OWN = _SKIPPED | {"note", "text-box", ""}
_DEEPEST_STYLE = 12
_BOLD = frozenset({"bold", "600", "700", "800", "900"})


@dataclass(frozen=True)
class PageBreak:
    """A page ends here, as last laid out."""


@dataclass(frozen=True)
class Note:
    """A footnote or endnote, where its mark stands."""

    body: Any


@dataclass(frozen=True)
class Aside:
    """A text box, or a table in a frame, anchored here."""

    content: Any


Part = str | PageBreak | Note | Aside


@dataclass
class Styles:
    """What a style name means. Filled from styles.xml, then from the content's own styles."""

    hidden: set[str] = field(default_factory=set)
    breaks: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)
    _weights: dict[str, bool] = field(default_factory=dict)
    _parents: dict[str, str] = field(default_factory=dict)
    _levels: dict[str, int] = field(default_factory=dict)

    def learn(self, container: Any) -> None:
        """container: an element that holds style elements."""
        for style in children(container, "style"):
            name = attribute(style, "name")
            self._parents[name] = attribute(style, "parent-style-name")
            level = attribute(style, "default-outline-level")
            if level.isdigit():
                self._levels[name] = int(level)
            if attribute(style, "master-page-name"):
                self.breaks.add(name)
            for properties in style:
                if attribute(properties, "break-before") == "page":
                    self.breaks.add(name)
                if attribute(properties, "text-position").startswith("super"):
                    self.raised.add(name)
                if weight := attribute(properties, "font-weight"):
                    self._weights[name] = weight in _BOLD
                hides = attribute(properties, "display") == "none"
                if hides or attribute(properties, "visibility") == "hidden":
                    self.hidden.add(name)

    def is_caption(self, name: str) -> bool:
        """True for the styles of captions, and those made from them."""
        for _ in range(_DEEPEST_STYLE):
            if name.lower() in _CAPTIONS:
                return True
            name = self._parents.get(name, "")
        return False

    def is_bold(self, name: str) -> bool | None:
        """Whether a style makes letters bold; None where it leaves that to what holds them."""
        for _ in range(_DEEPEST_STYLE):
            if name in self._weights or name not in self._parents:
                break
            name = self._parents[name]
        return self._weights.get(name)

    def level(self, name: str) -> int | None:
        """The heading level of a paragraph style, 0 for a title, None for other text."""
        for _ in range(_DEEPEST_STYLE):
            if not name:
                return None
            if name in self._levels:
                return self._levels[name]
            heading = _HEADING.fullmatch(name)
            if heading:
                return int(heading[1] or 1)
            if name in ("Title", "Subtitle"):
                return 0 if name == "Title" else None
            name = self._parents.get(name, "")
        return None


def part_text(element: Any, styles: Styles) -> str:
    """All text in an element, its paragraphs on lines of their own, text boxes included."""
    words: list[str] = []
    for part in paragraph_parts(element, styles):
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Aside):
            words.append("\n" + part_text(part.content, styles))
    return "".join(words)


def paragraph_parts(element: Any, styles: Styles) -> Iterator[Part]:
    """Text, page breaks, notes and text boxes in reading order. Hidden text is left out."""
    waiting: list[Any] = [element]
    while waiting:
        current = waiting.pop()
        if isinstance(current, str):
            yield current
            continue
        tag = tag_of(current)
        if current is not element and current.tail:
            waiting.append(re.sub(r"\s+", " ", current.tail))
        if not tag or tag in _SKIPPED or is_hidden(current, styles):
            continue
        own = _own(tag, current, is_root=current is element)
        if own is not None:
            yield own
        if isinstance(own, Note | Aside):
            continue
        if tag in ("p", "h") and current is not element:
            waiting.append("\n")
        waiting.extend(reversed(current))
        if current.text and tag in _TEXT_BEARING:
            text = re.sub(r"\s+", " ", current.text)
            is_raised = tag == "span" and attribute(current, "style-name") in styles.raised
            waiting.append(raised(text) if is_raised else text)


# White space between other elements is no text.
_TEXT_BEARING = frozenset(
    "p h span a ruby-base meta meta-field bookmark-ref reference-ref note-ref sequence "
    "sequence-ref date time page-number page-count chapter author-name author-initials "
    "file-name subject keywords description user-defined variable-set variable-get user-field-get "
    "user-field-input text-input expression placeholder conditional-text drop-down "
    "database-display sender-firstname sender-lastname sender-company measure".split()
)


def is_hidden(element: Any, styles: Styles) -> bool:
    """True if the element is not shown."""
    if attribute(element, "is-hidden") == "true" or attribute(element, "display") == "none":
        return True
    return attribute(element, "style-name") in styles.hidden


def all_bold(paragraph: Any, styles: Styles) -> bool:
    """Whether every letter of a paragraph is bold."""
    waiting = [(paragraph, False)]
    found = False
    while waiting:
        element, bold = waiting.pop()
        own = styles.is_bold(attribute(element, "style-name"))
        bold = bold if own is None else own
        for text in (element.text, *(each.tail for each in element)):
            if text and text.strip():
                if not bold:
                    return False
                found = True
        waiting += [(e, bold) for e in element if tag_of(e) not in _NOT_OWN]
    return found


def _own(tag: str, element: Any, *, is_root: bool) -> Part | None:
    if tag == "s":
        count = attribute(element, "c")
        return " " * min(int(count), 100) if count.isdigit() else " "
    if tag == "tab":
        return " "
    if tag == "line-break":
        return "\n"
    if tag == "soft-page-break":
        return PageBreak()
    if tag == "note":
        return Note(child(element, "note-body"))
    if tag in ("text-box", "table") and not is_root:
        return Aside(element)
    return None
