"""Which sentences are read beside a question, by words that are the same and by words alike."""

import numpy as np
import pytest

from assistant.answer import Hit
from assistant.evidence import Sought, sentences_of
from assistant.question import Kind, Part
from assistant.wordvectors import WordVectors
from assistant.worthreading import SIGNS, reading_signs, worth_reading
from ingest.document import Metadata, Passage

PART = Part("How many jobs did the retrofit scheme create?", "jobs retrofit scheme", Kind.FIGURE)
SOUGHT = Sought(PART, {"job": 2.0, "retrofit": 3.0, "scheme": 1.0}, {"p": 0})
TEXT = (
    "The river is monitored by sensors at seven sites along its banks. "
    "The retrofit scheme created 412 jobs in three years of work. "
    "Volunteers met in the village hall on most of the Mondays. "
    "A later chapter describes the methods that were used in detail."
)
SENTENCES = sentences_of(
    [Hit(Passage("p", "d", 1, 1, 0, len(TEXT), TEXT), Metadata("A report"), "/a.txt", 0.5)]
)


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> WordVectors:
    return WordVectors(tmp_path_factory.mktemp("words"))


def test_the_sentence_with_the_words_and_the_figure_is_read_first(vectors: WordVectors):
    (at,) = worth_reading(SOUGHT, SENTENCES, 1, vectors)

    assert "412 jobs" in SENTENCES[at].text


def test_all_are_read_where_they_are_few(vectors: WordVectors):
    assert sorted(worth_reading(SOUGHT, SENTENCES, 9, vectors)) == [0, 1, 2, 3]


def test_where_there_are_none_none_is_read(vectors: WordVectors):
    assert worth_reading(SOUGHT, (), 9, vectors) == []
    assert reading_signs(SOUGHT, (), vectors).shape == (0, len(SIGNS))


def test_a_word_is_nearest_to_itself_then_to_one_of_like_meaning(vectors: WordVectors):
    near = vectors.nearness({"grant": 1.0}, ["a grant", "some funding", "the river", "of the"])

    assert near[0] == pytest.approx(1.0, abs=0.01)
    assert near[0] > near[1] > near[2]
    assert near[3] == 0.0


def test_words_count_by_their_weight(vectors: WordVectors):
    texts = ["many jobs", "a retrofit"]

    first = vectors.nearness({"jobs": 3.0, "retrofit": 1.0}, texts)
    second = vectors.nearness({"jobs": 1.0, "retrofit": 3.0}, texts)

    assert first[0] > first[1]
    assert second[1] > second[0]


@pytest.mark.parametrize("asked", [{}, {"grant": 0.0}])
def test_nothing_asked_is_near_to_nothing(vectors: WordVectors, asked: dict[str, float]):
    assert vectors.nearness(asked, ["a grant"]).tolist() == [0.0]


def test_odd_words_have_vectors_too(vectors: WordVectors):
    for word in ("zzxqy", "\ud800", "日本", "x" * 500):
        assert np.isfinite(vectors.vector(word)).all()


def test_the_table_is_made_once(tmp_path):
    first = WordVectors(tmp_path).vector("grant")
    (table,) = tmp_path.glob("*/pieces.npy")
    made = table.stat().st_mtime_ns

    assert WordVectors(tmp_path).vector("grant").tolist() == first.tolist()
    assert table.stat().st_mtime_ns == made
    assert table.stat().st_size < 5_000_000
