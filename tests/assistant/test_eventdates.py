"""A date answers "when" only beside what it dates."""

import pytest

from assistant.eventdates import BESIDE, BOUND, LOOSE, dated

ASKED = "When was the Rural Wales LPIP launched?"


@pytest.mark.parametrize(
    ("said", "how_far"),
    [
        ("It was launched at the Senedd on 10 July 2024.", BOUND),
        ("The partnership had been formally launched by March 2024.", BOUND),
        ("There is need for research such as that of the LPIP launched in July 2024.", BESIDE),
        ("Speakers at the launch, reported in July 2024, named few jobs.", LOOSE),
        ("It has run since 2022 and was launched with a song.", LOOSE),
        ("It was launched at the Senedd.", 0.0),
    ],
)
def test_how_far_a_sentence_dates_what_is_asked(said, how_far):
    assert dated(ASKED, said) == how_far


def test_what_did_happen_needs_no_passive():
    assert dated("When did phase two begin?", "Phase two begins in May 2025.") == BOUND
    assert dated("When did phase two begin?", "It was announced in May 2025.") == LOOSE


def test_a_question_that_names_no_event_is_served_by_any_date():
    assert dated("When was that?", "It was in 2020.") == BOUND


def test_the_date_asked_for_is_told_first(assistant):
    answer = assistant.ask(ASKED)

    assert "was launched at the Senedd on 10 July 2024" in answer.claims[0].text
