"""The entry of the benches: what they are called and what is said when nothing can be measured."""

import pytest

from eval.bench.__main__ import main
from eval.bench.folder import documents_in
from eval.errors import NothingToRun


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
