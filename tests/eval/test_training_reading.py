"""Weights of what is worth reading, learnt from questions to reports."""

import gzip
import json
import random

import numpy as np
import pytest

from assistant.worthreading import SIGNS
from eval.errors import NothingToRun
from eval.training import reading
from eval.training.reading import Asked, among_first, asked_of, learn
from eval.training.report_sets import Place, load_questions, reports_in
from ingest.pipeline import add
from ingest.settings import Settings

PAGE = (
    "The retrofit scheme ran in the valley for three years.",
    "It created 412 jobs in homes that were cold before.",
    "Training was given by two colleges of the county.",
)
BESIDE = "The river of the valley is watched by sensors at seven sites."


def _asked(half: str, seed: int) -> list[Asked]:
    """Questions whose answer has the largest last sign."""
    drawn = random.Random(seed)
    made = []
    for _ in range(20):
        signs = np.array([[drawn.random() for _ in SIGNS] for _ in range(6)])
        made.append(Asked(signs, signs[:, -1] == signs[:, -1].max(), half))
    return made


def test_the_sign_that_tells_gets_the_weight_and_finds_answers_of_the_other_half():
    asked = [*_asked("0", 1), *_asked("1", 2)]

    weights = learn(asked)

    assert weights.argmax() == len(SIGNS) - 1
    assert among_first(asked, 1) > 0.9


def test_questions_that_find_no_answer_teach_nothing():
    blind = [Asked(one.signs, np.zeros(6, bool), one.half) for one in _asked("0", 1)]

    with pytest.raises(NothingToRun):
        learn(blind)


def test_a_library_without_the_reports_is_said_and_nothing_is_written(tmp_path, capsys):
    out = tmp_path / "weights.json"

    status = reading.main(["--reports", str(tmp_path / "none"), "--out", str(out)])

    assert status == 2
    assert "no library" in capsys.readouterr().err
    assert not out.exists()
    assert not (tmp_path / "none").exists()


def test_the_stretch_of_the_place_is_right_and_others_of_its_page_are_left_out(tmp_path, make_pdf):
    settings = Settings(home=tmp_path / "library")
    made = [make_pdf(tmp_path / "scheme.pdf", [PAGE]), make_pdf(tmp_path / "river.pdf", [[BESIDE]])]
    assert add(made, settings).exit_status == 0
    reports = reports_in(settings.home)
    page = reports.quoted(Place("scheme.pdf", 1, 0, 10_000))
    start = page.index("It created")
    row = {
        "id": "1",
        "kind": "figure",
        "asked": ["How many jobs did the scheme create?"] * 2,
        "places": [["scheme.pdf", 1, start, page.index("before.")]],
    }
    with gzip.open(tmp_path / "q.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))

    (one,) = asked_of(load_questions(tmp_path / "q.jsonl.gz"), reports, seed=1)

    assert one.right.tolist().count(True) == 1
    assert one.signs.shape == (2, len(SIGNS))
