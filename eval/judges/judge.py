"""What a judge is."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


class Judge(Protocol):
    """Anything that says whether a premise supports a claim.

    score: (premise, claim) pairs -> one value in [0, 1] each, higher is better: the probability
    that the premise supports the claim, as far as the judge is calibrated.
    """

    @property
    def name(self) -> str: ...

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores: ...
