"""The gate: a run against a baseline, red when a measure fell by more than its noise.

The same library and questions give the same answers, but another machine rounds differently and
may turn one near tie. So what one single case can move a measure by is noise, and more is a fall.
Where nothing may be lost (a quote that is not on its page) there is no noise.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.errors import BadRun
from eval.mutation.testing import Passes, RightAnswer, run_trials
from eval.paired import Scores, difference
from eval.scoring import Score
from eval.stored import StoredSystem
from eval.summary import MEASURES

FORMAT = 1
JUDGE_CATCHES, JUDGE_LETS_STAND = "judge_catches", "judge_lets_stand"
JUDGE_LABELS = {
    JUDGE_CATCHES: "Damaged claims noticed by the judge",
    JUDGE_LETS_STAND: "True claims let stand by the judge",
}
LABELS = {m.key: m.label for m in MEASURES} | JUDGE_LABELS
EXACT = frozenset({"quote_validity"})
CLAIMS_TRIED = 2
"""Claims of each answer that are damaged for the judge; the gate has to be quick."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: int
    case_set: str
    measured: str = ""
    cases: dict[str, dict[str, tuple[float, float]]]


@dataclass(frozen=True)
class Baseline:
    """What each case measured: case id -> measure -> numerator and denominator. No text."""

    case_set: str
    cases: Mapping[str, Mapping[str, Score]]

    def scores(self, key: str) -> Scores:
        """One measure by case id."""
        return {
            case_id: [measured[key]] if key in measured else []
            for case_id, measured in self.cases.items()
        }


@dataclass(frozen=True)
class Fall:
    """A measure that fell: from, to, what would have been noise, and the cases that lost."""

    key: str
    before: float
    after: float
    noise: float
    cases: tuple[str, ...]

    @property
    def line(self) -> str:
        """As the gate prints it."""
        which = ", ".join(self.cases) or "no single case"
        return (
            f"{LABELS[self.key]} fell from {self.before:.3f} to {self.after:.3f} "
            f"(noise {self.noise:.3f}): {which}"
        )


def baseline_of(system: StoredSystem, case_set: str, passes: Passes) -> Baseline:
    """The gated measures of a run, the judge's among them. Times and lengths are left out."""
    gated = [m.key for m in MEASURES if m.group != "Cost"]
    judged = _judged(system, passes)
    return Baseline(
        case_set,
        {
            case_id: {
                **{key: _total(case.scores(key)) for key in gated if case.scores(key)},
                **judged.get(case_id, {}),
            }
            for case_id, case in system.by_id.items()
        },
    )


def falls(baseline: Baseline, now: Baseline) -> tuple[Fall, ...]:
    """Every measure that fell by more than its noise, worst first.

    Raises BadRun if the two do not hold the same cases.
    """
    odd = sorted(set(baseline.cases) ^ set(now.cases))
    if odd or baseline.case_set != now.case_set:
        named = ", ".join(odd[:5]) or f"{baseline.case_set} and {now.case_set}"
        raise BadRun(f"The baseline is of other cases ({named}); make it again with --update")
    found = (_fall(key, baseline.scores(key), now.scores(key)) for key in LABELS)
    return tuple(sorted((f for f in found if f is not None), key=lambda f: f.after - f.before))


def noise_of(before: Scores) -> float:
    """The most that one case can move a measure: the largest share of its denominators.

    >>> noise_of({"a": [Score(1.0, 1.0)], "b": [Score(2.0, 3.0)]})
    0.75
    """
    weights = [sum(score.denominator for score in scores) for scores in before.values()]
    return max(weights, default=0.0) / (sum(weights) or 1.0)


def read_baseline(path: Path) -> Baseline:
    """Raises BadRun."""
    try:
        file = _File.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise BadRun(f"{path}: no baseline yet; make it with --update") from error
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise BadRun(f"{path}: not a baseline ({reason}); make it again with --update") from error
    if file.format != FORMAT:
        raise BadRun(f"{path}: format {file.format}, not {FORMAT}; make it again with --update")
    cases = {
        case_id: {key: Score(*pair) for key, pair in measured.items()}
        for case_id, measured in file.cases.items()
    }
    return Baseline(file.case_set, cases)


def write_baseline(baseline: Baseline, path: Path) -> None:
    """One case a line, so that a change of the baseline can be reviewed. Dated today."""
    rows = [
        f"  {json.dumps(case_id)}: "
        + json.dumps({k: [round(s.numerator, 6), s.denominator] for k, s in measured.items()})
        for case_id, measured in baseline.cases.items()
    ]
    named = {
        "format": FORMAT,
        "case_set": baseline.case_set,
        "measured": datetime.now(UTC).date().isoformat(),
    }
    head = f'{json.dumps(named)[:-1]}, "cases": {{\n'
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + ",\n".join(rows) + "\n}}\n", encoding="utf-8")


def _fall(key: str, before: Scores, now: Scores) -> Fall | None:
    found = difference(before, now)
    if found is None:
        return None
    higher = next((m.higher_is_better for m in MEASURES if m.key == key), True)
    lost = found.change.value if higher else -found.change.value
    noise = 0.0 if key in EXACT else noise_of(before)
    if lost >= -noise - 1e-6:
        return None
    return Fall(key, found.before, found.after, noise, found.down if higher else found.up)


def _total(scores: Sequence[Score]) -> Score:
    return Score(sum(s.numerator for s in scores), sum(s.denominator for s in scores))


def _judged(system: StoredSystem, passes: Passes) -> dict[str, dict[str, Score]]:
    """The judge's trials on the first claims of every answer, added up by case."""
    owner = {answer.answer_id: case_id for case_id, answer in _claims(system)}
    counts: dict[str, dict[str, list[bool]]] = {}
    for trial in run_trials([answer for _, answer in _claims(system)], passes):
        key = JUDGE_CATCHES if trial.harm else JUDGE_LETS_STAND
        counts.setdefault(owner[trial.answer_id], {}).setdefault(key, []).append(trial.judged_well)
    return {
        case_id: {key: Score(sum(well), len(well)) for key, well in sorted(by_key.items())}
        for case_id, by_key in counts.items()
    }


def _claims(system: StoredSystem) -> list[tuple[str, RightAnswer]]:
    """(case id, claim with its first quote); the quote stands in for its page."""
    return [
        (
            case_id,
            RightAnswer(f"{case_id} {number} {at}", claim.text, quote, quote, ""),
        )
        for case_id, case in system.by_id.items()
        for number, turn in enumerate(case.turns)
        if turn.reply is not None
        for at, claim in enumerate(turn.reply.answer.claims[:CLAIMS_TRIED])
        for quote in [citation.quote for citation in claim.citations[:1]]
    ]
