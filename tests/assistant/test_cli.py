"""lpip-ask and lpip-search as people call them."""

import json

import pytest

from assistant.cli import ask_main, search_main


@pytest.fixture
def home(starter_home, monkeypatch):
    monkeypatch.setenv("LPIP_HOME", str(starter_home))
    return starter_home


def test_an_answer_reads_as_claims_with_numbered_sources(home, capsys):
    status = ask_main(["How much funding does the LPIP Hub have?"])
    printed = capsys.readouterr().out

    assert status == 0
    assert "• The LPIP Hub is funded with £3.6 million" in printed
    assert "[1] About us (LPIP Hub)" in printed
    assert "https://birmingham.ac.uk/research/city-redi/lpiphub/about-us" in printed


def test_json_has_the_fields_of_the_contract(home, capsys):
    ask_main(["--json", "How much funding does the LPIP Hub have?"])
    answer = json.loads(capsys.readouterr().out)

    assert answer["status"] == "answered"
    citation = answer["claims"][0]["citations"][0]
    assert citation["source_id"] == "lpip-hub-about"
    assert citation["page"] == 1
    assert any(citation["quote"] in hit["text"] for hit in answer["hits"])


def test_a_batch_keeps_its_order_and_goes_on_past_a_bad_line(home, tmp_path, capsys):
    batch = tmp_path / "questions.jsonl"
    batch.write_text(
        '{"id": "a", "question": "Who leads the LPIP Hub?"}\n'
        "not json\n"
        '{"id": "b"}\n'
        '{"id": "c", "turns": ["Who leads YPIP?", "And in Wales?"]}\n',
        encoding="utf-8",
    )

    status = ask_main(["--batch", str(batch)])
    printed = capsys.readouterr()

    answers = [json.loads(line) for line in printed.out.splitlines()]
    assert status == 1
    assert [answer["id"] for answer in answers] == ["a", "c"]
    assert len(answers[1]["turns"]) == 2
    assert "questions.jsonl, line 2" in printed.err
    assert "questions.jsonl, line 3" in printed.err


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["--place", "Cardif", "What is done?"], "Cardiff"),
        (["--theme", "skils", "What is done?"], "skills"),
        (["--since", "last year", "What is done?"], "YYYY"),
        (["--batch", "/nowhere/questions.jsonl"], "/nowhere/questions.jsonl"),
        (["--batch", "-", "--record"], "--record"),
        (["--batch", "-", "--export", "answer.docx"], "--export"),
        (["--batch", "-", "--explain"], "--explain"),
        ([], "lpip-ask"),
        ([""], "question is empty"),
    ],
)
def test_bad_input_gets_one_line_that_names_the_way_out(home, capsys, arguments, named):
    status = ask_main(arguments)
    printed = capsys.readouterr()

    assert status == 2
    assert printed.out == ""
    assert named in printed.err
    assert len(printed.err.strip().splitlines()) == 1


def test_a_misspelt_setting_is_refused_by_name(home, capsys, monkeypatch):
    monkeypatch.setenv("LPIP_ASK_TRESHOLD", "0.4")

    assert ask_main(["Who leads YPIP?"]) == 2
    assert "LPIP_ASK_TRESHOLD" in capsys.readouterr().err


def test_an_empty_library_says_how_to_fill_it(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("LPIP_HOME", str(tmp_path / "new"))

    assert ask_main(["Who leads YPIP?"]) == 2
    assert "lpip-ingest starter" in capsys.readouterr().err


def test_search_lists_passages_and_honours_filters(home, capsys):
    status = search_main(["--json", "--nation", "Scotland", "-k", "5", "water and growth"])
    hits = json.loads(capsys.readouterr().out)

    assert status == 0
    assert 0 < len(hits) <= 5
    assert all(hit["similarity"] <= 1 for hit in hits)


def test_a_place_filter_counts_the_places_within_it(home, capsys):
    search_main(["--json", "--place", "Wales", "-k", "50", "funding for community energy"])

    assert "rural" in capsys.readouterr().out.lower()
