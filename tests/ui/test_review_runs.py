"""A run of the suite read back for the Evaluation view."""

import json
from pathlib import Path

from ui.review_runs import RunRead, failing_html, find_runs, read_run


def written(folder: Path, *cases: dict[str, object]) -> RunRead:
    """A run with these cases, as it is read from its file."""
    system = {"system": "product", "estimates": {}, "passed_cases": 0, "cases": cases}
    folder.joinpath("run.json").write_text(
        json.dumps({"case_set": "starter", "systems": [system]}), encoding="utf-8"
    )
    (place,) = find_runs(folder)
    run = read_run(place)
    assert run is not None
    return run


def test_a_failing_case_is_shown_with_its_question_as_text_and_its_problems(tmp_path: Path) -> None:
    turn = {"turn": {"question": "<b>Who?</b>"}, "score": {"problems": ["no quote", "no page"]}}
    run = written(tmp_path, {"case": {"case_id": "Q1", "case_type": "figure"}, "turns": [turn]})

    shown = failing_html(run.systems[0])

    assert "&lt;b&gt;Who?&lt;/b&gt;" in shown
    assert shown.count("<li>no ") == 2


def test_a_case_that_broke_before_its_first_turn_is_shown_by_its_id(tmp_path: Path) -> None:
    run = written(tmp_path, {"case": {"case_id": "Q7"}, "turns": [], "error": "out of memory"})

    shown = failing_html(run.systems[0])

    assert "broke before its question was asked" in shown
    assert "Q7" in shown
    assert "out of memory" not in shown


def test_a_case_without_a_problem_is_not_listed(tmp_path: Path) -> None:
    turn = {"turn": {"question": "Who?"}, "score": {}}

    assert (
        failing_html(written(tmp_path, {"case": {"case_id": "Q1"}, "turns": [turn]}).systems[0])
        == ""
    )


def test_a_file_of_another_shape_is_no_run(tmp_path: Path) -> None:
    tmp_path.joinpath("run.json").write_text('{"systems": 3}', encoding="utf-8")
    (place,) = find_runs(tmp_path)

    assert read_run(place) is None
