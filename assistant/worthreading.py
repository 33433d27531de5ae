"""Which sentences of the passages found are worth reading: by all that needs no run of a model."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import Sentence, Sought, beside
from assistant.learnt import weights
from assistant.question.words import STOP, stem, words
from assistant.wordvectors import WordVectors

# What speaks for reading a sentence: README.md, "Which sentences are read".
SIGNS = ("around", "kind", "passage", "near")


def reading_signs(
    sought: Sought, sentences: Sequence[Sentence], vectors: WordVectors
) -> NDArray[np.float64]:
    """(n_sentences, len(SIGNS)): around, kind and passage as in `Scored`; near: how near its words
    are to those asked for."""
    typed = {word: sought.weight_of.get(stem(word), 0.0) for word in words(sought.part.query)}
    asked = {word: weight for word, weight in typed.items() if word not in STOP and weight > 0.0}
    near = vectors.nearness(asked, [sentence.text for sentence in sentences])
    rows = []
    for sentence, nearness in zip(sentences, near, strict=True):
        _, around, kind, _, passage = beside(sought, sentence)
        rows.append((around, kind, passage, float(nearness)))
    return np.array(rows, np.float64).reshape(len(sentences), len(SIGNS))


def worth_reading(
    sought: Sought, sentences: Sequence[Sentence], most: int, vectors: WordVectors
) -> list[int]:
    """Places of at most `most` sentences that may answer best, the likeliest first; equal ones stay
    as they were."""
    worth = reading_signs(sought, sentences, vectors) @ weights("sentences", SIGNS)
    return [int(at) for at in np.argsort(-worth, kind="stable")[:most]]
