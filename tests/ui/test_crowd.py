"""Several visitors at once, each with a page of its own, over real WebSockets."""

import pytest

from assistant.answer import Claim
from ui.crowd import answered, crowd
from ui.render import claim_html, question_html
from ui.visitor import Visitor

pytestmark = pytest.mark.enable_socket

QUESTIONS = (
    "How many residents did the Harbour Skills Pilot place into work?",
    "What is the capital of France?",
)


def test_visitors_at_once_are_all_answered(server: str) -> None:
    seen = crowd(server, QUESTIONS, visitors=4, seconds=1, pause=0)

    assert seen.errors == []
    assert len(seen.whole) >= 4
    assert len(seen.opening) == 4


def test_a_question_that_failed_is_no_answer_whatever_stands_above_it() -> None:
    first, second = QUESTIONS
    good = question_html(first) + claim_html(Claim("412 residents.", ()))
    stopped = '<div class="state" role="status"><h2>Stopped before an answer was found.</h2></div>'

    assert answered(good, first)
    assert not answered(good, second)
    assert not answered(good + question_html(second) + stopped, second)


def test_one_visitor_never_sees_what_another_asked(server: str) -> None:
    with Visitor(server) as anna, Visitor(server) as ben:
        asked = anna.ask(QUESTIONS[0])
        other = ben.ask(QUESTIONS[1])

        assert "412 residents" in asked.shown
        assert "Harbour" not in other.shown
        assert anna.session_id != ben.session_id
