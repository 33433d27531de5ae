"""Footnotes of Markdown: "[^1]: text" below, "[^1]" where it is referred to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ingest.readable import TO_RAISED

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_REFERENCE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_BLOCK = re.compile(r" {0,3}(?:#{1,6} |```|~~~|[-*+>|] |\|)")
_GOES_ON = re.compile(r"(?: {4}|\t)\s*(?=\S)")


@dataclass
class Notes:
    """The notes of one file. texts: label -> its Markdown."""

    texts: dict[str, str] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def marked(self, text: str) -> str:
        """References to notes as raised digits, counted in the order in which they are met."""
        return _REFERENCE.sub(self._numbered, text)

    def in_order(self) -> list[tuple[str, str]]:
        """Mark and Markdown of each note, those first that `marked` has met; "" for no mark."""
        met = [(_mark(n), self.texts[label]) for label, n in self._numbers.items()]
        others = [text for label, text in self.texts.items() if label not in self._numbers]
        return [*met, *(("", text) for text in others)]

    def _numbered(self, found: re.Match[str]) -> str:
        if found[1] not in self.texts:
            return found[0]
        number = self._numbers.setdefault(found[1], len(self._numbers) + 1)
        return _mark(number)


def _mark(number: int) -> str:
    return str(number).translate(TO_RAISED)


def taken_apart(text: str) -> tuple[str, Notes]:
    """The text without the definitions of its notes, and these.

    A definition goes on up to a blank line, and below it in paragraphs that are indented.
    """
    notes: dict[str, list[str]] = {}
    kept: list[str] = []
    current: list[str] | None = None
    fenced = False
    blank = False
    for line in text.split("\n"):
        begins = None if fenced else _DEFINITION.match(line)
        if begins:
            current = notes.setdefault(begins[1], [])
            current.append(begins[2])
        elif current is not None and _goes_on(line, blank=blank):
            current += ["", line.strip()] if blank else [line.strip()]
        else:
            if line.strip():
                current = None
            fenced ^= bool(_FENCE.match(line))
            kept.append(line)
        blank = not line.strip()
    return "\n".join(kept), Notes(_joined(notes))


def _goes_on(line: str, *, blank: bool) -> bool:
    """Whether a line belongs to the note above it. blank: the line between the two is blank."""
    if blank:
        return bool(_GOES_ON.match(line))
    return bool(line.strip()) and not _BLOCK.match(line)


def _joined(notes: Mapping[str, list[str]]) -> dict[str, str]:
    return {label: "\n".join(lines) for label, lines in notes.items()}
