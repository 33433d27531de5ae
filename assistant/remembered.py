"""Models that remember: a question is embedded for several steps, and the sentences of a passage
are read again by the next question about the same thing.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assistant.rerank import Reranker
from ingest.embed import Embedder

_QUESTIONS, _SENTENCES = 512, 8192
_AND = "\x00"

Embed = Callable[[Sequence[str]], NDArray[np.float32]]


class RememberingEmbedder:
    """Another embedder, with the vectors of its latest texts kept in memory: 13 MB at most for 384
    numbers each. Safe to share by threads.
    """

    def __init__(self, embedder: Embedder) -> None:
        self.name = embedder.name
        self.dimension = embedder.dimension
        self.max_tokens = embedder.max_tokens
        self.count_tokens = embedder.count_tokens
        self._exact = _Remembered(embedder.embed, embedder.dimension, _QUESTIONS)
        self._fast = _Remembered(embedder.embed_passages, embedder.dimension, _SENTENCES)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        return self._exact(texts)

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Embedder."""
        return self._fast(texts)


class RememberingReranker:
    """Another relevance model, with the logits of its latest pairs kept in memory: a search reads
    what the answer read. Safe to share by threads.
    """

    def __init__(self, reranker: Reranker) -> None:
        self.name = reranker.name
        self.calibrated = reranker.calibrated
        self._reranker = reranker
        self._known = _Remembered(self._scores, 1, _SENTENCES)

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Reranker."""
        asked = question.replace(_AND, " ")
        logits: NDArray[np.float32] = self._known([f"{asked}{_AND}{text}" for text in texts])
        return logits[:, 0]

    def _scores(self, pairs: Sequence[str]) -> NDArray[np.float32]:
        """All pairs of one call have the same question."""
        question = pairs[0].partition(_AND)[0]
        texts = [pair.partition(_AND)[2] for pair in pairs]
        return self._reranker.scores(question, texts)[:, np.newaxis]


class _Remembered:
    """A function from texts to vectors, and the vectors of its latest texts."""

    def __init__(self, embed: Embed, dimension: int, most: int) -> None:
        self._embed = embed
        self._dimension = dimension
        self._most = most
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        wanted = dict.fromkeys(texts)
        with self._lock:
            found = {text: self._known[text] for text in wanted if text in self._known}
        new = [text for text in wanted if text not in found]
        if new:
            found |= zip(new, self._embed(new), strict=True)
        with self._lock:
            for text in wanted:
                self._known[text] = found[text]
                self._known.move_to_end(text)
            while len(self._known) > self._most:
                self._known.popitem(last=False)
        vectors = np.empty((len(texts), self._dimension), np.float32)
        for at, text in enumerate(texts):
            vectors[at] = found[text]
        return vectors
