"""The entry of the benches: what they are called and what is said when nothing can be measured."""

import pytest

from assistant.bootstrap import build_assistant
from eval.bench.__main__ import main
from eval.bench.ablation import variants
from eval.bench.folder import documents_in
from eval.errors import NothingToRun
from ingest.pipeline import add
from ingest.settings import Settings


def test_an_unknown_bench_is_refused_by_name(capsys):
    status = main(["sped"])

    assert status == 2
    assert "no bench 'sped'" in capsys.readouterr().err


def test_an_absent_folder_is_said_in_one_line(tmp_path):
    with pytest.raises(NothingToRun, match="nowhere is absent: give the folder"):
        documents_in(tmp_path / "nowhere", ".pdf")


def test_files_below_the_folder_are_found_by_their_ending(tmp_path):
    (tmp_path / "in").mkdir()
    for name in ("b.PDF", "in/a.pdf", "c.txt"):
        (tmp_path / name).write_text("x")

    assert documents_in(tmp_path, ".pdf") == [tmp_path / "b.PDF", tmp_path / "in" / "a.pdf"]


def test_each_part_that_is_taken_away_leaves_an_assistant_that_answers(tmp_path, make_pdf):
    pages = (
        ["The weir of Ambrey was mended by Thale Water in 2019 for its fish."],
        ["Thale Water counts the fish at the weir of Ambrey each spring."],
        ["The mill of Orden grinds oats and wheat for the whole valley."],
    )
    settings = Settings(home=tmp_path / "library")
    assert add([make_pdf(tmp_path / "weir.pdf", pages)], settings).exit_status == 0
    made = variants(build_assistant(settings))

    found = {name: one.search("Who mended the weir of Ambrey?") for name, one in made.items()}

    assert len(made) == 7
    assert all(hits[0].passage.page_start == 1 for hits in found.values())
    assert all(hit.lexical_rank is None for hit in found["without keyword search"])
    assert all(hit.relevance is None for hit in found["without the relevance model"])
    assert any(hit.relevance is not None for hit in found["everything"])
