"""How strong the evidence behind a claim is, by rule, with the words that say so.

The levels of the Maryland Scientific Methods Scale as What Works Growth uses it, and below them
what most policy papers rest on: surveys and case studies, estimates, intentions, opinion.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Claim, Note, NoteKind


@dataclass(frozen=True)
class Strength:
    """A kind of evidence, and the words that show it."""

    label: str
    words: str


# The first that matches decides: from what identifies an effect down to what is only hoped for.
_SIGNS: dict[str, tuple[str, ...]] = {
    "a review of evaluations": (
        r"\b(?:evidence|systematic|rapid|literature) reviews?\b",
        r"\bmeta-analys[ie]s\b",
        # Not "36 case studies".
        r"\b(?:of|from) (?:the )?[\w,]+ (?:\w+ ){0,3}?(?<!case )(?:studies|evaluations)\b",
        r"\b\d[\d,]* (?:\w+ ){0,3}?(?<!case )(?:studies|evaluations)\b",
        r"\bevaluations (?:found|find)\b",
    ),
    "a randomised trial (Maryland level 5)": (
        r"\brandomi[sz]ed(?: control(?:led)?)? trials?\b",
        r"\brandomly (?:allocat|assign)\w+",
        r"\bRCTs?\b",
    ),
    "quasi-random variation (Maryland level 4)": (
        r"\binstrumental variables?\b",
        r"\bregression discontinuity\b",
        r"\bnatural experiment\b",
    ),
    "a comparison group (Maryland level 3)": (
        r"\bdifference-?s?-in-?\s?differences?\b",
        r"\bpropensity score\b",
        r"\bsynthetic control\b",
        r"\bmatched comparison\b",
        r"\b(?:control|comparison) (?:group|areas?)\b",
    ),
    "case studies or interviews": (
        r"\bcase stud(?:y|ies)\b",
        r"\binterview\w*",
        r"\bfocus groups?\b",
    ),
    "a survey or monitoring": (
        r"\bsurvey(?:s|ed)?\b",
        r"\brespondents?\b",
        r"\bresponse rate\b",
        r"\bmonitoring (?:data|returns?)\b",
        r"\bcensus\b",
    ),
    "an estimate": (
        r"\b(?:(?:is|was|were|are|been) )?estimat(?:e|es|ed)\b",
        r"\b(?:projected|projections?|forecasts?|modelled)\b",
    ),
    "a stated intention": (
        r"\bwill\b",
        r"\b(?<!the )(?:aims?|aimed|plans?|planned|intends?|intended) to\b",
        r"\b(?:commit(?:s|ted)?|pledged?|proposes?|proposed) to\b",
        r"\b(?:was|were) to\b",
        r"\b(?:target|ambition|goal|mission)s? (?:is|of|was|to)\b",
    ),
    "an opinion": (
        r"\b(?:argu|believ|suggest|contend)(?:es|s|ed)\b",
        r"\b(?:view|opinion) is\b",
        r"\bin (?:his|her|their|our) view\b",
        # "A call for proposals" is none, "a review that called for more" is.
        r"\b(?:calls|called) for\b(?! (?:evidence|proposals|applications|bids|tenders|projects))",
    ),
}
LABELS = tuple(_SIGNS)
"""Kinds of evidence, the strongest first."""
_KINDS = {label: re.compile("|".join(signs), re.IGNORECASE) for label, signs in _SIGNS.items()}


def strength_of(claim: str) -> Strength | None:
    """What a claim rests on, by its own words; None when they do not say.

    >>> strength_of("Of the 71 evaluations, 22 found mixed results.").label
    'a review of evaluations'
    >>> strength_of("The Hub aims to assess methods.")
    Strength(label='a stated intention', words='aims to')
    """
    for label, pattern in _KINDS.items():
        if found := pattern.search(claim):
            return Strength(label, " ".join(found.group().split()))
    return None


def strengths(claims: Sequence[Claim]) -> tuple[Note, ...]:
    """One note on what the claims rest on; () when nothing is said of any of them."""
    told: dict[str, list[tuple[int, str]]] = {}
    for number, claim in enumerate(claims, start=1):
        found = strength_of(claim.text)
        if found:
            told.setdefault(found.label, []).append((number, found.words))
    parts = [_part(label, cases, len(claims)) for label, cases in told.items()]
    if not parts:
        return ()
    text = "; ".join(parts)
    return (Note(NoteKind.STRENGTH, f"{text[0].upper()}{text[1:]}."),)


def _part(label: str, cases: Sequence[tuple[int, str]], claims: int) -> str:
    words = ", ".join(f"“{words}”" for words in dict.fromkeys(words for _, words in cases))
    numbers = [str(number) for number, _ in cases]
    if claims == 1:
        who = "the claim rests on"
    elif len(numbers) == 1:
        who = f"claim {numbers[0]} rests on"
    else:
        who = f"claims {', '.join(numbers[:-1])} and {numbers[-1]} rest on"
    return f"{who} {label} ({words})"
