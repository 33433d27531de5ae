"""The training programs on sets so small that they are made in the test."""

import gzip
import json
import random

import numpy as np
import pytest
import torch

from eval.training.__main__ import main
from eval.training.adapter import PairModel, save_mean
from eval.training.damage import WAYS, damaged
from eval.training.groups import Group, sentence_group
from eval.training.judge_sets import Pair, lengthened
from eval.training.learn import SHAPES, Pairs, Recipe, relevance_loss, train_relevance
from eval.training.relevance_sets import public_groups
from ingest.embed import load_embedder
from ingest.settings import Settings
from ingest.weights import packaged_model

CLAIM = (
    "In 2019 most councils in Wales spent £4.5 million more than Powys and unemployment was "
    "higher by 12%."
)


@pytest.fixture(scope="module")
def pairs():
    return Pairs(packaged_model() / "tokenizer.json")


def test_each_way_of_damage_changes_the_claim_and_nothing_else_is_lost():
    passage = CLAIM + " Gwynedd and Ceredigion spent 3.1 million less in 2017."

    found = {how: change(CLAIM, passage, random.Random(1)) for how, change in WAYS.items()}

    assert all(text and text != CLAIM for text in found.values()), found
    assert "2019" not in found["year"]
    assert "£4.5 million" not in found["number"] or "12%" not in found["number"]
    assert damaged("Nothing here fits", "", random.Random(1)).how == "invention"


def test_the_sentence_with_the_answer_stands_against_its_neighbours():
    passage = "The hub is in Leeds today. It has nine members of staff. They met twice last year."

    group = sentence_group("How many staff?", passage, ["nine"], "made")

    assert group is not None
    assert group.texts[0] == "It has nine members of staff."
    assert group.labels == (1.0, 0.0, 0.0)


def test_batches_fill_one_shape_and_hold_every_group_once(pairs):
    words = "evidence about places and skills "
    groups = [
        Group(f"Question {n}?", (words * (n % 30 + 1), words), (1.0, 0.0), "made")
        for n in range(60)
    ]

    batches = list(pairs.batches(groups, seed=1))

    assert sorted(g.question for b in batches for g in b.groups) == sorted(
        g.question for g in groups
    )
    assert {tuple(reversed(b.ids.shape)) for b in batches} <= set(SHAPES)


def test_the_loss_falls_when_the_answer_is_scored_higher():
    batch = [Group("q", ("a", "b"), (1.0, 0.0), "made"), Group("q", ("c",), (0.0,), "made")]

    right = relevance_loss(torch.tensor([3.0, -3.0, -3.0]), batch)
    wrong = relevance_loss(torch.tensor([-3.0, 3.0, 3.0]), batch)

    assert right < 0.2 < wrong


def test_training_learns_what_sets_two_kinds_of_text_apart(pairs):
    groups = [
        Group(f"What about {n}?", (f"The answer is {n}.", f"Weather {n} rain."), (1.0, 0.0), "m")
        for n in range(32)
    ]
    torch.manual_seed(1)
    model = PairModel(1, rank=4)

    train_relevance(model, pairs, groups, Recipe(steps=8, rate=3e-3))

    model.eval()
    with torch.no_grad():
        tensors = pairs.tensors(
            pairs.encoded([("What about 99?", "The answer is 99."), ("What about 99?", "Rain.")]),
            64,
            2,
        )
        scores = model(*tensors)[:, 0].numpy()
    assert scores[0] > scores[1]


def test_distractors_surround_a_premise_and_the_label_stands():
    held = [Pair(f"Fact number {n} holds.", f"Claim {n}", float(n % 2), "made") for n in range(20)]

    made = lengthened(held, random.Random(1), share=1.0)

    assert [pair.label for pair in made] == [pair.label for pair in held]
    assert all(before.premise in after.premise for before, after in zip(held, made, strict=True))
    assert np.mean([len(pair.premise.split()) for pair in made]) > 40


def test_a_folder_without_the_sets_is_named(tmp_path, capsys):
    status = main(["judge", "--sets", str(tmp_path), "--out", str(tmp_path / "x")])

    assert status == 2
    assert "no folder `answer`" in capsys.readouterr().err


def test_rows_of_a_gzipped_set_are_read(tmp_path):
    from eval.training.groups import rows

    path = tmp_path / "set.jsonl.gz"
    with gzip.open(path, "wt") as file:
        file.write(json.dumps({"id": "1"}) + "\n")

    assert rows(path) == [{"id": "1"}]


def test_the_public_sets_give_sentences_that_answer_among_others(tmp_path):
    passage = "The hub is in Leeds today. It has nine members of staff. They met twice last year."
    asked = {"question": "How many staff?", "passage": passage, "answers": ["nine"]}
    sets = {
        "squad2_halfdev": [
            {**asked, "answerable": True},
            {**asked, "question": "Who paid for it?", "answers": [], "answerable": False},
        ],
        "nq_open_oracle": [asked],
        "qed_dev": [
            {
                "question": "How many staff?",
                "sentences": ["The hub is in Leeds.", "It has nine members of staff."],
                "answer_sentences": ["It has nine members of staff."],
            }
        ],
    }
    (tmp_path / "answer").mkdir()
    for name, rows in sets.items():
        with gzip.open(tmp_path / f"answer/{name}.jsonl.gz", "wt") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)

    groups = public_groups(tmp_path, load_embedder(Settings(home=tmp_path)), seed=1)

    of = {group.source: group for group in groups}
    assert set(of) == {"squad2-s", "squad2-u", "nq-s", "qed", "own"}
    assert sum(group.source == "own" for group in groups) > 200
    assert not any(of["squad2-u"].labels)
    for name in ("squad2-s", "nq-s", "qed"):
        right = [t for t, label in zip(of[name].texts, of[name].labels, strict=True) if label]
        assert right == ["It has nine members of staff."]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (["relevance"], "needs --reports"),
        (["judge", "--without", "1"], "--without goes with relevance"),
        (["judge", "--broad", "x"], "--broad goes with relevance"),
    ],
)
def test_what_goes_with_one_model_is_said(line, wrong, tmp_path, capsys):
    with pytest.raises(SystemExit):
        main([*line, "--sets", str(tmp_path), "--out", str(tmp_path / "x")])

    assert wrong in capsys.readouterr().err


def test_a_library_that_is_not_there_is_named(tmp_path, capsys):
    (tmp_path / "answer").mkdir()
    line = ["relevance", "--reports", str(tmp_path / "none"), "--sets", str(tmp_path)]

    status = main([*line, "--out", str(tmp_path / "x")])

    assert status == 2
    assert "no library" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


def test_the_mean_of_two_files_lies_between_them(tmp_path):
    first, second, other = PairModel(1, 4), PairModel(1, 4), PairModel(1, 4)
    with torch.no_grad():
        first.head.bias.fill_(1.0)
        second.head.bias.fill_(3.0)
    paths = [tmp_path / "first.safetensors", tmp_path / "second.safetensors"]
    for model, path in zip((first, second), paths, strict=True):
        model.save(path, {})

    save_mean(*paths, {"steps": "2"})
    other.load(paths[1])

    assert other.head.bias.item() == 2.0
    middle = (first.pool.weight + second.pool.weight) / 2
    assert torch.allclose(other.pool.weight, middle, atol=2e-3)
