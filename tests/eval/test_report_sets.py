"""Questions to reports as groups, over a library of one PDF made here."""

import gzip
import json

import numpy as np
import pytest

from eval.errors import NothingToRun
from eval.training.groups import rows
from eval.training.report_sets import (
    Place,
    in_half,
    load_questions,
    report_groups,
    reports_in,
)
from eval.training.written_claims import REPORTS, about_reports
from ingest.pipeline import add
from ingest.settings import Settings

FIRST = (
    "The retrofit scheme ran in Powys from 2019 to 2022.",
    "It created 412 jobs in three years of work.",
    "Training was given by two colleges of the county.",
)
SECOND = (
    "Jobs in retrofit are counted by the council every spring.",
    "The next count of all such jobs is due in 2026.",
)

TABLE = "County,Posts in 2021,Posts in 2022\nPowys,120,390\nGwynedd,80,95\nCeredigion,60,71\n"


class Harder:
    """The more of these words a text holds, the more it seems an answer."""

    name, calibrated = "harder", True

    def __init__(self, *words):
        self._words = words

    def scores(self, question, texts):  # noqa: ARG002
        return np.array([[50.0 * sum(w in t for w in self._words)] for t in texts], np.float32)[
            :, 0
        ]


@pytest.fixture(scope="module")
def reports(tmp_path_factory, make_pdf):
    home = tmp_path_factory.mktemp("reports")
    settings = Settings(home=home / "library")
    (home / "posts.csv").write_text(TABLE, encoding="utf-8")
    made = [make_pdf(home / "retrofit.pdf", [FIRST, SECOND]), home / "posts.csv"]
    report = add(made, settings)
    assert report.exit_status == 0
    return reports_in(settings.home)


def _questions(path, *rows):
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return load_questions(path)


def _row(kind, start, end, file="retrofit.pdf"):
    asked = ["How many jobs did the retrofit scheme create?", "Did better homes bring much work?"]
    return {"id": "1", "kind": kind, "asked": asked, "places": [[file, 1, start, end]]}


def _span(reports):
    page = reports.quoted(Place("retrofit.pdf", 1, 0, 10_000))
    start = page.index("It created")
    return start, page.index("work.") + len("work.")


def test_the_sentence_of_the_place_stands_against_others_of_the_page_and_of_what_was_found(
    reports, tmp_path
):
    asked = _questions(tmp_path / "q.jsonl.gz", _row("figure", *_span(reports)))

    plain, reworded = report_groups(asked, reports, seed=1)

    assert "412 jobs" in plain.texts[0]
    assert plain.labels[0] == 1.0
    assert not any(plain.labels[1:])
    assert not any("412" in text for text in plain.texts[1:])
    assert any("counted by the council" in text or "due in 2026" in text for text in plain.texts)
    assert any("colleges" in text or "Powys" in text for text in plain.texts)
    assert reworded.question == "Did better homes bring much work?"


def test_rows_of_a_table_are_read_as_the_assistant_reads_them(reports, tmp_path):
    page = reports.quoted(Place("posts.csv", 1, 0, 10_000))
    start = page.index("Powys")
    row = _row("table", start, start + len("Powys 120 390"), file="posts.csv")

    first, _ = report_groups(_questions(tmp_path / "q.jsonl.gz", row), reports, seed=1)

    assert "Powys: Posts in 2021: 120; Posts in 2022: 390" in first.texts[0]
    assert any("Gwynedd: Posts in 2021" in text for text in first.texts[1:])


def test_texts_against_the_right_one_are_those_that_seem_to_answer(reports, tmp_path):
    asked = _questions(tmp_path / "q.jsonl.gz", _row("figure", *_span(reports)))
    drawn = [
        report_groups(asked, reports, seed, Harder("412", "412", "due in 2026"))[0].texts[1:]
        for seed in range(8)
    ]

    assert all(any("due in 2026" in text for text in texts) for texts in drawn)


def test_what_seems_a_better_answer_than_the_right_one_is_not_called_wrong(reports, tmp_path):
    asked = _questions(tmp_path / "q.jsonl.gz", _row("figure", *_span(reports)))

    (first, _) = report_groups(asked, reports, 1, Harder("colleges", "colleges", "412"))

    assert not any("colleges" in text for text in first.texts)


def test_of_an_unanswerable_question_nothing_that_was_found_is_right(reports, tmp_path):
    asked = _questions(tmp_path / "q.jsonl.gz", _row("unanswerable", *_span(reports)))

    groups = report_groups(asked, reports, seed=1)

    assert len(groups) == 2
    assert all(group.texts and not any(group.labels) for group in groups)
    # What only seems to answer is always among them.
    assert all("412 jobs" in group.texts[0] for group in groups)


def test_a_report_that_the_library_lacks_is_named(reports, tmp_path):
    asked = _questions(tmp_path / "q.jsonl.gz", _row("figure", 0, 5, file="other.pdf"))

    with pytest.raises(NothingToRun, match=r"other\.pdf"):
        report_groups(asked, reports, seed=1)


def test_the_questions_that_come_with_the_program_are_whole():
    asked = load_questions()

    assert len(asked) > 9000
    assert len({one.key for one in asked}) == len(asked)
    assert all(one.places and all(one.wordings) for one in asked)
    assert all(place.start < place.end for one in asked for place in one.places)
    assert 2400 < sum(not one.is_answerable for one in asked) < 3000
    halves = [sum(in_half(one, half) for one in asked) for half in "01"]
    assert sum(halves) == len(asked)
    assert min(halves) > 2300


def test_a_claim_stands_beside_the_stretch_that_it_is_about(reports, tmp_path):
    start, end = _span(reports)
    row = {"file": "retrofit.pdf", "page": 1, "start": start, "end": end, "how": "number"}
    path = tmp_path / "claims.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps({**row, "claim": "Some 500 posts came of it.", "label": 0}))

    (written,) = about_reports(reports, path)

    assert written.premise == "It created 412 jobs in three years of work."
    assert written.sentences == (("Some 500 posts came of it.", False),)


def test_the_claims_that_come_with_the_program_are_as_often_true_as_not():
    held = rows(REPORTS)

    assert len(held) > 3000
    assert 0.45 < sum(row["label"] for row in held) / len(held) < 0.55
    assert all(row["claim"] and row["start"] < row["end"] for row in held)
