"""What a title says about which version of which publication it is."""

import re
from dataclasses import dataclass

_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    "|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# "2016-17", "2010/11": the year of a report that comes every year. "2012-2014" is a span.
_BUSINESS_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s?[-/\u2013]\s?(\d{2})(?!\d)")
_PERIODICAL = re.compile(
    r"\b(?:annual|yearly|quarterly|monthly|weekly|biennial|yearbook|bulletin|newsletter|statistics"
    r"|accounts|mandate|budget|survey|issue \d+|wave \d+|(?:first|second|third|fourth) quarter"
    r"|q[1-4])\b",
    re.IGNORECASE,
)
_DRAFT = re.compile(
    r"\b(?:draft|interim|preliminary|provisional|pre-?publication)\b", re.IGNORECASE
)
_REVISED = re.compile(
    r"\b(?:revised|refresh(?:ed)?|updated|amended|reissue[d]?|reprint(?:ed)?|corrected"
    r"|(?:new|second|third|fourth|fifth|\d+(?:st|nd|rd|th)) edition|revision)\b",
    re.IGNORECASE,
)
# What is drawn from a publication or goes with it is no version of it.
_PART = re.compile(
    r"\b(?:summary|summaries|annex(?:es)?|appendix|appendices|easy read|key findings|at a glance"
    r"|factsheet|response|consultation|update|addendum|erratum|errata|infographics?|slides"
    r"|technical (?:report|note|annex)|methodology|data tables|toolkit|part \d+|volume \d+"
    r"|chapter \d+)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\b(?:v|ver|version|edition|rev|revision)[ .]?(\d+(?:\.\d+)*)\b", re.IGNORECASE
)
_ORDINALS = {word: n for n, word in enumerate("first second third fourth fifth sixth".split(), 1)}
_ORDINAL = re.compile(
    r"\b(" + "|".join(_ORDINALS) + r"|\d+(?:st|nd|rd|th)) edition\b", re.IGNORECASE
)
_NO_SUBJECT = re.compile(
    rf"\b(?:a|an|the|of|for|to|and|in|on|by|with|final|finals?|version|edition|copy|pdf|html|web"
    rf"|print|accessible|withdrawn|archived|{_MONTH})\b",
    re.IGNORECASE,
)
_SYMBOL = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Version:
    """Which version of what a title names.

    subject: its words without dates, version words and small words; two versions of one
    publication have the same. years: every year named. number: (2, 1) for "v2.1". stage: -1 for a
    draft, 1 for a revised edition, else 0. words: the version words as written, "" if none.
    periodical: it comes every year or so. parts: "summary", "annex" and the like that it names.
    """

    subject: str
    years: tuple[int, ...]
    number: tuple[int, ...]
    stage: int
    words: str
    periodical: bool
    parts: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[int, tuple[int, ...]]:
        """Later versions sort after earlier ones, as far as the words tell."""
        return (self.stage, self.number)


def version_of(title: str) -> Version:
    """Read a title.

    >>> version_of("Open Data Strategy - Revised April 2013").subject
    'open data strategy'
    >>> version_of("Benefits Strategy v2.0 FINAL").number, version_of("Annual Report 2010/11").years
    ((2, 0), (2010,))
    """
    years = tuple(int(year) for year in _YEAR.findall(title))
    revised, draft = _REVISED.search(title), _DRAFT.search(title)
    number, counted = _NUMBER.search(title), _ORDINAL.search(title)
    periodical = bool(_PERIODICAL.search(title) or _BUSINESS_YEAR.search(title))
    steps: tuple[int, ...] = ()
    if number:
        steps = tuple(int(part) for part in number[1].split("."))
    elif counted:
        steps = (_ORDINALS.get(counted[1].lower()) or int(re.sub(r"\D", "", counted[1])),)
    words = [m[0] for m in (revised, draft, number, counted) if m]
    stage = -1 if draft else 1 if revised else 0
    parts = frozenset(part.lower() for part in _PART.findall(title))
    if draft:  # "Draft for consultation" is an earlier version of the plan itself.
        parts -= {"consultation"}
    said = ", ".join(dict.fromkeys(words))
    return Version(_subject(title), years, steps, stage, said, periodical, parts)


def _subject(title: str) -> str:
    bare = title
    for pattern in (_BUSINESS_YEAR, _YEAR, _ORDINAL, _NUMBER, _REVISED, _DRAFT):
        bare = pattern.sub(" ", bare)
    bare = _NO_SUBJECT.sub(" ", _SYMBOL.sub(" ", bare))
    return " ".join(word for word in bare.lower().split() if not word.isdigit())
