"""What is not ours to answer, and text that tries to give us orders.

Rules, not a model: each names the words that decided, so that a refusal can be explained.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class OutOfScope:
    """Why a question is declined: `reason` is shown, `trigger` are the words that decided."""

    reason: str
    trigger: str


_PERSONAL = "This assistant reports published policy evidence; it cannot advise on a personal case."
_POLITICS = (
    "This assistant reports published policy evidence; it does not rank politicians or parties."
)
_WRITING = (
    "This assistant reports published policy evidence; it does not write poems, stories or jokes."
)
_ORDERS = "This assistant answers only from the publications it holds, so it cannot set them aside."

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (reason, re.compile(pattern, re.IGNORECASE))
    for reason, pattern in (
        (
            _PERSONAL,
            r"\bmy (?:mother|mum|father|dad|son|daughter|wife|husband|partner|brother|sister"
            r"|child|children|parents?|friend|neighbour|landlord|boss|claim|benefits?|tribunal"
            r"|visa|tenancy|mortgage|debts?|pension|pip|universal credit|solicitor|doctor)\b",
        ),
        (
            _PERSONAL,
            r"\b(?:should|can|could|must|do) i (?:sue|appeal|claim|apply for (?:benefits?|pip"
            r"|universal credit|asylum|a visa)|invest in|vote|take (?:medicine|tablets)|evict"
            r"|divorce)\b",
        ),
        (
            _PERSONAL,
            r"\bi (?:have been|was|am being|got|am) (?:sacked|evicted|sanctioned|dismissed|arrested"
            r"|diagnosed|made redundant|found fit for work)\b",
        ),
        (
            _POLITICS,
            r"\b(?:which|what|who) (?:mayor|party|politician|minister|prime minister|leader|mp)s?"
            r"\b.{0,30}\b(?:best|worst|better|worse|most competent|should i vote)\b",
        ),
        (
            _POLITICS,
            r"\bwho (?:should|would you|do you|will) .{0,12}vote\b|\bvote for\b"
            r"|\bis labour better\b"
            r"|\bare the (?:tories|conservatives) (?:better|worse)\b"
            r"|\b(?:best|worst) (?:mayor|party|prime minister|politician)\b",
        ),
        (
            _WRITING,
            r"^\W*(?:please |can you |could you )*(?:(?:write|compose|draft|sing|tell|make up|give)"
            r" (?:me |us )?(?:an?|another|some) (?:\w+ ){0,2}?(?:poem|limerick|haiku|song|joke|rap"
            r"|sonnet)|(?:write|make up) (?:me |us )?an? (?:\w+ ){0,2}?story)\b",
        ),
    )
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}"
    r"\b(?:instructions?|rules?|documents?|sources?|evidence|prompts?|guidelines|above)\b"
    r"|\bfrom your own (?:knowledge|memory|opinion)\b|\bsystem prompt\b"
    r"|\b(?:make|invent|fabricate) (?:up )?(?:a|an|some|the)? ?(?:figure|number|quote|citation"
    r"|source|statistic|reference)s?\b|\bpretend (?:to be|that|you)\b|\byou are now\b|\bjailbreak\b"
    r"|\b(?:print|reveal|repeat|show) (?:me )?your (?:prompt|instructions|rules)\b",
    re.IGNORECASE,
)
_PASTED = re.compile(r"[\"“”«»][^\"“”«»]{15,}[\"“”«»]|'{3}.+?'{3}|`{3}.+?`{3}", re.DOTALL)
_PASTED_ORDER = re.compile(
    r"\bsystem\s*:|\bassistant\s*:|\binstructions?\s*:|\b(?:answer|reply|respond|say|output|write|print)"
    r"\b[^.?!]{0,60}\b(?:every|all|only|nothing|word|always|exactly)\b|\bcite nothing\b",
    re.IGNORECASE,
)


def without_pasted_orders(question: str) -> str:
    """The question without pasted text that gives orders.

    Pasted text is material, never an instruction; what is left is the person's own question.
    """
    kept = _PASTED.sub(lambda m: "" if _gives_orders(m.group()) else m.group(), question)
    if kept == question:
        return question
    asked = [
        part for part in re.split(r"(?<=[.?!:])\s+|\band then answer\b:?", kept) if "?" in part
    ]
    return asked[-1].strip() if asked else kept.strip()


def _gives_orders(pasted: str) -> bool:
    return bool(_PASTED_ORDER.search(pasted) or _ORDER.search(pasted))


def out_of_scope(question: str) -> OutOfScope | None:
    """The reason to decline, or None when the question is one for the evidence."""
    order = _ORDER.search(question)
    for reason, pattern in _RULES:
        if found := pattern.search(question):
            return OutOfScope(reason, found.group())
    if order:
        return OutOfScope(_ORDERS, order.group())
    return None
