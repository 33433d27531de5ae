"""A sentence on the topic is no answer unless it holds the kind of thing that was asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import NoteKind, Status
from assistant.bootstrap import build_assistant
from assistant.pipeline import Assistant
from assistant.present import answer_text
from assistant.question import Kind, Part
from assistant.question.kinds import kind_of
from assistant.typed import Asks, asks, counted, holds
from ingest.pipeline import add
from ingest.settings import Settings


def part(question: str) -> Part:
    return Part(question, question, kind_of(question))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How many jobs were created?", Asks.COUNT),
        ("What share of homes is insulated?", Asks.SHARE),
        ("How much did the scheme cost?", Asks.MONEY),
        ("What is the budget of the fund?", Asks.MONEY),
        ("When did the scheme close?", Asks.DATE),
        ("Who leads the partnership?", Asks.NAME),
        ("Why did the scheme close?", Asks.TEXT),
        ("What did the commission recommend?", Asks.ADVICE),
        ("What does the review call for?", Asks.ADVICE),
        ("What did the Hub's call for Place Fellows offer?", Asks.TEXT),
    ],
)
def test_what_a_question_asks_for(question, asked):
    assert asks(kind_of(question), question) is asked


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("How many Levelling Up Partnerships are there?", "partnership"),
        ("How many people did it interview?", "peopl"),
        ("When did it close?", ""),
    ],
)
def test_what_is_counted(question, head):
    assert counted(question) == head


@pytest.mark.parametrize(
    ("question", "said", "how_far"),
    [
        ("What share of studies was positive?", "Seven of nine studies were positive.", 1.0),
        ("What share of homes is cold?", "One in three homes of the valley is cold.", 1.0),
        ("What share of homes is cold?", "Nine of seven schemes insulate 300 homes.", 0.0),
        ("Who directs the centre?", "Ann Lee is the director of the centre.", 1.0),
        ("Who funds the centre?", "Its main funder is the Oak Trust of Leeds.", 1.0),
        ("Who directs EPIC Futures?", "EPIC Futures opened in Leeds at Oak Hall.", 0.5),
    ],
)
def test_shares_in_words_and_what_a_noun_says_of_somebody(question, said, how_far):
    assert holds(part(question), said, said) == how_far


SCHEME = "How many jobs did the scheme create?"


@pytest.mark.parametrize(
    ("question", "said", "least", "most"),
    [
        (SCHEME, "The scheme created 412 new jobs.", 1, 1),
        (SCHEME, "The scheme made 412 grants.", 0, 0.3),
        (SCHEME, "The scheme created jobs in the valley.", 0, 0),
        (SCHEME, "In 2019 the scheme created jobs.", 0, 0),
        ("How many people took part?", "Some 300 residents took part.", 1, 1),
        ("What share of homes is cold?", "Cold homes are found in the hills.", 0, 0),
        ("What share of homes is cold?", "A third of homes are cold.", 1, 1),
        ("How much did it cost?", "It cost £3 million.", 1, 1),
        ("How much did it cost?", "It cost 3 hectares of wood.", 0, 0.3),
        ("When did it open?", "It opened to walkers.", 0, 0),
        ("When did it open?", "It opened in May 2019.", 1, 1),
        ("Who leads it?", "It has two leaders.", 0, 0),
        ("Who leads it?", "The group is led by Ada Price.", 0.5, 1),
        ("What does it do?", "It walks.", 1, 1),
    ],
)
def test_how_far_a_sentence_holds_what_is_asked_for(question, said, least, most):
    assert least <= holds(part(question), said, said) <= most


def test_what_holds_of_another_year_or_another_thing_by_name_holds_less():
    said = "The scheme created 412 jobs in 2016."
    assert holds(part("How many jobs did the scheme create in 2016?"), said, said) == 1
    assert holds(part("How many jobs did the scheme create in 2011?"), said, said) < 0.5
    assert holds(part("How many jobs did the 2011 scheme say that it created?"), said, said) == 1
    other = "It supported fifteen partnerships."
    assert holds(part("How many Levelling Up Partnerships are there?"), other, other) < 0.5


def test_a_row_says_what_it_counts_in_its_header():
    row = "Table 3: Work: Wales: Jobs: 1,200"

    assert holds(part("How many jobs are there in Wales?"), row, row, is_row=True) == 1


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("How much was paid to Wales?", "£ million"),
        ("What share of Wales is wood?", "Percentage of land"),
        ("How many thousand jobs are there in Wales?", "Thousands of jobs"),
    ],
)
def test_a_bare_figure_of_a_row_is_of_the_units_of_its_table(question, units):
    row = f"Table 3: Wales ({units}): Wales: 2023: 41"

    assert holds(part(question), row, row, is_row=True) == 1
    assert holds(part(question), "Table 3: Wales: 2023: 41", row, is_row=True) < 0.5


def test_what_is_taken_for_granted_asks_for_nothing():
    premise = Part("the scheme created jobs", "scheme jobs", Kind.FIGURE, premise=True)

    assert holds(premise, "It is green.", "It is green.") == 1


NEAR = "What share of CIY Fund applications came from charities?"


def test_only_the_nearest_is_said_to_be_so_before_it_is_quoted(assistant: Assistant):
    answer = assistant.ask(NEAR)

    assert answer.status is Status.PARTIAL
    (note,) = [n for n in answer.notes if n.kind is NoteKind.NEAREST]
    assert "does not give the share asked for" in note.text
    assert answer.claims
    text = " ".join(answer_text(answer).split())
    assert text.index("does not give the share") < text.index(answer.claims[0].text[:30])
    assert "Answered in part" not in text


def test_a_share_that_is_given_is_answered(assistant: Assistant):
    answer = assistant.ask("What was the response rate of the CAPE survey?")

    assert answer.status is Status.ANSWERED
    assert NoteKind.NEAREST not in {note.kind for note in answer.notes}


BULLETIN = """<html><head><title>Work in the nations</title></head><body><main>
<h1>Work in the nations</h1><p>This bulletin gives figures of work for the nations, by survey.</p>
<p>Table 3: Jobs by nation</p><p>Thousands</p><table>
<tr><th>Nation</th><th>2021</th><th>2022</th><th>2023</th></tr>
<tr><td>Wales</td><td>38</td><td>39</td><td>41</td></tr>
<tr><td>Scotland</td><td>75</td><td>77</td><td>80</td></tr></table>
<p>Table 4: Grants paid to councils</p><p>£ million</p><table>
<tr><th>Nation</th><th>2021</th><th>2022</th><th>2023</th></tr>
<tr><td>Wales</td><td>11</td><td>12</td><td>14</td></tr>
<tr><td>Scotland</td><td>16</td><td>17</td><td>18</td></tr></table></main></body></html>"""


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many thousand jobs were there in Wales in 2023?", "(Thousands): Wales, 2023: 41"),
        (
            "How much was paid in grants to councils in Wales in 2023?",
            "(£ million): Wales, 2023: 14",
        ),
    ],
)
def test_a_figure_whose_units_stand_above_its_table_answers(question, said, settings, tmp_path):
    page = tmp_path / "a.html"
    page.write_text(BULLETIN)
    add([page], settings)

    answer = build_assistant(settings).ask(question)

    assert answer.status is Status.ANSWERED
    assert said in answer.claims[0].text


MARKED = """<html><head><title>The Bryn scheme, an account</title></head><body><main>
<h1>The Bryn scheme</h1><p>This account of the Bryn scheme tells what it did and for whom.</p>
<p>The Bryn scheme created 412<sup>3</sup> jobs.</p></main></body></html>"""


def test_a_footnote_mark_on_a_figure_makes_it_no_other(settings: Settings, tmp_path: Path):
    page = tmp_path / "bryn.html"
    page.write_text(MARKED, encoding="utf-8")
    add([page], settings)

    answer = build_assistant(settings).ask("How many jobs did the Bryn scheme create?")

    assert answer.status is Status.ANSWERED
    assert NoteKind.NEAREST not in {note.kind for note in answer.notes}
    assert "412" in answer.claims[0].text


def test_a_page_cited_twice_by_a_sentence_is_numbered_once(assistant: Assistant):
    answer = assistant.ask("What was the response rate of the CAPE survey?")
    first, *others = answer.claims
    twice = replace(first, citations=(*first.citations, *first.citations))

    told = " ".join(answer_text(replace(answer, claims=(twice, *others))).split())

    assert f"{first.text} [1]" in told
    assert "[1][1]" not in told
