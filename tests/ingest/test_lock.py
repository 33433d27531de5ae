import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from ingest.errors import LibraryBusy
from ingest.lock import writing

HOLD = """
import sys, time
from pathlib import Path
from ingest.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "held\n"
    yield started
    started.kill()
    started.wait()


def test_a_second_writer_is_refused_at_once_and_told_who_writes(
    holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    started = monotonic()

    with (
        pytest.raises(LibraryBusy, match=rf"process {holder.pid} .* since \d\d:\d\d"),
        writing(tmp_path),
    ):
        pass

    assert monotonic() - started < 1.0


def test_a_writer_that_was_killed_holds_nothing(
    holder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    holder.kill()
    holder.wait()

    started = monotonic()
    with writing(tmp_path):
        pass

    assert monotonic() - started < 1.0
    with writing(tmp_path), pytest.raises(LibraryBusy), writing(tmp_path, patience=0):
        pass


def test_two_writers_in_one_process_exclude_each_other(tmp_path: Path) -> None:
    with writing(tmp_path), pytest.raises(LibraryBusy), writing(tmp_path, patience=0):
        pass


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writing(tmp_path):
        raise KeyError

    with writing(tmp_path):
        pass
