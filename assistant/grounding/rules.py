"""Claim beside cited text, by rule.

With the quoting composer a claim is its quote, so the check is strict: every figure and every name
of the claim must stand in the quote, and the words in the same order.
"""

import re
from collections.abc import Sequence

from assistant.cite import readable
from assistant.verdict import Check, Finding, FindingKind, Label, Verdict

_FIGURE = re.compile(r"[£$€]?\d[\d,]*(?:\.\d+)?%?")
_TOKEN = re.compile(r"\w+")


def checked_by_rule(claim: str, quotes: tuple[str, ...]) -> Verdict:
    """The verdict on a claim beside the texts it cites.

    SUPPORTED: the claim's words stand in one quote in the same order without a gap. PARTLY: every
    figure of the claim is in the quotes and most words are. NOT_SUPPORTED: a figure is missing or
    most words are. UNCHECKED: nothing is cited.
    """
    wanted = _words(claim)
    if not quotes or not wanted:
        return Verdict()
    cited = " ".join(quotes)
    told = set(_FIGURE.findall(readable(cited)))
    missing = [figure for figure in _FIGURE.findall(readable(claim)) if figure not in told]
    if missing:
        findings = tuple(Finding(FindingKind.NUMBER, figure) for figure in missing)
        return Verdict(Label.NOT_SUPPORTED, Check.RULE, findings=findings)
    if any(_contains(_words(readable(quote)), wanted) for quote in quotes):
        return Verdict(Label.SUPPORTED, Check.QUOTE)
    known = set(_words(cited))
    share = sum(word in known for word in wanted) / len(wanted)
    return Verdict(Label.PARTLY if share >= 0.8 else Label.NOT_SUPPORTED, Check.RULE)


def checked_by_pieces(claim: str, pieces: Sequence[str], quotes: tuple[str, ...]) -> Verdict:
    """The verdict on a claim put together from whole cells of a table.

    SUPPORTED: it is made of the pieces and nothing else, and each piece stands in a quote.
    """
    wanted = _words(readable(claim))
    cited = [_words(readable(quote)) for quote in quotes]
    known = sorted((_words(readable(piece)) for piece in pieces), key=len, reverse=True)
    known = [piece for piece in known if piece]
    if not wanted or not all(any(_contains(quote, piece) for quote in cited) for piece in known):
        return Verdict(Label.NOT_SUPPORTED, Check.RULE)
    at = 0
    while at < len(wanted):
        piece = next((p for p in known if wanted[at : at + len(p)] == p), None)
        if piece is None:
            return Verdict(Label.NOT_SUPPORTED, Check.RULE)
        at += len(piece)
    return Verdict(Label.SUPPORTED, Check.QUOTE)


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _contains(longer: list[str], shorter: list[str]) -> bool:
    width = len(shorter)
    return any(longer[at : at + width] == shorter for at in range(len(longer) - width + 1))
