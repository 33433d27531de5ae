"""From a statement to a question about its figure. Each rule knows one shape of sentence; where the
shape is not certain it drafts nothing. Pure.
"""

import re
from collections.abc import Collection

from eval.drafting.phrases import clause, is_plural, is_subject, within
from eval.drafting.question import FIGURE, Question, made
from eval.drafting.shapes import ABOUT, ACTS, COUNT, DONE, MONEY, OPENING, SHARE, SUBJECT, variants
from eval.drafting.verbs import FINITE, PAST, THIRD

MUCH, MANY, PERCENTAGE = "how much", "how many", "what percentage"
_SHAPES = ((MONEY, MUCH), (SHARE, PERCENTAGE), (COUNT, MANY))
_HEAD = re.compile(
    r"(?P<head>(?:[a-z-]+ ){0,3}?(?:[a-z-]*s|people|children|LPIPs)"
    r"(?: of (?:[\w’'-]+ ){0,4}?[\w’'-]+"
    r"(?= (?:in|into|for|to|from|by|with|at|on|over|between|across)\b|$))?)"
    r"(?P<more>(?: .*)?)$"
)
_PART = re.compile(r"of (?:[\w’'-]+ ){0,5}?[\w’'-]+(?= (?:as|in|for|to|by|at|on)\b|$)")
_NOT_MONEY = re.compile(
    r" (?:an?|per|each|and|or|worth|more|less|(?:[a-z]+ )?(?:funding|investment|grants?|loans?))\b"
)
_AUXILIARY = r"has|have|had|will|would|can|could|should|must|may"


def opened(text: str) -> tuple[str, str]:
    """What stands before the subject, and the rest.

    >>> opened("In 2019, 101 towns were chosen.")
    ('In 2019, ', '101 towns were chosen.')
    """
    opening = OPENING.match(text)
    intro = opening.group() if opening else ""
    return intro, text[len(intro) :]


def figure_first(text: str, _: Collection[str]) -> Question | None:
    """ "Of those asked, 40% said yes." -> "Of those asked, what percentage said yes?" """
    intro, body = opened(text)
    for shape, asks in _SHAPES:
        found = re.match(rf"{ABOUT}(?P<figure>{shape})(?= )", body)
        if found is None:
            continue
        rest = clause(body[found.end() :])
        if rest is None or not _has_predicate(rest, asks, bool(intro)):
            return None
        if asks == MUCH and rest.startswith("of "):
            rest = rest[3:]
        points = (variants(found["figure"]),)
        return made(FIGURE, f"{intro}{asks} {rest}?", points, _asks(asks, rest))
    return None


def figure_after_verb(text: str, lower: Collection[str]) -> Question | None:
    """ "The fund received 200 applications." -> "How many applications did the fund receive?" """
    intro, body = opened(text)
    for shape, asks in _SHAPES:
        found = re.match(
            rf"{SUBJECT} (?P<verb>{ACTS}) {ABOUT}(?P<figure>{shape})(?P<rest> .+)", body
        )
        if found is not None:
            verb = found["verb"]
            plural = is_plural(found["subject"].split()[-1])
            do = "did" if verb in PAST else ("do" if plural else "does")
            return _inverted(found, (intro, do, PAST.get(verb) or THIRD[verb], asks), lower)
    return None


def figure_after_auxiliary(text: str, lower: Collection[str]) -> Question | None:
    """ "Ministers had committed £11 billion to it." -> "How much had they …?" """
    intro, body = opened(text)
    for shape, asks in ((MONEY, MUCH), (COUNT, MANY)):
        found = re.match(
            rf"{SUBJECT} (?P<aux>{_AUXILIARY}) (?P<verb>(?:be )?[a-z]+) {ABOUT}"
            rf"(?P<figure>{shape})(?P<rest> .+)",
            body,
        ) or re.match(
            rf"{SUBJECT} (?P<aux>was|were|is|are) (?P<verb>{DONE}) {ABOUT}"
            rf"(?P<figure>{shape})(?P<rest> .+)",
            body,
        )
        if found is not None and found["verb"] not in ("be", "been", "not"):
            return _inverted(found, (intro, found["aux"], found["verb"], asks), lower)
    return None


def worth(text: str, lower: Collection[str]) -> Question | None:
    """ "EPIC is a £4.8 million project." -> "How much is EPIC worth?" """
    found = re.match(
        rf"{SUBJECT} (?P<be>is|was) an? {ABOUT}(?P<figure>{MONEY})[, -](?P<rest>[^.;]{{0,60}}?"
        r"\b(?:project|programme|fund|scheme|deal|partnership|initiative|investment)\b)",
        text,
    )
    if found is None or not is_subject(found["subject"]):
        return None
    subject = within(found["subject"], lower)
    asked = f"How much money {found['be']} {subject} worth?"
    return made(FIGURE, asked, (variants(found["figure"]),), MUCH)


def level(text: str, lower: Collection[str]) -> Question | None:
    """ "The employment rate in Hull was 71% in 2023." -> "What was the rate …?" """
    found = re.match(
        rf"(?P<subject>(?:The|Total|Average|Median) [^,;:()]+?) (?P<be>was|were|is|stood at)"
        rf" {ABOUT}(?P<figure>{MONEY}|{SHARE})(?P<rest>(?: (?:in|at|by|for) [^,;:]+?)?)"
        r"(?:[,;:.].*)?$",
        text,
    )
    if found is None or not is_subject(found["subject"]):
        return None
    be = "is" if found["be"] == "is" else "was"
    asked = f"What {be} {within(found['subject'], lower)}{found['rest']}?"
    return made(FIGURE, asked, (variants(found["figure"]),), "what")


def _inverted(
    found: re.Match[str], parts: tuple[str, str, str, str], lower: Collection[str]
) -> Question | None:
    """parts: what stands before, the auxiliary, the verb, what is asked."""
    intro, auxiliary, verb, asks = parts
    rest = clause(found["rest"].strip())
    if rest is None or not is_subject(found["subject"]):
        return None
    subject = within(found["subject"], lower)
    if asks == PERCENTAGE:
        part = _PART.match(rest)
        if part is None or re.search(r"\b(?:its|their)\b", part.group()):
            return None
        what, more = f"what percentage {part.group()}", rest[part.end() :]
    elif asks == MUCH:
        of = re.match(r"of ((?:[a-z-]+ ){0,3}?[a-z-]+)(?= (?:in|for|to|from|by|at|on)\b|$)", rest)
        if rest.startswith("of ") and of is None:
            return None
        what = f"how much {of[1]}" if of else "how much"
        more = rest[of.end() :] if of else f" {rest}"
        if _NOT_MONEY.match(more):
            return None
    else:
        head = _HEAD.match(rest)
        if head is None or not any(is_plural(word) for word in head["head"].split()):
            return None
        what, more = f"how many {head['head']}", head["more"]
        if re.match(r" (?:[a-z]+(?:ing|ed)|and|or|as|upon|[a-z]+s)\b", more):
            return None
    asked = f"{intro}{what} {auxiliary} {subject} {verb}{more}?"
    return made(FIGURE, asked, (variants(found["figure"]),), _asks(asks, rest))


def _has_predicate(rest: str, asks: str, opened_before: bool) -> bool:
    """Whether what follows the figure is the rest of a subject and then a predicate."""
    words = rest.split()
    if words[0] in ("years", "thirds", "quarters", "months", "weeks", "days", "percentage"):
        return False
    verbs = [at for at, w in enumerate(words) if w in FINITE or w in PAST or w in THIRD]
    if len(words) < 4 or not verbs:
        return False
    if asks == MANY:
        head = words[: verbs[0]]
        good = words[0].islower() or re.fullmatch(r"[A-Z]{2,}s|[A-Z][a-z]+", words[0])
        return bool(good) and 0 < len(head) <= 8 and any(map(is_plural, head[:4])) and (
            "and" not in head and "to" not in head[:2] and not any(w[0].isdigit() for w in head)
        )  # fmt: skip
    if asks == PERCENTAGE:
        head = words[: verbs[0]]
        if any((word[0].isdigit() and len(word) < 4) or "%" in word for word in head):
            return False
        return words[0] == "of" or (opened_before and verbs[0] == 0)
    return verbs[0] <= 3 and words[0] not in ("and", "or", "to", "a", "per", "in", "for")


def _asks(asks: str, rest: str) -> str:
    nouns = [word for word in rest.split()[:4] if is_plural(word)]
    return f"{asks} {nouns[0]}" if nouns and asks == MANY else asks
