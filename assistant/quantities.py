"""Figures in a text, with their unit: "£1.5m", "73 per cent", "a fifth", "2023-24", "eleven"."""

import re
from dataclasses import dataclass

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: float(n) for n, word in enumerate(_SMALL)} | {
    word: 10.0 * n for n, word in enumerate(_TENS, start=2)
}
_TIMES = {
    "hundred": 1e2, "thousand": 1e3, "k": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "mln": 1e6,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
}  # fmt: skip
_ROUGHLY = re.compile(
    r"(?:about|around|roughly|nearly|almost|approximately|some|circa|over|more than|under|less than"
    r"|up to|at least|at most|just over|just under|close to|an estimated)\s+(?:an? )?$",
    re.IGNORECASE,
)
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NAMED = "|".join([*_TENS, *_SMALL])
_YEARS = re.compile(
    r"(?<![\d.,£$€])((?:19|20)\d\d)\s?(?:[-‐‑–—/]|to(?=\s))\s?((?:19|20)?\d\d)(?!\d|%|\.\d)"
)
_FRACTION = re.compile(
    rf"(?<!first )(?<!second )(?<!other )\b"
    rf"(?:(?P<times>{'|'.join(_SMALL[1:10])}|an?|one|[1-9])[ -])?"
    rf"(?P<part>{'|'.join(_PARTS)})s?\b(?= of\b| the\b|[.,;]|$| as\b)",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"(?P<money>[£$€])?\s?(?P<digits>(?<![\w.])(?:{_DIGITS})|\b(?:{_NAMED})(?:-(?:{_NAMED}))?\b)"
    r"(?:[\s-]?(?P<times>hundred|thousand|million|billion|trillion|mln|mn|bn|tn|[mk](?![a-z])))?"
    r"\s?(?P<unit>%|per\s?cent(?:age points?)?\b|percentage points?\b|pence\b|p\b)?(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Quantity:
    """A figure. unit: "£", "$", "€", "%", "points", "year", or "" for a bare count.

    start, end: offsets into the text. rough: True after "about", "over" and the like.
    """

    value: float
    unit: str
    start: int
    end: int
    rough: bool = False


def quantities(text: str) -> tuple[Quantity, ...]:
    """The figures of a text in the order in which they stand.

    >>> [(q.value, q.unit) for q in quantities("£1.5m for eleven areas in 2023-24, up 4%")]
    [(1500000.0, '£'), (11.0, ''), (2023.0, 'year'), (2024.0, 'year'), (4.0, '%')]
    >>> [(q.value, q.unit, q.rough) for q in quantities("about a fifth of them; nearly £5 million")]
    [(20.0, '%', True), (5000000.0, '£', True)]
    """
    found: list[Quantity] = []
    for years in _YEARS.finditer(text):
        first = float(years.group(1))
        second = float(years.group(1)[:2] + years.group(2)[-2:])
        found.append(Quantity(first, "year", years.start(1), years.end(1)))
        found.append(Quantity(second, "year", years.start(2), years.end(2)))
    for part in _FRACTION.finditer(text):
        times = (part.group("times") or "a").lower()
        count = float(times) if times.isdigit() else _WORDS.get(times, 1.0)
        share = count * 100 / _PARTS[part.group("part").lower()]
        _add(found, Quantity(round(share, 1), "%", *part.span(), _rough(text, part.start())))
    for amount in _AMOUNT.finditer(text):
        _add(found, _amount(text, amount))
    return tuple(sorted(found, key=lambda q: q.start))


def agree(first: Quantity, second: Quantity) -> bool:
    """Whether two figures say the same: equal, or within a tenth when one is a rough one."""
    if first.unit != second.unit:
        return False
    if first.value == second.value:
        return True
    largest = max(abs(first.value), abs(second.value))
    rough = first.rough or second.rough
    return rough and first.unit != "year" and abs(first.value - second.value) <= 0.1 * largest


def _add(found: list[Quantity], new: Quantity) -> None:
    if not any(old.start < new.end and new.start < old.end for old in found):
        found.append(new)


def _amount(text: str, amount: re.Match[str]) -> Quantity:
    told = amount.group("digits").lower()
    if told[0].isdigit():
        value = float(told.replace(",", ""))
    else:
        value = sum(_WORDS[word] for word in told.split("-"))
    times = (amount.group("times") or "").lower()
    value = round(value * _TIMES.get(times, 1.0), 4)
    unit = _unit(amount, value, plain=not times)
    start = amount.start("money") if amount.group("money") else amount.start("digits")
    end = start + len(text[start : amount.end()].rstrip())
    return Quantity(value, unit, start, end, _rough(text, start))


def _unit(amount: re.Match[str], value: float, *, plain: bool) -> str:
    told = (amount.group("unit") or "").lower()
    if amount.group("money"):
        return amount.group("money")
    if "point" in told or told.startswith("percentage"):
        return "points"
    if told == "%" or told.startswith("per"):
        return "%"
    if told:
        return "pence"
    digits = amount.group("digits")
    is_year = plain and len(digits) == 4 and digits.isdigit() and 1800 <= value < 2100
    return "year" if is_year else ""


def _rough(text: str, start: int) -> bool:
    return bool(_ROUGHLY.search(text[:start]))
