"""Quotes looked for in real files, without our own reader."""

from pathlib import Path

import docx
import pytest

from eval.citations import check_citations, locate
from eval.contract import AnswerRecord, BatchLine, CitationRecord, ClaimRecord
from eval.page_text import Rule, find_quote

PAGES = (
    ["The Hub is funded with", "3.6 million pounds from three councils."],
    ["Housing causes a third of car-", "bon emissions in the capital."],
)


@pytest.fixture
def report(tmp_path, make_pdf) -> Path:
    return make_pdf(tmp_path / "report.pdf", PAGES)


def test_a_quote_over_a_line_break_is_found_on_its_page(report):
    assert find_quote(report, 1, "funded  with 3.6 million pounds") is Rule.AS_IS


def test_a_word_broken_at_the_line_end_is_found_by_the_laxer_rule(report):
    assert find_quote(report, 2, "a third of carbon emissions") is Rule.NO_SPACE


@pytest.mark.parametrize(
    ("page", "quote", "rule"),
    [
        (2, "funded with 3.6 million pounds", Rule.NOT_FOUND),
        (1, "funded with 3.7 million pounds", Rule.NOT_FOUND),
        (1, "   ", Rule.NOT_FOUND),
        (3, "funded", Rule.NO_PAGE),
        (0, "funded", Rule.NO_PAGE),
    ],
)
def test_a_moved_or_altered_quote_is_not_found(report, page, quote, rule):
    assert find_quote(report, page, quote) is rule
    assert not rule.opens


def test_a_quote_from_a_page_without_text_counts_only_if_it_says_that_ocr_read_it(
    tmp_path, make_pdf
):
    scan = make_pdf(tmp_path / "scan.pdf", [[""]])
    cited = CitationRecord(path=str(scan), page=1, quote="412 homes")

    said = [
        check_citations(
            [BatchLine(id="1", turns=(_answer(cited.model_copy(update={"read_by": by})),))]
        )
        for by in ("ocr", "text")
    ]

    assert [dict(count.by_rule) for count in said] == [{Rule.SCANNED: 1}, {Rule.NO_TEXT: 1}]
    assert [len(count.failures) for count in said] == [0, 1]


def _answer(citation: CitationRecord) -> AnswerRecord:
    claim = ClaimRecord(text="x", citations=(citation,))
    return AnswerRecord(question="x", status="answered", claims=(claim,))


def test_the_laxest_rule_still_tells_figures_apart(tmp_path, make_pdf):
    report = make_pdf(tmp_path / "list.pdf", [["* It cost 3.6 million,", "* up 12%."]])

    assert find_quote(report, 1, "It cost 3.6 million, up 12%.") is Rule.SIGNS
    assert find_quote(report, 1, "It cost 3.6 million up 12%") is Rule.SIGNS
    assert find_quote(report, 1, "It cost 36 million, up 12%.") is Rule.NOT_FOUND
    assert find_quote(report, 1, "It cost 3.6 million, up 12.") is Rule.NOT_FOUND
    assert find_quote(report, 1, "**") is Rule.NOT_FOUND


def test_a_missing_or_broken_file_is_told_apart(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")

    assert find_quote(tmp_path / "absent.pdf", 1, "x") is Rule.NO_FILE
    assert find_quote(broken, 1, "x") is Rule.UNREADABLE


def test_notes_and_word_files_are_one_page(tmp_path):
    note = tmp_path / "hub.md"
    note.write_text("---\ntitle: Hub\n---\n# Hub\n\nIt has **£3.6 million**\nfrom ESRC.\n", "utf-8")
    word = tmp_path / "hub.docx"
    document = docx.Document()
    document.add_paragraph("It has £3.6 ").add_run("million.")
    document.save(str(word))

    assert find_quote(note, 1, "£3.6 million") is Rule.AS_IS
    assert find_quote(note, 1, "It has £3.6 million from ESRC.") is Rule.SIGNS
    assert find_quote(note, 2, "£3.6 million") is Rule.NO_PAGE
    assert find_quote(word, 1, "It has £3.6 million.") is Rule.AS_IS


def _line(name: str, *citations: CitationRecord) -> BatchLine:
    claim = ClaimRecord(text="x", citations=citations)
    return BatchLine(
        id=name, turns=(AnswerRecord(question="?", status="answered", claims=(claim,)),)
    )


def test_a_row_of_a_csv_file_is_found_without_its_quotes_and_separators(tmp_path):
    sheet = tmp_path / "a.csv"
    sheet.write_text('place,note,jobs\nCardiff,"north, and south","1,200"\n')

    assert find_quote(sheet, 1, "Cardiff\tnorth, and south\t1,200").opens
    assert find_quote(sheet, 1, "Cardiff\tnorth, and south\t1,300") is Rule.NOT_FOUND


def test_all_citations_are_opened_and_counted_by_rule(report):
    good = CitationRecord(path=str(report), page=1, quote="from three councils.")
    moved = CitationRecord(path=str(report), page=2, quote="from three councils.")

    count = check_citations([_line("a", good, good), _line("b", moved)])

    assert count.answers == 2
    assert count.by_rule == ((Rule.AS_IS, 2), (Rule.NOT_FOUND, 1))
    assert [(one.answer_id, one.citation.page) for one in count.failures] == [("b", 2)]


def test_a_file_that_moved_is_found_below_a_root_by_its_longest_tail(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.pdf").write_bytes(b"1")
    (tmp_path / "x.pdf").write_bytes(b"2")

    assert locate("/elsewhere/a/x.pdf", [tmp_path]) == tmp_path / "a" / "x.pdf"
    assert locate("/elsewhere/b/x.pdf", [tmp_path]) == tmp_path / "x.pdf"
    assert locate("/elsewhere/y.pdf", [tmp_path]) == Path("/elsewhere/y.pdf")
