"""Cases through systems: replies, scores, and their summary. A crash is one counted failure."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from eval.cases import Case, CaseSet, Turn
from eval.measures import total_agreement
from eval.page_text import find_quote
from eval.progress import Progress, Repeats
from eval.reply import Reply, System
from eval.scoring import Score, TurnScore, failed_turn, score_turn
from eval.support import Supports

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


@dataclass(frozen=True)
class How:
    """How cases are run. supports: the judge of the judged measures, None for none.

    repeats: how often each case is asked, for the stability of its answers; the first is scored.
    workers: cases asked at once; more than one blurs the times of single answers.
    progress: where answered cases are kept, None to keep nothing.
    """

    supports: Supports | None = None
    repeats: int = 1
    workers: int = 1
    progress: Progress | None = None
    say: Say | None = None


def run_suite(
    case_set: CaseSet, systems: Sequence[System], how: How | None = None
) -> tuple[SystemOutcome, ...]:
    """Every case through every system, one system after the other."""
    return tuple(_run_system(case_set, system, how or How()) for system in systems)


def _run_system(case_set: CaseSet, system: System, how: How) -> SystemOutcome:
    say = how.say or _say
    started = said = time.monotonic()
    outcomes: list[CaseOutcome] = []
    for case, got in zip(case_set.cases, _all_asked(case_set.cases, system, how), strict=True):
        outcomes.append(_scored(case, got, how.supports))
        now = time.monotonic()
        if now - said >= SAY_EVERY_SECONDS or len(outcomes) == len(case_set.cases):
            said = now
            say(_progress(system.name, outcomes, len(case_set.cases), now - started))
    return SystemOutcome(system.name, tuple(outcomes))


def _all_asked(cases: Sequence[Case], system: System, how: How) -> Iterator[Repeats | Exception]:
    """In the order of the cases; with one worker, each when it is wanted."""
    if how.workers == 1:
        yield from (_asked(case, system, how) for case in cases)
        return
    pool = ThreadPoolExecutor(how.workers)
    try:
        yield from pool.map(lambda case: _asked(case, system, how), cases)
    finally:
        # Stopped in the middle, it must not answer the rest first.
        pool.shutdown(cancel_futures=True)


def _asked(case: Case, system: System, how: How) -> Repeats | Exception:
    """The replies of each repeat, from an earlier run if it got so far, or what was raised."""
    if how.progress is not None and (kept := how.progress.get(system.name, case)) is not None:
        return kept
    try:
        repeats = tuple(tuple(system.answer(case)) for _ in range(how.repeats))
        for replies in repeats:
            if len(replies) != len(case.turns):
                raise ValueError(f"{len(replies)} answers for {len(case.turns)} turns")
    # Whatever a system under test raises is a failure of that case, and the next case follows.
    except Exception as error:  # noqa: BLE001
        return error
    if how.progress is not None:
        how.progress.put(system.name, case, repeats)
    return repeats


def _scored(case: Case, got: Repeats | Exception, supports: Supports | None) -> CaseOutcome:
    if isinstance(got, Exception):
        return _failed(case, got)
    turns = []
    for number, turn in enumerate(case.turns):
        reply = got[0][number]
        score = score_turn(turn, reply, find_quote, supports)
        if len(got) > 1:
            same = total_agreement([_said(replies[number]) for replies in got])
            score = replace(score, scores={**score.scores, "stability": Score(same)})
        turns.append(TurnOutcome(turn, reply, score))
    return CaseOutcome(case, tuple(turns))


def _said(reply: Reply) -> tuple[str, ...]:
    """What a reader would notice of an answer: its outcome and its claims."""
    return reply.answer.status, *(claim.text for claim in reply.answer.claims)


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
