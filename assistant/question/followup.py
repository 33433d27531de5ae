"""A follow-up turned into a question that stands alone.

Rules over the previous questions only: a word that points back ("they", "it", "that one") is
replaced by the noun phrase it can stand for; a bare topic ("and in Wales?", "what about
apprenticeships?") takes the frame of the question before. What was meant is shown to the reader.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.words import STOP, words

_LEAD = re.compile(r"^(?:and|but|so|also|ok(?:ay)?|then|now|right|thanks?|yes|no)[,\s]+", re.I)
_BARE_TOPIC = re.compile(
    r"^(?:what|how) about\s+(?P<topic>.+?)\??$|^(?P<place>(?:in|for|on|at|from|since|by|under|with)"
    r"\s+[^?]+?)\??$",
    re.I,
)
_THEY = re.compile(r"\b(they|them|those|these|both)\b", re.I)
_THEIR = re.compile(r"\b(their|its|his|her)\b", re.I)
_IT = re.compile(r"\b(it|he|she|him)\b", re.I)
_ONE = re.compile(r"\b(?:the|that|this|which)\s+(?:[\w’'-]+\s+){0,3}?(ones?)\b", re.I)
_PRONOUN = re.compile(
    r"\b(?:they|them|those|these|their|theirs|it|its|he|she|him|her|his|one|ones|former|latter)\b",
    re.I,
)
# "that" and "this" point back only where no noun follows: "what would that cost", not "that fund".
_BARE_THAT = re.compile(
    r"(?:^|\b(?:is|of|on|do|to|in|if|by|does|did|was|can|has|would|will|could|should|about|for|with"
    r"|than|from|like|after|before|why|how)\s)(that|this)\b(?=\s*(?:\?|$|(?:cost|means?|work|happen"
    r"|apply|change|include|compare|done|been|be|is|was|has|had|have|will|would|take|took|lead|led"
    r"|help|make|improve|start|end|come|go)\b))",
    re.I,
)
# "it" that stands for nothing: "what would it cost to ...", "is it fair to ...".
_EMPTY_IT = re.compile(
    r"\bit (?:cost|take|mean|make sense|be|worth|true|fair|possible|likely|right|clear)\b[^?]*"
    r"\b(?:to|that|if)\b",
    re.I,
)
_CLAUSE = re.compile(r"[,;.?]\s+|\band\b|\bbut\b|\bthat\b|\bwhich\b", re.I)
_PREPOSITION = re.compile(r"\b(on|for|in|of|about|to|from|at|by|with)\s+(?=[^?]*$)", re.I)
_NUMBERS = frozenset(
    """
    two three four five six seven eight nine ten twelve many
""".split()
)
# Too general to be what "it" stands for when the question names something else.
_GENERAL = frozenset(["evidence", "people", "number", "information", "answer", "latest"])
_VERBISH = frozenset(
    """
    need needs fund funds funded involve involves receive cover covers cost costs run runs runs
    raise raises lead leads provide provides pay pays spend spends spent work works help helps
    compare differ describe described summarise explain list name change changed influence
    influenced find found report reported plan planned support supports include includes good
    bad improve identify identified score decide decides accept accepted choose respond
    responded award awarded money funding much figure difference differences
""".split()
)


@dataclass(frozen=True)
class Resolved:
    """A question that stands alone; `context` are words of earlier turns that help to find it."""

    text: str
    context: str = ""


def stand_alone(question: str, earlier: Sequence[str]) -> Resolved:
    """`question` read after `earlier` stand-alone questions, oldest first."""
    if not earlier:
        return Resolved(question)
    asked = _LEAD.sub("", question.strip())
    previous = earlier[-1]
    if bare := _BARE_TOPIC.match(asked):
        return Resolved(_reframed(previous, bare.group("topic") or bare.group("place")), "")
    if not _leans(asked):
        return Resolved(question)
    phrases = _noun_phrases(previous)
    replaced = _replace(asked, phrases)
    missing = [phrase for phrase in phrases if phrase.lower() not in replaced.lower()]
    context = ", ".join(missing[:3])
    shown = f"{replaced.rstrip('?')} ({context})?" if context else replaced
    return Resolved(shown[0].upper() + shown[1:], context)


def _leans(asked: str) -> bool:
    """True if the question cannot be understood without the one before."""
    pointer = _PRONOUN.search(asked) or _BARE_THAT.search(asked)
    if pointer and not _EMPTY_IT.search(asked):
        return not _explained(asked[: pointer.start()])
    meaningful = [word for word in words(asked) if word not in STOP and word not in _VERBISH]
    return len(meaningful) < 2


def _explained(before: str) -> bool:
    """Whether an earlier clause of the same question holds what a pronoun points to."""
    clauses = _CLAUSE.split(before)
    return any(len([w for w in words(c) if w not in STOP]) >= 2 for c in clauses[:-1])


def _noun_phrases(question: str) -> list[str]:
    """Runs of meaning-carrying words of a question, in reading order.

    >>> _noun_phrases("What scale of retrofit does the Pride in Place programme need?")
    ['scale of retrofit', 'Pride in Place programme']
    """
    tokens = re.findall(r"[\w’'£%.,-]*[\w%]|[;,?]", re.sub(r"[()]", " ; ", question))
    found: list[str] = []
    run: list[str] = []
    for position, token in enumerate(tokens):
        if _means(token) or (run and _joins(token, run[-1], tokens[position + 1 :])):
            run.append(token)
        else:
            _close(run, found)
    _close(run, found)
    return found


def _means(token: str) -> bool:
    lower = token.lower()
    return not (
        token in ";,?" or lower in STOP or lower in _VERBISH or lower in _NUMBERS or "n't" in lower
    )


def _joins(token: str, before: str, after: Sequence[str]) -> bool:
    """Whether a small word holds a phrase together: "Pride in Place", "scale of retrofit"."""
    if not after or not _means(after[0]):
        return False
    named = before[0].isupper() and after[0][0].isupper()
    return token == "of" or (named and token in ("in", "and", "for", "to", "&"))


def _close(run: list[str], found: list[str]) -> None:
    if run and not all(word.replace(",", "").isdigit() for word in run):
        phrase = " ".join(run)
        if phrase not in found:
            found.append(phrase)
    run.clear()


def _replace(asked: str, phrases: Sequence[str]) -> str:
    if not phrases:
        return asked
    many = next((p for p in reversed(phrases) if _plural(p)), phrases[-1])
    one = _most_telling(phrases)
    if found := _ONE.search(asked):
        noun = many.split()[-1]
        return _put(asked, found, _singular(noun) if found.group(1).lower() == "one" else noun)
    if found := _THEY.search(asked):
        return _put(asked, found, f"the {_as_plural(many)}")
    if found := _THEIR.search(asked):
        holder = many if found.group().lower() == "their" else one
        return _put(asked, found, f"the {holder}'s")
    if found := _BARE_THAT.search(asked) or _IT.search(asked):
        return _put(asked, found, _with_article(one))
    return asked


def _most_telling(phrases: Sequence[str]) -> str:
    """What "it" most likely stands for: a name of several words, else the first specific phrase."""
    for phrase in phrases:
        if sum(word[0].isupper() for word in phrase.split()) > 1:
            return phrase
    specific = [p for p in phrases if p.lower() not in _GENERAL]
    return next((p for p in specific if not _plural(p)), (specific or list(phrases))[0])


def _put(asked: str, found: re.Match[str], phrase: str) -> str:
    start, end = found.span(1)
    return asked[:start] + phrase + asked[end:]


def _plural(phrase: str) -> bool:
    last = phrase.split()[-1].lower()
    return last.endswith("s") and not last.endswith(("ss", "us", "is"))


def _as_plural(phrase: str) -> str:
    if _plural(phrase) or phrase.split()[-1][0].isupper():
        return phrase
    return phrase[:-1] + "ies" if phrase.endswith("y") else phrase + "s"


def _singular(noun: str) -> str:
    if not _plural(noun):
        return noun
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]


def _with_article(phrase: str) -> str:
    return phrase if phrase[0].isupper() else f"the {phrase}" if _plural(phrase) else phrase


def _reframed(previous: str, topic: str) -> str:
    """The previous question asked about `topic` instead: its last phrase after a preposition goes.

    >>> _reframed("How good is the evidence on employment training?", "apprenticeships")
    'How good is the evidence on apprenticeships?'
    """
    topic = topic.strip()
    frame = re.sub(r"\s*\([^)]*\)", "", previous).rstrip("?. ")
    if re.match(r"(?:in|for|on|at|from|since|by|under|with)\s", topic, re.I):
        preposition = topic.split()[0].lower()
        found = list(
            re.finditer(
                rf"\b{preposition}\s+(?:the\s+)?[A-Z0-9][\w’'-]*(?:\s+[A-Z][\w’'-]*)*", frame
            )
        )
        if found:
            last = found[-1]
            return f"{frame[: last.start()]}{topic}{frame[last.end() :]}?"
        return f"{frame} {topic}?"
    prepositions = list(_PREPOSITION.finditer(frame))
    if prepositions:
        return f"{frame[: prepositions[-1].end()]}{topic}?"
    return f"{frame}: {topic}?"
