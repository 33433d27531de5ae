"""A claim that was put together from whole cells of a table."""

import re
from collections.abc import Sequence

from assistant.cite import readable
from assistant.verdict import Check, Label, Verdict

_TOKEN = re.compile(r"[£$€%]|\w+")


def checked_by_pieces(claim: str, pieces: Sequence[str], quotes: tuple[str, ...]) -> Verdict:
    """The verdict on a claim put together from whole cells of a table.

    SUPPORTED: it is made of the pieces and nothing else, and each piece stands in a quote.
    """
    wanted = words_of(readable(claim))
    cited = [words_of(readable(quote)) for quote in quotes]
    known = sorted((words_of(readable(piece)) for piece in pieces), key=len, reverse=True)
    known = [piece for piece in known if piece]
    if not wanted or not all(any(stands_in(quote, piece) for quote in cited) for piece in known):
        return Verdict(Label.NOT_SUPPORTED, Check.RULE)
    at = 0
    while at < len(wanted):
        piece = next((p for p in known if wanted[at : at + len(p)] == p), None)
        if piece is None:
            return Verdict(Label.NOT_SUPPORTED, Check.RULE)
        at += len(piece)
    return Verdict(Label.SUPPORTED, Check.QUOTE)


def words_of(text: str) -> list[str]:
    return _TOKEN.findall(text.lower())


def stands_in(longer: list[str], shorter: list[str]) -> bool:
    width = len(shorter)
    return any(longer[at : at + width] == shorter for at in range(len(longer) - width + 1))
