"""What the library survives: kills, power cuts, full disks, damage, and two writers at once.

Each case ends with the same look: the library opens, every document that was reported as in
answers, `check` passes or repairs, the same command again completes, nothing is missing or twice;
where the library is in use, a reader goes on reading meanwhile.
"""

import argparse
import importlib
import json
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import BenchUnavailable

if TYPE_CHECKING:
    from eval.bench.surviving.case import Case, Trial
    from eval.bench.surviving.scene import Scene

# How many in full, and with --quick.
COUNTS = {
    "kills": (50, 3),
    "aimed": (20, 2),
    "cuts": (24, 2),
    "disks": (8, 2),
    "damage": (34, 6),
    "races": (20, 2),
}
TITLES = {
    "kills": "kills at random moments",
    "aimed": "kills aimed at the index save",
    "cuts": "power cuts",
    "disks": "a full disk, sizes",
    "damage": "kinds of damage",
    "races": "races of two writers",
}


def main(argv: Sequence[str]) -> int:
    """Exit status: 0 if everything was survived, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench crash", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few of each kind")
    parser.add_argument("--only", action="append", choices=COUNTS, help="may be given repeatedly")
    parser.add_argument("--out", type=Path, help="JSON file; what other runs put there stays")
    parser.add_argument("--part", default="1/1", help="e.g. 2/3: every third case from the second")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    # Cases are forks of this process: it must have no threads.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    part, parts = (int(number) for number in arguments.part.split("/"))
    results: dict[str, dict[str, object]] = {}
    with tempfile.TemporaryDirectory(prefix="lpip-crash-", ignore_cleanup_errors=True) as folder:
        scene = _scene(Path(folder))
        for name in arguments.only or COUNTS:
            began = time.monotonic()
            count = COUNTS[name][1 if arguments.quick else 0]
            trials = _trials(name, scene, count, random.Random(arguments.seed))
            cases = list(_told(islice(trials, part - 1, None, parts)))
            results[name] = {
                "survived": sum(case.survived for case in cases),
                "cases": [asdict(case) for case in cases],
                "looks": sum(case.looks for case in cases),
                "seconds": round(time.monotonic() - began, 1),
                "when": datetime.now(UTC).isoformat(timespec="seconds"),
            }
            if arguments.out:
                _keep(arguments.out, results)
    print(table(results))
    survived = all(found["survived"] == len(found["cases"]) for found in results.values())  # type: ignore[arg-type]
    return 0 if survived else 1


def table(results: dict[str, dict[str, object]]) -> str:
    """The results as Markdown."""
    lines = ["| | survived | looks of a reader meanwhile | s |", "|---|---|---|---|"]
    for name, found in results.items():
        cases = found["cases"]
        assert isinstance(cases, list)
        lines.append(
            f"| {TITLES[name]} | {found['survived']}/{len(cases)} | {found['looks'] or ''} "
            f"| {found['seconds']} |"
        )
    return "\n".join(lines)


def _scene(folder: Path) -> "Scene":
    from eval.bench.surviving.scene import Scene
    from ingest.settings import quiet_environment

    quiet_environment()
    # A full disk makes readers log the same trace each time they look.
    logging.disable(logging.ERROR)
    # Once for all the processes that are forked from this one.
    importlib.import_module("langchain_chroma")
    if len(list(Path("/proc/self/task").iterdir())) > 1:
        raise BenchUnavailable("This process has threads already and cannot be forked.")
    scene = Scene(folder)
    scene.make()
    print(
        f"An undisturbed run takes {scene.seconds:.1f} s, {scene.index_s:.1f} s of it the index, "
        f"and {scene.growth / 1024:,.0f} KiB.",
        flush=True,
    )
    return scene


def _trials(name: str, scene: "Scene", count: int, chance: random.Random) -> "Iterator[Trial]":
    from eval.bench.surviving import damage, disks, kills, races

    if name in ("cuts", "disks"):
        disks.require_mounts(scene.folder)
    made: dict[str, Callable[[], Iterator[Trial]]] = {
        "kills": lambda: kills.random_kills(scene, count, chance),
        "aimed": lambda: kills.aimed_kills(scene, count, chance),
        "cuts": lambda: disks.power_cuts(scene, count, chance),
        "disks": lambda: disks.full_disks(scene, count),
        "damage": lambda: damage.damages(scene, count),
        "races": lambda: races.races(scene, count, chance),
    }
    return made[name]()


def _told(trials: "Iterator[Trial]") -> "Iterator[Case]":
    for trial in trials:
        case = trial()
        print("survived" if case.survived else "FAILED  ", case.name, case.note, flush=True)
        for line in case.wrong:
            print(f"    {line}", flush=True)
        yield case


def _keep(out: Path, results: dict[str, dict[str, object]]) -> None:
    held = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
    part = out.with_suffix(".part")
    part.write_text(json.dumps({**held, **results}, indent=1), encoding="utf-8")
    shutil.move(part, out)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
