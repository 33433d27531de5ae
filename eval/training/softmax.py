"""A linear order learnt from groups: the texts of one query, some of them right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
# Keeps a sign that hardly varies from getting a huge weight.
_LEAST_SPREAD = 1e-3
_L2 = 0.01
_NEVER = 1e-30


@dataclass(frozen=True)
class Choice:
    """Texts to choose from. signs: (n_texts, n_signs); right: (n_texts,) bool, some and not all;
    share: how much the group counts."""

    signs: Matrix
    right: NDArray[np.bool_]
    share: float = 1.0


def usable(signs: Matrix, right: Sequence[bool], share: float) -> list[Choice]:
    """The group as a list of one, or empty when it has nothing to tell apart."""
    flags = np.array(right, bool)
    return [Choice(signs, flags, share)] if flags.any() and not flags.all() else []


def learn_order(groups: Sequence[Choice]) -> Matrix:
    """(n_signs,) weights under which the right texts of each group get most of its softmax.

    The loss is -log of the share of exp(signs @ weights) that the right texts hold (listwise
    softmax, Cao et al. 2007, https://doi.org/10.1145/1273496.1273513, with several right texts),
    with an L2 penalty on the weights of the signs in units of their spread.
    """
    from scipy.optimize import minimize

    signs = np.concatenate([group.signs for group in groups])
    spread = signs.std(axis=0) + _LEAST_SPREAD
    scaled = signs / spread
    right = np.concatenate([group.right for group in groups])
    starts = np.cumsum([0, *(len(group.right) for group in groups[:-1])])
    group_of = np.repeat(np.arange(len(groups)), [len(group.right) for group in groups])
    share = np.array([group.share for group in groups])
    share = share / share.sum()

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = scaled @ weights
        grown = np.exp(scores - np.maximum.reduceat(scores, starts)[group_of])
        whole = np.add.reduceat(grown, starts)
        held = np.add.reduceat(grown * right, starts) + _NEVER
        pull = grown / whole[group_of] - grown * right / held[group_of]
        value = float((share * (np.log(whole) - np.log(held))).sum())
        slope = scaled.T @ (share[group_of] * pull)
        return value + _L2 / 2 * float(weights @ weights), slope + _L2 * weights

    found = minimize(loss, np.zeros(scaled.shape[1]), jac=True, method="L-BFGS-B")
    return np.asarray(found.x / spread, np.float64)
