"""The scores that any judge wrote to a file: JSON Lines {"premise", "claim", "score"}."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import BadPairs
from eval.judges.judge import Scores


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore")

    premise: str
    claim: str
    score: float = Field(ge=0, le=1)


class RecordedScores:
    """Looks each pair up; one that the file lacks is an error, never a guess."""

    def __init__(self, path: Path) -> None:
        """Raises BadPairs naming the file and the line."""
        self.name = path.stem
        self._path = path
        try:
            lines = path.read_text(encoding="utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise BadPairs(f"{path}: cannot be read: {error}") from error
        self._scores = dict(
            self._read(number, line) for number, line in enumerate(lines, 1) if line.strip()
        )

    def score(self, pairs: Sequence[tuple[str, str]]) -> Scores:
        """See Judge. Raises BadPairs if a pair has no score."""
        try:
            return np.array([self._scores[pair] for pair in pairs])
        except KeyError as error:
            claim = error.args[0][1]
            raise BadPairs(f"{self._path}: no score for the claim {claim[:80]!r}") from error

    def _read(self, number: int, line: str) -> tuple[tuple[str, str], float]:
        try:
            read = _Line.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadPairs(f"{self._path}, line {number}: not JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadPairs(f"{self._path}, line {number}: {field}: {first['msg']}") from error
        return (read.premise, read.claim), read.score
