"""Answers as text and HTML: every state, every field escaped, numbers and pages right."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from assistant.answer import (
    Answer,
    Citation,
    Claim,
    Hit,
    Label,
    Note,
    NoteKind,
    Provenance,
    Status,
    Verdict,
)
from ingest.document import Metadata, Passage, ReadBy
from ingest.filters import Filters
from ui import model_told, remarks, render, words

HOSTILE = "<img src=http://127.0.0.1:9/x onerror=alert(1)><script>x</script> ![x](http://a/b) & co"
HUB = Metadata(
    "About the Hub", publisher="LPIP Hub", published="2024-02-19", url="https://example.org/hub"
)
AUDIT = Metadata("Local growth", publisher="National Audit Office", url="javascript:alert(1)")


def citation(metadata: Metadata = HUB, page: int = 1, *, note: bool = False) -> Citation:
    return Citation("p1", metadata.title, metadata, "a.pdf", page, None, "quote", 0, 5, note)


def answer(status: Status = Status.ANSWERED, **changes: object) -> Answer:
    claims = (
        Claim("The Hub has £3.6 million.", (citation(),), Verdict(Label.SUPPORTED)),
        Claim("Audit found little.", (citation(AUDIT, 12), citation()), Verdict(Label.PARTLY)),
    )
    made = Answer("How much?", "How much?", status, claims, (), (), Provenance("7"))
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests name real fields


def hit(text: str, metadata: Metadata = HUB) -> Hit:
    return Hit(Passage("p", "d", 4, 4, 0, len(text), text), metadata, "a.pdf", 0.5)


def hostile_answer() -> Answer:
    metadata = Metadata(HOSTILE, publisher=HOSTILE, published=HOSTILE, url=HOSTILE)
    claim = Claim(HOSTILE, (citation(metadata),), Verdict(Label.NOT_SUPPORTED), group=HOSTILE)
    notes = (Note(NoteKind.COVERAGE, HOSTILE),)
    provenance = Provenance(HOSTILE, {HOSTILE: HOSTILE}, {HOSTILE: HOSTILE})
    return Answer(HOSTILE, "x" + HOSTILE, Status.PARTIAL, (claim,), (), notes, provenance)


def test_hostile_text_is_shown_as_text_in_every_fragment() -> None:
    made = hostile_answer()
    numbered = render.numbers(made)

    fragments = [
        render.question_html(made.question),
        render.read_as_html(made),
        render.state_html(made.status, made.notes),
        render.claim_html(made.claims[0], fresh=True),
        render.chips_html(made.claims[0], numbered),
        remarks.notes_html(made.notes),
        render.stage_html(HOSTILE),
        render.hit_html(hit(HOSTILE, made.claims[0].citations[0].metadata), "img src"),
        render.filters_html(Filters(places=(HOSTILE,)), {HOSTILE: HOSTILE}),
        model_told.provenance_html(made.provenance),
    ]

    for fragment in fragments:
        soup = BeautifulSoup(fragment, "lxml")
        assert not soup.find_all(["img", "script", "a", "iframe", "svg", "style"]), fragment
        assert "<img src=http" in soup.get_text().replace("  ", " "), fragment


def test_sources_are_numbered_by_first_citation_and_keep_their_number() -> None:
    assert render.numbers(answer()) == {"About the Hub": 1, "Local growth": 2}


def test_a_chip_names_number_publisher_year_and_page() -> None:
    assert render.chip_text(2, citation(page=12)) == "2  LPIP Hub · 2024 · p. 12"


def test_a_chip_prefers_the_printed_page_and_says_when_it_is_a_note() -> None:
    labelled = replace(citation(page=5), page_label="iv")

    assert render.chip_text(1, labelled).endswith("p. iv")
    assert render.chip_text(1, replace(labelled, page_label="sheet Jobs")).endswith("· sheet Jobs")
    assert render.chip_text(1, citation(note=True)).endswith("note")


def test_a_chip_says_that_its_page_is_a_scan() -> None:
    scan = replace(citation(page=4), read_by=ReadBy.OCR, confidence=0.962)

    assert render.chip_text(1, scan) == "1  LPIP Hub · 2024 · p. 4 (OCR)"
    assert "read by OCR, 96% sure" in render.chip_tip(scan).replace("\\", "")


def test_an_undated_source_without_a_publisher_still_has_a_chip() -> None:
    bare = citation(Metadata("A plan"))

    assert render.chip_text(1, bare) == "1  A plan · undated · p. 1"


@pytest.mark.parametrize(
    ("iso", "shown"),
    [
        ("2024-02-19", "19 February 2024"),
        ("2024-02", "February 2024"),
        ("2024", "2024"),
        (None, "undated"),
        ("", "undated"),
        ("2024-13-01", "2024-13-01"),
        ("spring 2024", "spring 2024"),
    ],
)
def test_dates_are_as_exact_as_they_are_known(iso: str | None, shown: str) -> None:
    assert render.long_date(iso) == shown


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.ANSWERED])
def test_every_status_but_answered_says_what_it_means(status: Status) -> None:
    note = Note(NoteKind.CLARIFY, "Two deals are held.")

    text = BeautifulSoup(render.state_html(status, (note,)), "lxml").get_text()

    assert words.STATUS_TITLE[status] in text
    assert words.STATUS_BODY[status] in text
    assert note.text in text


def test_every_kind_of_note_has_a_label() -> None:
    assert set(words.NOTE_LABEL) == set(NoteKind)


def test_an_abstention_does_not_say_twice_what_is_not_covered() -> None:
    coverage, date = Note(NoteKind.COVERAGE, "Not held."), Note(NoteKind.DATE, "2024")
    made = answer(Status.ABSTAINED, claims=(), notes=(coverage, date))

    assert remarks.notes_apart(made) == ((), (date,))


def test_an_answer_has_no_banner() -> None:
    assert render.state_html(Status.ANSWERED) == ""


def test_an_answer_without_dates_says_so_in_place_of_a_day() -> None:
    dated = Note(NoteKind.DATE, "As of 19 February 2024, the date of the newest source cited.")
    bare = Note(NoteKind.DATE, "None of the sources cited carries a date.")

    assert "<summary>As of 19 February 2024</summary>" in remarks.notes_html([dated])
    assert "<summary>No date</summary>" in remarks.notes_html([bare])


def test_the_reason_for_a_status_is_told_apart_from_other_remarks() -> None:
    coverage, date = Note(NoteKind.COVERAGE, "No cost is held."), Note(NoteKind.DATE, "2024")

    why, others = remarks.notes_apart(answer(Status.PARTIAL, notes=(date, coverage)))

    assert (why, others) == ((coverage,), (date,))


def test_only_a_warning_verdict_is_shown() -> None:
    supported, partly = answer().claims

    assert "verdict" not in render.claim_html(supported)
    assert words.VERDICT_PARTLY in render.claim_html(partly)


def test_a_follow_up_says_how_it_was_read_and_a_plain_question_does_not() -> None:
    assert render.read_as_html(answer(standalone_question="How much? ")) == ""
    assert "How much for Wales?" in render.read_as_html(
        answer(standalone_question="How much for Wales?")
    )


def test_a_comparison_is_laid_out_by_group_in_order() -> None:
    first, second = answer().claims
    made = answer(claims=(replace(second, group="B"), replace(first, group="A")))

    assert [group.heading for group in render.groups(made)] == ["B", "A"]
    assert render.groups(answer()) == (render.Group(None, answer().claims),)


def test_active_filters_are_summed_up_with_their_labels() -> None:
    filters = Filters(nations=("Wales",), themes=("skills",), since="2020")

    assert render.filters_text(filters, {"skills": "Skills"}) == "Wales · Skills · since 2020"
    assert render.filters_html(Filters(), {}) == ""


def test_words_of_the_query_are_lit_in_a_passage() -> None:
    shown = render.hit_html(hit("Grants of £20,000 for\ncommunities."), "community grants")

    assert "<mark>Grants</mark>" in shown
    assert "<mark>communities</mark>" in shown
    assert "p. 4" in shown


def test_a_copied_answer_carries_its_citations() -> None:
    made = answer(notes=(Note(NoteKind.DATE, "The newest source is from 2024."),))

    assert render.copy_text(made) == (
        "How much?\n"
        "\n"
        "The Hub has £3.6 million. [1, p. 1]\n"
        "Audit found little. [2, p. 12] [1, p. 1]\n"
        "\n"
        "As of: The newest source is from 2024.\n"
        "\n"
        "Sources\n"
        "[1] LPIP Hub. About the Hub. 19 February 2024. https://example.org/hub\n"
        "[2] National Audit Office. Local growth. undated.\n"
    )


def test_a_copied_abstention_says_so() -> None:
    made = answer(Status.ABSTAINED, claims=())

    assert words.STATUS_TITLE[Status.ABSTAINED] in render.copy_text(made)
    assert "Sources" not in render.copy_text(made)
