"""Searches that people keep."""

from pathlib import Path

import pytest

from assistant.records import Asker, Database, Records
from assistant.records.saved import MOST, SavedSearches
from ingest.filters import Filters

ANN, BOB = Asker("ann"), Asker("bob")
WALES = Filters(nations=("Wales",), since="2020")


@pytest.fixture
def saved(tmp_path: Path) -> SavedSearches:
    return SavedSearches(Database(tmp_path))


def test_a_search_is_kept_as_it_was(saved: SavedSearches, tmp_path: Path) -> None:
    assert saved.save(ANN, "Retrofit", '"retrofit skills"', WALES, ("an estimate",))

    (kept,) = SavedSearches(Database(tmp_path)).of(ANN)
    assert (kept.name, kept.query, kept.filters) == ("Retrofit", '"retrofit skills"', WALES)
    assert kept.strengths == ("an estimate",)
    assert kept.looked.startswith("20")


def test_each_person_sees_and_changes_only_their_own(saved: SavedSearches) -> None:
    saved.save(ANN, "Mine", "skills", Filters())
    (kept,) = saved.of(ANN)

    saved.rename(BOB, kept.search_id, "Theirs")
    saved.delete(BOB, kept.search_id)

    assert saved.of(BOB) == ()
    assert [s.name for s in saved.of(ANN)] == ["Mine"]


def test_the_same_name_again_replaces_the_search(saved: SavedSearches) -> None:
    saved.save(ANN, "Skills", "skills", Filters())
    saved.save(ANN, " Skills ", "skills wales", WALES)

    assert [(s.name, s.query) for s in saved.of(ANN)] == [("Skills", "skills wales")]


def test_a_search_is_named_by_its_query_renamed_and_deleted(saved: SavedSearches) -> None:
    saved.save(ANN, "", "net zero", Filters())
    (kept,) = saved.of(ANN)
    saved.rename(ANN, kept.search_id, "  ")
    assert [s.name for s in saved.of(ANN)] == ["net zero"]

    saved.rename(ANN, kept.search_id, "Climate")
    assert [s.name for s in saved.of(ANN)] == ["Climate"]
    saved.delete(ANN, kept.search_id)
    assert saved.of(ANN) == ()


def test_there_is_a_limit_for_each_person(saved: SavedSearches) -> None:
    for number in range(MOST):
        assert saved.save(ANN, f"Search {number}", "skills", Filters())

    assert not saved.save(ANN, "One more", "skills", Filters())
    assert saved.save(ANN, "Search 1", "other", Filters())
    assert saved.save(BOB, "First", "skills", Filters())


def test_they_lie_beside_records_made_before(tmp_path: Path) -> None:
    database = Database(tmp_path)
    assert Records(database).conversations(ANN) == ()

    SavedSearches(database).save(ANN, "Later", "skills", Filters())

    assert Records(database).conversations(ANN) == ()
    assert len(SavedSearches(database).of(ANN)) == 1
