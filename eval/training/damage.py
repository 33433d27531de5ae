"""True sentences made false in one named way."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-zA-Z'-]{2,}(?: [A-Z][a-zA-Z'-]{2,})*")
_OPPOSITES = [
    tuple(pair.split("/"))
    for pair in (
        "rose/fell increased/decreased increase/decrease increases/decreases higher/lower "
        "more/fewer above/below highest/lowest largest/smallest most/least before/after first/last "
        "largest/smallest growth/decline improved/worsened improve/worsen gained/lost "
        "better/worse greater/smaller grew/shrank faster/slower north/south east/west "
        "northern/southern eastern/western positive/negative older/younger men/women "
        "rural/urban public/private national/local start/end began/ended won/lost "
        "accepted/rejected allowed/prohibited include/exclude includes/excludes"
    ).split()
]
_SCOPES = [
    tuple(pair.split("/"))
    for pair in (
        "some/all many/all most/all all/some several/all often/always usually/always may/will "
        "could/will might/will partly/wholly some/no sometimes/never every/some each/no "
        "both/neither can/must should/must at_least/at_most more_than/less_than up_to/at_least"
    ).split()
]
_UNITS = [
    tuple(pair.split("/"))
    for pair in (
        "million/billion billion/million per_cent/percentage_points %/_million months/years "
        "years/months weeks/months days/weeks £/€ £/$ km/miles miles/km thousand/million"
    ).split()
]
_VERB = re.compile(
    r"\b(is|are|was|were|has|have|had|will|can|could|should|would|may|might|does|do|did)\b(?! not)"
)
_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|can|could|should|would|did|does|do) not\b")


@dataclass(frozen=True)
class Damaged:
    """A sentence that is no longer true, and what was done to it."""

    text: str
    how: str


def damaged(claim: str, passage: str, drawn: random.Random) -> Damaged | None:
    """The claim with one thing changed, in a way drawn among those that fit; None if none does.

    passage: where names and numbers are taken from, so that the change looks like the rest.
    """
    for how in sorted(WAYS, key=lambda way: -(drawn.random() ** (1 / _OFTEN[way]))):
        changed = WAYS[how](claim, passage, drawn)
        if changed is not None and changed != claim:
            return Damaged(changed, how)
    return None


def _put(claim: str, found: re.Match[str], text: str) -> str:
    return claim[: found.start()] + text + claim[found.end() :]


def _number(claim: str, passage: str, drawn: random.Random) -> str | None:
    found = [m for m in _NUMBER.finditer(claim) if not _YEAR.fullmatch(m.group())]
    if not found:
        return None
    match = drawn.choice(found)
    digits = [at for at, letter in enumerate(match.group()) if letter.isdigit()]
    others = {m.group() for m in _NUMBER.finditer(passage)} - {m.group() for m in found}
    if others and drawn.random() < 0.4:
        return _put(claim, match, drawn.choice(sorted(others)))
    at = drawn.choice(digits)
    digit = drawn.choice([d for d in "123456789" if d != match.group()[at]])
    return _put(claim, match, match.group()[:at] + digit + match.group()[at + 1 :])


def _year(claim: str, _passage: str, drawn: random.Random) -> str | None:
    found = list(_YEAR.finditer(claim))
    if not found:
        return None
    match = drawn.choice(found)
    step = drawn.choice([-10, -5, -3, -2, -1, 1, 2, 3, 5, 10])
    return _put(claim, match, str(int(match.group()) + step))


def _name(claim: str, passage: str, drawn: random.Random) -> str | None:
    found = list(_NAME.finditer(claim))
    if not found:
        return None
    match = drawn.choice(found)
    others = {m.group() for m in _NAME.finditer(passage)}
    others = {name for name in others if name not in claim and match.group() not in name}
    return _put(claim, match, drawn.choice(sorted(others))) if others else None


def _negated(claim: str, _passage: str, _drawn: random.Random) -> str | None:
    found = _NOT.search(claim)
    if found:
        return _put(claim, found, found.group(1))
    found = _VERB.search(claim)
    return _put(claim, found, f"{found.group()} not") if found else None


def _swapped(pairs: list[tuple[str, ...]]) -> Callable[[str, str, random.Random], str | None]:
    def change(claim: str, _passage: str, drawn: random.Random) -> str | None:
        both = [(a, b) for a, b in pairs] + [(b, a) for a, b in pairs]
        drawn.shuffle(both)
        for one, other in both:
            one, other = one.replace("_", " "), other.replace("_", " ")
            edge = r"\b" if one[0].isalnum() else ""
            end = r"\b" if one[-1].isalnum() else ""
            found = re.search(edge + re.escape(one) + end, claim)
            if found:
                return _put(claim, found, other)
        return None

    return change


def _invented(claim: str, _passage: str, drawn: random.Random) -> str | None:
    tail = drawn.choice(
        (
            "according to an independent audit",
            "following a pilot in three other areas",
            "at a cost of £{} million",
            "which is {}% more than the year before",
            "and the scheme was closed soon afterwards",
            "after long opposition from local councils",
            "as the Treasury had asked",
            "and this was the first of its kind in Europe",
            "with support from {} volunteers",
            "because earlier funding had run out",
        )
    ).format(drawn.randint(2, 95))
    return f"{claim.rstrip('.')}, {tail}."


WAYS: dict[str, Callable[[str, str, random.Random], str | None]] = {
    "number": _number,
    "year": _year,
    "name": _name,
    "negation": _negated,
    "direction": _swapped(_OPPOSITES),
    "scope": _swapped(_SCOPES),
    "unit": _swapped(_UNITS),
    "invention": _invented,
}

# How often a way is tried before the others, so that those which seldom fit are seen as well.
_OFTEN = {
    "number": 3.0,
    "year": 2.0,
    "name": 2.5,
    "negation": 1.0,
    "direction": 2.0,
    "scope": 1.5,
    "unit": 2.0,
    "invention": 0.7,
}
