"""Ways to reword a true sentence that leave it true: a judge that objects raises a false alarm."""

import re
from collections.abc import Callable, Mapping

Rewrite = Callable[[str], str | None]

_CONNECTIVE = re.compile(
    r"(?:However|In addition|For example|Moreover|Furthermore|Overall|In particular|Meanwhile|"
    r"Therefore|Finally|As a result|Also), "
)
_WORDS = {"two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
          "eight": "8", "nine": "9", "ten": "10", "twelve": "12"}  # fmt: skip
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def short_millions(text: str) -> str | None:
    """£3.6 million as £3.6m.

    >>> short_millions("It had £3.6 million.")
    'It had £3.6m.'
    """
    return _changed(text, re.sub(r"(£\d[\d.,]*) million\b", r"\1m", text))


def other_per_cent(text: str) -> str | None:
    """12% as 12 per cent, or the other way round."""
    if re.search(r"\d%", text):
        return re.sub(r"(?<=\d)%", " per cent", text)
    return _changed(text, re.sub(r"(?<=\d) per ?cent\b", "%", text))


def without_thousands_marks(text: str) -> str | None:
    """1,500 as 1500."""
    return _changed(text, re.sub(r"(?<=\d),(?=\d{3}\b)", "", text))


def count_in_figures(text: str) -> str | None:
    """three as 3."""
    words = "|".join(_WORDS)
    return _changed(text, re.sub(rf"\b(?:{words})\b", lambda m: _WORDS[m[0]], text, count=1))


def without_connective(text: str) -> str | None:
    """The sentence without its opening "However," or "In addition,"."""
    kept = _CONNECTIVE.sub("", text, count=1) if _CONNECTIVE.match(text) else text
    return _changed(text, kept[:1].upper() + kept[1:])


def without_brackets(text: str) -> str | None:
    """The sentence without what stands in brackets."""
    return _changed(text, re.sub(r" \([^()]{1,60}\)", "", text))


def plain_marks(text: str) -> str | None:
    """Typographic quotes and dashes as plain ones."""
    return _changed(text, text.translate(_PLAIN))


HARMLESS: Mapping[str, Rewrite] = {
    "£3.6 million as £3.6m": short_millions,
    "12% as 12 per cent": other_per_cent,
    "1,500 as 1500": without_thousands_marks,
    "three as 3": count_in_figures,
    "opening connective left out": without_connective,
    "brackets left out": without_brackets,
    "plain quotes and dashes": plain_marks,
}


def _changed(before: str, after: str) -> str | None:
    return after if after != before else None
