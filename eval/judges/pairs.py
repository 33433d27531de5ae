"""Sets of pairs that people labelled: a premise, a claim, and whether the one supports the other.

JSON Lines, plain or gzip: {"id", "premise", "claim", "label"}; label 1 is supported, 0 is not.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import BadPairs

SEED = 20261123


@dataclass(frozen=True)
class Pair:
    """One labelled pair. supported: what people said."""

    pair_id: str
    premise: str
    claim: str
    supported: bool


@dataclass(frozen=True)
class PairSet:
    """All pairs of one file. name: the file's name without its endings."""

    name: str
    pairs: tuple[Pair, ...]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """(premise, claim) of every pair: what a judge is shown."""
        return [(pair.premise, pair.claim) for pair in self.pairs]

    def sample(self, limit: int | None) -> "PairSet":
        """At most so many pairs, drawn with a fixed seed and kept in their order."""
        if limit is None or len(self.pairs) <= limit:
            return self
        drawn = np.random.default_rng(SEED).choice(len(self.pairs), limit, replace=False)
        return replace(self, pairs=tuple(self.pairs[at] for at in sorted(drawn)))


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    premise: str
    claim: str
    label: Literal[0, 1, False, True]


def load_pairs(path: Path) -> PairSet:
    """The pairs of a file. Raises BadPairs naming the file and the line."""
    pairs = tuple(_pair(path, number, line) for number, line in _lines(path))
    if not pairs:
        raise BadPairs(f"{path}: no pair in the file")
    if len({pair.supported for pair in pairs}) == 1:
        raise BadPairs(f"{path}: every pair has the same label, so no judge can be measured on it")
    return PairSet(path.name.split(".")[0], pairs)


def refuse_overlap(trained: Sequence[PairSet], judged: Sequence[PairSet]) -> None:
    """Raises BadPairs if a pair that is learnt from, or tuned on, is also reported on."""
    for known in trained:
        seen = set(known.texts)
        for one in judged:
            shared = sum(text in seen for text in one.texts)
            if shared:
                raise BadPairs(
                    f"{one.name}: {shared} of its pairs are also in {known.name}, which is learnt "
                    "from or tuned on; report on another set"
                )


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        text = content.decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadPairs(f"{path}: cannot be read: {error}") from error
    # Not splitlines(): texts may hold line separators that JSON leaves as they are.
    numbered = enumerate(text.split("\n"), 1)
    return ((number, line) for number, line in numbered if line.strip())


def _pair(path: Path, number: int, line: str) -> Pair:
    try:
        read = _Line.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadPairs(f"{path}, line {number}: not JSON: {error.msg}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or "the whole line"
        raise BadPairs(f"{path}, line {number}: {field}: {first['msg']}") from error
    return Pair(read.id, read.premise, read.claim, bool(read.label))
