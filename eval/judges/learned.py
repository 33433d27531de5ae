"""A logistic regression over simpler judges: the best that no language understanding can do."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from eval.judges.judge import Judge, Scores
from eval.judges.pairs import PairSet


class LogisticJudge:
    """Weighs the scores of other judges; learns from labelled pairs when it is made.

    trained: sets of which none may be reported on. Classes count equally (class_weight balanced),
    so that 0.5 is a fair threshold for a set of any balance.
    """

    name = "logistic"

    def __init__(self, parts: Sequence[Judge], trained: Sequence[PairSet]) -> None:
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        self._parts = tuple(parts)
        pairs = [pair for one in trained for pair in one.pairs]
        seen = self._features([(pair.premise, pair.claim) for pair in pairs])
        said = np.array([pair.supported for pair in pairs])
        self._model = make_pipeline(
            StandardScaler(), LogisticRegression(class_weight="balanced")
        ).fit(seen, said)

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge."""
        return np.asarray(self._model.predict_proba(self._features(pairs))[:, 1], np.float64)

    def _features(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        return np.column_stack([part.score(pairs) for part in self._parts])
