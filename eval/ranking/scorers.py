"""Scorers of texts for a question, by name: the plug-in point for any relevance model."""

import math
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from eval.errors import NoSuchScorer
from ingest.wording import STOPWORDS, plain, terms_of

if TYPE_CHECKING:
    from ingest.embed import Embedder
    from ingest.settings import Settings

NAMES = ("bm25", "cosine", "relevance")
"""Built in; besides them `model:FOLDER`, any cross-encoder of transformers."""


class Scorer(Protocol):
    """question, texts -> one relevance each, higher is better; comparable between questions."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]: ...


class Bm25Scorer:
    """BM25 over the given texts alone, words as the keyword index has them.

    Divided by what a text of the question's own words would get, so that questions of different
    length compare. Source: Robertson & Zaragoza 2009, https://doi.org/10.1561/1500000019, with
    k1 = 1.2 and b = 0.75; the idf is that of Lucene, which is never negative.
    """

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Scorer.

        >>> Bm25Scorer().scores("hens nests", ["hens need nests", "wind farms"]).argmax()
        np.int64(0)
        """
        asked = set(_terms(question))
        read = [Counter(_terms(text)) for text in texts]
        lengths = [sum(words.values()) for words in read]
        mean = max(1.0, sum(lengths) / max(1, len(lengths)))
        idf = {word: _idf(sum(word in words for words in read), len(read)) for word in asked}
        most = sum(idf.values()) * 2.2 or 1.0
        gained = [
            sum(
                idf[word] * words[word] * 2.2 / (words[word] + 1.2 * (0.25 + 0.75 * length / mean))
                for word in asked
                if words[word]
            )
            for words, length in zip(read, lengths, strict=True)
        ]
        return np.array([value / most for value in gained], np.float32)


class CosineScorer:
    """Cosine of the question's and the text's MiniLM vectors."""

    def __init__(self, embedder: "Embedder") -> None:
        self._embedder = embedder

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Scorer."""
        vectors = self._embedder.embed_passages(texts)
        return np.asarray(vectors @ self._embedder.embed([question])[0], np.float32)


class CrossEncoderScorer:
    """Any cross-encoder of transformers in a local folder, the question read first."""

    def __init__(self, folder: Path) -> None:
        from eval.judges.models import CrossEncoderJudge

        self._model = CrossEncoderJudge(folder)

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Scorer."""
        rows = [(question, text) for text in texts]
        return self._model.probabilities(rows).astype(np.float32)


def build_scorer(name: str, settings: "Settings") -> Scorer:
    """The scorer of that name. A new one takes one line here. Raises NoSuchScorer."""
    if name == "bm25":
        return Bm25Scorer()
    if name == "cosine":
        from ingest.embed import load_embedder

        return CosineScorer(load_embedder(settings))
    if name == "relevance":
        from assistant.rerank import PACKAGED, TrainedReranker

        return TrainedReranker(PACKAGED, settings.models_folder, threads=settings.cores)
    kind, _, folder = name.partition(":")
    if kind == "model" and folder:
        return CrossEncoderScorer(Path(folder))
    raise NoSuchScorer(f"{name}: no such scorer. One of {', '.join(NAMES)}, or model:FOLDER")


def _terms(text: str) -> tuple[str, ...]:
    words = [word for word in plain(text).split() if word.lower().strip("?!.,;:") not in STOPWORDS]
    return terms_of(" ".join(words))


def _idf(holding: int, texts: int) -> float:
    return math.log(1 + (texts - holding + 0.5) / (holding + 0.5))
