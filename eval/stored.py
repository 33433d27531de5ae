"""A run read back from its run.json, as far as comparing needs it."""

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.contract import AnswerRecord
from eval.errors import BadRun
from eval.scoring import Score


class _Stored(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class StoredScore(_Stored):
    """See `scoring.Score`."""

    numerator: float
    denominator: float


class StoredTurnScore(_Stored):
    """What was measured on a turn, and what went wrong."""

    scores: Mapping[str, StoredScore]
    problems: tuple[str, ...] = ()


class StoredReply(_Stored):
    """The answer given."""

    answer: AnswerRecord


class StoredQuestion(_Stored):
    """The question asked."""

    question: str


class StoredTurn(_Stored):
    """One turn; reply is None if the system crashed."""

    turn: StoredQuestion
    reply: StoredReply | None
    score: StoredTurnScore


class StoredName(_Stored):
    """Which case it is."""

    case_id: str
    case_type: str = ""


class StoredCase(_Stored):
    """One case as it went."""

    case: StoredName
    turns: tuple[StoredTurn, ...]
    error: str | None = None

    @property
    def passed(self) -> bool:
        """True if no turn has a problem."""
        return not any(turn.score.problems for turn in self.turns)

    def scores(self, key: str) -> list[Score]:
        """A measure's scores over the turns for which it is defined."""
        found = (turn.score.scores.get(key) for turn in self.turns)
        return [Score(one.numerator, one.denominator) for one in found if one is not None]


class StoredSystem(_Stored):
    """All cases of one system."""

    system: str
    cases: tuple[StoredCase, ...]

    @property
    def by_id(self) -> dict[str, StoredCase]:
        """Its cases by id, in the order of the set."""
        return {case.case.case_id: case for case in self.cases}


class StoredRun(_Stored):
    """One run.json. about: the facts at the head of its report."""

    case_set: str
    about: Mapping[str, str] = {}
    systems: tuple[StoredSystem, ...]

    def system(self, name: str | None, path: Path) -> StoredSystem:
        """The system of that name; the first, which is the one under test, without a name."""
        for one in self.systems:
            if name in (None, one.system):
                return one
        held = ", ".join(one.system for one in self.systems)
        raise BadRun(f"{path}: no system named {name!r}; it holds {held or 'none'}")


def load_run(path: Path) -> StoredRun:
    """A run.json, or the folder that it lies in. Raises BadRun."""
    file = path / "run.json" if path.is_dir() else path
    try:
        return StoredRun.model_validate(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadRun(f"{file}: cannot be read: {error}") from error
    except json.JSONDecodeError as error:
        raise BadRun(f"{file}: not JSON: {error.msg}") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadRun(
            f"{file}: {field}: {first['msg']}; make it again with lpip-eval run"
        ) from error
