"""Whether a text dates what is asked about: "was launched on 10 July" for "When was it launched?".

A date beside another event ("reported in July") is near an answer and none. Pure, and no model.
"""

import re

from assistant.question.words import STOP, content_words, stem, words

_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}(?: \d{{1,2}},)?(?: of)?(?: (?:19|20)\d{{2}})?\b"
    r"|\b(?:19|20)\d{2}\b",
    re.I,
)
# Words between an event and its date, at most.
_NEAR = 14
_DONE = frozenset(
    "began begun held set ran run came went opened met took made won sat left".split()
)
_STATED = frozenset("was were is are be been will would did has have had to".split())
_ACTIVE = re.compile(r"\b(?:did|does|do|will|must|should|can)\b", re.I)
BOUND, BESIDE, LOOSE = 1.0, 0.75, 0.5


def dated(asked: str, text: str) -> float:
    """How far `text` dates the event of the question `asked`.

    1.0 if it says so ("was launched on 10 July"), 0.75 if a date belongs to the event in passing
    ("the scheme launched in July"), 0.5 if it has a date of something else, 0.0 if none. A
    question that names no event is served by any date.

    >>> dated("When was the Hub launched?", "The Hub was launched in March 2023.")
    1.0
    >>> dated("When was the Hub launched?", "At the launch, reported in May 2023, many spoke.")
    0.5
    """
    dates = list(DATE.finditer(text))
    if not dates:
        return 0.0
    events = _events(asked)
    if not events:
        return BOUND
    return max(_of(text[: date.start()], events, asked) for date in dates)


def _events(asked: str) -> frozenset[str]:
    """The stems of what happened: the words of the question that are no names."""
    names = {stem(word.lower()) for word in re.findall(r"\b[A-Z][\w’'-]*", asked[1:])}
    return frozenset(content_words(asked)) - names


def _of(before: str, events: frozenset[str], asked: str) -> float:
    """By what stands nearest before a date: the event, or something else that was done."""
    said = words(before)[-_NEAR:]
    for at in range(len(said) - 1, -1, -1):
        word = said[at]
        if stem(word) in events and word not in STOP:
            stated = _ACTIVE.search(asked) or any(w in _STATED for w in said[max(0, at - 2) : at])
            return BOUND if stated else BESIDE
        if word in _DONE or (word.endswith("ed") and len(word) > 4):
            return LOOSE
    return LOOSE
