"""The kind of answer that a question asks for, told by its wording."""

import re
from enum import StrEnum

from assistant.question.definitions import ASKS_MEANING


class Kind(StrEnum):
    """The kind of answer that is asked for."""

    FIGURE = "figure"
    WHO = "who"
    WHEN = "when"
    LIST = "list"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    WHY = "why"
    CAVEAT = "caveat"
    OTHER = "other"


# Read in this order; the first pattern that is found decides.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            Kind.CAVEAT,
            r"\b(?:warn|caveats?|limitations?|weakness(?:es)?|how (?:reliable|good|strong)|caution"
            r"|is it fair|firm figure|careful)\b",
        ),
        (
            Kind.WHEN,
            # "When must a keeper ..." asks under what conditions.
            r"^\W*(?:by |since |until |from )?when\b(?! must an?\b)"
            r"|\b(?:what|which) (?:year|date|month|day|deadline)\b"
            r"|\bwhat (?:is|was|are|were) (?:the )?(?:[\w'’-]+ ){0,3}?(?:date|deadline)\b",
        ),
        (
            Kind.WHO,
            r"^\W*(?:and )?(?:to |for |by )?who(?:se|m)?\b"
            r"|\bwhich (?:body|organisation|university|department|agency|company)\b",
        ),
        (Kind.DEFINITION, ASKS_MEANING.pattern),
        (Kind.WHY, r"^\W*why\b|\bwhat (?:caused|causes|explains)\b|\breasons?\b"),
        (
            Kind.FIGURE,
            r"\bhow (?:much|many|often|far|big|large|long|old)\b"
            r"|\b(?:what|which) (?:[\w'’-]+ ){0,6}?(?:share|proportion|percentage|per cent"
            r"|number|costs?|rate|score|scale|amount"
            r"|(?<!this )(?<!that )(?<!these )(?<!those )figures?|budget|target"
            r"|size|value|level"
            r"|price|total|weight|fines?(?= (?:for|of|on)\b)|penalty|maximum|minimum"
            r"|range|limit|allocation|split|uptake|take-up|turnout|attendance|enrolment|prevalence"
            r"|incidence)\b"
            r"|\bhow (?:did|had|has|have|do|does) .{3,60}"
            r"\b(?:change|move|grow|fall|rise|run|compare)\b",
        ),
        (
            Kind.DEFINITION,
            r"^\W*what (?:is|are|was) (?!(?:the )?(?:two|three|four|five|six|seven|eight|nine|ten"
            r"|\d+|main|key) (?:\w+ )?\w+s\b)(?:an? |the )?[\w -]+\?*$"
            r"|\bwhat does .* (?:mean|stand for)\b|\bdefin",
        ),
        (
            Kind.LIST,
            r"\b(?:which|what|name|list) (?:[\w'’-]+ ){0,4}?"
            r"(?!(?:is|was|does|has|this|its)\b)\w+s\b"
            r"|\bunder what headings\b",
        ),
        (
            Kind.YES_NO,
            r"^\W*(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|may)\b",
        ),
    )
)
_COMPARED = (
    (
        Kind.FIGURE,
        re.compile(
            r"\b(?:funding|budgets?|costs?|size|spending|numbers? of|amounts?|money)\b", re.I
        ),
    ),
    (
        Kind.WHO,
        re.compile(r"\b(?:who (?:leads?|runs?)|led by|leaders?|leadership|directors?)\b", re.I),
    ),
    (
        Kind.WHEN,
        re.compile(r"\b(?:started|launched|(?:start|launch) dates?|dates of)\b", re.I),
    ),
)
# A piece that asks something by itself, rather than setting the scene for the next.
ASKS = re.compile(
    r"^\W*(?:and |but |so |then )?(?:by |in |to |for |under |from |of |at |up to |roughly |about )?"
    r"(?:how|what|which|who|whose|whom|when|where|why|did|does|do|is|are|was|were|has|have|can"
    r"|could|should|would|may|list|name|compare|summarise|trace|describe|explain|tell)\b",
    re.IGNORECASE,
)


def kind_of(text: str) -> Kind:
    """The kind of answer that a question (or a part of one) asks for."""
    asked = next((p.strip() for p in re.split(r"[,;.]\s+", text) if ASKS.match(p.strip())), text)
    return next((kind for kind, pattern in _KINDS if pattern.search(asked)), Kind.OTHER)


def compared_kind(text: str, kind: Kind) -> Kind:
    """What a comparison of this kind compares: "compare the budgets of" asks for figures.

    >>> compared_kind("Compare the budgets of YPIP and the Hub.", Kind.OTHER)
    <Kind.FIGURE: 'figure'>
    """
    found = (k for k, pattern in _COMPARED if pattern.search(text))
    return next(found, kind) if kind in (Kind.OTHER, Kind.LIST, Kind.YES_NO) else kind
