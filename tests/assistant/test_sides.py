"""A comparison says of which side nothing is held; a question that names nothing is told so."""

import pytest

from assistant.answer import NoteKind, Status
from assistant.explain import explain_text


def coverage(answer):
    return [note.text for note in answer.notes if note.kind is NoteKind.COVERAGE]


def test_a_side_on_which_nothing_is_held_is_named_and_not_filled_with_other_matters(assistant):
    answer = assistant.ask("How does retrofit in London compare with Scotland?")

    assert answer.status is Status.PARTIAL
    assert coverage(answer) == ["No evidence on this is held for Scotland."]
    assert all("London" in claim.text for claim in answer.claims)


def test_sides_that_are_all_spoken_of_stand_side_by_side(assistant):
    answer = assistant.ask("Compare skills in Yorkshire and Northern Ireland")

    assert {claim.group for claim in answer.claims} == {"Yorkshire", "Northern Ireland"}
    assert not any("No evidence on this" in text for text in coverage(answer))


def test_a_comparison_is_as_likely_answered_as_the_side_of_which_less_is_known(assistant):
    workings = assistant.explain("What is the difference between the LPIP Hub and YPIP?")

    whole, *sides = workings.evidence
    assert whole.probability >= min(side.probability for side in sides) > 0.0
    assert whole.probability < max(side.probability for side in sides)
    assert "of the side less is known of" in explain_text(workings, assistant.settings.threshold)


@pytest.mark.parametrize(
    ("question", "sides"),
    [
        ("How is Rural Wales different from Forth2O?", {"Rural Wales", "Forth2O"}),
        ("How do the Welsh and Scottish partnerships differ?", {"Rural Wales LPIP", "FORTH2O"}),
        ("Rural Wales vs Stirling", {"Rural Wales", "Stirling"}),
    ],
)
def test_what_differs_in_nothing_particular_is_said_of_each_side(assistant, question, sides):
    answer = assistant.ask(question)

    assert {claim.group for claim in answer.claims} == sides
    of_stirling = [
        c.text for c in answer.claims if c.group not in {"Rural Wales", "Rural Wales LPIP"}
    ]
    assert any("water" in text for text in of_stirling)


def test_a_side_that_is_answered_in_other_words_is_said(assistant):
    answer = assistant.ask("YPIP versus Forth2O: themes and purpose")

    assert answer.status is Status.ANSWERED
    assert {claim.group for claim in answer.claims} == {"YPIP", "Forth2O"}


def test_of_sums_compared_only_sums_are_said(assistant):
    answer = assistant.ask("Does EPIC Futures NI get more money than YPIP?")

    assert [claim.group for claim in answer.claims] == ["EPIC Futures NI", "YPIP"]
    assert all("£" in claim.text for claim in answer.claims)


@pytest.mark.parametrize("question", ["Tell me about it", "What can you do?"])
def test_a_question_that_names_nothing_to_look_for_is_told_what_to_ask(assistant, question):
    answer = assistant.ask(question)

    assert answer.status is Status.ABSTAINED
    (told,) = coverage(answer)
    assert told.startswith("The question names nothing to look for.")


def test_after_a_question_the_same_words_are_no_longer_empty(assistant):
    first = assistant.ask("What is the Rural Wales LPIP?")

    answer = assistant.ask("Tell me about it", history=(first,))

    assert answer.claims
