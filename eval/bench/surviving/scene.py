"""The library that is put to the test, made of documents of our own, and the look afterwards.

A library of 24 documents takes in a folder of 36: 18 unchanged, 6 changed, 12 new.
"""

import logging
import random
import shutil
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from eval.bench.surviving.forked import answer, start
from ingest import pipeline
from ingest.check import check
from ingest.embed import embedder_name, load_embedder
from ingest.errors import IngestError
from ingest.filters import Filters
from ingest.index import Index
from ingest.outcome import IN, Progress
from ingest.reading import LibraryReader
from ingest.settings import Settings

_log = logging.getLogger(__name__)

HELD, CHANGED, NEW = 24, 6, 12
TOTAL = HELD + NEW
MiB = 1 << 20


def text_of(number: int, edition: int) -> str:
    """A document with words of its own; about three passages."""
    lines = [f"Report {number} of edition {edition} is about marker{number:04}x{edition}."]
    made = random.Random(f"{number}-{edition}")
    for at in range(30):
        place = f"place{made.randrange(10**6):06}"
        lines.append(f"In {place} the share of item {at} was {made.randrange(1000) / 10} per cent.")
    return "\n".join(lines) + "\n"


@dataclass
class Scene:
    """Everything that the cases share. folder: for scratch; texts: the files as they are now."""

    folder: Path
    texts: Path = field(init=False)
    base: Path = field(init=False)
    seconds: float = 0.0
    first_s: float = 0.0
    index_s: float = 0.0
    growth: int = 0

    def __post_init__(self) -> None:
        self.texts = self.folder / "texts"
        self.base = self.folder / "base"

    def make(self) -> None:
        """The library of 24, the changed folder, and how long and large an undisturbed run is."""
        self.texts.mkdir(parents=True)
        (self.folder / "models").mkdir()
        load_home = self.home("models-home")
        answer(lambda: bool(load_embedder(self.settings(load_home))), self.folder / "model.json")
        for number in range(HELD):
            self._write(number, 1)
        self.base.mkdir()
        (self.base / "models").symlink_to(self.folder / "models")
        _, error = answer(lambda: self.ingest(self.base, self.folder / "seen"), self.folder / "a")
        if error:
            raise RuntimeError(error)
        for number in range(CHANGED):
            self._write(number, 2)
        for number in range(HELD, TOTAL):
            self._write(number, 1)
        self._measure()

    def _measure(self) -> None:
        home = self.copy("undisturbed")
        before = _size(home)
        seen = self.folder / "measured"
        began = time.monotonic()
        step = start(lambda: self.ingest(home, seen), self.folder / "a")
        last = began
        while not step.poll():
            lines = reported(seen)
            if lines and not self.first_s:
                self.first_s = time.monotonic() - began
            if len(lines) < TOTAL:
                last = time.monotonic()
            time.sleep(0.002)
        self.seconds = time.monotonic() - began
        self.index_s = time.monotonic() - last
        self.growth = _size(home) - before
        shutil.rmtree(home)

    def home(self, name: str) -> Path:
        """An empty home that shares the compiled model."""
        made = self.folder / name
        made.mkdir()
        (made / "models").symlink_to(self.folder / "models")
        return made

    def copy(self, name: str, of: Path | None = None) -> Path:
        """A copy of the library of 24, or of another."""
        made = self.folder / name
        shutil.rmtree(made, ignore_errors=True)
        return Path(shutil.copytree(of or self.base, made, symlinks=True))

    def settings(self, home: Path) -> Settings:
        """Chroma is asked whatever the size; one worker, so that cases differ by their moment."""
        return Settings(home=home, exact_up_to=0, workers=1)

    def ingest(self, home: Path, seen: Path) -> int:
        """Take the folder in; each document's number is written to `seen` once reported as in."""
        seen.unlink(missing_ok=True)
        with seen.open("ab", buffering=0) as file:

            def note(progress: Progress) -> None:
                if progress.latest and progress.latest.state in IN:
                    file.write(f"{progress.latest.path.stem}\n".encode())

            report = pipeline.add([self.texts], self.settings(home), on_progress=note)
        return report.exit_status

    def allowed(self, number: int, done: set[int]) -> list[str]:
        """Texts that a document may have while only `done` were reported."""
        new = (self.texts / f"{number:04}.txt").read_text(encoding="utf-8")
        if number in done:
            return [new]
        return [new, text_of(number, 1)] if number < CHANGED else [new]

    def _write(self, number: int, edition: int) -> None:
        path = self.texts / f"{number:04}.txt"
        path.write_text(text_of(number, edition), encoding="utf-8")


def reported(seen: Path) -> set[int]:
    """Numbers of the documents that were reported as in."""
    try:
        return {int(line) for line in seen.read_text(encoding="ascii").split("\n")[:-1]}
    except FileNotFoundError:
        return set()


def audit(scene: Scene, home: Path, done: set[int]) -> list[str]:
    """What is wrong with the library when `done` were reported by a run that was cut short."""
    settings = scene.settings(home)
    wrong: list[str] = []
    with closing(Index.open(settings, say=_log.info)) as index:
        held = index.documents(Filters())
        numbers = [int(Path(one.path).stem) for one in held]
        wrong += [f"{n:04} is in twice" for n in set(numbers) if numbers.count(n) > 1]
        must = done | set(range(HELD))
        wrong += [f"{n:04} is missing" for n in sorted(must - set(numbers))]
        with closing(LibraryReader(home, embedder_name(settings))) as library:
            for one, number in zip(held, numbers, strict=True):
                wrong += _document(index, library, one.document_id, scene.allowed(number, done))
    return wrong


def _document(
    index: Index, library: LibraryReader, document_id: str, allowed: Sequence[str]
) -> list[str]:
    """Whether it is whole, and answers to its own word and its own vector."""
    held = library.document(document_id)
    if held is None:
        return []
    name = Path(held.path).stem
    pages, passages = library.pages(document_id), library.passages(document_id)
    if library.document(document_id) != held:
        return []  # A writer replaced it between two looks.
    text = "".join(page.text for page in pages)
    if text.split() not in [one.split() for one in allowed]:
        return [f"{name}: its text is not the file's"]
    if len(passages) != held.passage_count or not passages:
        return [f"{name}: half a document"]
    if any(text[p.start : p.end] != p.text for p in passages):
        return [f"{name}: a passage is not its page's text"]
    word = text.split("about ")[1].split(".")[0]
    found = {key for key, _ in index.lexical(word, 5, Filters())}
    if passages[0].passage_id not in found:
        return [f"{name}: not found by its word"]
    vector = index.vectors([passages[0].passage_id])[0]
    key, cosine = index.dense(vector, 1, Filters())[0]
    if key != passages[0].passage_id or cosine < 0.999:
        return [f"{name}: not found by its vector"]
    return []


def aftermath(scene: Scene, home: Path, done: set[int], *, again: bool = True) -> list[str]:
    """Everything that has to hold afterwards; what does not.

    The library opens and every document reported as in answers; `check` passes or repairs; the
    same command again completes; nothing is missing or twice; `check` passes. again: False while
    there is no room on the disk, when only reading is asked for.
    """
    said = scene.folder / "said.json"
    steps: list[tuple[str, Callable[[], object]]] = [
        ("opened", lambda: audit(scene, home, done)),
    ]
    if again:
        everything = set(range(TOTAL))
        steps += [
            ("check", lambda: _check(scene, home)),
            ("again", lambda: _again(scene, home)),
            ("afterwards", lambda: audit(scene, home, everything)),
            ("check afterwards", lambda: _check(scene, home, clean=True)),
        ]
    wrong: list[str] = []
    for name, work in steps:
        found, error = answer(work, said)
        wrong += [f"{name}: {error}"] if error else []
        wrong += [f"{name}: {line}" for line in (found if isinstance(found, list) else [])]
    return wrong


def _again(scene: Scene, home: Path) -> list[str]:
    status = scene.ingest(home, scene.folder / "seen-again")
    return [] if status == 0 else [f"exit status {status}"]


def _check(scene: Scene, home: Path, *, clean: bool = False) -> list[str]:
    found = check(scene.settings(home))
    if not found.sound and not clean:
        found = check(scene.settings(home), repair=True)
    return [finding.text for finding in found.findings if not finding.repaired]


def first_words(scene: Scene, home: Path) -> str:
    """What a user would be told on opening: "" or one line."""
    try:
        with closing(Index.open(scene.settings(home), say=_log.info)) as index:
            for one in index.documents(Filters()):
                index.page(one.document_id, 1)
    except IngestError as error:
        return str(error)
    return ""


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if not path.is_symlink())
