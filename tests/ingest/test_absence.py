"""Proof of deletion, with its negative control; and backups, which hold what was in."""

import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.absence import Traces, absence_of, look_for, traces_in_library, traces_of_file
from ingest.backup import backup
from ingest.check import check
from ingest.cli import main
from ingest.embed import PACKAGED_NAME
from ingest.errors import BadSetting, UnknownDocument
from ingest.filters import Filters
from ingest.index import Index
from ingest.pipeline import add, remove
from ingest.reading import LibraryReader
from ingest.settings import Settings

SECRET = "The zymurgist of Llanfairpwll kept a ledger of 73 barrels of perry, unseen by anyone."
OPEN = "Rents in Cardiff rose by 4.5% in 2023, and wages in Swansea did not keep up with them."


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    """A home with two documents, beside the folder `texts` that they came from."""
    folder = tmp_path_factory.mktemp("absence")
    (folder / "texts").mkdir()
    (folder / "texts" / "open.txt").write_text(OPEN)
    (folder / "texts" / "secret.txt").write_text(f"{SECRET} {OPEN}")
    (folder / "home").mkdir(mode=0o700)
    (folder / "home" / "models").symlink_to(models_folder, target_is_directory=True)
    assert add([folder / "texts"], Settings(home=folder / "home")).exit_status == 0
    return folder


@pytest.fixture
def settings(filled: Path, tmp_path: Path) -> Settings:
    """A copy of that home."""
    return Settings(home=shutil.copytree(filled / "home", tmp_path / "home", symlinks=True))


def traces(settings: Settings) -> tuple[str, Traces, bytes]:
    """Of the secret: its id, what to look for, and its vector."""
    with closing(LibraryReader(settings.home, PACKAGED_NAME)) as library:
        (held,) = (one for one in library.documents() if one.path.endswith("secret.txt"))
        vector = library.vectors_of(held.document_id)[0]
        return held.document_id, traces_in_library(library, held.document_id), vector


def test_a_removed_document_is_in_no_file_and_one_still_held_is_found(
    filled: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = filled / "texts" / "secret.txt"
    before = absence_of(str(secret), settings)
    document_id, _, _ = traces(settings)
    assert absence_of(document_id, settings).found

    _, at_removal = remove(document_id, settings)

    assert at_removal.found == ()
    assert at_removal.stretches > 10
    by_file, by_id = absence_of(str(secret), settings), absence_of(document_id, settings)
    assert by_file.found == by_id.found == ()
    assert "give the file itself" in by_id.note
    held_in = {line.split(":")[0].split("/")[0] for line in before.found}
    assert {"library.db", "index", "files"} <= held_in


def test_who_removes_and_goes_on_reading_sees_what_others_add_later(
    settings: Settings, tmp_path: Path
) -> None:
    document_id, _, _ = traces(settings)
    with closing(Index.open(settings)) as index:
        remove(document_id, settings)
        # The first other writer would delete the log that this process reads from.
        for name in ("boats", "barges"):
            _added_elsewhere(tmp_path / f"{name}.txt", settings)
            index.refresh()
        titles = {document.metadata.title for document in index.documents(Filters())}

    assert {"Boats of Barmouth", "Barges of Barmouth"} <= titles


def _added_elsewhere(path: Path, settings: Settings) -> None:
    """By a process of its own."""
    path.write_text(f"{path.stem.title()} of Barmouth\n\nA pilot of Barmouth has nine of them.\n")
    subprocess.run(
        [sys.executable, "-m", "ingest.cli", "add", str(path)],
        env=os.environ | {"LPIP_HOME": str(settings.home)},
        check=True,
        capture_output=True,
    )


def test_text_and_vectors_left_in_a_stray_file_are_found(settings: Settings) -> None:
    document_id, wanted, vector = traces(settings)
    remove(document_id, settings)
    assert look_for(wanted, settings).found == ()
    nudged = np.nextafter(np.frombuffer(vector, "<f4"), np.float32(2)).tobytes()
    for name, content in {
        "a": SECRET[5:60].encode(),
        "b": SECRET[9:60].encode("utf-16-le"),
        "c": b"x" + nudged[64:200],
    }.items():
        (settings.home / name).write_bytes(b"\x00" * 7001 + content + b"\xff" * 99)

    found = look_for(wanted, settings).found

    assert [line.split(":")[0] for line in found] == ["a", "b", "c"]
    assert "0 of its vectors" in found[0]
    assert found[2].startswith("c: 0 stretches of its text")


def test_what_other_documents_say_as_well_is_no_trace(filled: Path, settings: Settings) -> None:
    document_id, _, _ = traces(settings)
    remove(document_id, settings)

    absence = look_for(traces_of_file(filled / "texts" / "secret.txt", settings), settings)

    assert OPEN.encode() in (settings.home / "library.db").read_bytes()
    assert absence.found == ()


def test_a_name_that_is_neither_file_nor_id_is_refused(settings: Settings) -> None:
    with pytest.raises(UnknownDocument, match="neither a file nor"):
        absence_of("no-such-thing", settings)


def test_check_absent_tells_by_its_exit_status(
    filled: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LPIP_HOME", str(settings.home))
    secret = str(filled / "texts" / "secret.txt")
    assert main(["check", "--absent", secret]) == 1

    assert main(["remove", traces(settings)[0]]) == 0

    assert main(["check", "--absent", secret]) == 0


def test_a_backup_holds_everything_and_is_used_by_naming_it(
    filled: Path, settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup"

    copied = backup(settings, target)
    shutil.rmtree(settings.home)

    restored = settings.model_copy(update={"home": target})
    (target / "models").symlink_to((filled / "home" / "models").resolve())
    assert (copied.documents, copied.missing) == (2, ())
    with closing(Index.open(restored)) as index:
        assert len(index.documents(Filters())) == 2
        assert index.lexical("zymurgist", 5, Filters())
    assert check(restored).findings == ()


def test_a_later_backup_into_the_same_folder_is_of_the_later_library(
    settings: Settings, tmp_path: Path
) -> None:
    target = tmp_path / "backup"
    backup(settings, target)
    remove(traces(settings)[0], settings)

    copied = backup(settings, target)

    assert copied.documents == 1
    assert len(list((target / "files").iterdir())) == len(list((target / "cards").iterdir())) == 1


def test_a_folder_with_other_things_is_no_place_for_a_backup(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Dear")

    with pytest.raises(BadSetting, match="holds other things"):
        backup(settings, tmp_path / "other")
    with pytest.raises(BadSetting, match="outside"):
        backup(settings, settings.home / "backup")
