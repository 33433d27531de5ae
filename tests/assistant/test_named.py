"""Questions that hang on a name: an answer keeps to it, and its short form is understood."""

import pytest

from assistant.answer import Answer, Status
from assistant.pipeline import Assistant
from corpus.taxonomy import load_taxonomy


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who leads EPIC?", "led by Ulster University"),
        ("Who runs Forth2O?", "led by the University of Stirling"),
        ("Who is in charge of YPIP?", "led by Gary Dymski"),
        ("Who leads the Hub?", "leads the £3.6 million LPIP Hub"),
        ("Who leads the Hub and how much money does it have?", "University of Birmingham leads"),
        ("Who leads EPIC Futures NI?", "led by Ulster University"),
        ("How much did EPIC Futures NI receive?", "£4.8 million, three-year project"),
        ("How much funding did the Rural Wales LPIP get?", "Over £5 million was awarded"),
        ("What does EPIC stand for?", "stands for Economic and Social Partnering"),
        ("What is YPIP?", "YPIP, the Yorkshire and Humber Policy Innovation Partnership"),
        ("What is the Place Fellows scheme?", "Place Fellows were to be appointed"),
    ],
)
def test_a_short_question_on_a_name_is_answered_first_thing(
    assistant: Assistant, question: str, said: str
) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.ANSWERED
    assert said in answer.claims[0].text


def test_an_answer_on_one_partnership_says_nothing_of_another_alone(assistant: Assistant) -> None:
    taxonomy = load_taxonomy()

    answer = assistant.ask("What does YPIP do on net zero?")

    assert answer.claims
    for claim in answer.claims:
        named = {
            mention.name
            for mention in taxonomy.places_in(claim.text)
            if (place := taxonomy.place(mention.name)) and place.kind == "partnership"
        }
        assert not named or "YPIP" in named, claim.text


@pytest.mark.parametrize(
    "question", ["What is the Harry Potter scheme?", "Who runs the Narnia partnership?"]
)
def test_a_name_that_nothing_held_names_is_not_answered(
    assistant: Assistant, question: str
) -> None:
    assert assistant.ask(question).status is Status.ABSTAINED


def test_a_conversation_goes_on_about_what_it_was_about(assistant: Assistant) -> None:
    history: list[Answer] = []
    for question in ("What does YPIP do on net zero?", "And EPIC?", "Who leads it?"):
        history.append(assistant.ask(question, history=history))

    understood = [answer.standalone_question for answer in history]
    assert understood[1:] == ["What does EPIC do on net zero?", "Who leads EPIC?"]
    assert "Ulster University" in history[-1].claims[0].text


def test_a_part_without_evidence_is_named_with_what_it_asks_of(assistant: Assistant) -> None:
    answer = assistant.ask("When was Forth2O launched and how many staff does it have?")

    assert answer.status is Status.PARTIAL
    assert any("How many staff does Forth2O have?" in note.text for note in answer.notes)


def test_who_asks_for_recommendations_reads_one_first(assistant: Assistant) -> None:
    answer = assistant.ask("What did the Pathways to Work Commission recommend?")

    assert answer.status is Status.ANSWERED
    assert "recommended for Barnsley" in answer.claims[0].text


def test_where_nothing_is_recommended_the_nearest_is_called_that(assistant: Assistant) -> None:
    answer = assistant.ask("Which recommendations does What Works Growth make on apprenticeships?")

    assert answer.status is Status.PARTIAL
    assert any("the recommendation asked for" in note.text for note in answer.notes)


def test_the_total_of_a_country_is_not_said_to_be_what_a_town_got(assistant: Assistant) -> None:
    answer = assistant.ask("How much did London get from the Levelling Up Fund?")

    assert answer.status is not Status.ANSWERED


def test_budgets_that_are_compared_are_shown_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the funding of the Rural Wales LPIP and the Stirling LPIP")

    first = {claim.group: claim.text for claim in reversed(answer.claims)}
    assert "£5 million" in first["Rural Wales LPIP"]
    assert "nearly £5 million" in first["Stirling LPIP"]


def test_a_sum_of_something_else_is_only_the_nearest(assistant: Assistant) -> None:
    answer = assistant.ask("How much money does each LPIP Place Fellow receive?")

    assert answer.status is Status.PARTIAL
    assert any("does not give the sum asked for" in note.text for note in answer.notes)
