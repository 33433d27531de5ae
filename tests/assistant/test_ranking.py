"""The order that reading gives to what was found, with a reranker that counts words in common."""

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.answer import Hit
from assistant.question import plan_question
from assistant.question.words import content_words
from assistant.ranking import ranked
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata, Passage


class WordsInCommon:
    """Five logits for each content word of the question that a text holds."""

    name = "words in common"

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        asked = set(content_words(question))
        return np.array([5.0 * len(asked & set(content_words(t))) for t in texts], np.float32)


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


def _hits(*texts: str) -> tuple[Hit, ...]:
    return tuple(
        Hit(Passage(f"p{n}", f"d{n}", 1, 1, 0, len(t), t), Metadata(title=""), f"/{n}.pdf", 0.5)
        for n, t in enumerate(texts)
    )


def weigh(query: str) -> dict[str, float]:
    """Every content word counts alike."""
    return dict.fromkeys(content_words(query), 1.0)


def _texts(hits: Sequence[Hit]) -> list[str]:
    return [hit.passage.text for hit in hits]


def test_what_reads_best_comes_first_and_the_unread_stay_behind(taxonomy):
    hits = _hits("rivers and weather", "retrofit skills in Powys", "retrofit", "retrofit skills")
    plan = plan_question("Which retrofit skills are short?", (), taxonomy)

    found = ranked(plan, hits, weigh, 3, WordsInCommon())

    assert _texts(found) == [
        "retrofit skills in Powys",
        "retrofit",
        "rivers and weather",
        "retrofit skills",
    ]
    assert [hit.relevance for hit in found][-1] is None


def test_of_texts_that_read_alike_the_one_found_first_leads(taxonomy):
    hits = _hits("retrofit skills one", "retrofit skills two")
    plan = plan_question("Which retrofit skills are short?", (), taxonomy)

    found = ranked(plan, hits, weigh, 8, WordsInCommon())

    assert _texts(found) == ["retrofit skills one", "retrofit skills two"]


def test_the_sides_of_a_comparison_take_turns(taxonomy):
    hits = _hits(
        "apprenticeships and jobs", "apprenticeships and jobs again", "enterprise zones and jobs"
    )
    plan = plan_question(
        "Compare the evidence for enterprise zones and apprenticeships on jobs.", (), taxonomy
    )

    found = ranked(plan, hits, weigh, 8, WordsInCommon())

    assert _texts(found)[0] == "enterprise zones and jobs"


def test_nothing_found_is_nothing_ranked(taxonomy):
    plan = plan_question("Which retrofit skills are short?", (), taxonomy)

    assert ranked(plan, (), weigh, 8, WordsInCommon()) == ()


def test_without_a_model_the_passage_with_more_of_the_asked_words_leads(taxonomy):
    hits = _hits("rivers and weather", "skills for jobs", "retrofit skills in Powys are short")
    plan = plan_question("Which retrofit skills are short?", (), taxonomy)

    found = ranked(plan, hits, weigh, 8)

    assert _texts(found)[0] == "retrofit skills in Powys are short"
    assert all(hit.relevance is None for hit in found)
