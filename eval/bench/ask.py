"""Seconds of a question by stage, warm and cold, beside the naive pipeline's search."""

import argparse
import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from eval.bench.folder import documents_in
from eval.bench.naive import KINDS, NaivePipeline, build_naive
from eval.bench.watched import run_watched
from eval.case_files import load_cases
from eval.errors import NothingToRun

_COLD_RUNS = 3
_COLD = (
    "import sys; from pathlib import Path; from eval.bench.ask import cold_search; "
    "cold_search(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])"
)


def main(argv: Sequence[str]) -> int:
    """Print the figures; 0 when all questions were asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench ask", description=__doc__)
    parser.add_argument("cases", nargs="+", help="case files, or packaged sets by name")
    parser.add_argument("--library", type=Path, required=True, help="our library, already filled")
    parser.add_argument("--files", type=Path, required=True, help="the folder it was filled from")
    parser.add_argument("--naive", type=Path, required=True, help="folder for the naive index")
    parser.add_argument("--out", type=Path, help="write the figures as JSON, too")
    asked = parser.parse_args(argv)
    questions = [
        turn.question
        for source in asked.cases
        for case in load_cases(source).cases
        for turn in case.turns[:1]
    ]
    files = documents_in(asked.files, *KINDS)
    naive = build_naive(files, asked.naive)
    ours = _warm(questions, asked.library)
    theirs = {"embedding and search": _searches(naive, questions)}
    cold = _cold(questions[0], asked)
    figures = {"questions": len(questions), "ours": ours, "naive": theirs, "cold": cold}
    print(_table(ours, theirs, cold, len(questions)))
    if asked.out:
        asked.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return 0


def cold_search(files: Path, index: Path, question: str) -> None:
    """One search of the naive pipeline in a fresh process."""
    from eval.bench.naive import TOP

    build_naive(documents_in(files, *KINDS), index).search(question, TOP)


def _warm(questions: Sequence[str], home: Path) -> dict[str, list[float]]:
    """Stage -> seconds of each question, and "whole answer"."""
    from assistant.bootstrap import build_assistant
    from ingest.settings import Settings

    assistant = build_assistant(Settings(home=home))
    if not assistant.index.passage_count:
        raise NothingToRun(f"{home} holds nothing: fill it with lpip-ingest add first")
    assistant.ask(questions[0])
    spent: dict[str, list[float]] = defaultdict(list)
    for question in questions:
        started = time.perf_counter()
        answer = assistant.ask(question)
        spent["whole answer"].append(time.perf_counter() - started)
        for stage, seconds in answer.provenance.seconds.items():
            spent[stage].append(seconds)
    return dict(spent)


def _searches(naive: NaivePipeline, questions: Sequence[str]) -> list[float]:
    from eval.bench.naive import TOP

    naive.search(questions[0], TOP)
    spent = []
    for question in questions:
        started = time.perf_counter()
        naive.search(question, TOP)
        spent.append(time.perf_counter() - started)
    return spent


def _cold(question: str, asked: argparse.Namespace) -> dict[str, float]:
    """Median seconds of a whole process that answers, or searches, once."""
    ours = "import sys; from assistant.cli import ask_main; sys.exit(ask_main([sys.argv[1]]))"
    commands = {
        "ours": [sys.executable, "-c", ours, question],
        "naive": [sys.executable, "-c", _COLD, str(asked.files), str(asked.naive), question],
    }
    spent: dict[str, list[float]] = defaultdict(list)
    for _ in range(_COLD_RUNS):
        for name, command in commands.items():
            run = run_watched(command, {"LPIP_HOME": str(asked.library)})
            if run.status:
                raise NothingToRun(f"the cold run of {name} ended with status {run.status}")
            spent[name].append(run.seconds)
    return {name: statistics.median(held) for name, held in spent.items()}


def _table(
    ours: dict[str, list[float]],
    theirs: dict[str, list[float]],
    cold: dict[str, float],
    questions: int,
) -> str:
    lines = [f"{questions} questions, warm, milliseconds", f"{'':24}{'p50':>8}{'p95':>8}"]
    for name, held in [*ours.items(), *((f"naive: {n}", h) for n, h in theirs.items())]:
        lines.append(f"{name:24}{1000 * _at(held, 0.5):8.1f}{1000 * _at(held, 0.95):8.1f}")
    ratio = _at(ours["whole answer"], 0.95) / _at(theirs["embedding and search"], 0.95)
    lines += [
        f"p95 of the whole answer is {ratio:.1f} times that of the naive search",
        f"cold, whole process: ours {cold['ours']:.2f} s, naive {cold['naive']:.2f} s "
        f"({cold['ours'] / cold['naive']:.2f})",
    ]
    return "\n".join(lines)


def _at(held: Sequence[float], share: float) -> float:
    """The value below which so large a share lies (nearest rank)."""
    ordered = sorted(held)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
