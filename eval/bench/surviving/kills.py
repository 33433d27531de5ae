"""SIGKILL at random moments of an ingest, and aimed at the making of the derived indexes."""

import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from eval.bench.surviving.case import Case, Trial
from eval.bench.surviving.forked import Step, start
from eval.bench.surviving.meanwhile import watched, watching
from eval.bench.surviving.scene import TOTAL, Scene, aftermath, reported

_ATTEMPTS = 4
_AIMS = ("begun", "chroma", "sealed", "switched")


def random_kills(scene: Scene, count: int, chance: random.Random) -> Iterator[Trial]:
    """Moments spread over starting, storing and indexing alike; every other time the children too.

    Moments are told by how far the work is, not by the clock, so that load does not shift them.
    """
    for number in range(count):
        share = (number + chance.random()) / count
        if share < 0.15:
            after, delay = 0, share / 0.15 * scene.first_s
        elif share < 0.7:
            after, delay = int((share - 0.15) / 0.55 * TOTAL), chance.uniform(0, 0.04)
        else:
            after, delay = TOTAL, (share - 0.7) / 0.3 * scene.index_s

        def moment(
            step: Step, seen: Path, slower: float, after: int = after, delay: float = delay
        ) -> None:
            while len(reported(seen)) < after and not step.poll():
                time.sleep(0.002)
            time.sleep(delay * slower)

        name = f"kill {number + 1}: about {delay * 1000:.0f} ms after document {after}"
        yield partial(_killed, scene, name, moment, whole_family=number % 2 == 1)


def aimed_kills(scene: Scene, count: int, chance: random.Random) -> Iterator[Trial]:
    """While the next generation is begun, Chroma's child writes, it is sealed, or switched to."""
    for number in range(count):
        aim = _AIMS[number % len(_AIMS)]
        delay = chance.uniform(0, 0.4 * scene.index_s if aim in ("begun", "chroma") else 0.01)

        def moment(
            step: Step, _: Path, slower: float, aim: str = aim, delay: float = delay
        ) -> None:
            folder = scene.folder / "case" / "index"
            before = {path.name for path in folder.iterdir()}
            while not step.poll() and not _reached(folder, aim, before):
                time.sleep(0.0005)
            time.sleep(delay * slower)

        name = f"aimed {number + 1}: {delay * 1000:.0f} ms after the index was {aim}"
        yield partial(_killed, scene, name, moment, whole_family=number % 2 == 1)


def _reached(folder: Path, aim: str, before: set[str]) -> bool:
    try:
        fresh = [path for path in folder.iterdir() if path.name not in before]
        if aim == "begun":
            return any(path.name.startswith("making-") for path in fresh)
        if aim == "switched":
            return any(path.name.isdigit() for path in fresh)
        name = "chroma/chroma.sqlite3" if aim == "chroma" else "seal.json"
        return any((path / name).exists() for path in fresh)
    except FileNotFoundError:
        # Renamed between two looks.
        return aim != "begun"


def _killed(
    scene: Scene, name: str, moment: Callable[[Step, Path, float], None], *, whole_family: bool
) -> Case:
    seen = scene.folder / "seen"
    for attempt in range(_ATTEMPTS):
        home = scene.copy("case")
        watcher = watching(scene, home)
        seen.unlink(missing_ok=True)
        step = start(lambda h=home: scene.ingest(h, seen), scene.folder / "ingest.json")  # type: ignore[misc]
        # Work that is quicker than when it was measured has ended before the kill: sooner, then.
        moment(step, seen, 0.4**attempt)
        alive = not step.poll()
        step.kill(descendants=whole_family)
        step.wait()
        if alive or attempt == _ATTEMPTS - 1:
            break
        watched(watcher)
    wrong = aftermath(scene, home, reported(seen))
    looks, seen_wrong = watched(watcher)
    note = "" if alive else "it had ended by then"
    return Case(name, tuple(wrong + seen_wrong), looks, note)
