"""The page of one publication, and the library's list."""

from dataclasses import replace

from bs4 import BeautifulSoup

from ingest.document import Metadata, Page, Passage, ReadBy
from ingest.held import HeldDocument
from ingest.standing import Issue, Standing
from ui.listing import Order, Show, counts, kinds, listed
from ui.publication import (
    flags_html,
    guessed,
    guessed_html,
    known_html,
    pages_read,
    provenance_html,
    read_line,
    sections,
)

REPORT = HeldDocument(
    "d1",
    "key",
    "/somewhere/report.pdf",
    None,
    "ab" * 32,
    "application/pdf",
    Metadata(
        "A <b>report</b>",
        publisher="Office",
        origins=(("publisher", "first pages"), ("title", "sidecar")),
        fetched=(("final", "https://example.org/r.pdf"), ("fetched_at", "2026-11-20T10:00:00")),
    ),
    3,
    5,
    False,
    ("page 3 of 3 has no text layer",),
    "2026-11-21T08:00:00",
)
NOTE = replace(
    REPORT,
    document_id="d2",
    is_note=True,
    problems=(),
    page_count=1,
    added="2026-11-22",
    metadata=Metadata("Note", published="2024-02", origins=(("publisher", "catalogue"),)),
)


def passage(ordinal: int, page: int, *path: str) -> Passage:
    """A passage under these headings."""
    return Passage(f"p{ordinal}", "d1", page, page, 0, 5, "words", path, ordinal=ordinal)


def test_contents_follow_the_headings_in_order() -> None:
    found = sections(
        (passage(0, 1, "One"), passage(1, 2, "One"), passage(2, 2, "One", "Sub"), passage(3, 4))
    )

    assert [(s.path, s.page, len(s.passages)) for s in found] == [
        (("One",), 1, 2),
        (("One", "Sub"), 2, 1),
        ((), 4, 1),
    ]


def test_pages_are_counted_by_how_they_were_read() -> None:
    scan = Page(2, None, "seen", read_by=ReadBy.OCR, confidence=0.9)
    read = pages_read((Page(1, None, "text"), scan, Page(3, None, " \n")))

    assert (read.text, read.ocr, read.empty) == (1, 1, (3,))
    assert read_line(read) == ("1 page of text, 1 page read by OCR (90% sure), 1 page without text")


def test_what_was_worked_out_is_told_from_what_was_stated() -> None:
    assert guessed(REPORT) == ("publisher",)
    assert "publisher" in guessed_html(REPORT)
    assert guessed_html(NOTE) == ""
    shown = known_html(REPORT, {})
    assert "worked out from the first pages" in shown
    assert "from the sidecar" in shown
    assert "<b>" not in shown


def test_what_is_not_known_is_said() -> None:
    facts = BeautifulSoup(known_html(REPORT, {}), "lxml")

    said = {div.dt.get_text(): div.dd.get_text() for div in facts.find_all("div")}
    assert said["Date"] == "not known"


def test_where_it_came_from_names_the_address_the_day_and_the_digest() -> None:
    read = pages_read((Page(1, None, "text"),))
    facts = BeautifulSoup(provenance_html(REPORT, read), "lxml")

    assert facts.a["href"] == "https://example.org/r.pdf"
    assert "20 November 2026" in facts.get_text()
    assert "ab" * 32 in facts.get_text()
    assert "/somewhere" not in facts.get_text()


def test_where_it_came_from_is_told_as_text() -> None:
    how = (("final", "https://a.example/<img src=x>"), ("fetched_at", "2026-11-24T01:02:03+00:00"))
    fetched = replace(REPORT, metadata=replace(REPORT.metadata, fetched=how))

    shown = provenance_html(fetched, pages_read((Page(1, None, "text"),)))

    assert "<img" not in shown
    assert "https://a.example/<img src=x>" in BeautifulSoup(shown, "lxml").get_text()


def test_flags_warn_of_what_a_reader_should_know() -> None:
    assert "Not fully read" in flags_html(REPORT, newer=False)
    assert "newer edition" in flags_html(REPORT, newer=True)
    assert "Evidence note" in flags_html(NOTE, newer=False)


def test_the_list_is_narrowed_counted_and_ordered() -> None:
    issues = tuple(Issue(k, k, None, "current", "", False, n) for n, k in ((1, "d1"), (2, "d9")))
    standings = {"d1": Standing("d1", 1, issues, "")}

    assert kinds(REPORT, standings) == {
        Show.ALL, Show.FULL, Show.PROBLEMS, Show.UNDATED, Show.GUESSED, Show.REPLACED,
    }  # fmt: skip
    assert counts((REPORT, NOTE), {}) == {
        Show.ALL: 2, Show.FULL: 1, Show.NOTES: 1, Show.PROBLEMS: 1, Show.UNDATED: 1,
        Show.GUESSED: 1,
    }  # fmt: skip
    assert listed((REPORT, NOTE), Show.NOTES, Order.TITLE, {}) == [NOTE]
    assert listed((REPORT, NOTE), Show.ALL, Order.NEWEST, {}) == [NOTE, REPORT]
    assert listed((NOTE, REPORT), Show.ALL, Order.PAGES, {}) == [REPORT, NOTE]
    assert listed((REPORT, NOTE), Show.ALL, Order.ADDED, {}) == [NOTE, REPORT]
