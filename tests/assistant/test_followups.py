"""Questions to ask next come from the evidence, and the library answers them."""

from dataclasses import replace

from assistant.answer import Status
from assistant.followups import questions_from
from ingest.filters import Filters


def test_what_is_offered_is_answered_and_new(assistant):
    answer = assistant.ask("Which local authority areas does the Rural Wales LPIP cover?")

    offered = questions_from(assistant, answer, Filters())

    assert offered
    assert len(offered) <= 3
    for question in offered:
        assert assistant.ask(question).status is Status.ANSWERED, question
        assert question != answer.question


def test_after_an_abstention_what_the_nearest_evidence_answers_is_offered(assistant):
    found = assistant.ask("Which local authority areas does the Rural Wales LPIP cover?")
    near = replace(found, status=Status.ABSTAINED, claims=())

    offered = questions_from(assistant, near, Filters())
    assert offered
    assert all(assistant.ask(question).status is Status.ANSWERED for question in offered)


def test_nothing_is_offered_where_nothing_is_near(assistant):
    answer = assistant.ask("What is the capital of France?")

    assert questions_from(assistant, answer, Filters()) == ()
    assert (
        questions_from(assistant, replace(answer, status=Status.ANSWERED, hits=()), Filters()) == ()
    )
