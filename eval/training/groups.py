"""What a relevance model learns from: a question with texts that answer it or do not."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.sentences import split_sentences

Row = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """A question and texts; labels[i] is 1.0 if texts[i] answers it, 0.0 if not.

    source: the set it was made from. A group without a positive teaches only what is no answer.
    """

    question: str
    texts: tuple[str, ...]
    labels: tuple[float, ...]
    source: str


def rows(path: Path) -> list[Row]:
    """The objects of a gzipped JSON Lines file. Raises OSError, ValueError."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def sentences(passage: str) -> list[str]:
    """The sentences of a passage, as the library cuts them."""
    return [passage[start:end] for start, end in split_sentences(passage)]


def holding(texts: Sequence[str], answers: Sequence[str]) -> list[int]:
    """Positions of the texts that hold one of the answers, case ignored."""
    wanted = [answer.lower().strip(" .") for answer in answers if answer.strip(" .")]
    return [at for at, text in enumerate(texts) if any(a in text.lower() for a in wanted)]


def sentence_group(
    question: str, passage: str, answers: Sequence[str], source: str
) -> Group | None:
    """The sentence with the answer against the others of its passage; None if it is not alone."""
    parts = [part for part in sentences(passage) if len(part.split()) > 3][:8]
    right = holding(parts, answers)
    if len(right) != 1 or len(parts) < 2:
        return None
    others = [part for at, part in enumerate(parts) if at != right[0]][:4]
    return Group(question, (parts[right[0]], *others), (1.0, *(0.0 for _ in others)), source)


def ranked_group(
    question: str, right: str, others: Sequence[str], source: str, *, most: int = 4
) -> Group:
    """A passage that answers against passages that were found for the question and do not."""
    wrong = [text for text in others if text != right][:most]
    return Group(question, (right, *wrong), (1.0, *(0.0 for _ in wrong)), source)
