"""Two writers on one library at nearly the same moment."""

import json
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from eval.bench.surviving.case import Case, Trial
from eval.bench.surviving.forked import start
from eval.bench.surviving.meanwhile import watched, watching
from eval.bench.surviving.scene import Scene, aftermath, reported
from ingest.errors import LibraryBusy

_AT_ONCE_S = 1.0


def races(scene: Scene, count: int, chance: random.Random) -> Iterator[Trial]:
    """The second starts 0 to 1.2 times the first one's working time later; one of both is refused.

    Refused: within a second, by a line that names the other's process.
    """
    for number in range(count):
        delay = 0.0 if number < count // 4 else chance.uniform(0, 1.2) * scene.seconds
        name = f"race {number + 1}: second writer {delay * 1000:.0f} ms later"
        yield partial(_race, scene, name, delay)


def _race(scene: Scene, name: str, delay: float) -> Case:
    home = scene.copy("case")
    watcher = watching(scene, home)
    steps = []
    for which in ("first", "second"):
        seen = scene.folder / f"seen-{which}"
        said = scene.folder / f"{which}.json"
        steps.append(start(lambda s=seen: _write(scene, home, s), said))  # type: ignore[misc]
        if which == "first":
            time.sleep(delay)
    wrong: list[str] = []
    refused = 0
    for at, step in enumerate(steps):
        if status := step.wait():
            wrong.append(f"a writer ended with {status}")
            continue
        found = json.loads(step.said.read_text(encoding="utf-8"))
        if found["refused"]:
            refused += 1
            if found["seconds"] > _AT_ONCE_S:
                wrong.append(f"refused after {found['seconds']:.2f} s")
            if f"process {steps[1 - at].pid} " not in found["refused"]:
                wrong.append(f"the other is not named: {found['refused']}")
    if refused > 1:
        wrong.append("both were refused")
    done = reported(scene.folder / "seen-first") | reported(scene.folder / "seen-second")
    wrong += aftermath(scene, home, done)
    looks, seen_wrong = watched(watcher)
    note = "one refused" if refused else "one after the other"
    return Case(name, tuple(wrong + seen_wrong), looks, note)


def _write(scene: Scene, home: Path, seen: Path) -> dict[str, object]:
    began = time.monotonic()
    try:
        scene.ingest(home, seen)
    except LibraryBusy as error:
        return {"refused": str(error), "seconds": time.monotonic() - began}
    return {"refused": "", "seconds": time.monotonic() - began}
