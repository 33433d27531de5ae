"""Figures of a claim beside figures of its evidence."""

import re
from collections.abc import Iterator
from math import floor, log10

from assistant.grounding.senses import reach
from assistant.grounding.wording import Token, Tokens
from assistant.quantities import Quantity, agree
from assistant.verdict import Finding, FindingKind


def figure_findings(token: Token, there: Tokens, *, placed: bool) -> Iterator[Finding]:
    """What is wrong with a figure, or how it is said otherwise; nothing if it stands there.

    there: the words in its place if that is known (`placed`), else all of the evidence.
    """
    if any(token.norm == other.norm for other in there):
        return
    figures = [other for other in there if other.quantity is not None]
    alike = next((o for o in figures if compatible(token, o) or _in_decade(token, o)), None)
    if alike is not None:
        yield Finding(_kind(token), token.text, alike.text, agrees=True)
        return
    if not placed and (token.text.lower() == "one" or (token.ordinal and not _ordinals(there))):
        # "One of the largest" and "the first" are seldom counted.
        return
    if token.quantity is None:
        yield Finding(FindingKind.NUMBER, token.text, figures[0].text if figures else "")
        return
    same = next((o for o in figures if _value(o) == token.quantity.value), None)
    if same is not None:
        yield Finding(FindingKind.UNIT, token.text, same.text)
        return
    if placed and not figures and token.quantity.value <= 1:
        # "one" and "a" are often no figures at all, unless they took the place of "each".
        if any(reach(other) for other in there):
            yield Finding(FindingKind.SCOPE, token.text, " ".join(other.text for other in there))
        return
    yield Finding(_kind(token), token.text, _nearest(token.quantity, figures))


def compatible(token: Token, other: Token) -> bool:
    """Whether a claim's figure can stand for its source's, though it is not the same.

    A rough one stands for an exact one within a tenth, and for another rough one only where it is
    that one rounded: "about 50%" for "around 53%", never the other way round. "More
    than 400" and "after 2010" stand for 412 and for 2014.
    """
    mine, theirs = token.quantity, other.quantity
    if mine is None or theirs is None:
        return False
    if token.bound and not other.bound and mine.unit == theirs.unit:
        return _reaches(token.bound, mine, theirs)
    if not agree(mine, theirs):
        return False
    if mine.value == theirs.value or mine.rough != theirs.rough:
        return True
    return _rounded(theirs.value, mine.value) == mine.value


def _in_decade(token: Token, other: Token) -> bool:
    """Whether a year or an age lies in "the 1990s" or "her 50s"."""
    decade = re.fullmatch(r"(\d+)0s", token.norm)
    value = _value(other)
    return decade is not None and value is not None and f"{value:.10g}"[:-1].endswith(decade[1])


def _reaches(bound: int, mine: Quantity, theirs: Quantity) -> bool:
    """Whether an exact figure lies beyond a bound, and not so far that nobody would say it so."""
    far = 10.0 if mine.unit == "year" else 0.5 * max(mine.value, 1.0)
    return 0 <= bound * (theirs.value - mine.value) <= far


def _ordinals(there: Tokens) -> list[Token]:
    return [other for other in there if other.ordinal]


def _rounded(value: float, like: float) -> float:
    """A value at as many significant digits as another is written with.

    >>> _rounded(53.0, 50.0), _rounded(50.0, 53.0)
    (50.0, 50.0)
    """
    if not value or not like:
        return value
    size = floor(log10(abs(like)))
    digits = next(n for n in range(12) if round(like, n - size) == like)
    return round(value, digits - floor(log10(abs(value))))


def _value(token: Token) -> float | None:
    return None if token.quantity is None else token.quantity.value


def _kind(token: Token) -> FindingKind:
    dated = token.quantity is not None and token.quantity.unit == "year"
    return FindingKind.DATE if dated else FindingKind.NUMBER


def _nearest(mine: Quantity, figures: Tokens) -> str:
    """The figure of the same unit that is nearest, for a reader to compare; "" if there is none."""
    alike = [
        (abs(other.quantity.value - mine.value), other.text)
        for other in figures
        if other.quantity is not None and other.quantity.unit == mine.unit
    ]
    return min(alike)[1] if alike else ""
