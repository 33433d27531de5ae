"""A reader that goes on reading the library while something happens to it."""

import json
import logging
import os
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from eval.bench.surviving.forked import Step, start
from eval.bench.surviving.scene import TOTAL, Scene, text_of
from ingest.embed import embedder_name
from ingest.filters import Filters
from ingest.index import Index
from ingest.reading import LibraryReader

_log = logging.getLogger(__name__)


def watch(scene: Scene, home: Path, until: Path) -> dict[str, object]:
    """A reader that goes on reading until the file `until` appears; what it saw that was wrong."""
    looks, wrong = 0, []
    everything = set(range(TOTAL))
    with closing(Index.open(scene.settings(home), say=_log.info)) as index:
        until.with_suffix(".ready").touch()
        settings = scene.settings(home)
        with closing(LibraryReader(home, embedder_name(settings))) as library:
            while not until.exists():
                for one in index.documents(Filters())[looks % 5 :: 5]:
                    number = int(Path(one.path).stem)
                    allowed = [*scene.allowed(number, everything), text_of(number, 1)]
                    wrong += _half(library, one.document_id, allowed)
                for key, _ in index.lexical("share of item", 10, Filters()):
                    if (found := index.held([key]).get(key)) and not found.passage.text:
                        wrong.append("an empty passage")
                looks += 1
                time.sleep(0.4)
    return {"looks": looks, "wrong": wrong[:5]}


def _half(library: LibraryReader, document_id: str, allowed: Sequence[str]) -> list[str]:
    held = library.document(document_id)
    if held is None:
        return []
    pages, passages = library.pages(document_id), library.passages(document_id)
    if library.document(document_id) != held:
        return []
    text = "".join(page.text for page in pages)
    if text.split() not in [one.split() for one in allowed] or len(passages) != held.passage_count:
        return [f"a reader saw half of {held.path}"]
    return []


def watching(scene: Scene, home: Path) -> tuple[Step, Path]:
    """Start a reader that watches until the file returned is made."""
    until = scene.folder / f"until-{os.urandom(4).hex()}"
    step = start(lambda: watch(scene, home, until), scene.folder / "watch.json")
    ready = until.with_suffix(".ready")
    while not ready.exists() and not step.poll():
        time.sleep(0.005)
    ready.unlink(missing_ok=True)
    return step, until


def watched(watcher: tuple[Step, Path]) -> tuple[int, list[str]]:
    """End the reader: how often it looked, and what it saw that was wrong."""
    step, until = watcher
    until.touch()
    status = step.wait()
    until.unlink()
    if status:
        error = step.said.with_suffix(".error")
        last = error.read_text(encoding="utf-8").splitlines()[-1] if error.exists() else ""
        return 0, [f"the reader ended with {status}: {last[:200]}"]
    found = json.loads(step.said.read_text(encoding="utf-8"))
    return int(found["looks"]), [str(line) for line in found["wrong"]]
