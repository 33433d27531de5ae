"""Cases through systems: replies, scores, and their summary. A crash is one counted failure."""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.cases import Case, CaseSet, Turn
from eval.page_text import find_quote
from eval.reply import Reply, System
from eval.scoring import TurnScore, failed_turn, score_turn

Say = Callable[[str], None]
SAY_EVERY_SECONDS = 5.0


@dataclass(frozen=True)
class TurnOutcome:
    """One turn as it went. reply is None if the system failed."""

    turn: Turn
    reply: Reply | None
    score: TurnScore


@dataclass(frozen=True)
class CaseOutcome:
    """One case as it went. error: one line if the system failed, else None."""

    case: Case
    turns: tuple[TurnOutcome, ...]
    error: str | None = None

    @property
    def passed(self) -> bool:
        """True if no turn has a problem."""
        return not any(outcome.score.problems for outcome in self.turns)


@dataclass(frozen=True)
class SystemOutcome:
    """All cases of one system, in the order of the set."""

    system: str
    cases: tuple[CaseOutcome, ...]


def run_suite(
    case_set: CaseSet, systems: Sequence[System], *, say: Say | None = None
) -> tuple[SystemOutcome, ...]:
    """Every case through every system, one system after the other."""
    return tuple(_run_system(case_set, system, say or _say) for system in systems)


def _run_system(case_set: CaseSet, system: System, say: Say) -> SystemOutcome:
    started = said = time.monotonic()
    outcomes: list[CaseOutcome] = []
    for done, case in enumerate(case_set.cases, 1):
        outcomes.append(run_case(case, system))
        now = time.monotonic()
        if now - said >= SAY_EVERY_SECONDS or done == len(case_set.cases):
            said = now
            say(_progress(system.name, outcomes, len(case_set.cases), now - started))
    return SystemOutcome(system.name, tuple(outcomes))


def run_case(case: Case, system: System) -> CaseOutcome:
    """One case through one system."""
    try:
        replies = system.answer(case)
        if len(replies) != len(case.turns):
            raise ValueError(f"{len(replies)} answers for {len(case.turns)} turns")
    # Whatever a system under test raises is a failure of that case, and the next case follows.
    except Exception as error:  # noqa: BLE001
        return _failed(case, error)
    scored = (
        TurnOutcome(turn, reply, score_turn(turn, reply, find_quote))
        for turn, reply in zip(case.turns, replies, strict=True)
    )
    return CaseOutcome(case, tuple(scored))


def _failed(case: Case, error: Exception) -> CaseOutcome:
    line = " ".join(f"{type(error).__name__}: {error}".split())
    turns = tuple(TurnOutcome(turn, None, failed_turn(turn, line)) for turn in case.turns)
    return CaseOutcome(case, turns, line)


def _progress(name: str, outcomes: Sequence[CaseOutcome], total: int, seconds: float) -> str:
    done, failed = len(outcomes), sum(1 for outcome in outcomes if outcome.error)
    left = seconds / done * (total - done)
    return f"{name}: {done} of {total} cases, {failed} crashed, {seconds:.0f} s, {left:.0f} s left"


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
