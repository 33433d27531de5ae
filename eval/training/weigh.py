"""Fits how a model and the rules are weighed, on pairs that the model did not learn from."""

import logging
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.grounding.rules import readings
from assistant.grounding.support import support_logits
from assistant.grounding.weighing import SIGNS, Weighing, signs, write_weighing
from assistant.pairmodel import PairModel
from eval.training.groups import rows
from eval.training.judge_sets import GROUNDING, Pair, held_back, lengthened

log = logging.getLogger(__name__)

_MOST = 600
# Weak, so that signs which seldom occur keep small weights.
_STRENGTH = 0.3

Signs = NDArray[np.float64]


def calibration_sets(folder: Path, seed: int) -> dict[str, list[Pair]]:
    """Of each grounding set that may train, pairs whose premise was held back from training: as
    they are, and with sentences of other texts around the premise."""
    found: dict[str, list[Pair]] = {}
    for name in GROUNDING:
        pairs = [
            Pair(row["premise"], row["claim"], float(row["label"]), name)
            for row in rows(folder / f"grounding/{name}.jsonl.gz")
            if held_back(row["premise"])
        ]
        random.Random(seed).shuffle(pairs)
        found[name] = pairs[:_MOST]
        long = lengthened(pairs[: _MOST // 2], random.Random(seed), share=1.0)
        found[f"{name}-long"] = [pair for pair in long if pair.source.endswith("-long")]
    return found


def signs_of(pairs: Sequence[Pair], model: PairModel) -> tuple[Signs, NDArray[np.bool_]]:
    """(n, len(SIGNS)) and the labels; pairs of which nothing can be read are left out."""
    seen, said = [], []
    for pair in pairs:
        read = readings(pair.claim, (pair.premise,))
        if read:
            logits = zip(*support_logits(model, read), strict=True)
            each = [signs(one, *both) for one, both in zip(read, logits, strict=True)]
            seen.append(np.mean(each, axis=0))
            said.append(bool(pair.label))
    return np.array(seen), np.array(said)


def fitted(sets: Mapping[str, tuple[Signs, NDArray[np.bool_]]]) -> Weighing:
    """A logistic regression in which every set, and in it each label, counts the same."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    seen = np.concatenate([x for x, _ in sets.values()])
    said = np.concatenate([y for _, y in sets.values()])
    weights = np.concatenate(
        [np.where(y, 0.5 / y.sum(), 0.5 / (~y).sum()) for _, y in sets.values()]
    )
    scaler = StandardScaler().fit(seen)
    model = LogisticRegression(C=_STRENGTH, max_iter=1000)
    model.fit(scaler.transform(seen), said, sample_weight=weights * len(weights) / weights.sum())
    slopes = model.coef_[0] / scaler.scale_
    return Weighing(slopes, float(model.intercept_[0] - scaler.mean_ @ slopes))


def weigh(folder: Path, adapter: Path, models: Path, seed: int) -> None:
    """Write the weights beside the adapter; log how each set fares when the others fit them."""
    from sklearn.metrics import balanced_accuracy_score, roc_auc_score

    model = PairModel(adapter, models, threads=1)
    held = calibration_sets(folder, seed)
    sets = {name: signs_of(pairs, model) for name, pairs in held.items()}
    for name, (seen, said) in sets.items():
        kind = name.removesuffix("-long")
        others = {n: s for n, s in sets.items() if n.removesuffix("-long") != kind}
        weighing = fitted(others)
        told = np.array([weighing.probability(one) for one in seen])
        log.info(
            "%s: %d pairs, balanced accuracy %.3f, AUROC %.3f (model alone %.3f)",
            name, len(said), balanced_accuracy_score(said, told >= 0.5),
            roc_auc_score(said, told), roc_auc_score(said, seen[:, SIGNS.index("support")]),
        )  # fmt: skip
    write_weighing(adapter.with_suffix(".json"), fitted(sets))
