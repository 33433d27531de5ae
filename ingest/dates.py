"""Dates of publication as ISO text, possibly partial, and finding them in prose."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join(f"{month[:3]}(?:{month[3:]})?" if month != "may" else month for month in _MONTHS)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d{2})"
_DAY_MONTH_YEAR = re.compile(rf"\b{_DAY}\s+(?:of\s+)?({_MONTH})\.?,?\s+{_YEAR}\b", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(rf"\b({_MONTH})\.?\s+{_DAY},?\s+{_YEAR}\b", re.IGNORECASE)
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,?\s+{_YEAR}\b", re.IGNORECASE)
_SLASHED = re.compile(rf"\b(\d{{1,2}})/(\d{{1,2}})/{_YEAR}\b")
_ISO = re.compile(rf"\b{_YEAR}-(\d{{2}})(?:-(\d{{2}}))?\b")


@dataclass(frozen=True)
class DateMention:
    """A date found at text[start:end]; iso: "2024-02-19" or "2024-02"."""

    iso: str
    start: int
    end: int


def is_iso(text: str) -> bool:
    """True for a real date written 2024, 2024-02 or 2024-02-19.

    >>> is_iso("2024-02"), is_iso("2024-02-31")
    (True, False)
    """
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    return match is not None and _real(*(int(part) if part else 1 for part in match.groups()))


def iso_in(text: str) -> str | None:
    """The first date in a text, British order, as ISO.

    >>> iso_in("Published 12 June 2014"), iso_in("March 2013"), iso_in("03/04/2020")
    ('2014-06-12', '2013-03', '2020-04-03')
    """
    first = min(dates_in(text), key=lambda mention: mention.start, default=None)
    return first.iso if first else None


def dates_in(text: str) -> list[DateMention]:
    """All dates with at least a month, in order, each once with as much as is written."""
    found: list[DateMention] = []
    for mention in _mentions(text):
        if all(mention.end <= other.start or mention.start >= other.end for other in found):
            found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _mentions(text: str) -> Iterator[DateMention]:
    """The fuller forms first."""
    for m in _DAY_MONTH_YEAR.finditer(text):
        yield from _mention(m, int(m[3]), _month(m[2]), int(m[1]))
    for m in _MONTH_DAY_YEAR.finditer(text):
        yield from _mention(m, int(m[3]), _month(m[1]), int(m[2]))
    for m in _SLASHED.finditer(text):
        yield from _mention(m, int(m[3]), int(m[2]), int(m[1]))
    for m in _ISO.finditer(text):
        yield from _mention(m, int(m[1]), int(m[2]), int(m[3]) if m[3] else None)
    for m in _MONTH_YEAR.finditer(text):
        yield from _mention(m, int(m[2]), _month(m[1]), None)


def _mention(match: re.Match[str], year: int, month: int, day: int | None) -> Iterator[DateMention]:
    if _real(year, month, day or 1):
        iso = f"{year}-{month:02}" + (f"-{day:02}" if day else "")
        yield DateMention(iso, match.start(), match.end())


def _month(name: str) -> int:
    return next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name.lower()[:3]))


def _real(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True
