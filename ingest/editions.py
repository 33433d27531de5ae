"""Are two publications one work? What is an edition, a copy, an issue of a series, or neither."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ingest.shingles import Hashes, shares
from ingest.versions import Version, version_of

# A text with fewer runs of words says too little to be told from another.
LEAST_RUNS = 60
# Of the samples of two texts, so many must agree before the texts are compared.
LEAST_SAMPLES = 8
# The larger share of one text in the other, and the smaller, from which they are one work; and
# from which they are the same text. Judged on one real pair (0.67 and 0.49) and made ones.
_MOST, _LEAST = 0.5, 0.3
_COPY = 0.85
_IDENTICAL = 0.9995
# The same publication carries dates some weeks apart as a page and as a file.
_WEEKS_APART_DAYS = 60
# How often a name must stand in a text to be what the text is about.
_OFTEN = 3
_SELDOM = 0.2

_BODY = re.compile(
    r"\b((?:[A-Z][\w'\u2019-]+\s+(?:(?:and|of|the|upon|on)\s+)*){1,4})"
    r"(?:Council|Borough|Trust|Board|University|College|Partnership|LEP|Authority|Constabulary)\b"
)
_CAPITALISED = re.compile(r"\b[A-Z][\w\u2019'-]+")

PlacesIn = Callable[[str], Sequence[str]]


class Link(StrEnum):
    """How two documents belong together. The first four make them one work.

    COPY: the same text in another file or format. EDITION: another version of the text. ENTRY: of
    one catalogue entry, such as a note and its publication. SUPERSEDES: the first replaces the
    second. SERIES: issues of one periodical, each a work of its own.
    """

    COPY = "copy"
    EDITION = "edition"
    ENTRY = "entry"
    SUPERSEDES = "supersedes"
    SERIES = "series"


@dataclass(frozen=True)
class Looked:
    """What a comparison needs of a document. text: its pages, joined."""

    title: str
    published: str | None
    media_type: str
    runs: Hashes
    text: str

    @property
    def version(self) -> Version:
        """What the title says."""
        return version_of(self.title)


@dataclass(frozen=True)
class Relation:
    """link: how they belong together. share, back: of the first text in the second, and of the
    second in the first. words: what it was decided by, for people.
    """

    link: Link
    share: float
    back: float
    words: str


def relation(first: Looked, second: Looked, places_in: PlacesIn) -> Relation | None:
    """How two texts belong together; None if each stands for itself.

    A text that holds most of another but is several times as long is its source, not its edition:
    summaries, annexes and extracts stay apart. So do two fillings of one template.
    """
    if min(len(first.runs), len(second.runs)) < LEAST_RUNS:
        return None
    share, back = shares(first.runs, second.runs)
    if max(share, back) < _MOST or min(share, back) < _LEAST:
        return None
    one, other = first.version, second.version
    if one.parts != other.parts and min(share, back) < _COPY:
        return None
    words = f"{share:.0%} of its text stands in the other, {back:.0%} of the other's in it"
    if _issues(first, second):
        return Relation(Link.SERIES, share, back, f"issues of one series; {words}")
    if _about_another(first, second, places_in):
        return None
    same = min(share, back) >= (_COPY if _same_version(first, second) else _IDENTICAL)
    return Relation(Link.COPY if same else Link.EDITION, share, back, words)


def _issues(first: Looked, second: Looked) -> bool:
    """Of different years, and of a kind that comes out again and again."""
    one, other = first.version, second.version
    if not (one.periodical and other.periodical):
        return False
    years = (set(one.years), set(other.years))
    if all(years):
        return years[0] != years[1]
    dates = (first.published or "")[:4], (second.published or "")[:4]
    return bool(dates[0] and dates[1] and dates[0] != dates[1])


def _same_version(first: Looked, second: Looked) -> bool:
    """Nothing in title or date tells the one from the other."""
    one, other = first.version, second.version
    years_apart = bool(one.years and other.years) and one.years != other.years
    return one.order == other.order and not years_apart and not _dated_apart(first, second)


def _dated_apart(first: Looked, second: Looked) -> bool:
    dates = first.published or "", second.published or ""
    width = min(map(len, dates))
    if dates[0][:width] == dates[1][:width]:
        return False
    if first.media_type == second.media_type or width < len("2024-02"):
        return True
    days = [date.fromisoformat(f"{text}-01"[:10]) for text in dates]
    return abs((days[0] - days[1]).days) > _WEEKS_APART_DAYS


def _about_another(first: Looked, second: Looked, places_in: PlacesIn) -> bool:
    """One template filled in for two places or bodies: each names what the other does not."""
    titles = set(_names(first.title)), set(_names(second.title))
    texts = first.text.casefold(), second.text.casefold()
    if any(n not in texts[1] for n in titles[0] - titles[1]) and any(
        n not in texts[0] for n in titles[1] - titles[0]
    ):
        return True
    return any(
        _led_by_others(Counter(names(first.text)), Counter(names(second.text)))
        for names in (places_in, _bodies)
    )


def _led_by_others(first: Counter[str], second: Counter[str]) -> bool:
    """The name that each has most often, the other has seldom or never."""
    if not first or not second:
        return False
    (one, often), (other, as_often) = first.most_common(1)[0], second.most_common(1)[0]
    return (
        one != other
        and min(often, as_often) >= _OFTEN
        and second[one] <= _SELDOM * often
        and first[other] <= _SELDOM * as_often
    )


def _names(title: str) -> list[str]:
    """Words of a title that begin with a capital and say nothing about its version."""
    subject = set(version_of(title).subject.split())
    words = (word.casefold() for word in _CAPITALISED.findall(title))
    return [word for word in words if word in subject]


def _bodies(text: str) -> list[str]:
    return [" ".join(m[0].split()) for m in _BODY.finditer(text)]
