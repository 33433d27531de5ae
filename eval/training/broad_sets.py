"""Broad questions, as policymakers ask them, with graded sentences, as groups to learn from.

`broad_questions.jsonl.gz` holds no text of a document: each question in two wordings, and the
grades of the sentences found for it by a digest of their words.
"""

import hashlib
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evidence import Sentence
from assistant.rerank import Reranker, text_read
from eval.errors import NothingToRun
from eval.training.groups import Group, rows
from eval.training.report_sets import Draw, Reports

QUESTIONS = Path(__file__).with_name("broad_questions.jsonl.gz")

ANSWERS, HELPS = 2, 1
"""Grades: it answers the question or a part of it; it is on the very thing asked and no answer."""
# How far a sentence that only helps is an answer.
_HALF = 0.25
# Of the sentences of each grade, so many in one group, which the longest shape of a batch can hold;
# and groups of one wording.
_RIGHT, _HELPING, _WRONG = 2, 1, 3
_GROUPS = 3
# Of the questions at least so many find their sentences in the library, or it is another one.
_LEAST_FOUND = 0.5


@dataclass(frozen=True)
class BroadQuestion:
    """wordings: the same need twice. grades: digest of a sentence -> 2, 1 or 0."""

    key: str
    wordings: tuple[str, ...]
    grades: Mapping[str, int]


def load_broad(path: Path = QUESTIONS) -> list[BroadQuestion]:
    """All questions of the file. Raises OSError, ValueError, KeyError."""
    return [BroadQuestion(row["id"], tuple(row["asked"]), row["grades"]) for row in rows(path)]


def digest(sentence: Sentence) -> str:
    """Twelve hexadecimal digits of a sentence's words, white space collapsed."""
    return hashlib.sha256(" ".join(sentence.text.split()).encode()).hexdigest()[:12]


def broad_groups(
    asked: Sequence[BroadQuestion], library: Reports, seed: int, reads: Reranker | None
) -> list[Group]:
    """The groups of every wording: sentences that answer beside some that help and some that do
    neither, the harder ones oftener (`report_sets.Draw`). Raises NothingToRun if the library lacks
    most of the sentences."""
    texts = {digest(sentence): text_read(sentence) for sentence in library.every()}
    known = sum(any(key in texts for key in one.grades) for one in asked)
    if known < _LEAST_FOUND * len(asked):
        raise NothingToRun(
            f"the library knows the sentences of {known} of {len(asked)} broad questions: fill it "
            "with the starter corpus and the development reports first"
        )
    return [
        group
        for one in asked
        for group in _groups_of(one, texts, random.Random(f"{seed} {one.key}"), reads)
    ]


def _groups_of(
    one: BroadQuestion, texts: Mapping[str, str], drawn: random.Random, reads: Reranker | None
) -> Iterator[Group]:
    graded: dict[int, list[str]] = {grade: [] for grade in (0, HELPS, ANSWERS)}
    for key, grade in one.grades.items():
        if key in texts:
            graded[grade].append(texts[key])
    for wording in one.wordings:
        hard = dict.fromkeys(graded[0], 0.0)
        if reads is not None and graded[0]:
            hard = dict(zip(graded[0], map(float, reads.scores(wording, graded[0])), strict=True))
        draw = Draw(hard, drawn)
        right = drawn.sample(graded[ANSWERS], len(graded[ANSWERS]))
        for at in range(_GROUPS):
            some = [right[(_RIGHT * at + n) % len(right)] for n in range(min(_RIGHT, len(right)))]
            group = _group(wording, some, graded[HELPS], draw)
            if len(group.texts) > 1:
                yield group


def _group(wording: str, right: Sequence[str], helping: Sequence[str], draw: Draw) -> Group:
    some = draw.drawn.sample(helping, min(len(helping), _HELPING))
    wrong = draw.some(list(draw.hard), _WRONG)
    labels = [1.0] * len(right) + [_HALF] * len(some) + [0.0] * len(wrong)
    return Group(wording, (*right, *some, *wrong), tuple(labels), "broad")
