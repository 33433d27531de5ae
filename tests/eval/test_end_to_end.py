"""The real assistant over real files: ingest, ask, measure, report, through the command."""

import json

import pytest

from eval.cli import main

CASES = """
name: hub
cases:
- id: A
  type: number
  question: How much funding does the LPIP Hub have and who provides it?
  expected: answer
  gold: [{file: report.pdf, page: 2, quote: funded with £3.6 million}]
  points: [{point: the sum, any_of: ["£3.6 million"]}]
- id: B
  type: unanswerable
  question: What is the capital of France?
  expected: out_of_scope
"""
PAGES = (
    ["About this report", "", "Laying hens need perches, nests and litter at all times."],
    ["The LPIP Hub is funded with £3.6 million from ESRC, AHRC and Innovate UK.", "",
     "The University of Birmingham leads the LPIP Hub, a national consortium."],
    ["Offshore wind grew fast.", "", "The roadmap expects 18 gigawatts of it by 2020."],
)  # fmt: skip


@pytest.fixture(scope="module")
def run_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("run")


def test_cases_go_through_the_real_assistant_to_a_report(run_folder, make_pdf):
    files = run_folder / "files"
    files.mkdir()
    make_pdf(files / "report.pdf", PAGES)
    cases = run_folder / "cases.yaml"
    cases.write_text(CASES, encoding="utf-8")

    status = main(["run", str(cases), "--files", str(files), "--out", str(run_folder / "out")])

    assert status == 0
    run = json.loads((run_folder / "out" / "run.json").read_text(encoding="utf-8"))
    (ours,) = run["systems"]
    values = {key: e["value"] for key, e in ours["estimates"].items()}
    assert values["recall@1"] == 1.0
    assert values["page_accuracy"] == 1.0
    assert values["quote_validity"] == 1.0
    assert values["refusal_f1"] == 1.0
    assert [case["turns"][0]["score"]["problems"] for case in ours["cases"]] == [[], []]
    page = (run_folder / "out" / "report.html").read_text(encoding="utf-8")
    assert "£3.6 million from ESRC" in page


@pytest.mark.enable_socket
def test_models_go_side_by_side_with_the_default_composer(run_folder, chat_address, monkeypatch):
    monkeypatch.setenv("LPIP_CHAT_BASE_URL", chat_address)
    cases, files = str(run_folder / "cases.yaml"), str(run_folder / "files")
    models = ["openai:perfect", "openai:altered-digits"]
    out = run_folder / "models"

    status = main(["run", cases, "--files", files, "--out", str(out), "--model", *models])

    assert status == 0
    systems = json.loads((out / "run.json").read_text(encoding="utf-8"))["systems"]
    assert [system["system"] for system in systems] == [
        "LPIP assistant",
        "LPIP assistant, openai:perfect",
        "LPIP assistant, openai:altered-digits",
    ]
    for system in systems:
        assert system["estimates"]["quote_validity"]["value"] == 1.0
        assert system["estimates"]["refusal_f1"]["value"] == 1.0


def test_a_model_that_cannot_be_had_is_one_line(run_folder, capsys):
    cases, files = str(run_folder / "cases.yaml"), str(run_folder / "files")

    status = main(
        ["run", cases, "--files", files, "--out", str(run_folder / "x"), "--model", "ollama:x"]
    )

    assert status == 2
    assert "chat-ollama" in capsys.readouterr().err
