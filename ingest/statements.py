"""What a publication says about its own standing: withdrawn, superseded, replacing another."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.versions import version_of

_KIND = (
    "(?:publication|document|guidance|guide|report|notice|page|paper|policy(?: paper)?|strategy"
    "|plan|programme|consultation|code(?: of practice)?|statement|note|circular|edition|version"
    "|framework|prospectus|manual|update|refresh|review|form|research|(?:[a-z]+ )?strategy"
    "|release|bulletin|data ?set|toolkit|factsheet)"
)
_START = r"(?:\A|[.!?:\n\t\u2022]\s*)"
_WITHDRAWN = re.compile(
    rf"{_START}(this (?:(?!previous|earlier|former|old|last|first)[a-z-]+\s+){{0,3}}?{_KIND}\s+"
    r"(?:was|has\s+(?:now\s+)?been|is\s+now|is)\s+(?:now\s+)?"
    r"(?:withdrawn|archived\s+and\s+withdrawn)\b[^.\n]{0,100})",
    re.IGNORECASE,
)
# "This publication has been withdrawn."
_WITHDRAWN_WELSH = re.compile(
    rf"{_START}([^.\n]{{0,60}}\b(?:hwn|hon)\s+wedi(?:\s+ei|['\u2019]i)?\s+(?:d|th)ynnu"
    r"(?:['\u2019]n|\s+yn)\s+\u00f4l\b[^.\n]{0,100})",
    re.IGNORECASE,
)
_MARKED_WITHDRAWN = re.compile(
    r"(?:\A|\n)[ \t]*(\[?withdrawn(?:\]?|(?: on)? \d{1,2} [a-z]+ \d{4}|: this [^\n]{3,100}))"
    r"[ \t]*(?=\n|\Z)",
    re.IGNORECASE,
)
_SUPERSEDED = re.compile(
    rf"{_START}(this {_KIND}\s+(?:was|has\s+(?:now\s+)?been|is\s+now|is)\s+(?:superseded|replaced)"
    r"\s+by\s+[^.\n]{3,140})",
    re.IGNORECASE,
)
_SUPERSEDES = re.compile(
    rf"{_START}((?:this\s+(?:\w+\s+){{0,2}}{_KIND}|it)\s+(?:now\s+)?(?:updates\s+and\s+)?"
    r"(?:supersedes|replaces|supplants|is\s+(?:a\s+revision|an\s+update(?:d\s+version)?)\s+of)\s+"
    r"([^.;]{3,220}))",
    re.IGNORECASE,
)
# "the previous strategy", "our 2015 guidance", "the version published in March 2015".
_FORMER = re.compile(
    r"(?:the|our|its|all)\s+(?:(?:previous|earlier|original|first|last|existing|former|\d{4})\s+)*"
    rf"{_KIND}s?\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_REST = re.compile(
    r"(?:\s|,|\(|which|that|was|were|issued|published|dated|launched|of|in|on|from|by us|\d{4}"
    r"|\d{1,2}(?:st|nd|rd|th)?|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|\))*",
    re.IGNORECASE,
)
_TITLE_END = re.compile(
    r"[,(]|\s(?:which|that|published|issued|dated|as|and\s+(?:is|was|will|should|sets)|with\s+effect"
    r"|from\s+\d|in\s+\d{4}|of\s+\d{4})\b"
)
_QUOTED = re.compile(r"[\u2018\u201c\"'](.{6,200}?)[\u2019\u201d\"']")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_BANNER_CHARACTERS = 3_000
_PAGES_READ = 6
_LEAST_WORDS = 3


@dataclass(frozen=True)
class Replaced:
    """Something that a publication says it replaces.

    subject: as in `versions.Version`; "" stands for the publication's own subject. year: of the
    replaced one, None if not said. words: the sentence that says so.
    """

    subject: str
    year: int | None
    words: str


@dataclass(frozen=True)
class Said:
    """status: withdrawn, superseded or "" (nothing said); words: the sentence that says it."""

    status: str
    words: str


def status_said(pages: Sequence[str], title: str = "") -> Said:
    """What the opening of a publication says about itself.

    >>> status_said(["Local plans. This guidance was withdrawn on 3 May 2019. It said ..."]).words
    'This guidance was withdrawn on 3 May 2019'
    """
    opening = "\n".join(pages[:2])[:_BANNER_CHARACTERS]
    found = _WITHDRAWN.search(opening) or _WITHDRAWN_WELSH.search(opening)
    if found := found or _MARKED_WITHDRAWN.search(opening[:600]):
        return Said("withdrawn", _flat(found[1]))
    if re.search(r"[\[(]withdrawn[\])]", title, re.IGNORECASE):
        return Said("withdrawn", title)
    if found := _SUPERSEDED.search(opening):
        return Said("superseded", _flat(found[1]))
    return Said("", "")


def replaced_by(pages: Sequence[str]) -> tuple[Replaced, ...]:
    """What a publication says it replaces, from its first pages.

    >>> replaced_by(["This guidance supersedes the 2015 strategy."])[0].year
    2015
    >>> replaced_by(["It replaces the Code for Laying Hens, issued in 2002."])[0].subject
    'code laying hens'
    """
    found = []
    for sentence in _SUPERSEDES.finditer("\n".join(pages[:_PAGES_READ])):
        words, what = _flat(sentence[1]), _flat(sentence[2])
        years = [int(year) for year in _YEAR.findall(what)]
        year = years[0] if len(set(years)) == 1 else None
        former = _FORMER.fullmatch(what)
        if former and _REST.fullmatch(former["rest"]):
            found.append(Replaced("", year, words))
            continue
        quoted = _QUOTED.search(what)
        subject = version_of(quoted[1] if quoted else _TITLE_END.split(what)[0]).subject
        if len(subject.split()) >= _LEAST_WORDS:
            found.append(Replaced(subject, year, words))
    return tuple(found)


def _flat(text: str) -> str:
    return " ".join(text.split())
