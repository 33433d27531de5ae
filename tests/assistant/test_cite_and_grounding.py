"""A citation holds on its page or does not exist; a claim says what its quote says or fails."""

from dataclasses import replace

import pytest

from assistant.answer import Answer, Claim, Hit, Label, Provenance, Status, Verdict
from assistant.cite import cite, holds, how_read, readable
from assistant.grounding.judge import Judge
from assistant.present import answer_text
from ingest.document import Metadata, Page, Passage, ReadBy

TEXT = "Intro line.\nThe fund gave £3.6 million to 22 pro-\njects in 2024. It ends in 2026."
PAGE = Page(3, "iii", TEXT)


def hit_at(start: int, end: int) -> Hit:
    passage = Passage("p1", "d1", 3, 3, start, end, TEXT[start:end])
    return Hit(passage, Metadata("A report"), "/tmp/report.pdf", similarity=0.5)


def test_a_citation_is_read_from_the_page():
    start = TEXT.index("The fund")
    citation = cite(hit_at(start, len(TEXT)), PAGE, start, TEXT.index(" It ends"))

    assert citation is not None
    assert citation.quote == "The fund gave £3.6 million to 22 pro-\njects in 2024."
    assert (citation.page, citation.page_label) == (3, "iii")
    assert holds(citation, PAGE)


def test_a_citation_from_a_scan_says_so_and_how_sure_the_words_are():
    scan = replace(PAGE, read_by=ReadBy.OCR, confidence=0.957)
    start = TEXT.index("The fund")

    read, scanned = (
        cite(hit_at(start, len(TEXT)), page, start, start + 8) for page in (PAGE, scan)
    )

    assert read is not None
    assert scanned is not None
    assert (how_read(read), how_read(scanned)) == ("", "read by OCR, 96% sure")
    answer = Answer(
        "How much?", "How much?", Status.ANSWERED, (Claim("The fund", (scanned,)),), (), (),
        Provenance("1"),
    )  # fmt: skip
    assert "A report (no date, p. iii, read by OCR, 96% sure)" in answer_text(answer)


@pytest.mark.parametrize(("start", "end"), [(0, 20), (20, 20), (30, 10_000)])
def test_nothing_outside_the_passage_can_be_cited(start, end):
    assert cite(hit_at(12, 60), PAGE, start, end) is None


def test_a_passage_that_is_no_longer_on_its_page_cannot_be_cited():
    changed = Page(3, "iii", TEXT.replace("22", "23"))

    assert cite(hit_at(12, 60), changed, 12, 40) is None


def test_line_ends_and_their_hyphens_are_closed_up_for_reading():
    assert readable("22 pro-\njects in\n2024") == "22 projects in 2024"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("The fund gave £3.6 million to 22 projects in 2024.", Label.SUPPORTED),
        ("The fund gave £3.7 million to 22 projects in 2024.", Label.NOT_SUPPORTED),
        ("The fund gave $3.6 million to 22 projects in 2024.", Label.NOT_SUPPORTED),
        ("In 2024 the fund gave £3.6 million to 22 projects.", Label.SUPPORTED),
        ("Mayors praised the scheme.", Label.NOT_SUPPORTED),
        ("", Label.UNCHECKED),
    ],
)
def test_a_claim_is_judged_by_the_words_and_figures_of_its_quote(claim, verdict):
    found = Judge().verdict(claim, ("The fund gave £3.6 million to 22 pro-\njects in 2024.",))

    assert found.label is verdict


def test_a_claim_without_a_quote_is_unchecked():
    assert Judge().verdict("The fund gave £3.6 million.", ()) == Verdict()
