"""34 kinds of damage: files of database, index and originals emptied, halved, changed, removed."""

import os
import random
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from eval.bench.surviving.case import Case, Trial
from eval.bench.surviving.forked import answer, start
from eval.bench.surviving.scene import TOTAL, Scene, aftermath, first_words, reported

Harm = Callable[[Path], object]


def emptied(path: Path) -> None:
    """Nothing is left in it."""
    path.write_bytes(b"")


def halved(path: Path) -> None:
    """The second half is gone."""
    os.truncate(path, path.stat().st_size // 2)


def removed(path: Path) -> None:
    """The file is gone."""
    path.unlink()


def changed(path: Path) -> None:
    """Sixteen bytes in each of eight places, never the same ones in another file."""
    content = bytearray(path.read_bytes())
    chance = random.Random(path.name)
    for part in range(8):
        at = min(int((part + chance.random()) / 8 * len(content)), len(content) - 1)
        content[at : at + 16] = bytes(255 - byte for byte in content[at : at + 16])
    path.write_bytes(content)


def header_changed(path: Path) -> None:
    """The first 40 bytes."""
    path.write_bytes(bytes(40) + path.read_bytes()[40:])


def page_zeroed(path: Path) -> None:
    """8 KiB in the middle, as a lost block."""
    content = bytearray(path.read_bytes())
    at = len(content) // 2 // 8192 * 8192
    content[at : at + 8192] = bytes(8192)
    path.write_bytes(content)


def letter_changed(path: Path) -> None:
    """One digit of one sentence, wherever that stands."""
    content = path.read_bytes()
    at = content.index(b"the share of item 7 was ")
    path.write_bytes(content[: at + 18] + b"9" + content[at + 19 :])


def garbled(path: Path) -> None:
    """Text that says something else."""
    path.write_text("999999\n")


_DATABASE: tuple[Harm, ...] = (
    emptied,
    halved,
    removed,
    changed,
    header_changed,
    page_zeroed,
    letter_changed,
)
# Which file, as a pattern below the home; and what is done to it.
KINDS: tuple[tuple[str, Harm], ...] = (
    *(("library.db", harm) for harm in _DATABASE),
    *(("library.db-wal", harm) for harm in (emptied, halved, changed, removed)),
    ("library.db-shm", changed),
    *(("index/*/chroma/chroma.sqlite3", harm) for harm in (emptied, halved, changed, removed)),
    *(("index/*/chroma/*/data_level0.bin", harm) for harm in (emptied, halved, changed)),
    ("index/*/chroma/*/header.bin", changed),
    ("index/*/words/meta.json", emptied),
    *(("index/*/words/*.store", harm) for harm in (emptied, changed, removed)),
    ("index/current", garbled),
    ("index/current", removed),
    ("index/*/seal.json", emptied),
    ("index/*/seal.json", changed),
    *(("files/*.txt", harm) for harm in (emptied, changed, removed)),
    ("cards/*.json", changed),
    ("cards/*.json", removed),
    ("models/*/int8.onnx", changed),
)


def damages(scene: Scene, count: int) -> Iterator[Trial]:
    """Each kind on a copy of the library of 36; those of the log on what a kill left behind."""
    whole = scene.copy("whole")
    answer(lambda: scene.ingest(whole, scene.folder / "seen"), scene.folder / "a")
    left, done = _killed_halfway(scene)
    step = max(1, len(KINDS) // count)
    for pattern, harm in KINDS[::step][:count]:
        in_log = pattern.startswith("library.db-")
        of, kept = (left, done) if in_log else (whole, set(range(TOTAL)))
        yield partial(_damaged, scene, of, kept, (pattern, harm))


def _damaged(scene: Scene, of: Path, done: set[int], kind: tuple[str, Harm]) -> Case:
    pattern, harm = kind
    home = scene.copy("case", of)
    if pattern.startswith("models"):
        (home / "models").unlink()
        shutil.copytree(scene.folder / "models", home / "models")
    harm(sorted(home.glob(pattern))[0])
    told, error = answer(lambda: first_words(scene, home), scene.folder / "told")
    wrong = [f"opening: {error}"] if error else []
    wrong += aftermath(scene, home, done)
    name = f"{pattern} {harm.__name__.replace('_', ' ')}"
    return Case(name, tuple(wrong), note=f"opening said: {told}" if told else "")


def _killed_halfway(scene: Scene) -> tuple[Path, set[int]]:
    """What a killed ingest left, part of it in the write-ahead log; what it had reported."""
    home, seen = scene.copy("left"), scene.folder / "seen"
    seen.unlink(missing_ok=True)
    ingest = start(lambda: scene.ingest(home, seen), scene.folder / "a")
    while len(reported(seen)) < TOTAL - 4 and not ingest.poll():
        pass
    ingest.kill()
    ingest.wait()
    return home, reported(seen)
