"""A misbehaving server, started for each test that wants it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.corpus.misbehaving import Misbehaving, serving
from tests.corpus.trial import Trial


@pytest.fixture
def server() -> Iterator[Misbehaving]:
    """Started for one test."""
    with serving() as started:
        yield started


@pytest.fixture
def trial(tmp_path: Path, server: Misbehaving) -> Trial:
    """A fetcher with small limits."""
    return Trial(tmp_path / "fetched", server)
