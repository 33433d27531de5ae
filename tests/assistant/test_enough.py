"""How many sentences are said beside the first."""

import pytest

from assistant.answer import Hit
from assistant.compose.enough import worth_saying
from assistant.evidence import Scored, sentences_of
from assistant.question import Kind, Part, Plan
from ingest.document import Metadata, Passage

TEXT = (
    "The Hub was given £3.6 million for its work over 44 months. "
    "Each of four partnerships was given £4.8 million in that same time. "
    "The funding was announced in the spring of the year 2023. "
    "A board of nine people meets in the town hall in May."
)
SENTENCES = sentences_of(
    [Hit(Passage("p", "d", 1, 1, 0, len(TEXT), TEXT), Metadata("A report"), "/a.txt", 0.5)]
)
HUB = "How much was the Hub given?"


def _said(
    asked: str = HUB,
    kind: Kind = Kind.FIGURE,
    *,
    scores: tuple[float, ...] = (4.0, 3.2, 2.8, 1.0),
    logits: tuple[float | None, ...] = (2.0, 0.5, -1.0, -6.0),
    latest: bool = False,
) -> int:
    """How many of the four sentences are worth saying."""
    scored = [
        Scored(sentence, 0.5, 0.5, 0.5, 1.0, 1.0, 0.5, score, logit)
        for sentence, score, logit in zip(SENTENCES, scores, logits, strict=True)
    ]
    part = Part(asked, asked, kind)
    plan = Plan(asked, asked, (part,), latest=latest)
    return len(list(worth_saying(plan, part, scored, served=False)))


def test_one_sentence_is_enough_where_one_thing_is_asked_and_the_first_surely_gives_it():
    assert _said() == 1


def test_others_stand_by_where_the_first_may_be_wrong():
    assert _said(scores=(3.3, 3.2, 2.8, 1.0), logits=(0.2, 0.1, -1.0, -6.0)) == 3


def test_a_first_sentence_far_ahead_of_the_others_is_sure_however_it_is_heard():
    assert _said(logits=(0.2, 0.1, -1.0, -6.0)) == 1


def test_a_list_wants_several_even_where_the_first_is_sure():
    assert _said("What was given to whom?", Kind.LIST, scores=(4.0, 3.2, 2.8, 1.0)) == 2


def test_all_figures_near_are_shown_of_what_changes():
    assert _said(latest=True) == 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("How much was given to the Hub and to each partnership?", 3),
        ("How much was given to the Hub for its work and over what months?", 1),
    ],
)
def test_what_else_is_asked_about_is_looked_for_where_the_first_does_not_name_it(
    asked: str, said: int
):
    assert _said(asked) == said


def test_what_the_model_hears_far_below_the_best_is_not_said():
    assert _said(scores=(3.3, 3.2, 3.1, 3.0), logits=(0.9, 0.1, -1.0, -6.0)) == 3


def test_without_the_model_what_scores_nearly_as_well_is_said():
    assert _said(scores=(1.0, 0.8, 0.7, 0.5), logits=(None,) * 4) == 3
    assert _said("What is done?", Kind.OTHER, scores=(1.0, 0.8, 0.5, 0.3), logits=(None,) * 4) == 3


def test_nothing_found_is_nothing_said():
    part = Part(HUB, HUB, Kind.FIGURE)

    assert list(worth_saying(Plan(HUB, HUB, (part,)), part, (), served=False)) == []
