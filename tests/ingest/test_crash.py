"""Real processes, killed, starved and raced against each other."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from ingest.check import check
from ingest.embed import PACKAGED_NAME
from ingest.filters import Filters
from ingest.index import Index
from ingest.reading import LibraryReader
from ingest.settings import Settings

FILES = 60
COMMAND = [sys.executable, "-m", "ingest.cli"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Small files, each with a word of its own."""
    made = tmp_path / "files"
    made.mkdir()
    for number in range(FILES):
        text = f"The rate in area{number} was {number}.5%. " * 4
        (made / f"{number:03}.txt").write_text(text)
    return made


@pytest.fixture
def environment(settings: Settings) -> dict[str, str]:
    """For a process of its own on the test's library."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("LPIP_")}
    return clean | {"LPIP_HOME": str(settings.home), "LPIP_WORKERS": "2"}


def start(folder: Path, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """lpip-ingest add, in the background."""
    return subprocess.Popen(
        [*COMMAND, "add", "--json", str(folder)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def count(settings: Settings) -> int:
    """Documents that are in; 0 while there is no library yet."""
    try:
        with closing(sqlite3.connect(f"file:{settings.library_path}?mode=ro", uri=True)) as look:
            return int(look.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


def wait_for(settings: Settings, documents: int, process: "subprocess.Popen[bytes]") -> None:
    """Until so many are in."""
    deadline = time.monotonic() + 60
    while count(settings) < documents:
        assert process.poll() is None, "the process ended early"
        assert time.monotonic() < deadline, "nothing came in"
        time.sleep(0.005)


def test_killed_three_times_and_run_again_nothing_is_missing_or_twice(
    folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    for documents in (3, 20, 40):
        process = start(folder, environment)
        wait_for(settings, documents, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with closing(LibraryReader(settings.home, PACKAGED_NAME)) as library:
            held = library.documents()
            assert len(held) >= documents
            for found in held:
                assert len(library.passages(found.document_id)) == found.passage_count > 0

    process = start(folder, environment)
    out, _ = process.communicate()

    assert process.returncode == 0
    assert len(json.loads(out)["outcomes"]) == FILES
    with closing(Index.open(settings)) as index:
        everything = index.documents(Filters())
        assert sorted(Path(held.path).name for held in everything) == sorted(
            path.name for path in folder.iterdir()
        )
        for number in (0, 19, 39, FILES - 1):
            hits = index.lexical(f"area{number}", 50, Filters())
            documents = {index.held([key])[key].path for key, _ in hits}
            assert documents == {str(folder / f"{number:03}.txt")}
    assert check(settings).findings == ()
    assert len(list(settings.files_folder.iterdir())) == FILES


def test_after_a_kill_a_reader_opens_and_finds_what_is_in(
    folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    process = start(folder, environment)
    wait_for(settings, 10, process)
    process.send_signal(signal.SIGKILL)
    process.wait()

    with closing(Index.open(settings)) as index:
        held = index.documents(Filters())
        assert len(held) >= 10
        for found in held[:10]:
            number = int(Path(found.path).stem)
            assert index.lexical(f"area{number}", 5, Filters())


def test_a_reader_works_on_while_a_writer_writes_and_sees_new_documents(
    folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    with closing(Index.open(settings)) as index:
        process = start(folder, environment)
        wait_for(settings, 10, process)
        seen = set()
        while process.poll() is None:
            index.refresh()
            seen.add(len(index.documents(Filters())))
            for key, _ in index.lexical("rate", 20, Filters()):
                assert index.held([key])[key].passage.text
        index.refresh()

        assert max(seen) >= 10
        assert len(index.documents(Filters())) == FILES
        assert index.lexical(f"area{FILES - 1}", 5, Filters())


def test_the_second_of_two_writers_is_refused_within_a_second_and_named(
    folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    first = start(folder, environment)
    wait_for(settings, 1, first)
    second = start(folder, environment)
    _, error = second.communicate()
    first.communicate()

    assert second.returncode == 2
    assert f"process {first.pid}".encode() in error
    assert error.count(b"\n") == 1
    assert first.returncode == 0
    assert count(settings) == FILES


def limit_file_size() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))


def test_a_full_disk_is_one_line_and_what_was_stored_stays(
    folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    process = subprocess.run(
        [*COMMAND, "add", "--json", str(folder)],
        env=environment,
        capture_output=True,
        preexec_fn=limit_file_size,
        check=False,
    )

    report = json.loads(process.stdout)
    assert process.returncode == 1
    assert "is full" in report["note"]
    stored = [outcome for outcome in report["outcomes"] if outcome["state"] == "added"]
    assert 0 < len(stored) < FILES
    assert count(settings) == len(stored)
    assert len(report["outcomes"]) == FILES
    with closing(Index.open(settings)) as index:
        assert len(index.documents(Filters())) == len(stored)
    again = start(folder, environment)
    again.communicate()
    assert again.returncode == 0
    assert count(settings) == FILES
    assert check(settings).findings == ()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MB; needs the right to mount one."""
    mount = tmp_path / "small"
    mount.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mount)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a file system cannot be mounted here")
    yield mount
    subprocess.run(["umount", "-l", str(mount)], check=True)


def test_a_really_full_disk_costs_only_what_did_not_fit(
    small_disk: Path, folder: Path, settings: Settings, environment: dict[str, str]
) -> None:
    (small_disk / "models").symlink_to(settings.models_folder.resolve())
    environment["LPIP_HOME"] = str(small_disk)
    (small_disk / "ballast").write_bytes(b"x" * 1_000_000)
    process = start(folder, environment)
    out, _ = process.communicate()

    report = json.loads(out)
    stored = [outcome for outcome in report["outcomes"] if outcome["state"] == "added"]
    assert process.returncode in (1, 2)
    assert "full" in report["note"]
    home = settings.model_copy(update={"home": small_disk})
    for _ in range(2):
        with closing(Index.open(home)) as index:
            assert len(index.documents(Filters())) == len(stored) > 0
            assert index.lexical("rate in area0", 3, Filters())
        (small_disk / "ballast").unlink(missing_ok=True)


def test_a_plain_copy_taken_while_an_ingest_is_under_way_is_a_library(
    folder: Path, settings: Settings, environment: dict[str, str], tmp_path: Path
) -> None:
    copies = []
    process = start(folder, environment)
    for documents in (5, 25, 45):
        wait_for(settings, documents, process)
        copy = tmp_path / f"copy{documents}"
        # Files come and go meanwhile: cp says so and copies the rest.
        subprocess.run(["cp", "-r", settings.home, copy], capture_output=True, check=False)
        copies.append((documents, settings.model_copy(update={"home": copy})))
    process.communicate()

    for documents, copied in copies:
        with closing(Index.open(copied)) as index:
            assert len(index.documents(Filters())) >= documents
            assert index.lexical("area0", 5, Filters())
        assert check(copied, repair=True).sound
        assert check(copied).findings == ()
