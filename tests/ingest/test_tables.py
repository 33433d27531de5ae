"""Tables as values: headers found, kept in the library, sent through the pipe, upgraded."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from ingest import schema
from ingest.document import Cell, Slice, Table
from ingest.errors import DamagedLibrary
from ingest.library import Library
from ingest.migrations import SCHEMA_VERSION
from ingest.readers import Limits, read_file
from ingest.readers.grid import Given, laid_out
from ingest.readers.wire import decode, encode
from ingest.tables import with_headers
from tests.ingest.shelf import MODEL, document, entry


def headed(rows: list[list[str | Given]]) -> tuple[Cell, ...]:
    _, cells = laid_out(rows, 1, 0)
    return with_headers(cells)


def path_of(cells: tuple[Cell, ...], text: str) -> tuple[list[str], list[str]]:
    """The texts of the row header and of the column header of the cell with that text."""
    cell = next(cell for cell in cells if cell.text == text)
    return [cells[at].text for at in cell.beside], [cells[at].text for at in cell.above]


def test_a_cell_knows_the_headers_of_its_row_and_column():
    cells = headed([["Nation", "Rate", "Number"], ["Wales", "73.1%", "1,200"]])

    assert path_of(cells, "1,200") == (["Wales"], ["Number"])
    assert path_of(cells, "Wales") == ([], ["Nation"])


def test_headers_in_two_levels_are_read_from_the_outside_in():
    cells = headed(
        [
            [Given("Area", rows=2), Given("Rate", columns=2), Given("Number", columns=2)],
            ["2012", "2013", "2012", "2013"],
            ["Wales", "70%", "73%", "10", "12"],
        ]
    )

    assert path_of(cells, "73%") == (["Wales"], ["Rate", "2013"])
    assert path_of(cells, "10") == (["Wales"], ["Number", "2012"])
    assert path_of(cells, "Wales") == ([], ["Area"])


def test_the_title_of_a_group_of_rows_stands_before_the_row_header():
    cells = headed([["", "2012", "2013"], ["Men", "1", "2"], ["Aged over 50"], ["Women", "3", "4"]])

    assert path_of(cells, "4") == (["Aged over 50", "Women"], ["2013"])
    assert path_of(cells, "2") == (["Men"], ["2013"])


def test_two_columns_of_words_both_name_the_row():
    cells = headed(
        [["Region", "Sector", "Jobs"], [Given("Wales", rows=2), "Rail", "12"], ["Road", "30"]]
    )

    assert path_of(cells, "30") == (["Wales", "Road"], ["Jobs"])


def test_a_table_of_words_has_one_header_row_and_one_label_column():
    cells = headed([["Action", "Owner"], ["Build a bridge", "The council"]])

    assert path_of(cells, "The council") == (["Build a bridge"], ["Owner"])


def test_cells_stand_in_the_text_where_they_say():
    text, cells = laid_out([["a", "", Given("b c", columns=2)], [], ["", "d", "e"]], 1, 10)

    assert text == "a\t\tb c\n\td\te"
    assert [text[cell.start - 10 : cell.end - 10] for cell in cells] == ["a", "b c", "d", "e"]
    assert [(cell.row, cell.column) for cell in cells] == [(0, 0), (0, 2), (1, 1), (1, 2)]


HTML = """<html><body><main><p>Work is told of below, by nation of the kingdom.</p>
<table><caption>Table 1: Work</caption><thead><tr><th>Nation</th><th colspan=2>Rate</th></tr>
<tr><th></th><th>2012</th><th>2013</th></tr></thead>
<tr><td>Wales</td><td>70%</td><td>73%</td></tr></table></main></body></html>"""


def test_a_web_page_gives_its_table_with_caption_and_headers(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(HTML)

    draft = read_file(path, Limits())

    (table,) = draft.tables
    text = draft.pages[0].text
    assert table.caption is not None
    assert table.caption.text == "Table 1: Work"
    assert text[table.start : table.end] == "Nation\tRate\n\t2012\t2013\nWales\t70%\t73%"
    assert path_of(table.cells, "73%") == (["Wales"], ["Rate", "2013"])
    for piece in (*table.cells, table.caption):
        assert text[piece.start : piece.end] == piece.text


def test_a_markdown_table_is_a_table(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("# Work\n\n| Nation | Owner |\n|---|---|\n| Wales | The council |\n")

    (table,) = read_file(path, Limits()).tables

    assert path_of(table.cells, "The council") == (["Wales"], ["Owner"])


def test_tables_pass_through_the_pipe_unchanged(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(HTML)
    draft = read_file(path, Limits())

    assert decode(encode(draft)) == draft


def a_table(page: int = 1) -> Table:
    _, cells = laid_out([["Nation", "Rate"], ["Wales", "73%"]], page, 0)
    return Table(page, 0, 21, with_headers(cells), Slice(page, 30, 35, "Table"))


def test_the_library_gives_back_the_tables_of_a_document_or_a_page(tmp_path):
    made = replace(document("Nation\tRate\nWales\t73%"), tables=(a_table(1), a_table(2)))
    held = entry(made)
    held = replace(held, passages=(replace(held.passages[0], rendering="Rate: 73%"),
                                   *held.passages[1:]))  # fmt: skip
    with closing(Library(tmp_path, MODEL)) as library:
        library.put(held)

        assert library.tables(made.document_id) == made.tables
        assert library.tables(made.document_id, 2) == made.tables[1:]
        assert library.passages(made.document_id)[0].rendering == "Rate: 73%"
        assert next(library.wordings(made.document_id)).text == "Rate: 73%"

        library.remove(made.document_id)

        assert library.tables(made.document_id) == ()


def first_library(home: Path) -> None:
    """A library as the first version made it, with one document of one passage."""
    connection = schema.connect(home / "library.db")
    for statement in schema.FIRST_TABLES.split(";"):
        connection.execute(statement)
    facts = {"schema": "1", "library_id": "x", "model": MODEL, "revision": "1"}
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [*facts.items(), ("vectors_since", "0")]
    )
    connection.execute(
        "INSERT INTO documents VALUES (1, 'd', 'k', '/a.txt', 's', NULL, 'f', 'text/plain', "
        "'A report', NULL, NULL, 'public', '{}', 0, 1, 1, '[]', '2026-01-01', 1)"
    )
    connection.execute("INSERT INTO pages VALUES (1, 1, NULL, 'Jobs grew.', 0, 0)")
    connection.execute(
        "INSERT INTO passages VALUES (1, 'p', 1, 0, 1, 1, 0, 10, 'Jobs grew.', '[]', 'prose')"
    )
    connection.close()


def test_a_library_of_the_first_version_is_upgraded_when_it_is_opened(tmp_path):
    first_library(tmp_path)

    with closing(Library(tmp_path, MODEL)) as library:
        assert library.meta("schema") == str(SCHEMA_VERSION)
        assert [passage.text for passage in library.passages("d")] == ["Jobs grew."]
        assert library.tables("d") == ()


def test_an_upgrade_that_fails_leaves_the_library_as_it_was(tmp_path):
    first_library(tmp_path)
    with closing(sqlite3.connect(tmp_path / "library.db")) as connection, connection:
        connection.execute("CREATE TABLE tables (in_the_way TEXT)")

    with pytest.raises(DamagedLibrary):
        Library(tmp_path, MODEL)

    with closing(sqlite3.connect(tmp_path / "library.db")) as connection:
        assert connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == (
            "1",
        )
        columns = connection.execute("SELECT * FROM passages").description
    assert "rendering" not in [column[0] for column in columns]
