"""The baseline on real files: real splitter, real model, real Chroma in a temporary folder."""

import sys
from pathlib import Path

import pytest

from eval.bench.naive import build_naive
from eval.cases import Behaviour, Case, Turn
from eval.errors import BenchUnavailable, NothingToRun

PAGES = (
    ["Laying hens need perches and nests.", "Stocking density is nine birds a square metre."],
    ["Offshore wind grew fast.", "The roadmap expects 18 gigawatts by 2020."],
)


def _case(question: str) -> Case:
    return Case("c", "t", (Turn(question, Behaviour.ANSWER, frozenset({"answered"})),))


def test_without_the_bench_extra_one_line_names_it(tmp_path, monkeypatch):
    note = tmp_path / "note.md"
    note.write_text("Hello", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "langchain_huggingface", None)

    with pytest.raises(BenchUnavailable, match=r"bench") as caught:
        build_naive([note], tmp_path / "index", say=lambda _: None)

    assert "\n" not in str(caught.value)


def test_a_folder_without_readable_files_is_refused(tmp_path):
    with pytest.raises(NothingToRun):
        build_naive([tmp_path / "x.xls"], tmp_path / "index", say=lambda _: None)


def test_it_answers_with_its_nearest_chunks_and_keeps_its_index(tmp_path, make_pdf):
    pytest.importorskip("langchain_community", reason="the bench extra is not installed")
    pytest.importorskip("langchain_huggingface", reason="the bench extra is not installed")
    report = make_pdf(tmp_path / "report.pdf", PAGES)
    note = tmp_path / "hub.md"
    note.write_text("The LPIP Hub is funded with £3.6 million.", encoding="utf-8")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"not a pdf")
    said: list[str] = []

    naive = build_naive([report, note, broken], tmp_path / "index", say=said.append)
    (reply,) = naive.answer(_case("How much offshore wind is expected by 2020?"))

    assert reply.answer.status == "answered"
    first = reply.answer.citations[0]
    assert (Path(first.path).name, first.page) == ("report.pdf", 2)
    assert "18 gigawatts" in first.quote
    assert len(reply.answer.claims) == 3
    assert {(Path(p.path).name, p.page_start) for p in reply.ranking} == {
        ("report.pdf", 1),
        ("report.pdf", 2),
        ("hub.md", 1),
    }
    assert any("broken.pdf left out" in line for line in said)

    said.clear()
    again = build_naive([report, note, broken], tmp_path / "index", say=said.append)
    (second,) = again.answer(_case("How much offshore wind is expected by 2020?"))

    assert said == []
    assert second.ranking == reply.ranking
