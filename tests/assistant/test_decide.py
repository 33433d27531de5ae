"""What is called an answer, and what only the nearest to one."""

from dataclasses import replace

import pytest

from assistant.abstain import Signs, surely
from assistant.answer import NoteKind, Status
from assistant.decide import decide, unanswered
from assistant.question import plan_question
from assistant.reading import PartEvidence
from corpus.taxonomy import load_taxonomy

THRESHOLD = 0.35
READ = Signs(0.5, 0.5, 1.0, 0.5, 1.0, 1.0, 1.0, relevance=-1.0, relevances=-2.0)


@pytest.fixture(scope="module")
def plan():
    return plan_question("How does the scheme improve buses?", (), load_taxonomy())


def _found(plan, probability, signs=READ):
    return [PartEvidence(plan.parts[0], (), probability, signs)]


@pytest.mark.parametrize(
    ("probability", "status"),
    [(0.1, Status.ABSTAINED), (0.5, Status.PARTIAL), (0.9, Status.ANSWERED)],
)
def test_between_no_and_a_sure_answer_the_nearest_is_shown(plan, probability, status):
    assert decide(plan, _found(plan, probability), THRESHOLD) is status


def test_the_nearest_is_said_to_be_no_sure_answer(plan):
    (note,) = unanswered(plan, _found(plan, 0.5), Status.PARTIAL, THRESHOLD)

    assert note.kind is NoteKind.NEAREST
    assert "may not answer this: How does the scheme improve buses?" in note.text


def test_where_no_model_has_read_likely_is_enough(plan):
    unread = replace(READ, relevance=None, relevances=None)

    assert decide(plan, _found(plan, 0.5, unread), THRESHOLD) is Status.ANSWERED


def test_sure_lies_between_the_threshold_and_certainty():
    assert surely(0.0) > 0
    assert THRESHOLD < surely(THRESHOLD) < 1
    assert surely(1.0) == 1
