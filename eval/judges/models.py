"""Judges by a neural model: cosine of embeddings, and any entailment or cross-encoder model."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import ModelMissing
from assistant.grounding.crossencoder import CrossEncoder, word_windows
from eval.errors import NoSuchJudge
from eval.judges.judge import Scores

if TYPE_CHECKING:
    from ingest.embed import Embedder

WINDOW_WORDS = 80
"""Words of a premise embedded at once: longer windows blur the sentence that matters."""


class CosineJudge:
    """Best cosine between the claim and any window of the premise, at least 0."""

    name = "cosine"

    def __init__(self, embedder: "Embedder") -> None:
        self._embedder = embedder
        self._known: dict[tuple[str, str], float] = {}

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge. Each different text is embedded once, each pair scored once."""
        new = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        cut = {premise: word_windows(premise, WINDOW_WORDS) for premise, _ in new}
        texts = [window for windows in cut.values() for window in windows]
        texts += [claim for _, claim in new]
        row = {text: at for at, text in enumerate(dict.fromkeys(texts))}
        vectors = self._embedder.embed_passages(list(row))
        for premise, claim in new:
            best = max(float(vectors[row[window]] @ vectors[row[claim]]) for window in cut[premise])
            self._known[premise, claim] = min(1.0, max(0.0, best))
        return np.array([self._known[pair] for pair in pairs], np.float64)


class CrossEncoderJudge(CrossEncoder):
    """A model of a local folder as a judge; its errors are this command's."""

    def __init__(self, folder: Path) -> None:
        """Raises NoSuchJudge if the folder holds no such model."""
        try:
            super().__init__(folder)
        except ModelMissing as error:
            raise NoSuchJudge(str(error)) from error
