"""An embedder that remembers: a question is embedded for several steps, and the sentences of a
passage are read again by the next question about the same thing.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from ingest.embed import Embedder

_QUESTIONS, _SENTENCES = 512, 8192

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
