"""What is said of a table is made of its cells, each of them cited where it is printed."""

from dataclasses import replace

import pytest

from assistant.answer import Hit, Label
from assistant.evidence import sentences_of
from assistant.grounding.pieces import checked_by_pieces
from assistant.tablequotes import row_claim, row_quotes
from ingest.document import Kind, Metadata, Page, Passage, Slice, Table
from ingest.readers.grid import laid_out
from ingest.tables import with_headers

ROWS = [["Nation", "Rate 2012", "Rate 2013", "Jobs"], ["Wales", "70%", "73.1%", "1,200"]]
CAPTION = "Table 3: Work"


def table_on(page: int = 2, rows: list[list[str]] = ROWS) -> tuple[Table, Page]:
    """A table below its caption, and its page."""
    text, cells = laid_out(rows, page, len(CAPTION) + 2)
    caption = Slice(page, 0, len(CAPTION), CAPTION)
    start = len(CAPTION) + 2
    table = Table(page, start, start + len(text), with_headers(cells), caption)
    return table, Page(page, None, f"{CAPTION}\n\n{text}")


def hit_on(table: Table, page: Page) -> Hit:
    """The body of the table as a hit."""
    start = page.text.index("Wales")
    text = page.text[start : table.end]
    passage = Passage("p", "d", page.number, page.number, start, table.end, text, kind=Kind.TABLE)
    return Hit(passage, Metadata("A report"), "/a.pdf", 0.5, tables=(table,))


TABLE, PAGE = table_on()
HIT = hit_on(TABLE, PAGE)


def test_a_row_is_read_with_caption_and_headers():
    (quote,) = row_quotes(HIT)

    assert quote.text == "Table 3: Work: Wales: Rate 2012: 70%; Rate 2013: 73.1%; Jobs: 1,200"
    (sentence,) = sentences_of([HIT])
    assert sentence.text == quote.text


def test_a_long_row_is_narrowed_to_the_column_that_is_asked_for():
    (quote,) = row_quotes(HIT)

    claim = row_claim(HIT, quote.start, "How many jobs were there in Wales?", None, lambda *_: PAGE)

    assert claim is not None
    assert claim.text == "Table 3: Work: Wales, Jobs: 1,200"
    assert claim.verdict.label is Label.SUPPORTED
    assert [citation.quote for citation in claim.citations] == ["1,200", "Wales", "Jobs", CAPTION]


def test_a_short_row_that_says_most_in_words_is_said_as_a_whole():
    rows = [
        ["Data set", "Date of release", "Form", "Licence"],
        ["Wales trains", "June 2012", "Live feed", "Open Rail Licence"],
    ]
    table, page = table_on(rows=rows)
    hit = hit_on(table, page)
    (quote,) = row_quotes(hit)

    asked = "Under what permission were Wales trains to be released?"
    claim = row_claim(hit, quote.start, asked, None, lambda *_: page)

    assert claim is not None
    assert "Open Rail Licence" in claim.text


def test_figures_with_their_units_are_no_words():
    rows = [
        ["Nation", "Grant 2012", "Grant 2013", "Grant 2014"],
        ["Wales", "£1.2 million", "£3.4 million", "£5.6 million"],
    ]
    table, page = table_on(rows=rows)
    hit = hit_on(table, page)

    asked = "How much was the grant of Wales in 2013?"
    claim = row_claim(hit, row_quotes(hit)[0].start, asked, None, lambda *_: page)

    assert claim is not None
    assert claim.text == "Table 3: Work: Wales, Grant 2013: £3.4 million"


def test_every_citation_is_a_slice_of_its_page():
    (quote,) = row_quotes(HIT)

    claim = row_claim(HIT, quote.start, "What about it?", None, lambda *_: PAGE)

    assert claim is not None
    assert claim.citations[0].quote == "70%\t73.1%\t1,200"
    assert all(PAGE.text[c.start : c.end] == c.quote for c in claim.citations)


def test_a_header_on_the_page_before_is_cited_there():
    first, before = table_on(1)
    heads = [replace(cell, above=(), beside=()) for cell in first.cells if cell.row == 0]
    text, cells = laid_out([ROWS[1]], 2, 0)
    body = [replace(cell, row=1) for cell in cells]
    table = Table(2, 0, len(text), with_headers([*heads, *body], 1), first.caption)
    page = Page(2, None, text)
    hit = hit_on(table, page)

    claim = row_claim(hit, 0, "Jobs in Wales?", None, lambda _, n: {1: before, 2: page}[n])

    assert claim is not None
    assert [(c.quote, c.page) for c in claim.citations] == [
        ("1,200", 2), ("Wales", 2), ("Jobs", 1), (CAPTION, 1),
    ]  # fmt: skip


def test_a_row_of_which_a_cell_is_gone_is_not_said():
    changed = Page(2, None, PAGE.text.replace("1,200", "1,300"))

    assert row_claim(HIT, row_quotes(HIT)[0].start, "Jobs?", None, lambda *_: changed) is None


@pytest.mark.parametrize("claim", ["Wales, Jobs: 1,300", "Wales, all Jobs: 1,200", "Wales, Job"])
def test_a_claim_that_is_not_made_of_whole_cells_is_not_supported(claim):
    pieces = ["Wales", "Jobs", "1,200"]

    assert checked_by_pieces(claim, pieces, tuple(pieces)).label is Label.NOT_SUPPORTED
    assert checked_by_pieces("Wales, Jobs: 1,200", pieces, tuple(pieces)).label is Label.SUPPORTED


def test_prose_in_a_passage_of_a_table_is_quoted_by_sentences():
    text = "The plan was agreed in May 2014 by all. It ends in 2016 at the latest."
    passage = Passage("p", "d", 1, 1, 0, len(text), text, rendering=f"Plan: {text}")

    hit = Hit(passage, Metadata("A report"), "/a.pdf", 0.5)

    assert row_quotes(hit) == ()
    assert sentences_of([hit])[0].text == "The plan was agreed in May 2014 by all."


def test_the_units_are_said_with_the_caption_and_cited():
    units = "(£ thousand)"
    text, cells = laid_out(ROWS, 2, len(CAPTION) + 2 + len(units) + 2)
    at = len(CAPTION) + 2
    start = at + len(units) + 2
    table = Table(
        2, start, start + len(text), with_headers(cells), Slice(2, 0, len(CAPTION), CAPTION),
        Slice(2, at, at + len(units), units),
    )  # fmt: skip
    page = Page(2, None, f"{CAPTION}\n\n{units}\n\n{text}")
    hit = hit_on(table, page)
    (quote,) = row_quotes(hit)

    claim = row_claim(hit, quote.start, "How many jobs were there in Wales?", None, lambda *_: page)

    assert claim is not None
    assert claim.text == "Table 3: Work (£ thousand): Wales, Jobs: 1,200"
    assert claim.verdict.label is Label.SUPPORTED
    assert claim.citations[-1].quote == f"{CAPTION}\n\n{units}"


def test_bare_figures_without_a_header_say_nothing():
    table, page = table_on(rows=[["15 15"], ["15 16"]])
    text = page.text[table.start :]
    passage = Passage("p", "d", 2, 2, table.start, table.end, text, kind=Kind.TABLE)

    assert row_quotes(Hit(passage, Metadata("A report"), "/a.pdf", 0.5, tables=(table,))) == ()


def test_ticks_are_cited_with_the_row_they_stand_in():
    table, page = table_on(rows=[["Nation", "Law", "Code"], ["Wales", "✓", "-"]])
    hit = hit_on(table, page)

    claim = row_claim(hit, row_quotes(hit)[0].start, "Wales?", None, lambda *_: page)

    assert claim is not None
    assert claim.citations[0].quote == "Wales\t✓\t-"


def test_a_header_without_letters_on_the_page_before_is_cited_there():
    rows = [["Nation", "—"], ["Wales", "1,200"]]
    first, before = table_on(1, rows)
    heads = [replace(cell, above=(), beside=()) for cell in first.cells if cell.row == 0]
    text, cells = laid_out([rows[1]], 2, 0)
    body = [replace(cell, row=1) for cell in cells]
    table = Table(2, 0, len(text), with_headers([*heads, *body], 1), first.caption)
    page = Page(2, None, text)

    claim = row_claim(hit_on(table, page), 0, "Wales?", None, lambda _, n: {1: before, 2: page}[n])

    assert claim is not None
    assert ("—", 1) in [(c.quote, c.page) for c in claim.citations]


def test_the_headers_of_a_second_table_below_are_no_row_of_the_first():
    again = ["Medium to long term", "rate 2012", "Rate 2013", "jobs"]
    table, page = table_on(rows=[*ROWS, again, ["Scotland", "71%", "72%", "900"]])

    quotes = row_quotes(hit_on(table, page))

    assert [quote.text.split(": ")[2] for quote in quotes] == ["Wales", "Scotland"]


def test_a_value_that_is_a_word_of_its_header_is_a_value():
    table, page = table_on(rows=[["Nation", "Score (1 to 5)"], ["Wales", "5"], ["Scotland", "9"]])

    assert len(row_quotes(hit_on(table, page))) == 2
