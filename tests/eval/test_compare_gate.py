"""Two runs beside each other, and a run against a baseline."""

import json
from pathlib import Path

import pytest

from eval.baseline import baseline_of, falls, noise_of, read_baseline, write_baseline
from eval.cli import main
from eval.compare import compare
from eval.comparereport import as_page, as_text
from eval.errors import BadRun
from eval.mutation.judging import product_passes
from eval.paired import difference
from eval.scoring import Score
from eval.stored import StoredRun, load_run

QUOTE = "The scheme in Powys was given 12 million pounds in 2019."


def _turn(case_id: str, *, right: bool, said: str) -> dict[str, object]:
    claim = {"text": said, "citations": [{"path": "/x/report.pdf", "page": 3, "quote": QUOTE}]}
    scores = {
        key: {"numerator": float(right), "denominator": 1.0} for key in ("recall@5", "passed")
    }
    scores |= {"quote_validity": {"numerator": 1.0, "denominator": 1.0}}
    return {
        "turn": {"question": f"What of {case_id}?"},
        "reply": {"answer": {"question": "?", "status": "answered", "claims": [claim]}},
        "score": {"scores": scores, "problems": [] if right else ["point missing: 12"]},
    }


def _run(right: dict[str, bool], said: str = QUOTE) -> StoredRun:
    cases = [
        {"case": {"case_id": case_id}, "turns": [_turn(case_id, right=good, said=said)]}
        for case_id, good in right.items()
    ]
    return StoredRun.model_validate(
        {"case_set": "small", "systems": [{"system": "ours", "cases": cases}]}
    )


ALL = {f"c{n:02}": n >= 4 for n in range(20)}
THREE_LOST = ALL | {"c05": False, "c06": False, "c07": False}
ONE_LOST = ALL | {"c05": False}


def test_a_difference_is_that_of_a_sum_done_by_hand():
    before = {"a": [Score(1)], "b": [Score(0), Score(1)], "c": [Score(1)], "only": [Score(0)]}
    after = {"a": [Score(0)], "b": [Score(1), Score(1)], "c": []}

    found = difference(before, after)

    assert found is not None
    assert (found.before, found.after) == (3 / 4, 2 / 3)
    assert found.change.cases == 3
    assert (found.up, found.down) == (("b",), ("a",))


def test_the_randomisation_test_tells_a_real_change_from_none():
    worse = {f"c{n}": [Score(0.0)] for n in range(12)}
    better = {f"c{n}": [Score(1.0)] for n in range(12)}
    mixed = {f"c{n}": [Score(float(n % 2))] for n in range(12)}

    real, same = difference(worse, better), difference(mixed, mixed)

    assert real is not None
    assert real.p_value is not None
    assert real.p_value < 0.01
    assert (real.change.low, real.change.high) == (1.0, 1.0)
    assert same is not None
    assert same.p_value is None
    # Two of two: all four ways to swap two cases, of which two are as extreme.
    small = difference({"a": [Score(0)], "b": [Score(0)]}, {"a": [Score(1)], "b": [Score(1)]})
    assert small is not None
    assert small.p_value == pytest.approx(0.5)


def test_wins_and_losses_are_named_case_by_case_with_what_changed():
    before, after = _run(THREE_LOST).systems[0], _run(ALL, "It was 12 million.").systems[0]

    found = compare(after, before)

    assert [case.case_id for case in found.cases if case.verdict == "lost"] == ["c05", "c06", "c07"]
    lost = found.cases[0]
    assert lost.down == ("Recall@5", "Turns without a problem")
    assert lost.turns[0].gone == ("It was 12 million. [report.pdf p. 3]",)
    assert lost.turns[0].caused == ("point missing: 12",)
    text, page = as_text(found), as_page(found)
    assert "c05 lost: -Recall@5, -Turns without a problem" in text
    assert "    - It was 12 million. [report.pdf p. 3]" in text
    assert page.count("<details") == 20
    assert "<script" not in page


def test_the_same_run_twice_has_nothing_to_show():
    found = compare(_run(ALL).systems[0], _run(ALL).systems[0])

    assert found.cases == ()
    assert all(one.change.value == 0 for _, one in found.measures)


def test_the_comparison_page_escapes_every_text():
    evil = '<img src="x">'
    before, after = _run({evil: True}).systems[0], _run({evil: False}, evil).systems[0]

    page = as_page(compare(before, after))

    assert "<img" not in page
    assert "&lt;img" in page


def _baseline(run: StoredRun):
    return baseline_of(run.systems[0], run.case_set, product_passes)


def test_noise_is_what_one_case_can_move():
    assert noise_of({"a": [Score(1)], "b": [Score(1), Score(0)], "c": []}) == 2 / 3


def test_one_lost_case_is_noise_and_three_are_a_fall_that_names_them():
    assert falls(_baseline(_run(ALL)), _baseline(_run(ONE_LOST))) == ()

    fallen = falls(_baseline(_run(ALL)), _baseline(_run(THREE_LOST)))

    assert [fall.key for fall in fallen] == ["recall@5", "passed"]
    assert fallen[0].cases == ("c05", "c06", "c07")
    assert fallen[0].line == "Recall@5 fell from 0.800 to 0.650 (noise 0.050): c05, c06, c07"


def test_a_judge_that_lets_everything_stand_is_a_fall():
    run = _run(ALL)

    fallen = falls(_baseline(run), baseline_of(run.systems[0], "small", lambda _: True))

    assert [fall.key for fall in fallen] == ["judge_catches"]
    assert fallen[0].after == 0.0


def test_a_judge_that_lets_nothing_stand_is_a_fall():
    run = _run(ALL)

    fallen = falls(_baseline(run), baseline_of(run.systems[0], "small", lambda _: False))

    assert [fall.key for fall in fallen] == ["judge_lets_stand"]


def test_a_baseline_is_written_and_read_without_any_text_of_the_answers(tmp_path):
    baseline = _baseline(_run(ALL))
    path = tmp_path / "gate" / "small.json"

    write_baseline(baseline, path)

    assert read_baseline(path) == baseline
    assert "scheme" not in path.read_text(encoding="utf-8")
    assert len(path.read_text(encoding="utf-8").splitlines()) == 22


def test_a_baseline_of_other_cases_is_refused():
    with pytest.raises(BadRun, match="--update"):
        falls(_baseline(_run(ALL)), _baseline(_run({"other": True})))


def _stored(run: StoredRun, folder: Path) -> Path:
    folder.mkdir()
    (folder / "run.json").write_text(run.model_dump_json(), encoding="utf-8")
    return folder


def test_the_gate_command_is_green_red_and_green_again_after_an_update(tmp_path, capsys):
    good, bad = _stored(_run(ALL), tmp_path / "good"), _stored(_run(THREE_LOST), tmp_path / "bad")
    baseline = str(tmp_path / "base.json")

    def gate(run: Path, *more: str) -> int:
        return main(["gate", "--baseline", baseline, "--run", str(run), *more])

    assert gate(good) == 2
    assert "make it with --update" in capsys.readouterr().err
    assert gate(good, "--update") == 0
    assert gate(good) == 0
    assert "gate: green" in capsys.readouterr().out
    assert gate(bad) == 1
    assert "Recall@5 fell from 0.800 to 0.650" in capsys.readouterr().out
    assert gate(bad, "--update") == 0
    assert gate(bad) == 0


def test_a_crashed_case_makes_the_gate_red_and_is_named(tmp_path, capsys):
    content = json.loads(_run(ALL).model_dump_json())
    content["systems"][0]["cases"][3] |= {"error": "ValueError: x"}
    broken = _stored(StoredRun.model_validate(content), tmp_path / "broken")
    write_baseline(_baseline(_run(ALL)), tmp_path / "base.json")

    status = main(["gate", "--baseline", str(tmp_path / "base.json"), "--run", str(broken)])

    assert status == 1
    assert "c03 crashed" in capsys.readouterr().out


def test_the_compare_command_prints_and_writes_a_page(tmp_path, capsys):
    before, after = _stored(_run(ALL), tmp_path / "a"), _stored(_run(ONE_LOST), tmp_path / "b")

    status = main(["compare", str(before), str(after), "--out", str(tmp_path / "page.html")])

    assert status == 0
    assert "c05 lost" in capsys.readouterr().out
    assert "What changed" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert main(["compare", str(before), str(after), "--after-system", "theirs"]) == 2
    assert "no system named 'theirs'; it holds ours" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "message"), [("{", "not JSON"), ("{}", "case_set"), (None, "cannot be read")]
)
def test_a_bad_run_is_one_line(tmp_path, content, message):
    if content is not None:
        (tmp_path / "run.json").write_text(content, encoding="utf-8")

    with pytest.raises(BadRun, match=message):
        load_run(tmp_path)


def test_the_packaged_baseline_holds_the_packaged_cases():
    from eval.case_files import load_cases

    root = Path(__file__).parents[2]

    baseline = read_baseline(root / "eval" / "gate" / "domain.json")

    assert set(baseline.cases) == {case.case_id for case in load_cases("domain").cases}
    assert all("recall@5" in c for c in baseline.cases.values() if "mrr@10" in c)
