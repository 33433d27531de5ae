"""Counting and laying out what is held."""

from bs4 import BeautifulSoup

from ingest.document import Metadata
from ingest.filters import Filters
from ui.shelf import (
    allows,
    bars_html,
    facets,
    held_line,
    matches,
    outcome_html,
    problems_html,
    year_bars_html,
)

WALES = Metadata(
    "Rural vision",
    publisher="WLGA",
    published="2021-01",
    places=("Rural Wales",),
    nations=("Wales",),
    themes=("skills", "communities"),
    doc_type="report",
)
UNDATED = Metadata("Hub <b>page</b>", nations=("UK",), themes=("skills",))


def test_facets_count_publications_most_frequent_first() -> None:
    counted = facets([WALES, UNDATED, UNDATED])

    assert counted.themes == (("skills", 3), ("communities", 1))
    assert counted.years == (("2021", 1),)
    assert counted.publishers == (("WLGA", 1),)


def test_a_filter_lets_through_any_of_its_values_and_all_of_its_fields() -> None:
    assert allows(Filters(nations=("Scotland", "Wales"), themes=("skills",)), WALES)
    assert not allows(Filters(nations=("Wales",), themes=("innovation",)), WALES)
    assert allows(Filters(since="2021", until="2021"), WALES)
    assert not allows(Filters(since="2022"), WALES)


def test_an_undated_publication_matches_no_year() -> None:
    assert not allows(Filters(since="1900"), UNDATED)
    assert not allows(Filters(until="2100"), UNDATED)
    assert allows(Filters(), UNDATED)


def test_finding_needs_every_word_somewhere() -> None:
    assert matches(WALES, "rural wlga")
    assert matches(WALES, "")
    assert not matches(WALES, "rural scotland")


def test_bars_are_a_table_and_say_what_they_leave_out() -> None:
    counted = [(f"Place <{n}>", 20 - n) for n in range(10)]

    table = BeautifulSoup(bars_html("By place", counted, {}), "lxml")

    assert next(cell.get_text() for cell in table.find_all("th")) == "Place <0>"
    assert len(table.find_all("tr")) == 8
    assert "and 2 more" in table.get_text()


def test_every_year_between_the_first_and_the_last_has_a_column() -> None:
    figure = BeautifulSoup(year_bars_html("By year", [("2019", 2), ("2022", 4)]), "lxml")

    assert [li.get_text() for li in figure.find_all("li")] == [
        "2019: 2",
        "2020: 0",
        "2021: 0",
        "2022: 4",
    ]


def test_nothing_held_draws_nothing() -> None:
    assert bars_html("By place", [], {}) == ""
    assert year_bars_html("By year", []) == ""
    assert problems_html(()) == ""


def test_what_is_held_is_summed_up_in_a_line() -> None:
    years = (("2012", 1), ("2025", 3))

    assert held_line(years, 228, 1034) == "228 publications · 1,034 passages · 2012 to 2025"
    assert held_line((), 1, 3) == "1 publication · 3 passages"


def test_an_outcome_names_the_file_as_text() -> None:
    shown = outcome_html("failed", "<img src=x>.pdf", "It is encrypted. Remove the password.")

    assert "<img" not in shown
    assert "Not added" in shown
    assert "Remove the password." in shown
    text = BeautifulSoup(shown, "lxml").get_text()
    assert text == "Not added <img src=x>.pdf: It is encrypted. Remove the password."
