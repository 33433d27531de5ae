"""The product's own judge, as `Judge`: what the assistant itself says of claim and quote."""

from collections.abc import Sequence

import numpy as np

from assistant.grounding.judge import Judge
from assistant.verdict import Label
from eval.judges.judge import Scores

# A label is a class, not a probability. People count what is borne out in part as unsupported.
VALUES = {
    Label.SUPPORTED: 1.0,
    Label.PARTLY: 0.4,
    Label.NOT_SUPPORTED: 0.0,
    Label.UNCHECKED: 0.0,
}


class ProductJudge:
    """The assistant's own judge, the premise taken as the one text that is cited."""

    name = "product"

    def __init__(self, judge: Judge | None = None) -> None:
        self._judge = judge or Judge()

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge of `eval.judges`: the probability, or where a rule decided 1 for supported,
        0.4 for partly and 0 for the rest."""
        return np.array([self._score(premise, claim) for premise, claim in pairs])

    def _score(self, premise: str, claim: str) -> float:
        found = self._judge.verdict(claim, (premise,))
        return VALUES[found.label] if found.probability is None else found.probability
