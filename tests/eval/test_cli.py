"""The command line: exit status and one-line errors."""

import json
from pathlib import Path

import pytest

from eval.cli import main

CASES = """
- id: D1
  type: number
  question: How much?
  expected: answer
  answer: 3.6
  must_contain: ["3.6"]
  evidence: [{file: report.pdf, page: 1, quote: The Hub has 3.6 million.}]
- id: D2
  type: near-miss
  question: Who won?
  expected: refuse
  answer: Not held.
  must_contain: []
  evidence: []
"""


@pytest.fixture
def answers(tmp_path, make_pdf) -> Path:
    report = make_pdf(tmp_path / "report.pdf", [["The Hub has 3.6 million."], ["Two"]])
    cited = {"path": str(report), "page": 1, "quote": "The Hub has 3.6 million."}
    hit = {"path": str(report), "page_start": 1, "page_end": 1}
    claim = {"text": cited["quote"], "verdict": "supported", "citations": [cited]}
    answered = {"id": "D1", "question": "How much?", "status": "answered", "claims": [claim],
                "hits": [hit], "provenance": {"seconds": {"plan": 0.5, "read": 0.25}}}  # fmt: skip
    refused = {"id": "D2", "turns": [{"question": "Who won?", "status": "abstained"}]}
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in (answered, refused)), "utf-8")
    return path


def test_recorded_answers_of_any_system_are_scored(tmp_path, answers, capsys):
    cases = tmp_path / "gold.yaml"
    cases.write_text(CASES, encoding="utf-8")

    status = main(["run", str(cases), "--answers", str(answers), "--out", str(tmp_path / "out")])

    assert status == 0
    run = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    values = {key: e["value"] for key, e in run["systems"][0]["estimates"].items()}
    assert run["systems"][0]["passed_cases"] == 2
    assert values["page_accuracy"] == values["refusal_f1"] == values["recall@1"] == 1.0
    assert values["seconds"] == pytest.approx(0.75 / 2)
    assert "Refusal F1" in capsys.readouterr().out
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert '<th scope="row">plan</th><td>1</td><td>500</td><td>500</td><td>67%</td>' in page


def test_an_answer_that_is_missing_fails_its_case_and_the_run(tmp_path, answers):
    cases = tmp_path / "gold.yaml"
    cases.write_text(CASES.replace("D2", "D3"), encoding="utf-8")

    status = main(["run", str(cases), "--answers", str(answers), "--out", str(tmp_path / "out")])

    assert status == 1


def test_citations_that_open_give_status_0_and_the_share(answers, capsys):
    assert main(["check-citations", str(answers)]) == 0
    assert "2 answers, 1 citations, 1 open: 100.0%" in capsys.readouterr().out


def test_a_citation_that_does_not_open_is_named_and_gives_status_1(answers, capsys):
    text = answers.read_text(encoding="utf-8").replace('"page": 1', '"page": 2')
    answers.write_text(text, encoding="utf-8")

    assert main(["check-citations", str(answers)]) == 1
    assert "D1: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "cannot be read"),
        ("", "no answer in the file"),
        ("{not json", "line 1: not JSON"),
        ('{"id": "a", "question": "x", "status": "done"}', "line 1: status"),
    ],
)
def test_a_bad_answers_file_is_one_line_and_status_2(tmp_path, capsys, content, message):
    path = tmp_path / "answers.jsonl"
    if content is not None:
        path.write_text(content, encoding="utf-8")

    assert main(["check-citations", str(path)]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith(f"lpip-eval: {path}")
    assert message in shown
    assert shown.count("\n") == 1


def test_a_bad_case_file_is_one_line_and_status_2(tmp_path, capsys):
    assert main(["run", str(tmp_path / "no.yaml"), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
