"""Broad questions with graded sentences: what they teach, and how answers are measured by them."""

import gzip
import json
from dataclasses import replace

import pytest

from assistant.answer import Note, NoteKind
from assistant.bootstrap import build_assistant
from eval.bench import broad as bench
from eval.errors import NothingToRun
from eval.training.broad_sets import BroadQuestion, broad_groups, digest, load_broad
from eval.training.learn import SHAPES
from eval.training.report_sets import reports_in
from ingest.pipeline import add
from ingest.settings import Settings

PAGE = (
    "Shorter training courses help unemployed people into work.",
    "Courses that employers help to design raise wages as well.",
    "The training review screened a thousand studies of employment.",
    "The canteen of the college is open on weekdays.",
)
WORDINGS = ("What training works for unemployed people?", "effective courses for jobseekers")


@pytest.fixture
def library(tmp_path, make_pdf):
    settings = Settings(home=tmp_path / "library")
    assert add([make_pdf(tmp_path / "training.pdf", [PAGE])], settings).exit_status == 0
    return settings.home


def _question(library, *grades: int) -> BroadQuestion:
    held = {s.text.split()[0] + s.text.split()[1]: digest(s) for s in reports_in(library).every()}
    keys = [held["".join(line.split()[:2])] for line in PAGE]
    return BroadQuestion("t-1", WORDINGS, dict(zip(keys, grades, strict=True)))


def test_the_packaged_questions_are_graded_and_none_both_teaches_and_judges():
    taught = load_broad()
    judged = [one for path in bench.SETS.values() for one in load_broad(path)]

    for one in (*taught, *judged):
        assert len(one.wordings) == 2
        assert set(one.grades.values()) <= {0, 1, 2}
        assert all(len(key) == 12 for key in one.grades)
    asked = {wording.lower() for one in taught for wording in one.wordings}
    assert not asked & {wording.lower() for one in judged for wording in one.wordings}


def test_sentences_that_answer_stand_beside_some_that_do_not(library):
    asked = [_question(library, 2, 2, 1, 0)]

    groups = broad_groups(asked, reports_in(library), 1, None)

    assert list(dict.fromkeys(group.question for group in groups)) == list(WORDINGS)
    for group in groups:
        assert len(group.texts) <= SHAPES[-1][1]
        assert group.labels == (1.0, 1.0, 0.25, 0.0)
        assert PAGE[3] in group.texts[3]
        assert {PAGE[0] in text or PAGE[1] in text for text in group.texts[:2]} == {True}


def test_a_question_that_nothing_answers_teaches_what_is_no_answer(library):
    groups = broad_groups([_question(library, 1, 0, 0, 0)], reports_in(library), 1, None)

    assert [group.labels for group in groups] == [(0.25, 0.0, 0.0, 0.0)] * 6


def test_another_library_is_said(library):
    with pytest.raises(NothingToRun, match="0 of"):
        broad_groups(load_broad(), reports_in(library), 1, None)


def test_answers_are_measured_by_the_grades_of_what_they_show(library):
    asked = bench.ask_all(
        [_question(library, 2, 1, 0, 0)],
        build_assistant(Settings(home=library)),
        reports_in(library),
    )
    first = asked[0]
    keys = list(first.question.grades)

    good = replace(first, shown=(keys[0], keys[1]))
    poor = replace(first, wording="other", shown=(keys[2], "a sentence nobody graded", keys[0]))
    told = bench.figures([good, poor])

    assert told["first sentence answers"].startswith("0.500")
    assert told["MRR@5 of one that answers"].startswith("0.667")
    assert told["shown that answers"] == "0.40 of 5"
    assert told["shown that was not graded"] == "0.20 of 5"


def test_what_is_only_near_is_no_answer(library):
    question = replace(_question(library, 0, 0, 0, 0))
    (one, _) = bench.ask_all(
        [question], build_assistant(Settings(home=library)), reports_in(library)
    )
    near = replace(one.answer, notes=(Note(NoteKind.NEAREST, "near"),))

    assert not one.is_answerable
    assert replace(one, shown=()).outcome == "refused"
    assert replace(one, shown=("x",), answer=near).outcome == "nearest"


def test_the_bench_prints_each_wording_with_the_grades(tmp_path, library, capsys):
    question = _question(library, 2, 2, 0, 0)
    row = {"id": question.key, "asked": question.wordings, "grades": dict(question.grades)}
    path = tmp_path / "q.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(row))
    out = tmp_path / "out.json"

    argv = ["--library", str(library), "--questions", str(path), "--each", "--out", str(out)]

    assert bench.main(argv) == 0

    said = capsys.readouterr().out
    assert WORDINGS[0] in said
    (told,) = json.loads(out.read_text()).values()
    assert "first sentence answers" in told


def test_a_missing_library_or_file_of_questions_is_said_and_nothing_is_made(tmp_path, library):
    none = tmp_path / "none"

    with pytest.raises(NothingToRun, match="no library"):
        bench.main(["--library", str(none)])
    with pytest.raises(NothingToRun, match="no file of broad questions"):
        bench.main(["--library", str(library), "--questions", str(none)])

    assert not none.exists()
