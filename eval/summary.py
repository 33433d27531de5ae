"""What the report shows of a run: every measure with its interval, over all cases and by slice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.intervals import Estimate, estimate
from eval.latency import StageTime, stage_times
from eval.risk import RiskPoint, confidence_of, risk_coverage
from eval.scoring import OPENING_SUFFIX, OPENING_WORDS, Score
from eval.suite import CaseOutcome, SystemOutcome, TurnOutcome
from eval.topics import topics_of


@dataclass(frozen=True)
class Measure:
    """A row of the report. unit: "share" (0 to 1), "seconds" or "words"."""

    key: str
    label: str
    meaning: str
    group: str
    unit: str = "share"
    higher_is_better: bool | None = True


MEASURES = (
    Measure("recall@1", "Recall@1", "a judged page is the first page found", "Retrieval"),
    Measure("recall@5", "Recall@5", "a judged page is among the first five pages", "Retrieval"),
    Measure("recall@10", "Recall@10", "a judged page is among the first ten pages", "Retrieval"),
    Measure("mrr@10", "MRR@10", "mean of 1 / rank of the first judged page", "Retrieval"),
    Measure("passed", "Turns without a problem", "right outcome, every vital point, every quote "
            "on its page, nothing forbidden said", "Answer"),
    Measure("right_status", "Right outcome", "the status is one the case allows", "Answer"),
    Measure("point_recall", "Answer-point recall", "expected points made, by required strings",
            "Answer"),
    Measure("vital_points", "Vital points", "vital points made", "Answer"),
    Measure("weighted_points", "Weighted points", "points made, an okay one counting half (TREC "
            "2024 RAG)", "Answer"),
    Measure("must_contain", "Must contain", "answers that make every vital point", "Answer"),
    Measure(f"point_recall{OPENING_SUFFIX}", f"Answer-point recall, {OPENING_WORDS} words",
            f"the same within the first {OPENING_WORDS} words: equal length for all", "Answer"),
    Measure(f"must_contain{OPENING_SUFFIX}", f"Must contain, {OPENING_WORDS} words",
            "every vital point within as many words", "Answer"),
    Measure("citation_precision", "Citation precision", "citations on a judged page or "
            "overlapping a judged quote (ALCE, judged pages in place of an entailment model)",
            "Citations"),
    Measure("citation_recall", "Citation recall", "claims with at least one such citation (ALCE, "
            "likewise)", "Citations"),
    Measure("evidence_recall", "Evidence recall", "judged places that are cited", "Citations"),
    Measure("page_accuracy", "Page accuracy", "the first citation's page is a judged page",
            "Citations"),
    Measure("quote_validity", "Quote validity", "quotes found on the cited page by another PDF "
            "library, those that OCR read left aside", "Citations"),
    Measure("alce_precision", "Citation precision (ALCE)", "citations that matter to a supported "
            "claim, by the judge", "Grounding"),
    Measure("alce_recall", "Citation recall (ALCE)", "claims that their citations together "
            "support, by the judge", "Grounding"),
    Measure("faithfulness", "Faithfulness", "claims that anything found or quoted supports, by the "
            "judge", "Grounding"),
    Measure("number_fidelity", "Number fidelity", "numbers of the claims that stand in the quotes "
            "they cite", "Grounding"),
    Measure("stability", "Stability", "turns answered alike in every repeat (TARa@N)", "Grounding"),
    Measure("refusal_precision", "Refusal precision", "refusals that were right", "Refusal"),
    Measure("refusal_recall", "Refusal recall", "turns to refuse that were refused", "Refusal"),
    Measure("refusal_f1", "Refusal F1", "harmonic mean of refusal precision and recall", "Refusal"),
    Measure("false_refusals", "False refusals", "answerable turns that were refused", "Refusal",
            higher_is_better=False),
    Measure("words", "Words shown", "length of the claims; more words make more points", "Cost",
            "words", None),
    Measure("seconds", "Seconds per answer", "wall time, mean", "Cost", "seconds", False),
)  # fmt: skip

SLICE_MEASURES = ("recall@5", "point_recall", "passed", "right_status")


@dataclass(frozen=True)
class SliceSummary:
    """One slice of one system. estimates: measure key -> value, only where it is defined."""

    name: str
    value: str
    cases: int
    estimates: Mapping[str, Estimate]


@dataclass(frozen=True)
class SystemSummary:
    """One system over the whole set and by slice."""

    system: str
    estimates: Mapping[str, Estimate]
    slices: tuple[SliceSummary, ...]
    crashed: int
    passed_cases: int
    lost: tuple[tuple[str, int], ...]
    stages: tuple[StageTime, ...] = ()
    risk: tuple[RiskPoint, ...] = ()


def summarise(outcome: SystemOutcome) -> SystemSummary:
    """All measures of one system's run."""
    turns = [turn for case in outcome.cases for turn in case.turns]
    lost = [turn.score.lost_at.value for turn in turns if turn.score.problems]
    return SystemSummary(
        outcome.system,
        estimates(outcome.cases, [measure.key for measure in MEASURES]),
        tuple(_slices(outcome.cases)),
        crashed=sum(case.error is not None for case in outcome.cases),
        passed_cases=sum(case.passed for case in outcome.cases),
        lost=tuple(sorted(((s, lost.count(s)) for s in set(lost)), key=lambda x: (-x[1], x[0]))),
        stages=stage_times(turn.reply.answer.provenance.seconds for turn in turns if turn.reply),
        risk=risk_coverage([answer for turn in turns for answer in _answers(turn)]),
    )


def _answers(turn: TurnOutcome) -> list[tuple[float, bool]]:
    """(confidence, wrong) of an answer given; a refusal takes no risk."""
    if turn.reply is None or turn.reply.answer.refused:
        return []
    return [(confidence_of(turn.reply.answer), bool(turn.score.problems))]


def estimates(cases: Sequence[CaseOutcome], keys: Sequence[str]) -> dict[str, Estimate]:
    """Measure key -> estimate over these cases, left out where the measure is defined nowhere."""
    found = {key: estimate([_scores(case, key) for case in cases]) for key in keys}
    return {key: value for key, value in found.items() if value is not None}


def _scores(case: CaseOutcome, key: str) -> list[Score]:
    return [turn.score.scores[key] for turn in case.turns if key in turn.score.scores]


def _slices(cases: Sequence[CaseOutcome]) -> list[SliceSummary]:
    named: dict[tuple[str, str], list[CaseOutcome]] = {}
    for case in cases:
        for key in (*case.case.slices, *topics_of(case.case)):
            named.setdefault(key, []).append(case)
    varied = {name for name, _ in named if sum(name == other for other, _ in named) > 1}
    return [
        SliceSummary(name, value, len(group), estimates(group, SLICE_MEASURES))
        for (name, value), group in sorted(named.items())
        if name in varied
    ]
