import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import DamagedLibrary, LibraryFull, UnknownDocument, WrongModel
from ingest.filters import Filters
from ingest.library import Library
from ingest.reading import LibraryReader
from tests.ingest.shelf import MODEL, direction, document, entry, passages

OLD = document("Wages rose in 2021.\nRents rose too.", "A report")
NEW = document("Wages fell in 2022.\nRents fell too.\nJobs grew.", "A report")
OTHER = document("Ynys Môn built a bridge.", "Another")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path, MODEL)


def test_what_goes_in_comes_out(library: Library) -> None:
    made = document(
        "One line.\nAnother line.",
        "Title",
        source_id="a-report",
        publisher="WHO",
        authors=("A. Author", "B. Author"),
        published="2024-02",
        places=("Wales",),
        origins=(("title", "catalogue"),),
    )

    library.put(entry(made, key="a-report"))

    held = library.document(made.document_id)
    assert held is not None
    assert held.metadata == made.metadata
    assert (held.key, held.page_count, held.passage_count) == ("a-report", 1, 2)
    assert library.pages(made.document_id) == made.pages
    assert library.page(made.document_id, 1) == made.pages[0]
    assert library.passages(made.document_id) == passages(made)
    second = passages(made)[1]
    assert library.held([second.passage_id, "unknown"])[second.passage_id].passage == second


def test_a_new_edition_takes_the_place_of_the_old_one(library: Library) -> None:
    library.put(entry(OLD))

    library.put(entry(NEW))

    assert [held.document_id for held in library.documents()] == [NEW.document_id]
    assert library.held([p.passage_id for p in passages(OLD)]) == {}
    assert library.changes_since(1).removed == (OLD.document_id,)
    assert library.changes_since(1).present == (NEW.document_id,)


def test_a_document_is_in_as_a_whole_or_not_at_all(library: Library) -> None:
    library.put(entry(OLD))
    broken = entry(NEW)
    twice = (broken.passages[0], broken.passages[0], broken.passages[2])

    with pytest.raises(DamagedLibrary):
        library.put(type(broken)(broken.document, twice, broken.vectors, broken.key, "f"))

    assert [held.document_id for held in library.documents()] == [OLD.document_id]
    assert len(library.held([p.passage_id for p in passages(OLD)])) == 2
    assert library.revision == 1


def test_each_committed_change_raises_the_revision(library: Library) -> None:
    revisions = [library.revision, library.put(entry(OLD)), library.put(entry(OTHER))]
    library.remove(OTHER.document_id)

    assert [*revisions, library.revision] == [0, 1, 2, 3]


def test_removed_text_and_vectors_are_in_no_byte_of_the_files(tmp_path: Path) -> None:
    secret = document("The zymurgist of Llanfairpwll kept a ledger.", "Secret title")
    vector = direction("The zymurgist of Llanfairpwll kept a ledger.").tobytes()
    with closing(Library(tmp_path, MODEL)) as library:
        library.put(entry(OLD))
        library.put(entry(secret))
        held = b"".join(path.read_bytes() for path in tmp_path.glob("library.db*"))
        library.remove(secret.document_id)
        left = b"".join(path.read_bytes() for path in tmp_path.glob("library.db*"))

    assert b"zymurgist" in held
    assert vector[:64] in held
    assert b"zymurgist" not in left
    assert vector[:64] not in left
    assert b"Secret title" not in left
    assert b"Wages rose" in left


def test_another_model_is_refused_and_both_are_named(library: Library, tmp_path: Path) -> None:
    library.put(entry(OLD))

    with pytest.raises(WrongModel, match=rf"{MODEL}.*other@1.*--re-embed"):
        LibraryReader(tmp_path, "other@1")


def test_an_empty_library_takes_the_configured_model(library: Library, tmp_path: Path) -> None:
    assert library.counts() == (0, 0)

    with closing(LibraryReader(tmp_path, "other@1")) as reader:
        assert reader.model == "other@1"


def test_a_file_that_is_no_database_is_reported_as_damage(tmp_path: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"not a database at all" * 100)

    with pytest.raises(DamagedLibrary, match=r"library\.db cannot be read"):
        LibraryReader(tmp_path, MODEL)


def test_a_library_of_a_later_version_is_refused(library: Library, tmp_path: Path) -> None:
    library.close()
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        connection.execute("UPDATE meta SET value = '99' WHERE name = 'schema'")
        connection.commit()

    with pytest.raises(DamagedLibrary, match="another version"):
        LibraryReader(tmp_path, MODEL)


def test_a_full_disk_changes_nothing(library: Library, tmp_path: Path) -> None:
    library.put(entry(OLD))
    pages = library._connection.execute("PRAGMA page_count").fetchone()[0]
    library._connection.execute(f"PRAGMA max_page_count = {pages + 1}")
    large = document("\n".join(f"Line {number}." for number in range(500)), "Large")

    with pytest.raises(LibraryFull, match="is full"):
        library.put(entry(large))

    assert [held.document_id for held in library.documents()] == [OLD.document_id]
    assert library.revision == 1
    assert library.integrity() == []


def test_a_reader_sees_committed_changes_of_another_connection(
    library: Library, tmp_path: Path
) -> None:
    with closing(LibraryReader(tmp_path, MODEL)) as reader:
        before = reader.documents()
        library.put(entry(OLD))

        assert before == ()
        assert [held.document_id for held in reader.documents()] == [OLD.document_id]


def test_neighbours_are_in_order_and_of_the_same_document(library: Library) -> None:
    library.put(entry(NEW))
    library.put(entry(OTHER))
    first, second, third = passages(NEW)

    assert library.neighbours(second.passage_id, 1, 1) == (first, third)
    assert library.neighbours(first.passage_id, 5, 1) == (second,)
    assert library.neighbours("unknown", 1, 1) == ()


def test_new_vectors_change_the_model_and_nothing_else(library: Library, tmp_path: Path) -> None:
    library.put(entry(OLD))
    vectors = [(p.passage_id, direction(p.text + "!")) for p in passages(OLD)]

    library.replace_vectors("other@1", vectors)

    assert library.model == "other@1"
    rows = [np.frombuffer(row[3], "<f4") for row in library.vectors_after(0)]
    assert np.allclose(rows, [vector for _, vector in vectors])
    assert library.passages(OLD.document_id) == passages(OLD)


def test_a_document_is_found_by_id_beginning_key_or_note(library: Library) -> None:
    library.put(entry(OLD, key="note:a-report"))

    for name in (OLD.document_id, OLD.document_id[:6].upper(), "a-report", str(OLD.path)):
        assert library.find(name).document_id == OLD.document_id
    with pytest.raises(UnknownDocument, match="no document has"):
        library.find("ffff0000")


FILTERED = (
    document("a", "a", published="2024", places=("Wales", "Ynys Môn"), publisher="WHO"),
    document("b", "b", published="2023-06", places=("Cornwall",), nations=("England",)),
    document("c", "c", published="2023-06-30", themes=("skills",), doc_type="report"),
    document("d", "d", collection="team", themes=("skills",)),
    document("e", "e", published="about 2020"),
)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), "abce"),
        (Filters(collections=frozenset()), ""),
        (Filters(collections=frozenset({"team"})), "d"),
        (Filters(collections=frozenset({"team", "public"})), "abcde"),
        (Filters(places=("wales",)), "a"),
        (Filters(places=("YNYS MÔN", "cornwall")), "ab"),
        (Filters(places=("Cornwall",), nations=("England",)), "b"),
        (Filters(places=("Cornwall",), nations=("Wales",)), ""),
        (Filters(themes=("skills",)), "c"),
        (Filters(doc_types=("Report",)), "c"),
        (Filters(publishers=("who",)), "a"),
        (Filters(since="2024-06"), "a"),
        (Filters(since="2023-07"), "a"),
        (Filters(since="2023-06-30"), "abc"),
        (Filters(until="2023-06-29"), "b"),
        (Filters(until="2023"), "bc"),
        (Filters(since="2023-06", until="2023-06"), "bc"),
        (Filters(document_ids=(FILTERED[0].document_id, FILTERED[3].document_id)), "a"),
    ],
)
def test_filters_allow_the_documents_that_match(
    library: Library, filters: Filters, expected: str
) -> None:
    for made in FILTERED:
        library.put(entry(made))

    assert "".join(held.metadata.title for held in library.documents(filters)) == expected


@pytest.mark.parametrize("date", ["June 2023", "2023-13", "23", "2023-06-32", ""])
def test_a_date_that_is_none_is_refused(library: Library, date: str) -> None:
    if not date:
        assert library.documents(Filters(since=date)) == ()
        return
    with pytest.raises(ValueError, match="is not a date"):
        library.documents(Filters(since=date))
