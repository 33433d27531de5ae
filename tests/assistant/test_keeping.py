"""lpip-ask --record, --recheck, --export and --feedback, as people call them."""

import io
import json
import shutil

import pytest
from docx import Document

from assistant.cli import ask_main
from ingest.pipeline import remove
from ingest.settings import Settings

QUESTION = "How much funding does the LPIP Hub have?"


@pytest.fixture
def home(starter_home, tmp_path, monkeypatch):
    """A copy of the starter corpus that may be written to."""
    copy = shutil.copytree(starter_home, tmp_path / "home", symlinks=True)
    monkeypatch.setenv("LPIP_HOME", str(copy))
    return copy


def test_a_recorded_answer_is_looked_up_again_by_its_id(home, capsys):
    assert ask_main(["--record", QUESTION]) == 0
    answer_id = capsys.readouterr().err.split("--recheck ")[1].strip()

    assert ask_main(["--recheck", answer_id]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("holds: About us (LPIP Hub), p. 1")
    assert "quotes still stand" in printed.err


def test_an_answer_file_is_looked_up_again_and_a_removed_source_is_told(home, tmp_path, capsys):
    ask_main(["--json", QUESTION])
    answer = json.loads(capsys.readouterr().out)
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(answer), encoding="utf-8")

    assert ask_main(["--recheck", str(file), "--json"]) == 0
    before = json.loads(capsys.readouterr().out)
    gone = answer["claims"][0]["citations"][0]["document_id"]
    remove(gone, Settings(home=home))
    status = ask_main(["--recheck", str(file), "--json"])
    after = json.loads(capsys.readouterr().out)

    assert {line["state"] for line in before} == {"holds"}
    assert status == 1
    assert after[0]["state"] == "removed"
    assert after[0]["title"] == "About us (LPIP Hub)"


def test_a_quote_that_was_altered_in_the_file_is_found_out(home, tmp_path, capsys):
    ask_main(["--json", QUESTION])
    file = tmp_path / "answer.json"
    file.write_text(capsys.readouterr().out.replace("£3.6 million", "£36 million"), "utf-8")

    assert ask_main(["--recheck", str(file)]) == 1
    assert "changed: About us (LPIP Hub), p. 1" in capsys.readouterr().out


def test_an_answer_is_written_as_a_word_file(home, tmp_path, capsys):
    target = tmp_path / "briefing.docx"

    assert ask_main(["--export", str(target), QUESTION]) == 0
    document = Document(io.BytesIO(target.read_bytes()))
    assert document.paragraphs[0].text == QUESTION
    assert "briefing.docx" in capsys.readouterr().err


def test_no_feedback_is_a_header(home, capsys):
    assert ask_main(["--feedback"]) == 0
    assert capsys.readouterr().out.startswith("given,question,status,about,helpful")


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--recheck", "nowhere"], "nowhere: neither a file nor a recorded answer"),
        (["--recheck", "/nowhere/answer.json"], "/nowhere/answer.json"),
        (["--export", "/nowhere/answer.docx", QUESTION], "/nowhere/answer.docx"),
        (["--export", "answer.pdf", QUESTION], ".docx"),
        (["--recheck", "x", QUESTION], "lpip-ask"),
    ],
)
def test_bad_input_gets_one_line_that_names_the_way_out(home, capsys, arguments, named):
    status = ask_main(arguments)
    printed = capsys.readouterr()

    assert status == 2
    assert named in printed.err
    assert len(printed.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ('{"version": 2, "question": "q", "claims": []}', "version"),
        ('{"version": 1, "question": "q", "claims": [{"text": "t"}]}', "citations"),
        ("not json", "line 1"),
    ],
)
def test_a_file_that_is_no_answer_is_refused_with_its_field(home, tmp_path, capsys, content, named):
    file = tmp_path / "answer.json"
    file.write_text(content, "utf-8")

    assert ask_main(["--recheck", str(file)]) == 2
    assert named in capsys.readouterr().err
