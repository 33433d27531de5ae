"""Pieces of a sentence: is it one noun phrase, where does its clause end, capital or not."""

import re
from collections.abc import Collection

from eval.drafting.verbs import FINITE, PARTICIPLES, PAST, THIRD

_JOINS = frozenset(
    "that which who whom whose where when while because if although though since unless as than "
    "not never there also only often still already currently".split()
)
_PREPOSITIONS = frozenset(
    "of in for to from by with at on over under between across through within during since until "
    "into about against among around per than as".split()
)
_LIST_FOLLOWS = re.compile(r"^,? (?:[\w’'&£%.-]+ ){0,5}[\w’'&£%.-]+(?:,| (?:and|or) )")
_ASIDE = "according|with|while|which|who|of which|including|the|a|an"
_NEW_CLAUSE = re.compile(r" (?:and|but|or|while|although|which|who|where|when|because|so) ")


def is_subject(text: str) -> bool:
    """Whether it can only be one noun phrase: no clause of its own, not too long.

    >>> is_subject("The University of Birmingham"), is_subject("The report that was published")
    (True, False)
    """
    words = text.split()
    if (
        not 1 <= len(words) <= 13
        or text.count("(") != text.count(")")
        or re.search(r"[,;:“”\"]| [-–—] ", text)
    ):
        return False
    if words[-1].lower() in _PREPOSITIONS | {"and", "or", "the", "a", "an"}:
        return False
    low = [word.lower() for word in words]
    return not any(
        word in FINITE or word in _JOINS or (at and word in PAST and word not in PARTICIPLES)
        for at, word in enumerate(low)
    ) and low[0] not in (_PREPOSITIONS | {"if", "when", "while", "although"})


def clause(rest: str) -> str | None:
    """What belongs to the clause at the start of `rest`: up to the first comma or the next clause.

    None where that would tear a list or a bracket apart.

    >>> clause("attended the event in Leeds, the host said")
    'attended the event in Leeds'
    >>> clause("went to Leeds, York and Hull") is None
    True
    """
    stop = re.search(r"[;:]|,(?!\d)| [-–—] |\.$", rest)
    text = rest[: stop.start()] if stop else rest
    following = rest[stop.end() :].split()[:1] if stop else []
    goes_on = bool(following) and (following[0] in PAST or following[0] in THIRD)
    if (
        stop
        and not goes_on
        and stop.group().startswith(",")
        and _LIST_FOLLOWS.match(rest[stop.start() :])
    ):
        after = rest[stop.start() :]
        if not re.match(
            r", (?:according|with|while|which|who|of which|including|the|a|an)\b", after
        ):
            return None
    for joint in _NEW_CLAUSE.finditer(text):
        following = text[joint.end() :].split()
        first = following[0].lower() if following else ""
        said = joint.group().strip()
        if said not in ("and", "or") or first in PAST or first in THIRD or first in FINITE:
            text = text[: joint.start()]
            break
        if any(word.lower() in FINITE for word in following[1:6]):
            return None
    text = text.strip().rstrip(".")
    last = text.split()[-1].lower() if text else ""
    if not text or text.count("(") != text.count(")") or last in _PREPOSITIONS | {"and", "the"}:
        return None
    return text


def within(text: str, lower: Collection[str]) -> str:
    """A phrase that opened a sentence as it stands inside one: a capital only on a name.

    lower: words that the library writes without a capital inside sentences.

    >>> within("Bids to the Fund", {"bids"}), within("Welsh bids", {"bids"})
    ('bids to the Fund', 'Welsh bids')
    """
    first, _, rest = text.partition(" ")
    bare = re.sub(r"[’']s$", "", first)
    if bare.lower() in lower and bare[1:].islower() | (len(bare) == 1):
        return f"{first[0].lower()}{first[1:]} {rest}".strip()
    return text


def is_plural(noun: str) -> bool:
    """Whether a noun stands for several: "projects", "people", but not "analysis".

    >>> is_plural("projects"), is_plural("people"), is_plural("analysis")
    (True, True, False)
    """
    low = noun.lower()
    return low in ("people", "children", "men", "women", "staff") or bool(
        re.fullmatch(r"[a-z-]{3,}(?<![siu])s", low)
    )
