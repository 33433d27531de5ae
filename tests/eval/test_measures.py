"""The measures against sums done by hand."""

import doctest

import pytest

from eval import baseline, gold, intervals, latency, matching, measures, paired, risk, support
from eval.cases import Behaviour, Turn
from eval.commands import retrieval
from eval.contract import AnswerRecord
from eval.intervals import estimate
from eval.judges import agreement, table, words
from eval.mutation import damage, harmless, testing
from eval.page_text import Rule
from eval.ranking import answers, measured, scorers
from eval.reply import Reply
from eval.scoring import Score, TurnScore, score_turn

DOCTESTED = [
    measures, matching, gold, intervals, agreement, table, words, answers, measured,
    scorers, retrieval, damage, harmless, testing, paired, baseline,
    support, risk, latency,
]  # fmt: skip


@pytest.mark.parametrize("module", DOCTESTED)
def test_every_worked_example_of_the_docstrings_holds(module):
    outcome = doctest.testmod(module)

    assert outcome.attempted > 0
    assert outcome.failed == 0


def test_recall_and_reciprocal_rank_look_no_deeper_than_k():
    flags = [False] * 10 + [True]

    assert measures.recall_at(flags, 10) == 0.0
    assert measures.recall_at(flags, 11) == 1.0
    assert measures.reciprocal_rank(flags) == 0.0
    assert measures.reciprocal_rank(flags, k=11) == pytest.approx(1 / 11)


def test_an_empty_ranking_finds_nothing():
    assert measures.recall_at([], 5) == 0.0
    assert measures.reciprocal_rank([]) == 0.0


def test_citation_precision_counts_citations_and_recall_counts_claims():
    right = [[True, False, False], [False], [True]]

    assert measures.citation_precision(right) == pytest.approx(2 / 5)
    assert measures.citation_recall(right) == pytest.approx(2 / 3)


def test_refusal_measures_are_undefined_without_refusals_to_judge():
    assert measures.refusal_precision([(True, False), (False, False)]) is None
    assert measures.refusal_recall([(False, True)]) is None
    assert measures.refusal_f1([(False, False)]) is None
    assert measures.false_refusal_rate([(True, True)]) is None


def _refusal_scores(expected: bool, refused: bool) -> TurnScore:
    behaviour = Behaviour.ABSTAIN if expected else Behaviour.ANSWER
    right = {"abstained"} if expected else {"answered"}
    turn = Turn("?", behaviour, frozenset(right))
    answer = AnswerRecord(question="?", status="abstained" if refused else "answered")
    return score_turn(turn, Reply(answer, (), 0.1), lambda *_: Rule.AS_IS)


def test_summed_refusal_counts_give_the_set_level_measures():
    turns = [(True, True)] * 3 + [(True, False)] + [(False, True)] * 2 + [(False, False)] * 4
    scored = [_refusal_scores(expected, refused).scores for expected, refused in turns]

    def summed(key: str) -> float:
        found = estimate([[scores[key]] for scores in scored])
        assert found is not None
        return found.value

    assert summed("refusal_precision") == measures.refusal_precision(turns) == pytest.approx(3 / 5)
    assert summed("refusal_recall") == measures.refusal_recall(turns) == pytest.approx(3 / 4)
    assert summed("refusal_f1") == measures.refusal_f1(turns) == pytest.approx(6 / 9)
    assert summed("false_refusals") == measures.false_refusal_rate(turns) == pytest.approx(2 / 6)


def test_an_estimate_weighs_every_turn_and_brackets_the_value():
    per_case = [[Score(1.0)], [Score(0.0), Score(0.0), Score(1.0)], []]

    found = estimate(per_case)

    assert found is not None
    assert found.value == pytest.approx(2 / 4)
    assert found.cases == 2
    assert found.low <= found.value <= found.high
    assert (found.low, found.high) == pytest.approx((1 / 3, 1.0))


def test_the_interval_is_the_same_every_time_and_narrows_with_more_cases():
    few = [[Score(float(number % 2))] for number in range(10)]

    first, again, more = estimate(few), estimate(few), estimate(few * 20)

    assert first == again
    assert first is not None
    assert more is not None
    assert more.high - more.low < (first.high - first.low) / 3
