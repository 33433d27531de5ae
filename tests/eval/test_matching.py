"""Required strings: a right answer passes, a look-alike does not."""

import pytest

from eval.cases import Point
from eval.contract import AnswerRecord, CitationRecord, ClaimRecord, NoteRecord
from eval.matching import holds, is_met, normalise, opening_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("funded with £3.6m", "£3.6 million"),
        ("It cost £ 49bn.", "£49 billion"),
        ("42 300 or 42,300 people", "42300"),
        ("74 per cent of people", "74%"),
        ("from 7,500 in 2010/11", "7,500"),
        ("Gwynedd, Ynys Mon", "Ynys Môn"),
        ("between 6–9 points", "6-9"),
        ("we are delighted to ACCEPT", "accept"),
        ("funding is increasing", "increas"),
        ("England’s average", "England's"),
    ],
)
def test_the_same_thing_written_otherwise_is_found(text, wanted):
    assert holds(normalise(text), wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("in 1981", "81"),
        ("181 projects", "81"),
        ("81.5 per cent", "81"),
        ("0.81", "81"),
        ("42,300", "300"),
        ("£13.6 million", "£3.6 million"),
        ("£3.65 million", "£3.6"),
        ("fourteen", "four"),
        ("another notice", "not"),
        ("know", "no"),
        ("unaccepted", "accept"),
    ],
)
def test_a_look_alike_is_not_found(text, wanted):
    assert not holds(normalise(text), wanted)


def _answer(*texts: str, note: str | None = None) -> AnswerRecord:
    notes = (NoteRecord(kind="coverage", text=note),) if note else ()
    claims = tuple(ClaimRecord(text=text) for text in texts)
    return AnswerRecord(question="?", status="answered", claims=claims, notes=notes)


def test_strings_that_belong_together_must_stand_in_one_claim():
    point = Point("7 of 9", (("apprenticeship", "nine", "seven"),), together=True)

    assert is_met(point, _answer("Seven of nine apprenticeship studies were positive."))
    assert not is_met(point, _answer("Seven of nine studies.", "Apprenticeships are long."))


def test_strings_of_a_list_may_be_spread_over_claims():
    point = Point("both", (("Leeds", "Hull"),))

    assert is_met(point, _answer("Leeds leads.", "Hull follows."))
    assert not is_met(point, _answer("Leeds leads."))


def test_the_source_printed_beside_a_claim_counts_as_its_subject():
    cited = CitationRecord(path="n.md", page=1, quote="x", title="Apprenticeships review")
    claim = ClaimRecord(text="Seven of nine studies are positive.", citations=(cited,))
    answer = AnswerRecord(question="?", status="answered", claims=(claim,))

    assert is_met(Point("7 of 9", (("apprenticeship", "seven"),), together=True), answer)
    assert not is_met(Point("7 of 9", (("apprenticeship", "seven"),)), answer)


def test_a_note_of_the_answer_counts():
    point = Point("not held", (("no published findings",),))

    assert is_met(point, _answer("x", note="The library holds no published findings."))


def test_the_opening_of_an_answer_is_cut_by_words_not_by_claims():
    answer = _answer("one two three", "four five six", "seven", note="kept")

    opening = opening_of(answer, 5)

    assert [claim.text for claim in opening.claims] == ["one two three", "four five"]
    assert opening.notes == answer.notes
    assert opening_of(answer, 7) == answer
    assert opening_of(answer, 3).claims == answer.claims[:1]
