"""The measuring itself, on commands and files made in the test."""

import sys

from eval.bench.stages import stages_of
from eval.bench.watched import run_watched

LINES = [f"Line {n} says that the partnership works with councils in Wales." for n in range(30)]


def test_memory_and_time_of_children_are_counted():
    child = "import time; held = bytearray(120_000_000); time.sleep(1.5)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"

    watched = run_watched([sys.executable, "-c", parent])

    assert watched.status == 0
    assert watched.peak > 120_000_000
    assert watched.seconds > 1.5


def test_a_command_that_fails_says_so():
    watched = run_watched([sys.executable, "-c", "print('hello'); raise SystemExit(3)"])

    assert watched.status == 3
    assert watched.out == "hello\n"


def test_stages_are_measured_beside_the_limit_of_the_processor(tmp_path, make_pdf):
    files = [make_pdf(tmp_path / "report.pdf", [LINES, LINES])]

    stages = stages_of(files)

    assert stages["by stage, one worker, pages"] == "2"
    assert float(stages["  in GFLOP/s"]) < float(
        stages["8-bit products alone, GFLOP/s on one thread"]
    )
