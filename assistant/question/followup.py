"""A follow-up turned into a question that stands alone.

Rules over the previous questions only: a word that points back ("they", "it", "that one") is
replaced by the noun phrase it can stand for (`nounphrases`); a piece ("and in Wales?", "why?")
takes the frame of the question before (`ellipsis`). What was meant is shown to the reader.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question.ellipsis import completed
from assistant.question.nounphrases import is_plural, is_verbish, noun_phrases
from assistant.question.words import STOP, words

_LEAD = re.compile(r"^(?:and|but|so|also|ok(?:ay)?|then|now|right|thanks?|yes|no)[,\s]+", re.I)
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
    r"|based|found|measured|said|written|published|funded|calculated|true|apply|change|include|compare|done|been|be|is|was|has|had|have|will|would|take|took|lead|led"
    r"|help|make|improve|start|end|come|go)\b))",
    re.I,
)
# "it" that stands for nothing: "what would it cost to ...", "is it fair to ...".
_EMPTY_IT = re.compile(
    r"\bit (?:cost|take|mean|make sense|be|worth|true|fair|possible|likely|right|clear)\b[^?]*"
    r"\b(?:to|that|if)\b",
    re.I,
)
# "What does Wales say about its cost": of what was spoken of, not of Wales.
_OF_OTHERS = re.compile(r"\b(?:about|on|of|from)\s+$", re.I)
_CLAUSE = re.compile(r"[,;.?]\s+|\band\b|\bbut\b|\bthat\b|\bwhich\b", re.I)
# Too general to be what "it" stands for when the question names something else.
_GENERAL = frozenset(["evidence", "people", "number", "information", "answer", "latest"])
# Said of anybody: not by these alone does a question stand.
_ANYBODY = frozenset("people places place areas area person country countries others many".split())


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
    led = len(asked) < len(question.strip())
    if whole := completed(asked, previous, led=led):
        return Resolved(whole[0].upper() + whole[1:])
    if not _leans(asked):
        return Resolved(question)
    phrases = noun_phrases(previous)
    replaced = _replace(asked, phrases, previous)
    missing = [phrase for phrase in phrases if phrase.lower() not in replaced.lower()]
    meant = _most_telling(phrases) if phrases else ""
    if meant[:1].isupper() and meant in replaced:
        # The name says what is meant; what it was asked about before is another matter.
        missing = [phrase for phrase in missing if phrase[0].isupper()]
    context = ", ".join(missing[:3])
    shown = f"{replaced.rstrip('?')} ({context})?" if context else replaced
    return Resolved(shown[0].upper() + shown[1:], context)


def with_name(piece: str, first: str) -> str | None:
    """A later piece of a question with what its "it" or "they" stands for in the first piece; None
    if it has neither.

    >>> with_name("how many staff does it have?", "When was Forth2O launched")
    'How many staff does Forth2O have?'
    """
    phrases = noun_phrases(first)
    if not phrases or not any(points.search(piece) for points in (_THEY, _THEIR, _IT)):
        return None
    if _EMPTY_IT.search(piece) or not _leans(piece):
        return None
    named = _replace(piece, phrases, first)
    return named[0].upper() + named[1:]


def _leans(asked: str) -> bool:
    """True if the question cannot be understood without the one before."""
    pointer = _PRONOUN.search(asked) or _BARE_THAT.search(asked)
    if pointer and not _EMPTY_IT.search(asked):
        before = asked[: pointer.start()]
        return not (_explained(before) or _own_name(before, pointer.group()))
    meaningful = [word for word in words(asked) if word not in STOP and not is_verbish(word)]
    named = any(word[0].isupper() for word in asked.split()[1:])
    return len([word for word in meaningful if named or word not in _ANYBODY]) < (1 if named else 2)


def _explained(before: str) -> bool:
    """Whether an earlier clause of the same question holds what a pronoun points to."""
    clauses = _CLAUSE.split(before)
    return any(len([w for w in words(c) if w not in STOP]) >= 2 for c in clauses[:-1])


def _own_name(before: str, pointer: str) -> bool:
    """Whether "its" belongs to a name before it: "did the Commission publish its report"."""
    if not _THEIR.fullmatch(pointer) or _OF_OTHERS.search(before):
        return False
    return any(word[0].isupper() for phrase in noun_phrases(before) for word in phrase.split())


def _replace(asked: str, phrases: Sequence[str], previous: str) -> str:
    if not phrases:
        return asked
    many = next((p for p in reversed(phrases) if is_plural(p)), phrases[-1])
    one = _most_telling(phrases)
    if found := _ONE.search(asked):
        noun = many.split()[-1]
        return _put(asked, found, _singular(noun) if found.group(1).lower() == "one" else noun)
    if found := _THEY.search(asked):
        return _put(asked, found, f"the {_as_plural(many)}")
    if found := _THEIR.search(asked):
        holder = many if found.group().lower() == "their" else one
        return _put(asked, found, f"the {holder}'" if holder.endswith("s") else f"the {holder}'s")
    if found := _BARE_THAT.search(asked) or _IT.search(asked):
        again = _IT.search(asked, found.end())
        if again and phrases[-1] != one:
            # "How much has it spent on it?": who, then on what.
            asked = _put(asked, again, _with_article(phrases[-1], previous))
        return _put(asked, found, _with_article(one, previous))
    return asked


def _most_telling(phrases: Sequence[str]) -> str:
    """What "it" most likely stands for: a name of several words, else the first specific phrase."""
    for phrase in phrases:
        if sum(word[0].isupper() for word in phrase.split()) > 1:
            return phrase
    specific = [p for p in phrases if p.lower() not in _GENERAL]
    return next((p for p in specific if not is_plural(p)), (specific or list(phrases))[0])


def _put(asked: str, found: re.Match[str], phrase: str) -> str:
    start, end = found.span(1)
    return asked[:start] + phrase + asked[end:]


def _as_plural(phrase: str) -> str:
    if is_plural(phrase) or phrase.split()[-1][0].isupper():
        return phrase
    return phrase[:-1] + "ies" if phrase.endswith("y") else phrase + "s"


def _singular(noun: str) -> str:
    if not is_plural(noun):
        return noun
    return noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]


def _with_article(phrase: str, previous: str) -> str:
    """The phrase with "the" where the question before had it, or what it names needs it."""
    said = re.search(rf"\bthe {re.escape(phrase)}", previous, re.I)
    generic = phrase[0].islower() and (is_plural(phrase) or re.search(r" (?:of|on) ", phrase))
    return f"the {phrase}" if said or generic else phrase
