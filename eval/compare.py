"""Two runs of the same cases beside each other: measures, wins, losses, and changed answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from eval.contract import ClaimRecord
from eval.paired import Difference, Scores, difference
from eval.stored import StoredCase, StoredReply, StoredSystem
from eval.summary import MEASURES, Measure


@dataclass(frozen=True)
class ChangedTurn:
    """What changed in one answer: its status, the claims that came and went, its problems."""

    question: str
    before: str
    after: str
    gone: tuple[str, ...]
    new: tuple[str, ...]
    solved: tuple[str, ...]
    caused: tuple[str, ...]

    @property
    def same(self) -> bool:
        """True if nothing changed."""
        return self.before == self.after and not (
            self.gone or self.new or self.solved or self.caused
        )


@dataclass(frozen=True)
class ChangedCase:
    """A case whose answer or whose measures changed. verdict: won, lost, or changed."""

    case_id: str
    verdict: str
    up: tuple[str, ...]
    down: tuple[str, ...]
    turns: tuple[ChangedTurn, ...]


@dataclass(frozen=True)
class Comparison:
    """One system before and after. only_before, only_after: cases that one run lacks."""

    before: str
    after: str
    shared: int
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    measures: tuple[tuple[Measure, Difference], ...]
    cases: tuple[ChangedCase, ...]


def compare(before: StoredSystem, after: StoredSystem) -> Comparison:
    """Cases are paired by their id. Losses first, then wins, then other changes."""
    old, new = before.by_id, after.by_id
    found = [(m, difference(scores_of(before, m.key), scores_of(after, m.key))) for m in MEASURES]
    measures = tuple((measure, one) for measure, one in found if one is not None)
    shared = [key for key in old if key in new]
    changed = [_changed(old[key], new[key], measures) for key in shared]
    order = {"lost": 0, "won": 1, "changed": 2}
    return Comparison(
        before.system,
        after.system,
        len(shared),
        tuple(key for key in old if key not in new),
        tuple(key for key in new if key not in old),
        measures,
        tuple(sorted((c for c in changed if c is not None), key=lambda c: order[c.verdict])),
    )


def scores_of(system: StoredSystem, key: str) -> Scores:
    """One measure's scores by case id."""
    return {case_id: case.scores(key) for case_id, case in system.by_id.items()}


def _changed(
    old: StoredCase, new: StoredCase, measures: Sequence[tuple[Measure, Difference]]
) -> ChangedCase | None:
    turns = tuple(
        _changed_turn(a.turn.question, old=old, new=new, number=number)
        for number, a in enumerate(old.turns[: len(new.turns)])
    )
    turns = tuple(turn for turn in turns if not turn.same)
    case_id = old.case.case_id
    better = [(m, d.up if m.higher_is_better else d.down) for m, d in _telling(measures)]
    worse = [(m, d.down if m.higher_is_better else d.up) for m, d in _telling(measures)]
    up = tuple(measure.label for measure, ids in better if case_id in ids)
    down = tuple(measure.label for measure, ids in worse if case_id in ids)
    if not turns and not up and not down:
        return None
    return ChangedCase(case_id, _verdict(old, new, up, down), up, down, turns)


def _telling(
    measures: Sequence[tuple[Measure, Difference]],
) -> list[tuple[Measure, Difference]]:
    """Times differ between any two runs, and length is neither good nor bad."""
    return [(m, d) for m, d in measures if m.group != "Cost"]


def _verdict(old: StoredCase, new: StoredCase, up: Sequence[str], down: Sequence[str]) -> str:
    """Passing decides; between two of the same, the number of measures that rose or fell."""
    if old.passed != new.passed:
        return "won" if new.passed else "lost"
    if len(up) == len(down):
        return "changed"
    return "won" if len(up) > len(down) else "lost"


def _changed_turn(question: str, *, old: StoredCase, new: StoredCase, number: int) -> ChangedTurn:
    a, b = old.turns[number], new.turns[number]
    first, second = _claims(a.reply), _claims(b.reply)
    return ChangedTurn(
        question,
        a.reply.answer.status if a.reply else "crashed",
        b.reply.answer.status if b.reply else "crashed",
        tuple(claim for claim in first if claim not in second),
        tuple(claim for claim in second if claim not in first),
        tuple(p for p in a.score.problems if p not in b.score.problems),
        tuple(p for p in b.score.problems if p not in a.score.problems),
    )


def _claims(reply: StoredReply | None) -> list[str]:
    """Each claim with the places it cites, as one line to compare and to read."""
    if reply is None:
        return []
    return [f"{claim.text} [{_places(claim)}]" for claim in reply.answer.claims]


def _places(claim: ClaimRecord) -> str:
    return "; ".join(f"{PurePath(c.path).name} p. {c.page}" for c in claim.citations)
