"""Where a quote that a model gave stands in a passage: letter by letter, white space aside."""

import unicodedata

from ingest.instructions import instructions_in, kept_spans
from ingest.readable import RAISED
from ingest.sentences import split_sentences

Span = tuple[int, int]

_SAME = str.maketrans("‘’‚‛′“”„‟″‐‑‒–—−", "'''''\"\"\"\"\"------")
# What stands in a passage as sent where an order was taken out.
_WITHHELD = "[…]"
_LEAST_LETTERS = 8
_LONGEST = 900


def locate(text: str, quote: str) -> Span | None:
    """[start, end) of the quote in the text, or None if it does not stand there.

    What a reader does not see as a difference is none: white space, the hyphen of a broken word,
    raised footnote marks, the shape of quotation marks and dashes, capitals. Every letter, digit
    and sign counts.

    >>> locate("It rose by 3.5%\\nin Wales.", "rose by 3.5% in")
    (3, 18)
    >>> locate("It rose by 3.5% in Wales.", "rose by 3.6% in") is None
    True
    """
    held, places = _significant(text)
    bare = quote.strip().removeprefix(_WITHHELD).removesuffix(_WITHHELD)
    wanted, _ = _significant(bare.strip().strip('"“”…').strip())
    if sum(letter.isalnum() for letter in wanted) < _LEAST_LETTERS:
        return None
    at = held.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if _whole(text, places[at], places[end - 1] + 1):
            return places[at], places[end - 1] + 1
        at = held.find(wanted, at + 1)
    return None


def in_sentences(text: str, span: Span) -> Span | None:
    """The span widened to whole sentences, so that no "not" is left outside; without orders.

    None if the span gives an order, or lies in one.
    """
    start, end = span
    if any(order.start < end and start < order.end for order in instructions_in(text)):
        return None
    touched = [(a, b) for a, b in split_sentences(text) if a < end and start < b]
    if not touched:
        return span
    wide = touched[0][0], touched[-1][1]
    kept = [(a, b) for a, b in kept_spans(text, [wide]) if a <= start and end <= b]
    return kept[0] if kept and kept[0][1] - kept[0][0] <= _LONGEST else span


def _significant(text: str) -> tuple[str, list[int]]:
    """The letters that count, and where each stands."""
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text.translate(_SAME)):
        skipped = letter.isspace() or letter in RAISED or unicodedata.category(letter) == "Cf"
        if skipped or (letter == "-" and _joins(text, at)):
            continue
        small = letter.lower()
        letters.append(small if len(small) == 1 else letter)
        places.append(at)
    return "".join(letters), places


def _joins(text: str, at: int) -> bool:
    """True if a hyphen stands between two letters, so that it is no minus sign."""
    after = text[at + 1 : at + 6].lstrip()
    return at > 0 and text[at - 1].isalpha() and after[:1].isalpha()


def _whole(text: str, start: int, end: int) -> bool:
    """True if the span neither begins nor ends within a word or a number."""
    before, first = text[start - 1 : start], text[start : start + 1]
    last, after = text[end - 1 : end], text[end : end + 1]
    if (before.isalnum() and first.isalnum()) or (last.isalnum() and after.isalnum()):
        return False
    beyond = text[end + 1 : end + 2]
    cut_after = last.isdigit() and after in (".", ",") and beyond.isdigit()
    cut_before = first.isdigit() and before in (".", ",") and text[start - 2 : start - 1].isdigit()
    percent = last.isdigit() and after == "%"
    return not (
        cut_after or cut_before or percent or (first.isdigit() and before in ("£", "$", "€", "-"))
    )
