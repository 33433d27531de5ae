import os
import signal
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

import pytest

from ingest.library import Library
from ingest.lock import writing
from ingest.settings import Settings
from ingest.store import finds_itself
from ingest.storewriter import StoreWriter
from tests.ingest.children import children
from tests.ingest.shelf import MODEL, direction, document, entry

WALES = document("Rents rose in Cardiff.\nJobs grew in Swansea.", "w")


@pytest.fixture
def home(settings: Settings) -> Path:
    """A library with two passages and no index."""
    with writing(settings.home):
        library = Library(settings.home, MODEL)
        library.put(entry(WALES))
        library.close()
    return settings.home


def test_a_process_begun_ahead_writes_when_it_is_told(home: Path, tmp_path: Path) -> None:
    before = children()
    with StoreWriter() as writer:
        writer.begin()
        waiting = children() - before
        writer.begin()
        assert children() - before == waiting
        held = writer.write(home, MODEL, tmp_path / "chroma", 0)
    assert (len(waiting), held) == (1, 2)
    text = "Jobs grew in Swansea."
    assert finds_itself(tmp_path / "chroma", [("i", WALES.document_id, direction(text))])


def test_a_process_that_was_not_needed_ends() -> None:
    before = children()
    with StoreWriter() as writer:
        writer.begin()
        assert children() - before
    assert children() == before


def test_a_process_that_is_killed_costs_the_index_only(home: Path, tmp_path: Path) -> None:
    before = children()
    with StoreWriter() as writer:
        writer.begin()
        (child,) = children() - before
        os.kill(child, signal.SIGKILL)
        assert writer.write(home, MODEL, tmp_path / "chroma", 0) == 0


def test_a_store_that_cannot_be_written_says_why(home: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with StoreWriter() as writer, pytest.raises(OSError, match="Chroma's process ended with 1"):
        writer.write(home, MODEL, tmp_path / "file/chroma", 0)


def test_a_store_begun_ahead_is_gone_on_from(home: Path, tmp_path: Path) -> None:
    scratch, folder = tmp_path / "index", tmp_path / "chroma"
    other = document("Ferries sail to Barra.", "f")
    with writing(home), StoreWriter() as writer, closing(Library(home, MODEL)) as library:
        writer.ahead(library, scratch)
        library.put(entry(other))
        writer.ahead(library, scratch)
        waited_for(next(scratch.iterdir()) / "chroma/chroma.sqlite3")
        begun = (next(scratch.iterdir()) / "chroma/chroma.sqlite3").stat().st_ino
        assert writer.write(home, MODEL, folder, 0) == 3
    assert (folder / "chroma.sqlite3").stat().st_ino == begun
    assert not list(scratch.iterdir())
    for text in ("Jobs grew in Swansea.", "Ferries sail to Barra."):
        assert finds_itself(folder, [("i", "d", direction(text))])


def test_a_store_begun_ahead_never_holds_what_was_removed_since(home: Path, tmp_path: Path) -> None:
    scratch, folder = tmp_path / "index", tmp_path / "chroma"
    with writing(home), StoreWriter() as writer, closing(Library(home, MODEL)) as library:
        writer.ahead(library, scratch)
        waited_for(next(scratch.iterdir()) / "chroma/chroma.sqlite3")
        library.put(entry(document("Ferries sail to Barra.", "f")))
        library.remove(WALES.document_id)
        assert writer.write(home, MODEL, folder, 0) == 1
    assert not list(scratch.iterdir())
    assert not finds_itself(folder, [("i", "d", direction("Jobs grew in Swansea."))])


def test_a_store_that_cannot_be_begun_ahead_is_written_at_the_end(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    with StoreWriter() as writer, closing(Library(home, MODEL)) as library:
        writer.ahead(library, tmp_path / "file")
        assert writer.write(home, MODEL, tmp_path / "chroma", 0) == 2


def test_a_step_that_fails_ahead_is_made_good_at_the_end(home: Path, tmp_path: Path) -> None:
    with StoreWriter() as writer, closing(Library(home, MODEL)) as library:
        writer.ahead(library, tmp_path / "index")
        # The store cannot be made where a file lies.
        (next((tmp_path / "index").iterdir()) / "chroma").write_text("no folder")
        assert writer.write(home, MODEL, tmp_path / "chroma", 0) == 2


def waited_for(path: Path) -> None:
    """Until the child has made a file."""
    until = monotonic() + 60
    while not path.exists() and monotonic() < until:
        sleep(0.05)
