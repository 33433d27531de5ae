"""Malformed and hostile files into one library: what became of each, and what it cost."""

import argparse
import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from eval.bench.badendings import READERS, Case, Ending, Run, cases_in, report
from eval.bench.watched import family, high_water

SLOWEST_S = 30.0
_TOLD = "told.json"
_WORKER = "ingest.readers.worker"
_GOOD_FILES = 6


def main(argv: Sequence[str]) -> int:
    """Print the figures; 0 if every goal is met, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench badinputs", description=__doc__)
    parser.add_argument("folder", type=Path, help="holds the files and manifest.csv")
    parser.add_argument("--only", choices=("library",), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    cases = cases_in(asked.folder)
    if asked.only:
        return _child(cases, asked.home)
    slowest, seconds = _slowest(cases)
    print(f"slowest file: {slowest}, {seconds:.1f} s")
    with tempfile.TemporaryDirectory() as home:
        status, peaks = _in_one_library(asked.folder, Path(home))
        run = _told(Path(home))
    return int(not report(cases, run, status, peaks) or seconds > SLOWEST_S)


def _slowest(cases: Sequence[Case]) -> tuple[str, float]:
    """The file that took longest to read, each read alone, and its seconds."""
    from ingest.errors import UnreadableDocument
    from ingest.readers.base import Limits
    from ingest.sandbox import ReaderPool

    taken: list[tuple[float, str]] = []
    with ReaderPool(Limits()) as pool:
        for case in cases:
            began = time.monotonic()
            # How it ends is told by the run into a library; here only time counts.
            with suppress(UnreadableDocument):
                pool.read(case.path)
            taken.append((time.monotonic() - began, case.path.name))
    seconds, name = max(taken)
    return name, seconds


def _in_one_library(folder: Path, home: Path) -> tuple[int, dict[str, int]]:
    """Exit status of the run over all files at once, and the highest MiB of each sort of child."""
    command = [sys.executable, "-m", "eval.bench", "badinputs", str(folder)]
    command += ["--only", "library", "--home", str(home)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    peaks: dict[str, int] = {}
    watcher = threading.Thread(target=_watch, args=(process, peaks), daemon=True)
    watcher.start()
    status = process.wait()
    watcher.join()
    return status, peaks


def _watch(process: "subprocess.Popen[bytes]", peaks: dict[str, int]) -> None:
    while process.poll() is None:
        for pid in family(process.pid):
            command, held = high_water(pid)
            sort = READERS if _WORKER in command else "others"
            sort = "the program" if pid == process.pid else sort
            peaks[sort] = max(peaks.get(sort, 0), held // 2**20)
        time.sleep(0.05)


def _child(cases: Sequence[Case], home: Path) -> int:
    """All files and a few good ones into one fresh library; writes what became of each."""
    from corpus.catalogue import notes_folder
    from ingest.check import check
    from ingest.outcome import IN, State
    from ingest.pipeline import add
    from ingest.settings import Settings

    good = sorted(notes_folder().glob("*.md"))[:_GOOD_FILES]
    every = max(1, len(cases) // _GOOD_FILES)
    paths = [case.path for case in cases]
    for at, note in enumerate(good):
        paths.insert(at * every, note)
    began = time.monotonic()
    # The manifest was written for readers without OCR: a scan is nothing to index there.
    settings = Settings(home=home, ocr="off")
    added = add(paths, settings)
    endings = [
        Ending(
            str(outcome.path),
            "text" if outcome.state in IN else "empty" if outcome.state is State.EMPTY else "error",
            outcome.message,
            outcome.problems,
        )
        for outcome in added.outcomes
    ]
    told = {
        "endings": [asdict(ending) for ending in endings],
        "good": [str(note.resolve()) for note in good],
        "note": added.note,
        "seconds": time.monotonic() - began,
        "findings": [finding.text for finding in check(settings).findings],
    }
    (home / _TOLD).write_text(json.dumps(told), encoding="utf-8")
    return 0


def _told(home: Path) -> Run | None:
    try:
        return Run.of(json.loads((home / _TOLD).read_text(encoding="utf-8")))
    except OSError:
        return None
