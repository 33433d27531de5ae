"""All passage vectors in memory, for exact products; brought up to date, not read again."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.reading import LibraryReader

_ROWS_AT_ONCE = 4096


class VectorTable:
    """Passage ids, their documents and a (n_passages, dim) float32 matrix of unit norm.

    Immutable: `updated` makes the next one, so a search that is under way is not disturbed.
    """

    def __init__(
        self,
        numbers: NDArray[np.int64],
        documents: NDArray[np.int64],
        passage_ids: NDArray[np.str_],
        matrix: NDArray[np.float32],
    ) -> None:
        self.numbers = numbers
        self.documents = documents
        self.passage_ids = passage_ids
        self.matrix = matrix
        self.distinct_documents = np.unique(documents)
        self._rows = {str(key): row for row, key in enumerate(passage_ids)}

    @classmethod
    def load(cls, library: LibraryReader) -> "VectorTable":
        """Everything in the library."""
        empty = np.empty(0, np.int64)
        blank = np.empty((0, 0), np.float32)
        return cls(empty, empty, np.empty(0, np.str_), blank).updated(library)

    def updated(self, library: LibraryReader) -> "VectorTable":
        """The same with what was added since, without what is gone."""
        last = int(self.numbers[-1]) if len(self.numbers) else 0
        new = list(library.vectors_after(last))
        kept = np.isin(self.documents, np.array(library.document_numbers(), np.int64))
        if not new and kept.all():
            return self
        fresh = np.frombuffer(b"".join(row[3] for row in new), "<f4").astype(np.float32, copy=False)
        width = self.matrix.shape[1] or (len(fresh) // len(new) if new else 0)
        return VectorTable(
            np.concatenate([self.numbers[kept], np.array([r[0] for r in new], np.int64)]),
            np.concatenate([self.documents[kept], np.array([r[1] for r in new], np.int64)]),
            np.concatenate([self.passage_ids[kept], np.array([r[2] for r in new], np.str_)]),
            np.concatenate([self.matrix[kept].reshape(-1, width), fresh.reshape(-1, width)]),
        )

    def __len__(self) -> int:
        """Number of passages."""
        return len(self.numbers)

    def nearest(
        self,
        vector: NDArray[np.float32],
        k: int,
        documents: Sequence[int] | None,
        *,
        beyond: int = 0,
    ) -> list[tuple[str, float]]:
        """(passage_id, cosine) best first among the passages of `documents` (None: of all).

        beyond: only passages with a higher number.
        Equal cosines come in the order of the passage ids, so the same question always gets the
        same list.
        """
        rows = self._allowed(documents, beyond)
        if k < 1 or not len(rows):
            return []
        everything = len(rows) == len(self)
        cosines = (self.matrix if everything else self.matrix[rows]) @ vector
        if k < len(cosines):
            # Keep all that tie with the k-th best, so that ties are broken by id below.
            least = np.partition(cosines, -k)[-k]
            best = np.flatnonzero(cosines >= least)
        else:
            best = np.arange(len(cosines))
        ids = self.passage_ids[rows[best]]
        order = np.lexsort((ids, -cosines[best]))[:k]
        return [(str(ids[at]), float(cosines[best[at]])) for at in order]

    def vectors(self, passage_ids: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32. Raises KeyError for an id that is not held."""
        return self.matrix[[self._rows[key] for key in passage_ids]]

    def __contains__(self, passage_id: object) -> bool:
        """Whether the passage is held."""
        return passage_id in self._rows

    def cosine(self, passage_id: str, vector: NDArray[np.float32]) -> float:
        """Cosine of a held passage and a vector."""
        return float(self.matrix[self._rows[passage_id]] @ vector)

    def _allowed(self, documents: Sequence[int] | None, beyond: int) -> NDArray[np.intp]:
        # Numbers ascend, so those beyond one are a tail.
        first = int(np.searchsorted(self.numbers, beyond, side="right")) if beyond else 0
        if documents is None:
            return np.arange(first, len(self))
        return first + np.flatnonzero(np.isin(self.documents[first:], documents))
