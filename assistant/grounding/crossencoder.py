"""Any sequence classification model of Hugging Face transformers, as a judge of support."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelMissing

Scores = NDArray[np.float64]
BATCH = 16
_SUPPORTS = ("entailment", "entail", "supported", "supports", "support", "consistent", "true")


def word_windows(text: str, words: int) -> list[str]:
    """The text in pieces of so many words, each half over the one before it.

    >>> word_windows("a b c d e", 4)
    ['a b c d', 'c d e']
    """
    spoken = text.split()
    step = max(1, words // 2)
    starts = range(0, max(1, len(spoken) - words + step), step)
    return [" ".join(spoken[start : start + words]) for start in starts]


class CrossEncoder:
    """Any sequence classification model of Hugging Face transformers in a local folder.

    One output: its sigmoid (a cross-encoder). Several: the softmax of the one whose label says that
    the premise supports the claim (an entailment model). A premise too long for the model is read
    in windows, half over each other, and the best counts: SummaC-ZS does the same by sentences
    (Laban et al. 2022, https://arxiv.org/abs/2111.09525).
    """

    def __init__(self, folder: Path) -> None:
        """Raises ModelMissing if the folder holds no such model."""
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        self.name = folder.name
        try:
            self._tokens: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
            self._model: Any = AutoModelForSequenceClassification.from_pretrained(
                folder, local_files_only=True
            ).eval()
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelMissing(
                f"{folder}: no sequence classification model of transformers ({reason[:120]})"
            ) from error
        self._column = _supporting(self._model.config, folder)
        most = self._model.config.max_position_embeddings
        self._most = int(min(most, self._tokens.model_max_length, 512))

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """(n_pairs,) in [0, 1]: that each premise supports its claim."""
        rows = [self._windows(premise, claim) for premise, claim in pairs]
        found = self.probabilities([row for windows in rows for row in windows])
        ends = np.cumsum([len(windows) for windows in rows])
        return np.array([part.max() for part in np.split(found, ends[:-1])])

    def probabilities(self, rows: Sequence[tuple[str, str]]) -> Scores:
        """The model's word on (first, second) texts as given; what is too long is cut."""
        order = sorted(range(len(rows)), key=lambda at: sum(map(len, rows[at])))
        found = np.empty(len(rows))
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            found[chosen] = self._batch([rows[at] for at in chosen])
        return found

    def _windows(self, premise: str, claim: str) -> list[tuple[str, str]]:
        room = self._most - len(self._tokens(claim)["input_ids"]) - 4
        if len(self._tokens(premise)["input_ids"]) <= room:
            return [(premise, claim)]
        # Fewer words than pieces: a word has two pieces at the most in nearly all text.
        return [(window, claim) for window in word_windows(premise, max(8, room // 2))]

    def _batch(self, rows: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        import torch

        asked = self._tokens(
            [premise for premise, _ in rows],
            [claim for _, claim in rows],
            truncation=True,
            max_length=self._most,
            padding=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            logits = self._model(**asked).logits.double()
        if self._column is None:
            return np.asarray(logits.sigmoid()[:, 0].numpy())
        return np.asarray(logits.softmax(dim=1)[:, self._column].numpy())


def _supporting(config: Any, folder: Path) -> int | None:
    """The column of the label that means support; None for a model of one output."""
    if config.num_labels == 1:
        return None
    named = {str(label).lower(): int(at) for at, label in config.id2label.items()}
    for wanted in _SUPPORTS:
        if wanted in named:
            return named[wanted]
    if config.num_labels == 2:
        return 1
    raise ModelMissing(
        f"{folder}: none of the labels {', '.join(named)} says that the premise supports the "
        "claim; name one of them `entailment` in config.json"
    )
