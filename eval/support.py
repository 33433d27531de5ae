"""Measures that ask a judge whether a text supports a claim: pure, each with its source.

supports(premise, claim): the judge, any (see `judges`); the assistant's own unless another is
named. A claim comes with the texts that it cites, in order.
"""

import re
from collections.abc import Callable, Sequence

from ingest.wording import plain

Supports = Callable[[str, str], bool]
Cited = tuple[str, Sequence[str]]
"""A claim and the quotes that it cites."""

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def alce_citation_recall(claims: Sequence[Cited], supports: Supports) -> float:
    """Share of the claims that all their citations together support; without any, a claim fails.

    Source: citation recall of ALCE, Gao et al. 2023, https://arxiv.org/abs/2305.14627, sec. 4.3.

    >>> said = lambda premise, claim: claim in premise
    >>> alce_citation_recall([("b", ["a b", "c"]), ("d", ["a"]), ("e", [])], said)
    0.3333333333333333
    """
    return sum(_borne_out(claim, quotes, supports) for claim, quotes in claims) / len(claims)


def alce_citation_precision(claims: Sequence[Cited], supports: Supports) -> float | None:
    """Share of the citations that matter; None if nothing is cited.

    A citation matters if its claim is supported by all of them together, and it either supports
    the claim alone or the others cannot do without it. Source: citation precision of ALCE (above).

    >>> said = lambda premise, claim: all(word in premise for word in claim.split())
    >>> alce_citation_precision([("a b", ["a", "b", "x"]), ("c", ["c"])], said)
    0.75
    """
    flags = [
        matters for claim, quotes in claims for matters in _matter(claim, list(quotes), supports)
    ]
    return sum(flags) / len(flags) if flags else None


def faithfulness(claims: Sequence[str], evidence: str, supports: Supports) -> float:
    """Share of an answer's claims that the evidence it was made from supports.

    Source: faithfulness of RAGAS, Es et al. 2023, https://arxiv.org/abs/2309.15217, with claims as
    the answer states them instead of ones drawn out by a language model.

    >>> faithfulness(["a", "x"], "a b c", lambda premise, claim: claim in premise)
    0.5
    """
    return sum(supports(evidence, claim) for claim in claims) / len(claims)


def number_fidelity(claim: str, evidence: str) -> tuple[int, int]:
    """(numbers of the claim that stand in the evidence, numbers of the claim).

    One way of writing counts as another: £3.6m, 1,500, per cent (see `ingest.wording.plain`). A
    claim without a number gives (0, 0). Source: after Zhao, Cohen & Webber 2020,
    https://arxiv.org/abs/2009.13312, who reject summaries with quantities that the text lacks.

    >>> number_fidelity("It had £3.6m in 2019.", "Funding of £3.6 million began in 2018.")
    (1, 2)
    """
    wanted = _NUMBER.findall(plain(claim))
    held = set(_NUMBER.findall(plain(evidence)))
    return sum(number in held for number in wanted), len(wanted)


def _borne_out(claim: str, quotes: Sequence[str], supports: Supports) -> bool:
    return bool(quotes) and supports("\n".join(quotes), claim)


def _matter(claim: str, quotes: Sequence[str], supports: Supports) -> list[bool]:
    if not _borne_out(claim, quotes, supports):
        return [False] * len(quotes)
    return [
        supports(quote, claim) or not _borne_out(claim, [*quotes[:at], *quotes[at + 1 :]], supports)
        for at, quote in enumerate(quotes)
    ]
