"""Sentences that count what they say: "The first aim is ...", "The second ...", "Third, ..."."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Hit
from assistant.evidence import Sentence, sentences_of

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
_ORDINAL = "|".join(_ORDINALS)
# "First Minister", "a third of them" and "the second largest city is" count nothing.
_COUNTS = re.compile(
    rf"\W*(?:and )?(?:(?P<bare>{_ORDINAL})(?:,|ly\b)"
    rf"|(?:the|our|its|their) (?P<told>{_ORDINAL})"
    r"(?! \w+est\b| (?:most|least|half|phase|stage|wave|round|year|quarter|time)\b)"
    r"(?P<noun>(?: [\w-]+){0,4}?)(?: of (?:these|them|those))?(?: (?:that|which) .{3,60}?)?"
    r" (?:is|are|was|were|will|would|has|have|concerns?|relates?)\b)",
    re.I | re.S,
)
# The next of a count stands on the same page or so soon after.
_PAGES = 2


@dataclass(frozen=True)
class Count:
    """The place in a count that a sentence gives itself, from 1. noun: what is counted ("aim"), ""
    where it is not said."""

    place: int
    noun: str

    def is_of(self, other: "Count") -> bool:
        """Whether both may count the same."""
        return not (self.noun and other.noun) or self.noun == other.noun


def count_of(sentence: Sentence) -> Count | None:
    """What a sentence counts; None if it counts nothing."""
    found = _COUNTS.match(" ".join(sentence.text.split()))
    if found is None:
        return None
    ordinal = (found.group("bare") or found.group("told")).lower()
    nouns = (found.group("noun") or "").lower().split()
    return Count(_ORDINALS.index(ordinal) + 1, nouns[-1] if nouns else "")


def counted_with(sentence: Sentence, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """The sentences of its publication that count on from this one and lead up to it, itself
    among them, from the first; () if it counts nothing or the first is not among the hits."""
    count = count_of(sentence)
    if count is None:
        return ()
    document = sentence.hit.passage.document_id
    here = sentences_of([hit for hit in hits if hit.passage.document_id == document])
    told = sorted(((s, c) for s in here if (c := count_of(s))), key=lambda one: _place(one[0]))
    after = [one for one in told if _place(one[0]) > _place(sentence)]
    before = [one for one in told[::-1] if _place(one[0]) < _place(sentence)]
    leading = _chain(sentence, count, before, -1)
    if count.place - len(leading) > 1:
        return ()
    return (*leading[::-1], sentence, *_chain(sentence, count, after, 1))


def asks_for_so_many(asked: str, many: int) -> bool:
    """Whether a question asks for just so many things, of 2 to 8.

    >>> asks_for_so_many("What are the three aims?", 3), asks_for_so_many("What aims?", 3)
    (True, False)
    """
    return re.search(rf"\b(?:{many}|{_NUMBERS[many - 1]})\b", asked, re.I) is not None


def _chain(
    last: Sentence, count: Count, told: Sequence[tuple[Sentence, Count]], step: int
) -> list[Sentence]:
    """From `last` on, each sentence with the next number, until what is counted begins anew.

    told: in the order in which they are met; step: 1 forward, -1 backward.
    """
    found: list[Sentence] = []
    for one, other in told:
        if abs(_place(one)[0] - _place(last)[0]) > _PAGES:
            break
        if step > 0 and other.place == 1 and other.is_of(count):
            break
        if other.place == count.place + step and other.is_of(count):
            found.append(one)
            last, count = one, Count(other.place, other.noun or count.noun)
    return found


def _place(sentence: Sentence) -> tuple[int, int]:
    return sentence.hit.passage.page_start, sentence.start
