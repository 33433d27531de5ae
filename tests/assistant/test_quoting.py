"""Which of the sentences read are said, and in which words."""

import pytest

from assistant.answer import Hit
from assistant.compose.quoting import choose, with_the_count
from assistant.evidence import Scored, Sentence, sentences_of
from assistant.question import Kind, Part, Plan
from assistant.reading import PartEvidence
from ingest.document import Metadata, Passage

TEXT = (
    "Female offending costs the country some £1.7 billion in a year of ours. "
    "This excludes wider social costs, such as those of children taken into care."
)
(SHORT, LONG) = sentences_of(
    [Hit(Passage("p", "d", 1, 1, 0, len(TEXT), TEXT), Metadata("A report"), "/a.txt", 0.5)]
)
COST = Part("What does it cost?", "cost of offending", Kind.FIGURE)
LEFT_OUT = Part("what does that leave out?", "what the cost leaves out", Kind.OTHER)
PLAN = Plan("What does it cost, and what does that leave out?", "", (COST, LEFT_OUT))


def _read(part: Part, *sentences: Sentence) -> PartEvidence:
    scored = [Scored(s, 0.5, 0.5, 0.5, 1.0, 1.0, 0.5, 2.0 - at) for at, s in enumerate(sentences)]
    return PartEvidence(part, tuple(scored), 0.9)


def test_a_longer_stretch_for_the_second_part_takes_in_the_sentence_of_the_first():
    assert LONG.text.startswith(SHORT.text)

    chosen = choose(PLAN, [_read(COST, SHORT), _read(LEFT_OUT, LONG)], 5)

    assert [choice.scored.sentence for choice in chosen] == [LONG]


def test_one_part_alone_says_the_shorter_one():
    chosen = choose(PLAN, [_read(COST, SHORT, LONG)], 5)

    assert [choice.scored.sentence for choice in chosen] == [SHORT]


def test_a_sentence_that_answers_both_parts_comes_before_one_that_scores_hardly_better():
    first, both = (
        Scored(s, 0.5, 0.5, 0.5, 1.0, 1.0, 0.5, score)
        for s, score in ((_sentence("The council met in Hull in May."), 2.0), (SHORT, 1.9))
    )
    asked = [PartEvidence(COST, (first, both), 0.9), _read(LEFT_OUT, SHORT)]

    assert choose(PLAN, asked, 5)[0].scored.sentence == SHORT


AIMS = (
    "The first aim is that all who leave care live by themselves. Homes were visited in May. "
    "The second aim is better work and training for all of them. "
    "A third of them had no work in the spring of that year. "
    "The third aim is that they are safe and well where they live."
)
LISTED = Part("What are the three aims?", "the three aims", Kind.LIST)


def _sentence(text: str, *, page: int = 1) -> Sentence:
    hit = Hit(
        Passage(f"p{page}", "d", page, page, 0, len(text), text), Metadata("R"), "/a.txt", 0.5
    )
    return sentences_of([hit])[0]


def _chosen_of(text: str, part: Part, *, at: int) -> list[str]:
    hit = Hit(Passage("p", "d", 1, 1, 0, len(text), text), Metadata("R"), "/a.txt", 0.5)
    chosen = choose(Plan(part.text, "", (part,)), [_read(part, sentences_of([hit])[at])], 5)
    return [choice.scored.sentence.text for choice in with_the_count(chosen, [hit], 5)]


def test_what_is_counted_is_said_as_a_whole_where_several_things_are_asked_for():
    said = _chosen_of(AIMS, LISTED, at=2)

    assert [text.split(" aim")[0] for text in said] == ["The first", "The second", "The third"]


def test_where_one_thing_is_asked_for_the_count_is_not_said():
    assert len(_chosen_of(AIMS, COST, at=2)) == 1


def test_a_count_whose_first_is_not_there_is_left_alone():
    assert len(_chosen_of(AIMS.partition("May. ")[2], LISTED, at=0)) == 1


def test_two_counts_are_told_apart():
    text = (
        "The first aim is better work for all. The first risk is that the money ends soon. "
        "The second risk is that the firms of the county go. The second aim is warmer homes."
    )

    said = _chosen_of(text, LISTED, at=3)

    assert said == [
        "The first aim is better work for all.",
        "The second aim is warmer homes.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The First Minister spoke in May. Second homes are taxed in the county from June on.",
        "First-time buyers got a loan of the state. The second largest city is in the north.",
    ],
)
def test_what_only_has_an_ordinal_in_it_counts_nothing(text):
    assert len(_chosen_of(text, LISTED, at=0)) == 1


def test_a_count_leaves_the_answer_to_another_part():
    hit = Hit(Passage("p", "d", 1, 1, 0, len(AIMS), AIMS), Metadata("R"), "/a.txt", 0.5)
    third = sentences_of([hit])[-1]
    who = Part("Who leads it?", "who leads it", Kind.WHO)
    leads = _sentence("Dr Ann Lee leads the work.", page=9)
    plan = Plan("What are the three aims, and who leads it?", "", (LISTED, who))
    chosen = choose(plan, [_read(LISTED, third), _read(who, leads)], 5)

    said = [choice.scored.sentence for choice in with_the_count(chosen, [hit], 5)]

    assert len(said) == 4
    assert leads in said
    assert with_the_count(chosen, [hit], 2) == chosen
