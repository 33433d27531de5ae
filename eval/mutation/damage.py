"""Ways to make a true sentence wrong, and ways to reword it that leave it true. Pure.

Each takes the sentence and what to draw from, and gives the new sentence, or None where it does
not apply.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True)
class Draw:
    """What damage is drawn from: a generator, names and whole sentences of other documents."""

    rng: Random
    names: Sequence[str]
    sentences: Sequence[str]


Change = Callable[[str, Draw], str | None]

_YEAR = re.compile(r"(?<![\d.,£$€])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_NUMBER = re.compile(r"(?<![\w.,])[£$€]?(\d[\d,]*(?:\.\d+)?)")
NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]{3,}(?: [A-Z][a-z]{2,})*")
_AUXILIARY = re.compile(
    r"\b(is|are|was|were|has|have|had|will|would|can|could|should|may|might|must)\b(?! not)"
)
_NOT = re.compile(r"\b(is|are|was|were|has|have|had|will|would|could|should|may|did|does|do) not ")

_UNITS = {
    "million": "billion", "billion": "million", "thousand": "million", "trillion": "billion",
    "%": " percentage points", "per cent": "percentage points",
    "percentage points": "per cent", "km": "miles", "miles": "kilometres", "kilometres": "miles",
    "kg": "tonnes", "tonnes": "kilograms", "hectares": "acres", "acres": "hectares", "MW": "GW",
    "GW": "MW", "GWh": "MWh", "TWh": "GWh", "minutes": "hours", "hours": "minutes",
    "days": "weeks", "weeks": "months", "months": "years", "years": "months", "pence": "pounds",
    "households": "people", "people": "households", "jobs": "firms",
}  # fmt: skip
_SIGNS = {"£": "$", "$": "£", "€": "£"}
_OPPOSITE_PAIRS = (
    ("rose", "fell"), ("risen", "fallen"), ("rise", "fall"), ("rising", "falling"),
    ("increase", "decrease"), ("increases", "decreases"), ("increased", "decreased"),
    ("increasing", "decreasing"), ("higher", "lower"), ("highest", "lowest"), ("more", "less"),
    ("above", "below"), ("growth", "decline"), ("grew", "shrank"), ("gain", "loss"),
    ("gained", "lost"), ("improved", "worsened"), ("improve", "worsen"), ("up", "down"),
    ("largest", "smallest"), ("larger", "smaller"), ("most", "least"), ("best", "worst"),
    ("before", "after"), ("support", "oppose"), ("supports", "opposes"), ("strong", "weak"),
    ("stronger", "weaker"), ("faster", "slower"), ("positive", "negative"), ("reduce", "raise"),
    ("reduced", "raised"), ("first", "last"), ("north", "south"), ("east", "west"),
    ("urban", "rural"), ("private", "public"), ("inside", "outside"), ("older", "younger"),
)  # fmt: skip
_OPPOSITES = {**dict(_OPPOSITE_PAIRS), **{b: a for a, b in _OPPOSITE_PAIRS}}
_SCOPES = {
    "all": "some", "some": "all", "every": "hardly any", "many": "all", "several": "all",
    "a few": "most", "few": "most", "at least": "at most", "at most": "at least",
    "up to": "more than", "more than": "less than", "less than": "more than", "over": "under",
    "only": "not only", "may": "will", "might": "will", "could": "will", "can": "must",
    "often": "always", "usually": "always", "sometimes": "always", "mainly": "entirely",
    "mostly": "entirely", "partly": "wholly", "nearly": "exactly", "both": "neither of the",
    "half": "all", "a third": "two thirds", "a quarter": "three quarters", "each": "one",
}  # fmt: skip
_COUNTS = {
    "two": "five", "three": "seven", "four": "ten", "five": "three", "six": "nine",
    "seven": "four", "eight": "six", "nine": "twelve", "ten": "four", "twelve": "twenty",
}  # fmt: skip


def changed_digit(text: str, draw: Draw) -> str | None:
    """One digit of a figure that is not a year becomes another."""
    found = [m for m in _NUMBER.finditer(text) if not _YEAR.fullmatch(m[1])]
    if not found:
        return None
    chosen = draw.rng.choice(found)
    places = [at for at in range(chosen.start(1), chosen.end(1)) if text[at].isdigit()]
    at = draw.rng.choice(places)
    digit = draw.rng.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + digit + text[at + 1 :]


def changed_year(text: str, draw: Draw) -> str | None:
    """A year becomes another within nine years."""
    found = list(_YEAR.finditer(text))
    if not found:
        return None
    chosen = draw.rng.choice(found)
    year = int(chosen[0]) + draw.rng.choice([-9, -5, -2, -1, 1, 2, 3, 7])
    return f"{text[: chosen.start()]}{year}{text[chosen.end() :]}"


def changed_unit(text: str, draw: Draw) -> str | None:
    """The unit beside a figure becomes another: million and billion, £ and $, weeks and months."""
    words = "|".join(re.escape(unit) for unit in sorted(_UNITS, key=len, reverse=True))
    found = list(re.finditer(rf"[£$€](?=\d)|(?<=\d)(?:%|(?<=\d) (?:{words})\b)", text))
    if not found:
        return None
    chosen = draw.rng.choice(found)
    unit = chosen[0].strip()
    space = " " if chosen[0].startswith(" ") else ""
    new = space + (_SIGNS.get(unit) or _UNITS[unit])
    return text[: chosen.start()] + new + text[chosen.end() :]


def changed_count(text: str, draw: Draw) -> str | None:
    """A number in words becomes another ("the four" and "the ten")."""
    return _one_word(text, draw, _COUNTS)


def swapped_name(text: str, draw: Draw) -> str | None:
    """A name inside the sentence becomes a name from another document."""
    found = list(NAME.finditer(text))
    pool = [name for name in draw.names if name not in text]
    if not found or not pool:
        return None
    chosen = draw.rng.choice(found)
    return text[: chosen.start()] + draw.rng.choice(pool) + text[chosen.end() :]


def negated(text: str, _: Draw) -> str | None:
    """A "not" is put in, or taken out.

    >>> negated("The scheme was not extended.", Draw(Random(1), (), ()))
    'The scheme was extended.'
    """
    taken = _NOT.search(text)
    if taken:
        return f"{text[: taken.start()]}{taken[1]} {text[taken.end() :]}"
    found = list(_AUXILIARY.finditer(text))
    if not found:
        return None
    chosen = found[0]
    return f"{text[: chosen.end()]} not{text[chosen.end() :]}"


def reversed_direction(text: str, draw: Draw) -> str | None:
    """A word of direction, comparison or side becomes its opposite.

    >>> reversed_direction("Rents rose in 2020.", Draw(Random(1), (), ()))
    'Rents fell in 2020.'
    """
    return _one_word(text, draw, _OPPOSITES)


def changed_scope(text: str, draw: Draw) -> str | None:
    """How far the sentence reaches changes: all and some, may and will, up to and more than."""
    return _one_word(text, draw, _SCOPES)


def invented_sentence(text: str, draw: Draw) -> str | None:
    """A sentence of another document is put behind: fluent, on topic, and not in the source."""
    pool = [sentence for sentence in draw.sentences if sentence not in text]
    return f"{text} {draw.rng.choice(pool)}" if pool else None


DAMAGES: Mapping[str, Change] = {
    "digit changed": changed_digit,
    "year changed": changed_year,
    "unit changed": changed_unit,
    "count in words changed": changed_count,
    "name or place swapped": swapped_name,
    "negated": negated,
    "direction reversed": reversed_direction,
    "scope changed": changed_scope,
    "sentence invented": invented_sentence,
}


def altered_quote(text: str, draw: Draw) -> str | None:
    """One inner word of a quote is left out."""
    words = list(re.finditer(r"\S+\s+", text))[1:]
    if not words:
        return None
    chosen = draw.rng.choice(words)
    return text[: chosen.start()] + text[chosen.end() :]


def _one_word(text: str, draw: Draw, swaps: Mapping[str, str]) -> str | None:
    """One of the words or phrases of `swaps` exchanged, its capital kept."""
    words = "|".join(re.escape(word) for word in sorted(swaps, key=len, reverse=True))
    found = list(re.finditer(rf"\b(?:{words})\b", text, re.IGNORECASE))
    # "May" is a month and "North" part of a name: only a sentence's first word may be capital.
    usable = [m for m in found if m[0].islower() or m.start() == 0]
    if not usable:
        return None
    chosen = draw.rng.choice(usable)
    new = swaps[chosen[0].lower()]
    if chosen[0][0].isupper():
        new = new[0].upper() + new[1:]
    return text[: chosen.start()] + new + text[chosen.end() :]
