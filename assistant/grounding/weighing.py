"""What the rules found and what a model says of a claim, as one calibrated probability."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelMissing
from assistant.grounding.compare import Reading
from assistant.grounding.rules import FIGURES
from assistant.verdict import FindingKind

SIGNS = (
    "support", "around", "held", "anywhere", "in_order",
    "figure", "name", "negation", "direction", "scope",
)  # fmt: skip


def signs(reading: Reading, narrow: float, wide: float) -> NDArray[np.float64]:
    """(len(SIGNS),) float64 of one sentence of a claim.

    narrow, wide: the model's logit of the sentence beside its stretch of evidence, and beside the
    stretch with its surroundings.
    """
    kinds = {finding.kind for finding in reading.against}
    wrong = (
        bool(kinds & FIGURES),
        FindingKind.NAME in kinds,
        FindingKind.NEGATION in kinds,
        FindingKind.DIRECTION in kinds,
        FindingKind.SCOPE in kinds,
    )
    shared = (reading.held, reading.held_anywhere, reading.in_order)
    return np.array([narrow, wide, *shared, *wrong], np.float64)


@dataclass(frozen=True)
class Weighing:
    """A logistic regression over SIGNS, fitted on labelled pairs that no model learnt from."""

    weights: NDArray[np.float64]
    constant: float

    def probability(self, found: NDArray[np.float64]) -> float:
        """That a sentence with these signs is supported.

        >>> Weighing(np.zeros(len(SIGNS)), 0.0).probability(np.ones(len(SIGNS)))
        0.5
        """
        return float(1 / (1 + np.exp(-(found @ self.weights + self.constant))))


def read_weighing(path: Path) -> Weighing:
    """From the JSON file beside a trained model. Raises ModelMissing if it is another's."""
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        weights = np.array([float(held["weights"][name]) for name in SIGNS])
        return Weighing(weights, float(held["constant"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelMissing(
            f"{path}: not the weights of a judge ({error}). Fit them with "
            "`python -m eval.training weigh`, or reinstall the program."
        ) from None


def write_weighing(path: Path, weighing: Weighing) -> None:
    """One weight a line, so that a change can be reviewed."""
    named = {name: round(float(w), 4) for name, w in zip(SIGNS, weighing.weights, strict=True)}
    held = {"weights": named, "constant": round(weighing.constant, 4)}
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")
