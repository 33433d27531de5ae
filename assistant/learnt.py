"""Weights that were learnt, by name, with how they were learnt: `weights.json` beside this file."""

import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS_FILE = Path(__file__).with_name("weights.json")


@lru_cache(maxsize=8)
def weights(model: str, signs: Sequence[str]) -> NDArray[np.float64]:
    """(n_signs,) weights of `model` in the order of `signs`. Raises KeyError for one that the file
    lacks: code and file belong together."""
    held = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))[model]["weights"]
    return np.array([held[sign] for sign in signs], np.float64)
