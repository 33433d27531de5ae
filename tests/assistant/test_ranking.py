"""The order of what was found: by words and vectors."""

from collections.abc import Sequence

import pytest

from assistant.answer import Hit
from assistant.ranking import Candidate, best_first
from assistant.retrieve import Fused, merge
from assistant.wordsigns import Asked, Worded, asked_words, word_signs
from ingest.document import Metadata, Passage
from ingest.wording import terms_of


def _hits(*texts: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage(f"p{n}", f"d{n}", 1, 1, 0, len(t), t), Metadata(title=""), f"/{n}.pdf", 0.5)
        for n, t in enumerate(texts)
    )


def _asked(query: str) -> Asked:
    """The query's terms, all equally rare."""
    return asked_words(query, lambda words: dict.fromkeys(words, 3), 100)


def _candidate(text: str, *, cosine: float = 0.5, document: str = "", page: int = 0) -> Candidate:
    return Candidate(Worded(terms_of(text)), cosine, document, page)


def _texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.text for hit in hits]


def test_rare_terms_weigh_more_and_function_words_nothing():
    asked = asked_words(
        "What is the cost of retrofit?", lambda _words: {"cost": 90, "retrofit?": 2}, 100
    )

    assert set(asked.weight_of) == {"cost", "retrofit"}
    assert asked.weight_of["retrofit"] > asked.weight_of["cost"]
    assert sum(asked.weight_of.values()) == pytest.approx(1.0)


def test_terms_that_stand_together_are_told_from_terms_far_apart():
    filler = " and other matters of the day" * 6
    together = word_signs(_asked("retrofit skills"), Worded(terms_of("retrofit skills")), 10)
    apart = word_signs(_asked("retrofit skills"), Worded(terms_of(f"retrofit{filler} skills")), 10)

    assert (together.pairs, together.window) == (1.0, 1.0)
    assert (apart.pairs, apart.window) == (0.0, 0.5)
    assert apart.covered == together.covered == 1.0


def test_a_term_in_the_title_counts_as_covered_but_not_as_said():
    text = Worded(terms_of("Skills are short."), frozenset(terms_of("Retrofit in Powys")))

    signs = word_signs(_asked("retrofit skills"), text, 3)

    assert signs.covered == pytest.approx(1.0)
    assert signs.window == pytest.approx(0.5)


def test_the_text_with_more_of_the_asked_words_leads():
    texts = ("rivers and weather", "skills for jobs", "retrofit skills in Powys are short")

    order = best_first(_asked("Which retrofit skills are short?"), [_candidate(t) for t in texts])

    assert order[0] == 2


def test_of_equal_texts_the_one_found_first_leads():
    order = best_first(_asked("retrofit"), [_candidate("retrofit"), _candidate("retrofit")])

    assert order == [0, 1]


def test_a_good_next_page_speaks_for_a_text():
    alone = _candidate("skills", document="a", page=1)
    beside = _candidate("skills", document="b", page=1)
    good = _candidate("retrofit skills in Powys", document="b", page=2)

    order = best_first(_asked("retrofit skills in Powys"), [alone, beside, good])

    assert order == [2, 1, 0]


def test_nothing_found_is_nothing_ranked():
    assert best_first(_asked("retrofit"), []) == []


def test_the_sides_of_a_comparison_take_turns_and_the_rest_comes_behind():
    first, second, third, fourth = _hits("a", "b", "c", "d")

    found = merge(
        [Fused("x", (first, second)), Fused("y", (third,))],
        [Fused("z", (fourth, first))],
        in_turn=True,
    )

    assert _texts(found) == ["a", "c", "b", "d"]
