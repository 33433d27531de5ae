"""Pages a second and memory of ingestion, beside the LangChain tutorial pipeline."""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from eval.bench.folder import documents_in
from eval.bench.naive import build_naive
from eval.bench.stages import stages_of
from eval.bench.watched import Watched, run_watched


def main(argv: Sequence[str]) -> int:
    """Print the figures; 0, or 1 when a pipeline failed."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench ingest", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repeats", type=int, default=1, help="runs of each; medians are shown")
    parser.add_argument("--files", type=int, help="only so many files, spread over the folder")
    parser.add_argument("--only", choices=("ours", "naive"), help=argparse.SUPPRESS)
    parser.add_argument("--home", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help="write the figures as JSON, too")
    asked = parser.parse_args(argv)
    files = _chosen(documents_in(asked.folder, ".pdf"), asked.files)
    if asked.only:
        return _child(asked.only, files, asked.home)
    pages = _pages(files)
    runs: dict[str, list[Watched]] = {"ours": [], "naive": []}
    for _ in range(asked.repeats):
        # One after the other each time, so that both meet the same machine.
        for name, held in runs.items():
            held.append(_run(name, asked))
            print(f"{name}: {held[-1].seconds:.1f} s", file=sys.stderr)
    figures = _figures(runs, pages)
    figures["stages"] = stages_of(files)
    print(_table(figures, len(files), pages))
    if asked.out:
        asked.out.write_text(json.dumps(figures, indent=1), encoding="utf-8")
    return int(any(run.status for held in runs.values() for run in held))


def _chosen(files: list[Path], count: int | None) -> list[Path]:
    return files if count is None else files[:: max(1, len(files) // count)][:count]


def _pages(files: Sequence[Path]) -> int:
    import pypdfium2

    total = 0
    for path in files:
        document = pypdfium2.PdfDocument(path)
        total += len(document)
        document.close()
    return total


def _run(name: str, asked: argparse.Namespace) -> Watched:
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "eval.bench", "ingest", str(asked.folder)]
        command += ["--only", name, "--home", home]
        if asked.files:
            command += ["--files", str(asked.files)]
        # The baseline reads no scan, so neither does ours here.
        return run_watched(command, {"LPIP_HOME": home, "LPIP_OCR": "off"})


def _child(name: str, files: Sequence[Path], home: Path) -> int:
    """One pipeline over the files, in a process that does nothing else."""
    if name == "naive":
        build_naive(files, home)
        return 0
    from ingest.pipeline import add
    from ingest.settings import Settings

    started = time.monotonic()
    report = add(files, Settings(home=home))
    print(f"{time.monotonic() - started:.1f} s, {len(report.outcomes)} files")
    return 0


def _figures(runs: dict[str, list[Watched]], pages: int) -> dict[str, object]:
    told: dict[str, object] = {}
    for name, held in runs.items():
        seconds = statistics.median(run.seconds for run in held)
        told[name] = {
            "seconds": round(seconds, 1),
            "pages_per_second": round(pages / seconds, 2),
            "processor_seconds": round(statistics.median(run.processor for run in held), 1),
            "peak_mib": round(statistics.median(run.peak for run in held) / 2**20),
        }
    pairs = list(zip(runs["ours"], runs["naive"], strict=True))
    told["times_as_fast"] = round(statistics.median(n.seconds / o.seconds for o, n in pairs), 2)
    told["memory_share"] = round(statistics.median(o.peak / n.peak for o, n in pairs), 2)
    return told


def _table(figures: dict[str, object], files: int, pages: int) -> str:
    lines = [f"{files} files, {pages} pages; whole processes, model loading included", ""]
    lines.append(f"{'':8}{'seconds':>9}{'pages/s':>9}{'processor s':>13}{'peak MiB':>10}")
    for name in ("ours", "naive"):
        row = figures[name]
        assert isinstance(row, dict)
        lines.append(
            f"{name:8}{row['seconds']:>9}{row['pages_per_second']:>9}"
            f"{row['processor_seconds']:>13}{row['peak_mib']:>10}"
        )
    lines.append("")
    lines.append(
        f"ours is {figures['times_as_fast']} times as fast, in {figures['memory_share']} of the "
        "memory"
    )
    stages = figures["stages"]
    assert isinstance(stages, dict)
    lines += ["", *(f"{name:48}{value:>12}" for name, value in stages.items())]
    return "\n".join(lines)
