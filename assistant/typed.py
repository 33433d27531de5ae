"""How far a sentence holds what is asked for: of the kind asked, bound to what it counts, in its
year. Pure, and no model.

A sentence on the right topic that gives no share does not answer "what share", nor does one that
counts grants answer how many jobs there were.
"""

import itertools
import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from assistant.quantities import Quantity, quantities
from assistant.question import Kind, Part
from assistant.question.words import STOP, content_words, stem, words


class Asks(StrEnum):
    """What must stand in a sentence that answers; TEXT: nothing that can be told by its form."""

    MONEY = "money"
    SHARE = "share"
    COUNT = "count"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    ADVICE = "advice"
    TEXT = "text"


_HOW_MANY = re.compile(r"\bhow many ((?:[\w'’-]+[ ,?]*){1,6})", re.I)
_SHARE = re.compile(r"\b(?:share|proportion|percentages?|per cent|fraction|percent)\b", re.I)
_MONEY = re.compile(
    r"\b(?:money|how much (?:funding|did .* (?:cost|spend)|does .* cost|is .* worth)|costs?|budget"
    r"|spent|spend(?:ing)?|fund(?:s|ed|ing)?|pay|paid|price|salary|grants?|award(?:ed)?|worth"
    r"|fines?|penalty|invest(?:ed|ment)?|£|pounds?)\b",
    re.I,
)
# A header, caption or line of units of a table says it for the bare figures below.
_ROW_OF_SHARES = re.compile(r"%|\bper ?cent|\bpercentages?\b", re.I)
_ROW_OF_SUMS = re.compile(r"[£$€]|\bpounds?\b", re.I)
_OWN_NAME = re.compile(r"[A-Z]\w+(?: [A-Z]\w+)+")
_SUM = frozenset("£$€")
_ADVICE_ASKED = re.compile(
    r"\b(?:what|which)\b.*\b(?:recommend|recommendations?|propose[ds]?|proposals?"
    r"|(?<!the )(?<!['’]s )call(?:s|ed)? for)\b",
    re.I,
)
_ADVISES = re.compile(
    r"\b(?:recommend\w*|propos(?:e[ds]?|als?)|call(?:s|ed|ing)? (?:for|on)|urge[ds]?|advise[ds]?"
    # Who "suggests that" reports what was found.
    r"|suggest(?:s|ed|ions?)?(?! that\b)|should|needs? to|ought)\b",
    re.I,
)
_NAME = re.compile(r"\b(?:[A-Z][a-z’']+(?:-[A-Z][a-z]+)*|[A-Z]{2,})\b")
_DATE = re.compile(
    r"\b(?:19|20)\d{2}\b|\b(?:january|february|march|april|may|june|july|august|september|october"
    r"|november|december|spring|summer|autumn|winter)\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
# "The 2013 response", "the strategies from 2018": the year of a publication, not of what it says.
_OF_A_PAPER = re.compile(
    r"\b(?:19|20)\d{2} (?=[a-z])(?!to |and |or |that |was |were |did |than |as |but |when |in )"
    r"|(?:report|paper|strateg(?:y|ies)|plan|review|response|survey|code|guide|guidance|evaluation"
    r"|publication|study)s? (?:from|of|in) (?:19|20)\d{2}\b"
)
# Plural without an s.
_PLURAL = frozenset("people children men women staff sheep hens data".split())
_NEAR = 6
# Who runs a thing is said in any of these words.
_LEADS = frozenset(
    stem(word)
    for word in "lead leads led leader heads headed run runs directs director chair chaired "
    "chairs manages manager".split()
)
# What a verb says of somebody its noun says too: "funds" and "funder".
_LEAST_SHARED, _ENDING = 4, 4
# "Seven of the nine", "one in three".
_OF_SO_MANY = re.compile(r"\W*(?:(?:out )?of (?:the |these |those |all )?|in )$", re.I)
# What is counted goes by several names.
_SAME = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "people persons adults residents participants respondents individuals members women men "
        "learners students workers employees staff households inhabitants applicants",
        "areas authorities councils places districts regions boroughs",
        "studies evaluations papers reviews",
        "firms businesses companies employers enterprises smes",
        "homes houses dwellings households properties",
        "projects schemes initiatives programmes pilots interventions",
        "applications bids proposals submissions",
        "schools academies", "jobs posts roles", "visits trips journeys",
    )
)  # fmt: skip


@lru_cache(maxsize=512)
def asks(kind: Kind, text: str) -> Asks:
    """What a part of this kind and wording asks for.

    >>> asks(Kind.FIGURE, "How many jobs were created?")
    <Asks.COUNT: 'count'>
    """
    if kind is Kind.WHEN:
        return Asks.DATE
    if kind is Kind.WHO:
        return Asks.NAME
    if kind is not Kind.FIGURE:
        return Asks.ADVICE if _ADVICE_ASKED.search(text) else Asks.TEXT
    if counted(text):
        return Asks.COUNT
    if _SHARE.search(text):
        return Asks.SHARE
    return Asks.MONEY if _MONEY.search(text) else Asks.NUMBER


@lru_cache(maxsize=512)
def counted(text: str) -> str:
    """The stemmed head of what is counted in "how many ..."; "" if nothing is.

    >>> counted("How many Levelling Up Partnerships are there?")
    'partnership'
    """
    found = _HOW_MANY.search(text)
    if found is None:
        return ""
    named = [word for word in words(found.group(1)) if word not in STOP]
    plural = [w for w in named if w in _PLURAL or (w.endswith("s") and not w.endswith("ss"))]
    return stem((plural or named or [""])[0])


def advises(text: str) -> bool:
    """Whether a text recommends something, or says that somebody does.

    >>> [advises(text) for text in ("The review calls for a fund.", "The fund opened in 2023.")]
    [True, False]
    """
    return _ADVISES.search(text) is not None


def holds(part: Part, said: str, around: str, *, is_row: bool = False) -> float:
    """How far a sentence holds what is asked for, in [0, 1].

    said: the sentence. around: its passage with title, headings and date of publication.
    is_row: True for a row of a table, whose header says what is counted.
    """
    asked = asks(part.kind, part.text)
    if asked is Asks.TEXT or part.premise:
        return 1.0
    if asked is Asks.ADVICE:
        return float(advises(said))
    found = _of_kind(asked, part, said, is_row=is_row)
    years = set(_YEAR.findall(_OF_A_PAPER.sub(" ", part.text)))
    if not _is_named(part.text, around):
        return 0.3 * found
    # Of several years ("from 1990 to 2010") a sentence often names one and its table the others.
    there = asked is Asks.DATE or not years or any(year in around for year in years)
    return found if there else 0.3 * found


def _is_named(text: str, around: str) -> bool:
    """Whether what is counted, if it goes by a name of its own, is spoken of there."""
    asked = _HOW_MANY.search(text)
    names = _OWN_NAME.findall(asked.group(1)) if asked else []
    return all(name.removesuffix("s").lower() in around.lower() for name in names)


def _of_kind(asked: Asks, part: Part, said: str, *, is_row: bool) -> float:
    if asked is Asks.DATE:
        return float(bool(set(_DATE.findall(said)) - set(_DATE.findall(part.text))))
    if asked is Asks.NAME:
        new = set(_NAME.findall(said[1:])) - set(_NAME.findall(part.text))
        return 0.0 if not new else 1.0 if _is_related(_relation(part), said) else 0.5
    figures = quantities(said)
    if asked is Asks.COUNT:
        return _counts(counted(part.text), said, figures, is_row=is_row)
    bare = any(_is_bare(figures))
    if asked is Asks.SHARE:
        named = is_row and bare and _ROW_OF_SHARES.search(said)
        given = any(q.unit in ("%", "points") for q in figures) or _is_ratio(said, figures)
        return 1.0 if named or given else 0.0
    if asked is Asks.MONEY:
        named = is_row and bare and _ROW_OF_SUMS.search(said)
        return 1.0 if named or any(q.unit in _SUM for q in figures) else 0.3 * bare
    return float(any(q.unit != "year" for q in figures))


def _relation(part: Part) -> set[str]:
    """The words of a question that are no names."""
    names = {stem(name.lower()) for name in _NAME.findall(part.text[1:])}
    asked = set(content_words(part.text)) - names
    return asked | _LEADS if asked & _LEADS else asked


def _is_related(asked: set[str], said: str) -> bool:
    """Whether a word of the text says what one asked for does, as a verb or as its noun."""
    there = {stem(word) for word in words(said)}
    return bool(asked & there) or any(_is_akin(one, other) for one in asked for other in there)


def _is_akin(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    ending = len(longer) - len(shorter)
    return len(shorter) >= _LEAST_SHARED and ending <= _ENDING and longer.startswith(shorter)


def _is_ratio(said: str, figures: tuple[Quantity, ...]) -> bool:
    """Whether a text gives so many of so many."""
    bare = [q for q in figures if q.unit == ""]
    return any(
        few.value < many.value and _OF_SO_MANY.fullmatch(said[few.end : many.start])
        for few, many in itertools.pairwise(bare)
    )


def _is_bare(figures: tuple[Quantity, ...]) -> Iterator[bool]:
    return (q.unit == "" for q in figures)


def _counts(head: str, said: str, figures: tuple[Quantity, ...], *, is_row: bool) -> float:
    """1.0 if a number stands beside what is counted, 0.6 if in one sentence with it."""
    bare = [q for q in figures if q.unit in ("", "year") and (q.unit == "" or is_row)]
    if not bare:
        return 0.0
    same = next((group for group in _SAME if head in group), frozenset({head}))
    if not same & {stem(word) for word in words(said)}:
        return 0.2
    if is_row:
        return 1.0
    for quantity in bare:
        after = [stem(word) for word in words(said[quantity.end :])[:_NEAR]]
        before = [stem(word) for word in words(said[: quantity.start])[-_NEAR // 2 :]]
        if same & {*after, *before}:
            return 1.0
    return 0.6
