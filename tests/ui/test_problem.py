"""A visitor is told what failed, never where the server keeps things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.errors import DamagedLibrary, LibraryBusy
from ui import problem, resources, words


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("LPIP_HOME", str(tmp_path))
    resources.settings.clear()
    yield tmp_path
    resources.settings.clear()


def test_a_path_of_the_server_is_named_by_its_setting(home: Path) -> None:
    said = problem.told(DamagedLibrary(f"{home}/library.db: cannot be read."))

    assert said == "$LPIP_HOME/library.db: cannot be read."


def test_who_writes_is_not_told(home: Path) -> None:
    said = problem.told(LibraryBusy(f"{home} is being written to by process 4711 (job.py)."))

    assert said == words.LIBRARY_BUSY
    assert "4711" not in said
