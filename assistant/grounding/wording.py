"""Text -> the tokens that a claim and its evidence are compared by.

A figure is one token, whatever way it is written: "12 per cent" and "12%", "£3.6m" and
"£3.6 million", "three" and "3" are the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.cite import readable
from assistant.quantities import Quantity, quantities
from assistant.question.words import STOP, stem
from ingest.sentences import split_sentences
from ingest.wording import STOPWORDS

_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "‑": "-", "–": "-", "—": "-"})
_PHRASES = ("at least", "at most", "no more than", "no less than", "not more than", "up to",
            "more than", "less than", "fewer than")  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b|[a-z]+-\d+\b|\w+(?:'\w+)?", re.I)
_NOT = re.compile(r"\b(?:(ca)n't|(can)not|(\w+)n't)\b")
_ORDINALS = {
    name: f"{n}th"
    for n, names in enumerate(
        ("first 1st", "second 2nd", "third 3rd", "fourth 4th", "fifth 5th", "sixth 6th",
         "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th"), start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = {
    name: name[:3]
    for name in "january february march april june july august september october november "
    "december jan feb mar apr jun jul aug sep sept oct nov dec".split()
}
_MONEY = re.compile(r"\s+(pounds?|euros?|dollars?)\b", re.IGNORECASE)
_SIGNS = {"p": "£", "e": "€", "d": "$"}
# "COVID-19" and "F-35" hold no figure.
_PART_OF_NAME = re.compile(r"\b[A-Z][A-Za-z]*-$")
_MONTH = rf"(?:(?:{'|'.join(_MONTHS)}) )?"
_MORE = "(?:more|greater|higher) than|over|above|after|since|at least"
_LESS = "(?:less|fewer|lower) than|under|below|before|until|at most|up to"
_FROM = re.compile(rf"\b(?:{_MORE}) {_MONTH}$", re.IGNORECASE)
_TO = re.compile(rf"\b(?:{_LESS}) {_MONTH}$", re.IGNORECASE)
_BRACKETS = re.compile(r"\([^()]*\)")
_PRONOUNS = frozenset("he she his her him we us i no not also all some more most but".split())
_NAME = re.compile(r"[A-Z][^\W_]*(?:'\w+|-\d+)?")

Span = tuple[int, int]


@dataclass(frozen=True)
class Token:
    """A word, phrase or figure. norm: its common form; text: as it stands.

    quantity: of a figure. named: it is written as a name, and not only since it begins a sentence.
    aside: it stands in brackets. bound: of a figure, 1 after "more than", -1 after "up to", else 0.
    """

    norm: str
    text: str
    quantity: Quantity | None = None
    named: bool = False
    aside: bool = False
    bound: int = 0

    @property
    def content(self) -> bool:
        """True if it carries meaning by itself."""
        return self.quantity is not None or (
            len(self.norm) > 1 and self.norm not in STOP and self.norm not in _PHRASES
        )

    @property
    def month(self) -> bool:
        """True for the name of a month; May is left out, for it is more often a verb."""
        return self.text.lower() in _MONTHS

    @property
    def ordinal(self) -> bool:
        """True for "third" and for "3rd"."""
        return self.text.lower() in _ORDINALS or bool(
            re.fullmatch(r"\d+(?:st|nd|rd|th)", self.norm)
        )


Tokens = Sequence[Token]


def sentences(text: str) -> list[str]:
    """The sentences of a text, each on one line with plain marks."""
    return [
        _NOT.sub(_apart, readable(text[start:end]).translate(_PLAIN))
        for start, end in split_sentences(text)
        if _WORD.search(text[start:end])
    ]


def _apart(found: re.Match[str]) -> str:
    """ "weren't" as "were not", "cannot" as "can not", "won't" as "will not"."""
    if found[3]:
        return f"{'will' if found[3].lower() == 'wo' else found[3]} not"
    return "can not"


def tokens(sentence: str) -> list[Token]:
    """The tokens of one sentence, in order.

    >>> [token.norm for token in tokens("The Hub spent £3.6m on three pilots")]
    ['the', 'hub', 'spent', '3600000£', 'on', '3', 'pilot']
    """
    found: list[Token] = []
    asides = [bracket.span() for bracket in _BRACKETS.finditer(sentence)]
    at = 0
    for figure in quantities(sentence):
        if _PART_OF_NAME.search(sentence[: figure.start]):
            continue
        found += _words(sentence, (at, figure.start), asides, first=not found)
        text = sentence[figure.start : figure.end]
        at = figure.end
        money = _MONEY.match(sentence, at) if not figure.unit else None
        if money:
            figure = replace(figure, unit=_SIGNS[money[1][0].lower()], end=money.end())
            text, at = sentence[figure.start : money.end()], money.end()
        norm = f"{figure.value:.10g}{figure.unit.replace('year', '')}"
        bound = _bound(sentence[: figure.start])
        found.append(Token(norm, text, figure, aside=_within(figure.start, asides), bound=bound))
    return found + _words(sentence, (at, len(sentence)), asides, first=not found)


def _bound(before: str) -> int:
    if _FROM.search(before):
        return 1
    return -1 if _TO.search(before) else 0


def _within(place: int, asides: Sequence[Span]) -> bool:
    return any(start <= place < end for start, end in asides)


def _words(sentence: str, span: Span, asides: Sequence[Span], *, first: bool) -> list[Token]:
    found = list(_WORD.finditer(sentence, *span))
    made = []
    for number, match in enumerate(found):
        text = match.group()
        begins = first and number == 0
        capital = bool(_NAME.fullmatch(text))
        acronym = len(text) > 1 and text.isupper()
        common = text.lower() in STOPWORDS or text.lower() in _PRONOUNS
        named = acronym or (capital and not begins and not common and len(text) > 1)
        named = named and text.lower() not in _MONTHS
        made.append(Token(_norm(text), text, None, named, _within(match.start(), asides)))
    return made


def _norm(text: str) -> str:
    low = " ".join(text.lower().split())
    if low in _ORDINALS:
        return _ORDINALS[low]
    if low in _MONTHS:
        return _MONTHS[low]
    if " " in low or low in STOP or any(letter.isdigit() for letter in low):
        return low
    return stem(low.removesuffix("'s"))
