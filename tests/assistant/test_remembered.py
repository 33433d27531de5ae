"""What was embedded is not embedded again, and what is remembered has a limit."""

from collections.abc import Sequence

import numpy as np

from assistant.remembered import RememberingEmbedder, RememberingReranker


class Letters:
    """Counts of a, b and c as the vector; notes what it was asked for."""

    name, dimension, max_tokens = "letters", 3, 100

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        self.asked += texts
        return np.array([[text.count(letter) for letter in "abc"] for text in texts], np.float32)

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        return 10 * self.embed(texts)

    def count_tokens(self, text: str) -> int:
        return len(text)


def test_only_texts_that_are_new_are_embedded_each_once():
    letters = Letters()
    remembering = RememberingEmbedder(letters)

    first = remembering.embed_passages(["ab", "c", "ab"])
    second = remembering.embed_passages(["c", "bb"])

    assert letters.asked == ["ab", "c", "bb"]
    assert first.tolist() == [[10, 10, 0], [0, 0, 10], [10, 10, 0]]
    assert second.tolist() == [[0, 0, 10], [0, 20, 0]]


def test_a_question_and_a_sentence_of_the_same_words_are_two_things():
    remembering = RememberingEmbedder(Letters())

    assert remembering.embed(["a"]).tolist() == [[1, 0, 0]]
    assert remembering.embed_passages(["a"]).tolist() == [[10, 0, 0]]


def test_the_oldest_are_forgotten_and_embedded_again():
    letters = Letters()
    remembering = RememberingEmbedder(letters)
    many = [f"a{n}" for n in range(600)]
    remembering.embed(many)
    letters.asked.clear()

    remembering.embed([many[-1], many[0]])

    assert letters.asked == [many[0]]


def test_no_text_has_no_vector():
    assert RememberingEmbedder(Letters()).embed([]).shape == (0, 3)


class Lengths:
    """Lengths of question and text as the logit; notes what it was asked for."""

    name, calibrated = "lengths", True

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        self.asked += [(question, text) for text in texts]
        return np.array([100 * len(question) + len(text) for text in texts], np.float32)


def test_a_pair_is_read_once_and_the_same_text_again_for_another_question():
    lengths = Lengths()
    remembering = RememberingReranker(lengths)

    first = remembering.scores("Who?", ["ab", "abc"])
    again = remembering.scores("Who?", ["abc", "a"])
    other = remembering.scores("When?", ["ab"])

    assert first.tolist() == [402, 403]
    assert again.tolist() == [403, 401]
    assert other.tolist() == [502]
    assert lengths.asked == [("Who?", "ab"), ("Who?", "abc"), ("Who?", "a"), ("When?", "ab")]
    assert remembering.scores("Who?", []).shape == (0,)
