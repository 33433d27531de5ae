"""Right answers damaged and judged: which kinds of damage are noticed, which are not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from eval.intervals import LEVEL, Estimate
from eval.mutation.damage import DAMAGES, NAME, Draw, altered_quote
from eval.mutation.harmless import HARMLESS

SEED = 20261123
UNTOUCHED, MOVED, ALTERED = "untouched", "citation moved to another page", "quote altered"


@dataclass(frozen=True)
class RightAnswer:
    """A sentence that its quote bears out. page: the text of the cited page, which holds the
    quote; elsewhere: the text of another page, which does not.
    """

    answer_id: str
    text: str
    quote: str
    page: str
    elsewhere: str


@dataclass(frozen=True)
class Shown:
    """What a judge is shown: a claim, its quote, and the text of the page that it cites."""

    claim: str
    quote: str
    page: str


Passes = Callable[[Shown], bool]
"""True if the judge would let the claim stand as supported, quote and page included."""


@dataclass(frozen=True)
class Trial:
    """One answer, damaged or reworded in one way. harm: False if it is still true."""

    answer_id: str
    kind: str
    harm: bool
    shown: Shown
    passed: bool

    @property
    def judged_well(self) -> bool:
        """True if damage was noticed, or a true sentence let stand."""
        return self.passed is not self.harm


@dataclass(frozen=True)
class KindSummary:
    """All trials of one kind. share: of damage noticed, or, without harm, of false alarms.

    The interval is Wilson's, by scipy. missed: trials judged wrongly.
    """

    kind: str
    harm: bool
    trials: int
    share: Estimate
    missed: tuple[Trial, ...]


def run_trials(answers: Sequence[RightAnswer], passes: Passes) -> tuple[Trial, ...]:
    """Every answer untouched, in every harmless wording, and with every damage that applies.

    The generator is seeded anew for each answer, so one more answer changes no other's damage.
    """
    return tuple(
        Trial(answer.answer_id, kind, harm, shown, passes(shown))
        for number, answer in enumerate(answers)
        for kind, harm, shown in _variants(answer, number, answers)
    )


def summarise(trials: Sequence[Trial]) -> tuple[KindSummary, ...]:
    """By kind, in the order of their first trial."""
    kinds = dict.fromkeys((trial.kind, trial.harm) for trial in trials)
    return tuple(
        _summary(kind, harm, [t for t in trials if t.kind == kind]) for kind, harm in kinds
    )


def _summary(kind: str, harm: bool, trials: Sequence[Trial]) -> KindSummary:
    counted = sum(not trial.passed for trial in trials)
    missed = tuple(trial for trial in trials if not trial.judged_well)
    return KindSummary(kind, harm, len(trials), proportion(counted, len(trials)), missed)


def proportion(hits: int, tries: int) -> Estimate:
    """A share with its 95% interval by Wilson 1927, https://doi.org/10.2307/2276774.

    >>> found = proportion(99, 100)
    >>> round(found.low, 3), found.value
    (0.946, 0.99)
    """
    from scipy.stats import binomtest

    interval = binomtest(hits, tries).proportion_ci(LEVEL, method="wilson")
    return Estimate(hits / tries, float(interval.low), float(interval.high), tries)


def _variants(
    answer: RightAnswer, number: int, answers: Sequence[RightAnswer]
) -> Iterator[tuple[str, bool, Shown]]:
    draw = _draw(number, answers)
    yield UNTOUCHED, False, Shown(answer.text, answer.quote, answer.page)
    for kind, rewrite in HARMLESS.items():
        if (kept := rewrite(answer.text)) is not None:
            yield kind, False, Shown(kept, answer.quote, answer.page)
    for kind, change in DAMAGES.items():
        if (wrong := change(answer.text, draw)) is not None:
            yield kind, True, Shown(wrong, answer.quote, answer.page)
    # A file of one page has no other: then the citation moves to a page of another file.
    moved_to = answer.elsewhere or next((o.page for o in answers if answer.quote not in o.page), "")
    if moved_to:
        yield MOVED, True, Shown(answer.text, answer.quote, moved_to)
    altered = altered_quote(answer.quote, draw)
    if altered is not None and altered not in answer.page:
        yield ALTERED, True, Shown(answer.text, altered, answer.page)


def _draw(number: int, answers: Sequence[RightAnswer]) -> Draw:
    """Names and sentences of a few other answers, the same whatever else is tried."""
    answer = answers[number]
    near = [answers[(number + step) % len(answers)] for step in range(7, 57, 5)]
    kept = [other for other in near if other.page != answer.page]
    names = [name for other in kept for name in NAME.findall(other.text)]
    return Draw(
        Random(f"{SEED} {answer.answer_id}"),
        names or ["Aberdeen", "Norwich"],
        [other.text for other in kept],
    )
