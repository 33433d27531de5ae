"""Sentences that count what they say: "The first aim is ...", "The second ...", "Third, ..."."""

import re
from collections.abc import Sequence

from assistant.answer import Hit
from assistant.evidence import Sentence, sentences_of

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
# "A third of prisoners" and "the third sector" count nothing, "the first phase" counts time.
_COUNTS = re.compile(
    rf"\W*(?:(?:the|our|its|their|and) )*({'|'.join(_ORDINALS)})(?:ly)?\b"
    r"(?! (?:sectors?|world|half|phase|stage|wave|year|quarter|edition|time|party|parties)\b)",
    re.I,
)
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight")
# The next of a count stands on the same page or so soon after.
_PAGES = 2


def count_of(sentence: Sentence) -> int | None:
    """The place in a count that a sentence gives itself, from 1; None if it counts nothing."""
    found = _COUNTS.match(sentence.text)
    return _ORDINALS.index(found.group(1).lower()) + 1 if found else None


def counted_with(sentence: Sentence, hits: Sequence[Hit]) -> tuple[Sentence, ...]:
    """The sentences of its publication that count on from this one and lead up to it, itself
    among them, from the first; () if it counts nothing or the first is not among the hits."""
    place = count_of(sentence)
    if place is None:
        return ()
    document = sentence.hit.passage.document_id
    here = [hit for hit in hits if hit.passage.document_id == document]
    told = sorted((s for s in sentences_of(here) if count_of(s)), key=_place)
    before = _chain(sentence, place, told[::-1], -1)
    if place - len(before) > 1:
        return ()
    return (*before[::-1], sentence, *_chain(sentence, place, told, 1))


def asks_for_so_many(asked: str, many: int) -> bool:
    """Whether a question asks for just so many things.

    >>> asks_for_so_many("What are the three aims?", 3), asks_for_so_many("What aims?", 3)
    (True, False)
    """
    return re.search(rf"\b(?:{many}|{_NUMBERS[many - 1]})\b", asked, re.I) is not None


def _chain(last: Sentence, place: int, told: Sequence[Sentence], step: int) -> list[Sentence]:
    """From `last` on, each sentence with the next number; step: 1 forward, -1 backward."""
    found: list[Sentence] = []
    for one in told:
        on = (
            one.start - last.start if _page(one) == _page(last) else _page(one) - _page(last)
        ) * step
        if on > 0 and count_of(one) == place + step and abs(_page(one) - _page(last)) <= _PAGES:
            found.append(one)
            last, place = one, place + step
    return found


def _page(sentence: Sentence) -> int:
    return sentence.hit.passage.page_start


def _place(sentence: Sentence) -> tuple[int, int]:
    return _page(sentence), sentence.start
