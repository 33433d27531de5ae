"""A library database that is damaged, and what becomes of it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.check import check
from ingest.embed import PACKAGED_NAME
from ingest.filters import Filters
from ingest.index import Index
from ingest.library import Library
from ingest.pipeline import add, remove
from ingest.settings import Settings

FILES = 4
Harm = Callable[[Path], None]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, models_folder: Path) -> Path:
    """A home with four documents, and the folder `texts` that they came from."""
    folder = tmp_path_factory.mktemp("salvage")
    (folder / "texts").mkdir()
    for number in range(FILES):
        lines = [
            f"Sentence {at} says that the rate in area{number} was {at}.5%." for at in range(9)
        ]
        (folder / "texts" / f"{number}.txt").write_text(" ".join(lines))
    (folder / "texts" / "0.meta.yaml").write_text("title: A title of its own\npublisher: ONS\n")
    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "models").symlink_to(models_folder, target_is_directory=True)
    assert add([folder / "texts"], Settings(home=home)).exit_status == 0
    return folder


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A copy to be harmed. The texts stay where they were."""
    return Path(shutil.copytree(filled / "home", tmp_path / "home", symlinks=True))


def change(path: Path, *places: float) -> None:
    """Other bytes at these parts of the file's length."""
    content = bytearray(path.read_bytes())
    for place in places:
        at = int(place * len(content))
        content[at : at + 64] = bytes(255 - byte for byte in content[at : at + 64])
    path.write_bytes(content)


def everything(settings: Settings, said: list[str] | None = None) -> dict[str, str]:
    """Title -> page text of all that a search of its own word finds."""
    found = {}
    with closing(Index.open(settings, say=(said if said is not None else []).append)) as index:
        for number in range(FILES):
            for key, _ in index.lexical(f"area{number}", 50, Filters()):
                held = index.held([key])[key]
                text = index.page(held.passage.document_id, 1).text
                assert text[held.passage.start : held.passage.end] == held.passage.text
                found[held.metadata.title] = text
    return found


HARMS: dict[str, Harm] = {
    "emptied": lambda path: path.write_bytes(b""),
    "halved": lambda path: os.truncate(path, path.stat().st_size // 2),
    "removed": lambda path: path.unlink(),
    "no database": lambda path: path.write_bytes(b"x" * 9000),
    "header changed": lambda path: change(path, 0.0),
    "changed in many places": lambda path: change(path, *(part / 60 for part in range(1, 60))),
}


@pytest.mark.parametrize("harm", HARMS.values(), ids=HARMS)
def test_a_damaged_database_is_made_again_when_it_is_opened(
    home: Path, filled: Path, harm: Harm
) -> None:
    settings = Settings(home=home)
    before = everything(Settings(home=filled / "home"))
    harm(home / "library.db")
    said: list[str] = []

    after = everything(settings, said)

    assert after == before
    assert len(before) == FILES
    assert "was made again" in said[0] or "read again" in said[0]
    assert check(settings).findings == ()
    with closing(Library(home, PACKAGED_NAME)) as library:
        (held,) = (d for d in library.documents() if d.metadata.publisher == "ONS")
        assert held.metadata.title == "A title of its own"
        assert held.path == str(filled / "texts" / "0.txt")
        assert dict(held.metadata.origins)["publisher"] == "sidecar"
    again = add([filled / "texts"], settings)
    assert [outcome.state for outcome in again.outcomes] == ["unchanged"] * FILES


def test_one_changed_letter_is_noticed_and_the_original_read_again(home: Path) -> None:
    settings = Settings(home=home)
    before = everything(settings)
    content = (home / "library.db").read_bytes()
    assert content.count(b"the rate in area2 was 3.5%") > 1
    (home / "library.db").write_bytes(content.replace(b"area2 was 3.5%", b"area2 was 8.5%"))

    findings = check(settings).findings
    repaired = check(settings, repair=True)

    assert "its rows are not what was stored" in findings[0].text
    assert repaired.sound
    assert everything(settings) == before
    assert check(settings).findings == ()


def test_commits_lost_with_the_log_are_noticed_and_made_again(
    home: Path, filled: Path, tmp_path: Path
) -> None:
    settings = Settings(home=home)
    before = everything(settings)
    kept = (home / "library.db").read_bytes()
    late = tmp_path / "late.txt"
    late.write_text("The rate in area0 was late and new. " * 3)
    add([late], settings)
    (home / "library.db").write_bytes(kept)

    after = everything(settings)

    assert len(after) == len(before) + 1
    assert before.items() <= after.items()
    assert check(settings).findings == ()


def test_a_damaged_original_is_noticed_and_copied_again(home: Path) -> None:
    victims = sorted((home / "files").iterdir())
    victims[0].write_bytes(b"")
    victims[1].unlink()
    change(victims[2], 0.5)

    findings = check(Settings(home=home)).findings
    repaired = check(Settings(home=home), repair=True)

    assert sum("original" in finding.text for finding in findings) == 3
    assert repaired.sound
    assert check(Settings(home=home)).findings == ()


def test_a_damaged_card_is_drawn_again(home: Path) -> None:
    first, second, *_ = sorted((home / "cards").iterdir())
    first.write_bytes(b"{}")
    second.unlink()

    findings = check(Settings(home=home)).findings

    assert sum("card" in finding.text for finding in findings) == 2
    assert check(Settings(home=home), repair=True).sound
    assert len(list((home / "cards").iterdir())) == FILES


def test_what_is_lost_with_its_original_is_named_and_the_rest_is_in(
    home: Path, tmp_path: Path
) -> None:
    settings = Settings(home=home)
    gone = tmp_path / "gone.txt"
    gone.write_text("The zymurgist of Llanfairpwll kept a ledger.")
    add([gone], settings)
    gone.unlink()
    for kept in (home / "files").iterdir():
        if b"zymurgist" in kept.read_bytes():
            kept.unlink()
    (home / "library.db").write_bytes(b"")
    said: list[str] = []

    assert len(everything(settings, said)) == FILES

    assert any(line.startswith("Lost: ") and "gone.txt" in line for line in said)
    assert everything(settings, said) != {}
    assert len(said) == 3


def test_a_library_of_before_there_were_cards_gets_them_and_loses_nothing(home: Path) -> None:
    settings = Settings(home=home)
    before = everything(settings)
    shutil.rmtree(home / "cards")
    (home / "library.sound").unlink()

    assert everything(settings) == before

    assert len(list((home / "cards").iterdir())) == FILES
    assert check(settings).findings == ()


def test_an_open_index_takes_the_new_database_when_the_old_one_was_replaced(home: Path) -> None:
    settings = Settings(home=home)
    with closing(Index.open(settings)) as index:
        change(home / "library.db", 0.0)
        check(settings, repair=True)
        with closing(sqlite3.connect(home / "library.db")) as look:
            (number,) = look.execute("SELECT value FROM meta WHERE name='library_id'").fetchone()

        index.refresh()

        assert index.revision.startswith(number[:8])
        assert len(index.documents(Filters())) == FILES


def test_a_removal_takes_the_card_and_the_damaged_database_with_it(home: Path) -> None:
    settings = Settings(home=home)
    change(home / "library.db", 0.0)
    everything(settings)
    assert list((home / "damaged").iterdir())
    with closing(Library(home, PACKAGED_NAME)) as library:
        held = library.documents()[0]

    remove(held.document_id, settings)

    assert not (home / "damaged").exists()
    assert not list((home / "cards").glob(f"{held.document_id}*"))
