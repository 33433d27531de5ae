"""Judges against labelled pairs: what each says, how agreement is measured, the command."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from eval.cli import main
from eval.errors import BadPairs, NoSuchJudge
from eval.judges.agreement import agreement, best_threshold, labels
from eval.judges.learned import LogisticJudge
from eval.judges.models import CosineJudge, CrossEncoderJudge
from eval.judges.pairs import Pair, PairSet, load_pairs, refuse_overlap
from eval.judges.product import ProductJudge
from eval.judges.recorded import RecordedScores
from eval.judges.registry import build_judge
from eval.judges.words import OVERLAP, ROUGE, RULE
from ingest.settings import Settings

HUB = "The Hub is funded with 3.6 million pounds. It is led by Birmingham."
PAIRS = (
    Pair("a", HUB, "The Hub has 3.6 million pounds.", True),
    Pair("b", HUB, "The Hub has 36 million pounds.", False),
    Pair("c", "Hens need perches and nests.", "Hens need nests.", True),
    Pair("d", "Hens need perches and nests.", "Wind farms grew in Wales.", False),
)
SMALL = PairSet("small", PAIRS)


def _write(path: Path, pairs: tuple[Pair, ...]) -> Path:
    lines = [
        {"id": p.pair_id, "premise": p.premise, "claim": p.claim, "label": int(p.supported)}
        for p in pairs
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_pairs_are_read_plain_and_gzipped(tmp_path):
    plain = _write(tmp_path / "small.jsonl", PAIRS)
    packed = tmp_path / "small.jsonl.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))

    assert load_pairs(plain) == load_pairs(packed) == SMALL


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no pair"),
        (b"{not json", "line 1: not JSON"),
        (b'{"id": "a", "premise": "x", "claim": "y", "label": 2}', "line 1: label"),
        (b'\n{"id": "a", "premise": "x", "label": 1}', "line 2: claim"),
        (b'{"id": 1, "premise": "x", "claim": "y", "label": 1}', "the same label"),
        (b"\x1f\x8bbroken", "cannot be read"),
    ],
)
def test_a_bad_set_is_one_line_that_names_the_place(tmp_path, content, message):
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)

    with pytest.raises(BadPairs, match=message) as caught:
        load_pairs(path)

    assert str(path) in str(caught.value)


def test_word_judges_tell_what_is_missing():
    assert OVERLAP.score(SMALL.texts).tolist() == [1.0, 0.75, 1.0, 0.0]
    assert RULE.score(SMALL.texts).tolist() == [1.0, 0.0, 1.0, 0.0]
    assert ROUGE.score(SMALL.texts)[2] == 1.0


def test_the_cosine_judge_finds_the_window_that_bears_a_claim_out(embedder):
    idle = "The weather was dull and the streets were grey that day. " * 60
    pairs = [(idle + HUB, PAIRS[0].claim), (idle, PAIRS[0].claim)]

    high, low = CosineJudge(embedder).score(pairs)

    assert high > low + 0.3


def test_the_product_judge_says_what_the_assistant_says():
    quoted, changed = ProductJudge().score(
        [(HUB, "The Hub is funded with 3.6 million pounds."), SMALL.texts[1]]
    )

    assert quoted == 1.0
    assert changed == 0.0


def test_logistic_regression_learns_which_part_to_trust():
    judge = LogisticJudge([OVERLAP, RULE], [SMALL])

    scores = judge.score(SMALL.texts)

    assert (scores >= 0.5).tolist() == [True, False, True, False]


def test_recorded_scores_are_looked_up_and_never_guessed(tmp_path):
    path = tmp_path / "theirs.jsonl"
    premise, claim = SMALL.texts[0]
    path.write_text(json.dumps({"premise": premise, "claim": claim, "score": 0.9}), "utf-8")

    judge = RecordedScores(path)

    assert judge.score(SMALL.texts[:1]).tolist() == [0.9]
    with pytest.raises(BadPairs, match="no score for the claim"):
        judge.score(SMALL.texts)


def test_agreement_is_that_of_a_sum_done_by_hand():
    found = agreement("j", SMALL, np.array([0.9, 0.6, 0.4, 0.1]), 0.5)

    # One of two supported kept, one of two unsupported stopped; three of four pairs in order.
    assert found.balanced_accuracy.value == 0.5
    assert found.auroc == 0.75
    assert found.f1 == 0.5
    assert found.brier == pytest.approx((0.01 + 0.36 + 0.36 + 0.01) / 4)
    assert found.calibration == ((0.1, 0.0, 1), (0.4, 1.0, 1), (0.6, 0.0, 1), (0.9, 1.0, 1))
    by_name = {one.name: one for one in found.slices}
    assert by_name["claim with a number"].balanced_accuracy == 0.5
    assert by_name["claim with a number"].false_supported == 1
    assert by_name["claim without a number"].false_unsupported == 1


def test_claims_on_one_premise_hang_together_in_the_interval():
    scores = np.tile([0.9, 0.1, 0.1, 0.9], 30)
    apart = PairSet("apart", tuple(
        Pair(str(n), f"premise {n}", "x", n % 2 == 0) for n in range(120)
    ))  # fmt: skip
    few = PairSet("few", tuple(Pair(p.pair_id, f"{n % 4}", "x", p.supported)
                               for n, p in enumerate(apart.pairs)))  # fmt: skip

    narrow = agreement("j", apart, scores, 0.5).balanced_accuracy
    wide = agreement("j", few, scores, 0.5).balanced_accuracy

    assert narrow.value == wide.value == 0.5
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_a_threshold_is_the_best_over_several_sets_each_counted_once():
    large = (np.array([False] * 50 + [True] * 50), np.array([0.2] * 50 + [0.4] * 50))
    small = (np.array([False, True]), np.array([0.3, 0.5]))

    chosen = best_threshold([large[0], small[0]], [large[1], small[1]])

    assert 0.3 < chosen < 0.4


def test_what_is_learnt_from_is_not_reported_on():
    with pytest.raises(BadPairs, match="1 of its pairs"):
        refuse_overlap([SMALL], [PairSet("judged", PAIRS[:1])])


def test_an_unknown_judge_is_refused_by_name(settings: Settings):
    with pytest.raises(NoSuchJudge, match="overlap, rule"):
        build_judge("oracle", settings)
    with pytest.raises(NoSuchJudge, match="--train"):
        build_judge("logistic", settings)
    with pytest.raises(NoSuchJudge, match="no sequence classification model"):
        build_judge(f"model:{settings.home}", settings)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    """A random entailment model of two layers, with its tokenizer, in a folder."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "hens", "need", "nests", "wind"]
    (folder / "vocab.txt").write_text("\n".join(words), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=64, num_labels=3, initializer_range=2.0,
        id2label={0: "contradiction", 1: "Entailment", 2: "neutral"},
    )  # fmt: skip
    BertForSequenceClassification(config).eval().save_pretrained(folder)
    return folder


def test_any_entailment_model_of_a_folder_judges_by_its_entailment_label(tiny):
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    model = AutoModelForSequenceClassification.from_pretrained(tiny)
    asked = AutoTokenizer.from_pretrained(tiny)("hens need nests", "wind", return_tensors="pt")
    with torch.inference_mode():
        expected = model(**asked).logits.double().softmax(1)[0, 1].item()

    scores = CrossEncoderJudge(tiny).score([("hens need nests", "wind"), ("wind", "hens")])

    assert scores[0] == pytest.approx(expected, abs=1e-6)
    assert scores[1] != pytest.approx(expected, abs=1e-3)


def test_a_long_premise_is_read_in_windows_and_the_best_counts(tiny):
    judge = CrossEncoderJudge(tiny)
    long = "hens need nests " * 40 + "wind " * 60

    (whole,) = judge.score([(long, "wind")])
    parts = judge.score([("hens need nests " * 9, "wind"), ("wind " * 28, "wind")])

    assert whole >= parts.max() - 1e-6


def test_judges_stand_beside_each_other_with_a_threshold_from_another_set(tmp_path, capsys):
    judged = _write(tmp_path / "judged.jsonl", PAIRS)
    tuned = _write(
        tmp_path / "tuned.jsonl",
        (Pair("t", "Wind grew fast.", "Wind grew.", True), Pair("u", "Wind.", "No Sun.", False)),
    )
    out = tmp_path / "found.json"

    status = main(
        ["judge", str(judged), "--judge", "overlap", "--judge", "rule", "--calibrate", str(tuned),
         "--library", str(tmp_path / "home"), "--out", str(out)]
    )  # fmt: skip

    assert status == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0].split() == [
        "balanced", "accuracy", "[95%", "interval]", "pairs", "overlap", "rule",
    ]  # fmt: skip
    assert "rule on judged, threshold 0.500" in shown
    stored = json.loads(out.read_text(encoding="utf-8"))
    assert [one["judge"] for one in stored] == ["overlap", "rule"]
    assert stored[1]["balanced_accuracy"]["value"] == 1.0
    assert labels(load_pairs(judged)).sum() == 2


def test_tuning_on_the_set_reported_is_refused_in_one_line(tmp_path, capsys):
    judged = _write(tmp_path / "judged.jsonl", PAIRS)

    status = main(
        ["judge", str(judged), "--calibrate", str(judged), "--library", str(tmp_path / "home")]
    )

    assert status == 2
    assert capsys.readouterr().err.count("\n") == 1
