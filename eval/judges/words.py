"""The simplest judges, by words alone: the floor that any other has to beat."""

import re
from collections.abc import Callable, Sequence

import numpy as np

from eval.judges.judge import Scores
from ingest.wording import STOPWORDS

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z]\w+")


class WordJudge:
    """A judge by a function of one premise and one claim."""

    def __init__(self, name: str, measure: Callable[[str, str], float]) -> None:
        self.name = name
        self._measure = measure

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge."""
        return np.array([self._measure(premise, claim) for premise, claim in pairs])


def overlap(premise: str, claim: str) -> float:
    """Share of the claim's content words that stand in the premise; 1 for a claim without any.

    >>> overlap("The hub has 3.6 million.", "The hub got 3.6 million")
    0.75
    """
    wanted = {word for word in _words(claim) if word not in STOPWORDS}
    if not wanted:
        return 1.0
    return len(wanted & set(_words(premise))) / len(wanted)


def nothing_missing(premise: str, claim: str) -> float:
    """1 if no number and no capitalised word of the claim is missing from the premise, else 0.

    The first word of a sentence is not looked for, since its capital says nothing. A word counts
    as found inside a longer one ("Scot" in "Scottish"), which agrees a little better with people.

    >>> nothing_missing("It gave 3.6 million to Wales.", "In all, Wales got 3.6 million")
    1.0
    >>> nothing_missing("It gave 3.6 million to Wales.", "In all, Wales got 3.7 million")
    0.0
    """
    wanted = [*_NUMBER.findall(claim), *_NAME.findall(claim)]
    return float(all(word in premise for word in wanted))


def rouge_l(premise: str, claim: str) -> float:
    """ROUGE-L recall with the claim as reference: longest common subsequence / claim's words.

    Source: Lin 2004, https://aclanthology.org/W04-1013; the subsequence by the bit-parallel
    method of Hyyrö 2004, whose row for each premise word is one whole number.

    >>> rouge_l("the hub in Birmingham has money", "the hub has money")
    1.0
    >>> rouge_l("money the hub", "the hub has money")
    0.5
    """
    wanted = _words(claim)
    if not wanted:
        return 1.0
    places: dict[str, int] = {}
    for at, word in enumerate(wanted):
        places[word] = places.get(word, 0) | 1 << at
    every = (1 << len(wanted)) - 1
    row = every
    for word in _words(premise):
        matched = row & places.get(word, 0)
        row = ((row + matched) | (row - matched)) & every
    return (len(wanted) - row.bit_count()) / len(wanted)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


OVERLAP = WordJudge("overlap", overlap)
RULE = WordJudge("rule", nothing_missing)
ROUGE = WordJudge("rouge", rouge_l)
