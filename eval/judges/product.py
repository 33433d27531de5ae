"""The product's own judge, as `Judge`: what the assistant itself says of claim and quote."""

from collections.abc import Sequence

import numpy as np

from assistant.answer import Verdict
from assistant.grounding import judge
from eval.judges.judge import Scores

# A verdict is a class, not a probability: the threshold 0.5 asks for supported or partly.
VALUES = {
    Verdict.SUPPORTED: 1.0,
    Verdict.PARTLY: 0.5,
    Verdict.NOT_SUPPORTED: 0.0,
    Verdict.UNCHECKED: 0.0,
}


class ProductJudge:
    """`assistant.grounding.judge`, the premise taken as the one quote that is cited."""

    name = "product"

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge; 1 supported, 0.5 partly, 0 not supported or not checked."""
        return np.array([VALUES[judge(claim, (premise,))] for premise, claim in pairs])
