"""Does the cited text support the claim? Checked by rule before anyone sees it.

With the quoting composer a claim is its quote, so the check is strict: every figure and every name
of the claim must stand in the quote, and the words in the same order.
"""

import re
from collections.abc import Sequence

from assistant.answer import Verdict
from assistant.cite import readable

_FIGURE = re.compile(r"[£$€]?\d[\d,]*(?:\.\d+)?%?")
_TOKEN = re.compile(r"\w+")


def judge(claim: str, quotes: tuple[str, ...]) -> Verdict:
    """The verdict on a claim beside the texts it cites.

    SUPPORTED: the claim's words stand in one quote in the same order without a gap. PARTLY: every
    figure of the claim is in the quotes and most words are. NOT_SUPPORTED: a figure is missing or
    most words are. UNCHECKED: nothing is cited.
    """
    wanted = _words(claim)
    if not quotes or not wanted:
        return Verdict.UNCHECKED
    cited = " ".join(quotes)
    if set(_FIGURE.findall(readable(claim))) - set(_FIGURE.findall(readable(cited))):
        return Verdict.NOT_SUPPORTED
    if any(_contains(_words(readable(quote)), wanted) for quote in quotes):
        return Verdict.SUPPORTED
    known = set(_words(cited))
    share = sum(word in known for word in wanted) / len(wanted)
    return Verdict.PARTLY if share >= 0.8 else Verdict.NOT_SUPPORTED


def judge_pieces(claim: str, pieces: Sequence[str], quotes: tuple[str, ...]) -> Verdict:
    """The verdict on a claim put together from whole cells of a table.

    SUPPORTED: it is made of the pieces and nothing else, and each piece stands in a quote.
    """
    wanted = _words(readable(claim))
    cited = [_words(readable(quote)) for quote in quotes]
    known = sorted((_words(readable(piece)) for piece in pieces), key=len, reverse=True)
    known = [piece for piece in known if piece]
    if not wanted or not all(any(_contains(quote, piece) for quote in cited) for piece in known):
        return Verdict.NOT_SUPPORTED
    at = 0
    while at < len(wanted):
        piece = next((p for p in known if wanted[at : at + len(p)] == p), None)
        if piece is None:
            return Verdict.NOT_SUPPORTED
        at += len(piece)
    return Verdict.SUPPORTED


def _words(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def _contains(longer: list[str], shorter: list[str]) -> bool:
    width = len(shorter)
    return any(longer[at : at + width] == shorter for at in range(len(longer) - width + 1))
