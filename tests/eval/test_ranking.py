"""Public retrieval sets through our own search, TREC files in and out, sentences for questions."""

import gzip
import json
from pathlib import Path

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from eval.cli import main
from eval.errors import BadCollection, NoSuchScorer, NoSuchSystem
from eval.ranking.answers import answerability, load_asked, measure_scorer
from eval.ranking.beir import load_collection
from eval.ranking.measured import measure
from eval.ranking.scorers import Bm25Scorer, CosineScorer, build_scorer
from eval.ranking.systems import build, dense, fused, keyword, reranked
from eval.ranking.trec import read_qrels, read_run, write_qrels, write_run

CORPUS = (
    ("d1", "Hens", "Laying hens need perches, nests and litter at all times."),
    ("d2", "Wind", "Offshore wind grew fast; the roadmap expects 18 gigawatts by 2020."),
    ("d3", "", "The Hub is funded with £3.6 million from three research councils."),
    ("d4", "Hub", "Birmingham leads the Hub."),
)
QUERIES = (
    ("q1", "What do hens need?", "test"),
    ("q2", "Who pays for the Hub?", "test"),
    ("q3", "How much wind by 2020?", "train"),
    ("q4", "Nobody judged this", "test"),
)
QRELS = (("q1", "d1", 1), ("q2", "d3", 2), ("q2", "d4", 1), ("q3", "d2", 1), ("q4", "d1", 0))


@pytest.fixture
def folder(tmp_path) -> Path:
    folder = tmp_path / "little"
    folder.mkdir()
    corpus = "\n".join(json.dumps({"_id": i, "title": t, "text": x}) for i, t, x in CORPUS)
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress(corpus.encode()))
    asked = "\n".join(json.dumps({"_id": i, "text": x, "split": s}) for i, x, s in QUERIES)
    (folder / "queries.jsonl").write_text(asked, encoding="utf-8")
    rows = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in QRELS)]
    (folder / "qrels.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_a_collection_keeps_the_queries_of_the_split_that_can_be_answered(folder):
    collection = load_collection(folder, "test")

    assert list(collection.queries) == ["q1", "q2"]
    assert collection.qrels == {"q1": {"d1": 1}, "q2": {"d3": 2, "d4": 1}}
    assert collection.documents[0].whole.startswith("Hens\nLaying hens")
    assert collection.documents[2].whole.startswith("The Hub")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("corpus.jsonl", None, "cannot be read"),
        ("queries.jsonl", "{", "line 1: not JSON"),
        ("queries.jsonl", '{"_id": "q"}', "line 1: text"),
        ("qrels.tsv", "q\td\tx\nq1 d1 1\n", "line 2"),
        ("qrels.tsv", "q1\td1\t0\n", "no query has a relevant document"),
    ],
)
def test_a_broken_collection_is_one_line_that_names_the_place(folder, name, content, message):
    if content is None:
        (folder / "corpus.jsonl.gz").unlink()
    else:
        (folder / name).write_text(content, encoding="utf-8")

    with pytest.raises(BadCollection, match=message) as caught:
        load_collection(folder)

    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_every_system_finds_what_is_plainly_there(folder, embedder):
    collection = load_collection(folder)
    by_words, by_meaning = keyword(collection), dense(collection, embedder)

    for ranker in (by_words, by_meaning, fused([by_meaning, by_words])):
        run = ranker(collection.queries)

        assert [run[key][0][0] for key in ("q1", "q2", "q3")][::2] == ["d1", "d2"]
        assert run["q2"][0][0] in ("d3", "d4")


def test_a_scorer_puts_the_head_of_a_run_in_its_own_order(folder):
    class Longest:
        def scores(self, _question: str, texts: list[str]) -> np.ndarray:
            return np.array([len(text) for text in texts], np.float32)

    collection = load_collection(folder)

    run = reranked(lambda _: {"q": [("d4", 3.0), ("d1", 2.0), ("d2", 1.0)]}, Longest(), collection)

    assert [found for found, _ in run({"q": "?"})["q"]] == ["d2", "d1", "d4"]


def test_vectors_are_kept_by_content(folder, embedder, tmp_path):
    collection = load_collection(folder)
    first = dense(collection, embedder, tmp_path / "cache")(collection.queries)
    (kept,) = (tmp_path / "cache").iterdir()
    written = kept.stat().st_mtime_ns

    again = dense(collection, embedder, tmp_path / "cache")(collection.queries)

    assert again == first
    assert kept.stat().st_mtime_ns == written


def test_an_unknown_system_or_scorer_is_refused_by_name(folder, settings):
    with pytest.raises(NoSuchSystem, match="keyword, dense"):
        build("magic", load_collection(folder), lambda: None, lambda _: None, None)  # type: ignore[arg-type, return-value]
    with pytest.raises(NoSuchScorer, match="bm25, cosine"):
        build_scorer("magic", settings)


def test_measures_are_those_of_a_sum_done_by_hand():
    run = {"q1": [("x", 3.0), ("d1", 2.0)], "q2": [("d4", 2.0), ("d3", 1.0)]}
    qrels = {"q1": {"d1": 1}, "q2": {"d3": 2, "d4": 1}, "q3": {"d2": 1}}

    found = measure("r", run, qrels)

    second = 1 / np.log2(3)
    assert found.per_query["nDCG@10"]["q1"] == pytest.approx(second)
    assert found.per_query["nDCG@10"]["q2"] == pytest.approx((1 + 2 * second) / (2 + second))
    assert found.per_query["nDCG@10"]["q3"] == 0.0
    assert found.estimates["RR@10"].value == pytest.approx((0.5 + 1 + 0) / 3)
    assert found.estimates["R@10"].cases == 3


SCORES = st.lists(st.floats(-10, 10).map(lambda x: round(x, 3)), min_size=1, max_size=8)


@given(SCORES)
@hypothesis_settings(max_examples=30, deadline=None)
def test_a_run_written_is_read_in_the_same_order_by_us_and_by_ir_measures(tmp_path_factory, scores):
    path = tmp_path_factory.mktemp("run") / "a.run"
    ranked = [(f"d{at}", score) for at, score in enumerate(sorted(scores, reverse=True))]

    write_run({"q": ranked}, path, "a")

    assert [found for found, _ in read_run(path)["q"]] == [found for found, _ in ranked]
    theirs = sorted(ir_measures.read_trec_run(str(path)), key=lambda hit: -hit.score)
    assert [hit.doc_id for hit in theirs] == [found for found, _ in ranked]


def test_qrels_written_are_read_by_us_and_by_ir_measures(tmp_path):
    qrels = {"q1": {"d1": 1, "d2": 0}, "q2": {"d3": 2}}
    write_qrels(qrels, tmp_path / "qrels.txt")

    assert read_qrels(tmp_path / "qrels.txt") == qrels
    theirs = ir_measures.read_trec_qrels(str(tmp_path / "qrels.txt"))
    assert {(q.query_id, q.doc_id, q.relevance) for q in theirs} == {
        ("q1", "d1", 1), ("q1", "d2", 0), ("q2", "d3", 2),
    }  # fmt: skip


@pytest.mark.parametrize("content", ["q Q0 d 1 x tag", "q d 1"])
def test_a_bad_run_file_is_one_line_and_status_2(tmp_path, capsys, content):
    (tmp_path / "a.run").write_text(content, encoding="utf-8")
    (tmp_path / "qrels.txt").write_text("q 0 d 1\n", encoding="utf-8")

    assert main(["trec", str(tmp_path / "qrels.txt"), str(tmp_path / "a.run")]) == 2
    assert "line 1: not a run line" in capsys.readouterr().err


def test_the_command_writes_files_that_it_measures_the_same(folder, tmp_path, capsys):
    out = tmp_path / "out"
    home = ["--library", str(tmp_path / "home")]

    assert main(["retrieval", str(folder), "--system", "keyword", "--out", str(out), *home]) == 0
    searched = capsys.readouterr().out.splitlines()[-1]
    assert main(["trec", str(out / "qrels.txt"), str(out / "keyword.run")]) == 0
    read = capsys.readouterr().out.splitlines()[-1]
    assert main(["retrieval", str(folder), "--run", str(out / "keyword.run"), *home]) == 0
    given_run = capsys.readouterr().out.splitlines()[-1]

    assert searched == read == given_run
    assert searched.startswith("keyword  0.953")
    assert json.loads((out / "retrieval.json").read_text("utf-8"))[0]["name"] == "keyword"


def test_bm25_weighs_rare_words_and_short_texts():
    scores = Bm25Scorer().scores(
        "Which hens need perches?",
        ["Hens need care.", "Hens need perches.", "Hens need perches " + "and so on " * 30, "Wind"],
    )

    assert scores.argmax() == 1
    assert scores[2] > scores[0] > scores[3] == 0.0


def test_cosine_prefers_the_text_that_means_the_same(embedder):
    scores = CosineScorer(embedder).scores("Who pays for the Hub?", [text for _, _, text in CORPUS])

    assert scores.argmax() in (2, 3)
    assert scores[0] < scores[2]


QUESTIONS = (
    {"id": "s", "question": "hens?", "candidates": ["wind", "hens", "hubs"], "answer_idx": [1]},
    {"id": "c", "question": "wind farms?", "sentences": ["hubs", "wind grew", "wind farms"],
     "answer_sentences": [["wind grew", "hubs"]], "passage": "x", "answerable": True},
    {"id": "p", "question": "cats?", "passage": "dogs", "answerable": False},
    {"id": "none", "question": "no text?", "passage": None},
)  # fmt: skip


@pytest.fixture
def questions(tmp_path) -> Path:
    path = tmp_path / "questions.jsonl.gz"
    lines = "\n".join(json.dumps(question) for question in QUESTIONS)
    path.write_bytes(gzip.compress(lines.encode()))
    return path


def test_all_three_layouts_are_read_and_a_question_without_text_is_left_out(questions):
    selqa, clapnq, passage = load_asked(questions)

    assert (selqa.texts, selqa.right) == (("wind", "hens", "hubs"), (1,))
    assert clapnq.right == (0, 1)
    assert (passage.texts, passage.right, passage.answerable) == (("dogs",), (), False)


def test_sentence_selection_and_answerability_add_up(questions):
    found = measure_scorer("bm25", Bm25Scorer(), load_asked(questions))

    # hens first; then "wind farms" (wrong), "wind grew" and "hubs" (right).
    assert found.selection is not None
    assert found.selection.per_query["RR"] == {"s": 1.0, "c": 0.5}
    assert found.selection.per_query["AP"]["c"] == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert found.answerability is not None
    assert found.answerability.auroc.value == 1.0
    assert found.answerability.false_answers.value == 0.0


def test_false_answers_are_counted_at_the_threshold_that_refuses_one_in_twenty():
    said = np.array([True] * 20 + [False] * 10)
    best = np.concatenate([np.arange(20) / 20, np.full(5, 0.01), np.full(5, 0.5)])

    found = answerability(said, best)

    # One of twenty answerable ones (0.0) may be refused, so the threshold is 0.05.
    assert found.false_answers.value == 0.5
    assert found.false_answers.low <= 0.5 <= found.false_answers.high


def test_the_answers_command_shows_both_tables(questions, tmp_path, capsys):
    out = tmp_path / "found.json"

    status = main(
        ["answers", str(questions), "--scorer", "bm25", "--out", str(out),
         "--library", str(tmp_path / "home")]
    )  # fmt: skip

    shown = capsys.readouterr().out
    assert status == 0
    assert "Which sentence answers, 2 questions" in shown
    assert "Does any answer, 2 answerable and 1 not" in shown
    assert json.loads(out.read_text("utf-8"))[0]["answerability"]["auroc"]["value"] == 1.0
