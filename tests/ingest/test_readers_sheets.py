"""XLSX, ODS and CSV: figures as they are shown, under their headers, on a page for each sheet."""

from pathlib import Path

import pytest

from ingest.document import Cell, Kind, Table
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers import Draft, Limits, read_file
from ingest.readers.delimiters import delimiter_of, is_delimited
from ingest.readers.number_formats import shown
from ingest.readers.wire import decode, encode
from tests.ingest.handmade import write_odf, write_packed, write_xlsx


def read(path: Path) -> Draft:
    return read_file(path, Limits())


def blocks(draft: Draft) -> list[tuple[Kind, str]]:
    return [(b.kind, draft.pages[b.page - 1].text[b.start : b.end]) for b in draft.blocks]


def cell(table: Table, text: str) -> Cell:
    return next(each for each in table.cells if each.text == text)


def headers(table: Table, text: str) -> tuple[list[str], list[str]]:
    """Of the cell with that text: what stands above it, what stands beside it."""
    found = cell(table, text)
    above, beside = table.column_header(found), table.row_header(found)
    return [each.text for each in above], [each.text for each in beside]


# XLSX

STYLES = """<numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs>"""
STRINGS = ("Table 1: Employment", "Region", "Wales", "Source: ONS")
ROWS = """<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row>
<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><v>2021</v></c><c r="C3" t="inlineStr"><is><t>When
</t></is></c></row><row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" s="1"><v>0.7312</v></c>
<c r="C4" s="2"><v>45341</v></c></row><row r="5" hidden="1"><c r="A5" t="s"><v>2</v></c></row>
<row r="6"><c r="A6" t="str"><v>UK</v></c><c r="B6" s="1"><f>B4</f></c></row>
<row r="8"><c r="A8" t="s"><v>3</v></c></row></sheetData>"""


def workbook(tmp_path: Path) -> Path:
    sheets = {"Jobs": ROWS, "!Lists": ROWS, "Empty": "<sheetData/>"}
    return write_xlsx(tmp_path / "a.xlsx", sheets, strings=STRINGS, styles=STYLES)


def test_a_sheet_is_a_page_with_its_name_its_title_and_figures_as_shown(tmp_path):
    draft = read(workbook(tmp_path))

    assert [page.label for page in draft.pages] == ["sheet Jobs", "sheet Lists", "sheet Empty"]
    assert blocks(draft) == [
        (Kind.HEADING, "Jobs"),
        (Kind.CAPTION, "Table 1: Employment"),
        (Kind.TABLE, "Region\t2021\tWhen\nWales\t73.1%\t19 February 2024"),
        (Kind.FOOTNOTE, "UK"),
        (Kind.PROSE, "Source: ONS"),
    ]


def test_a_figure_leads_to_its_sheet_row_and_headers(tmp_path):
    draft = read(workbook(tmp_path))
    rate = cell(draft.tables[0], "73.1%")

    assert headers(draft.tables[0], "73.1%") == (["2021"], ["Wales"])
    assert draft.pages[rate.page - 1].label == "sheet Jobs"
    assert draft.pages[rate.page - 1].text[rate.start : rate.end] == "73.1%"


def test_what_a_workbook_hides_or_has_not_computed_is_named(tmp_path):
    problems = read(workbook(tmp_path)).problems

    assert problems[0] == 'sheet "Jobs": 1 hidden rows were left out'
    assert problems[1].startswith('sheet "Jobs": 1 cells with formulas keep no value')
    assert problems[2] == 'sheet "Lists" is hidden and was left out'


def test_merged_headers_stand_above_all_their_columns(tmp_path):
    names = {"A": "Place", "B": "Men", "C": "Women"}
    texts = {"B1": "Rate", **{f"{column}2": name for column, name in names.items()}}
    texts |= {"A3": "Cardiff", "B3": "7.5%", "C3": "8.1%"}
    rows = "".join(
        f'<row r="{row}">'
        + "".join(
            f'<c r="{place}" t="str"><v>{text}</v></c>'
            for place, text in texts.items()
            if place.endswith(row)
        )
        + "</row>"
        for row in "123"
    )
    merged = '<mergeCells><mergeCell ref="B1:C1"/></mergeCells>'
    path = write_xlsx(tmp_path / "a.xlsx", {"S": f"<sheetData>{rows}</sheetData>{merged}"})

    assert headers(read(path).tables[0], "8.1%") == (["Rate", "Women"], ["Cardiff"])


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.285, "0%", "29%"),
        (-1234.5, "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (0, '#,##0;-#,##0;"-"??', "-"),
        (1234567, '[$£-809]#,##0.0,,"m"', "£1.2m"),
        (45341, "mmm-yy", "February 2024"),
        (45341.75, "dd/mm/yyyy hh:mm", "19 February 2024 18:00"),
        (3, '"Q"0', "Q3"),
        (0.1 + 0.2, "General", "0.3"),
        (1e300, "0.0", "1e+300"),
    ],
)
def test_numbers_read_as_people_see_them(value, code, text):
    assert shown(value, code) == text


def test_days_count_from_1904_where_the_workbook_says_so():
    assert shown(43879, "dd/mm/yyyy", from_1904=True) == "19 February 2024"


# ODS

ODS = """<table:table table:name="Jobs"><table:table-row><table:table-cell/><table:table-cell
table:number-columns-spanned="2"><text:p>Rate</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell>
<text:p>Place</text:p></table:table-cell><table:table-cell><text:p>Men</text:p></table:table-cell>
<table:table-cell><text:p>Women</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>Cardiff</text:p></table:table-cell><table:table-cell
table:number-columns-repeated="2"><text:p>7.5%</text:p></table:table-cell><table:table-cell
table:number-columns-repeated="16000"/></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell><text:p>Hidden</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1000000"><table:table-cell
table:number-columns-repeated="16384"/></table:table-row></table:table>"""


def test_ods_reads_like_xlsx(tmp_path):
    draft = read(write_odf(tmp_path / "a.ods", "spreadsheet", ODS))

    assert draft.pages[0].label == "sheet Jobs"
    assert blocks(draft)[-1][1] == "Rate\nPlace\tMen\tWomen\nCardiff\t7.5%\t7.5%"
    assert headers(draft.tables[0], "7.5%") == (["Rate", "Men"], ["Cardiff"])
    assert draft.problems == ('sheet "Jobs": 1 hidden rows were left out',)


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_is_one_table_whatever_parts_its_fields(tmp_path, delimiter):
    rows = (("Region", '"Rate, %; a|b\t"'), ("Wales", "73.1"), ("UK", "75.0"))
    (tmp_path / "a.csv").write_text("\r\n".join(delimiter.join(row) for row in rows))
    draft = read(tmp_path / "a.csv")

    assert blocks(draft)[0][0] is Kind.TABLE
    assert headers(draft.tables[0], "73.1") == (["Rate, %; a|b"], ["Wales"])


def test_commas_in_figures_do_not_part_fields():
    assert delimiter_of("Place;Rate;Share\nWales;73,1;2,5\nUK;75,0;3,1\n") == ";"


ROWS_AS_TEXT = "Region{0}Jobs{0}Rate\nWales{0}41{0}73.1%\nScotland{0}80{0}74.5%\n"


@pytest.mark.parametrize("name", ["a.txt", "a", "a.dat"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_rows_of_fields_are_a_table_whatever_the_file_is_called(tmp_path, name, delimiter):
    (tmp_path / name).write_text(ROWS_AS_TEXT.format(delimiter))

    draft = read(tmp_path / name)

    assert draft.media_type == "text/csv"
    assert headers(draft.tables[0], "74.5%") == (["Rate"], ["Scotland"])


def test_a_long_text_of_rows_is_told_from_its_beginning(tmp_path):
    rows = "".join(f'"Ward, no. {n}",{n}.5\n' for n in range(2000))
    (tmp_path / "a.txt").write_text(f"Ward,Rate\n{rows}")

    assert "1999.5" in [each.text for each in read(tmp_path / "a.txt").tables[0].cells]


@pytest.mark.parametrize(
    "prose",
    [
        "In May, we met.\nIn June, we left.\nIn July, we came back.\n",
        "Wales 1,200\nScotland 2,300\nEngland 3,100\n",
        "73,1\n75,0\n76,2\n",
        "Dear all; we met.\nDear Ann; we left.\nDear Bob; we came.\n",
        "We met, talked, and left.\nNobody came.\nThe end, then.\n",
        "Place,Jobs\nWales,41\n",
        "| Place | Jobs |\n|---|---|\n| Wales | 41 |\n",
        '{"place":"Wales","jobs":41}\n' * 3,
        "one line\nanother line\na third line\n",
        "A,\nB,\nC,\n",
    ],
)
def test_prose_with_commas_is_no_table(tmp_path, prose):
    (tmp_path / "a.txt").write_text(prose)

    assert not is_delimited(prose)
    assert read(tmp_path / "a.txt").media_type == "text/plain"


def test_a_csv_in_windows_encoding_is_read_and_says_so(tmp_path):
    (tmp_path / "a.csv").write_bytes("Place,Cost\nYnys Môn,£3.6m\n".encode("cp1252"))
    draft = read(tmp_path / "a.csv")

    assert cell(draft.tables[0], "£3.6m")
    assert "Windows-1252" in draft.problems[0]


def test_a_csv_with_one_column_reads_as_lines(tmp_path):
    (tmp_path / "a.csv").write_text("Wales\nUK\n")

    assert [text for _, text in blocks(read(tmp_path / "a.csv"))] == ["Wales", "UK"]


def test_records_beyond_the_limit_are_refused_with_the_way_out(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n" * 100)

    with pytest.raises(UnreadableDocument, match="more than 150 cells: records"):
        read_file(tmp_path / "a.csv", Limits(max_cells=150))


def test_a_csv_of_delimiters_only_is_nothing_to_index(tmp_path):
    (tmp_path / "a.csv").write_text(",,,\n,,,\n")

    with pytest.raises(NothingToIndex):
        read(tmp_path / "a.csv")


# Rows of a table and text around it


def test_rows_after_a_blank_line_keep_the_header_and_a_new_table_has_its_own(tmp_path):
    (tmp_path / "a.csv").write_text(
        "Region,Rate\nWales,73%\n\nEngland\nDevon,75%\n\nNation,Jobs\nUK,12\n"
    )
    first, second = read(tmp_path / "a.csv").tables

    assert headers(first, "75%") == (["Rate"], ["England", "Devon"])
    assert headers(second, "12") == (["Jobs"], ["UK"])


def test_the_first_line_that_names_a_table_is_its_caption(tmp_path):
    (tmp_path / "a.csv").write_text("Back to contents\nTable 2: Jobs\nPlace,Jobs\nUK,12\n")
    draft = read(tmp_path / "a.csv")

    assert draft.tables[0].caption.text == "Table 2: Jobs"
    assert (Kind.PROSE, "Back to contents") in blocks(draft)


def test_spreadsheets_survive_the_pipe(tmp_path):
    draft = read(workbook(tmp_path))

    assert decode(encode(draft)) == draft


# Kinds that stay out


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("a.eml", "From: A <a@b.c>\nMIME-Version: 1.0\nSubject: x\n\nHello", "an e-mail"),
        ("a.txt", "Received: from a\n by b\nFrom: x\n\nHello", "an e-mail"),
        ("a.json", '{"a": 1}', "holds data"),
        ("a.yaml", "a: 1", "holds data"),
    ],
)
def test_mails_and_records_are_refused_in_a_line(tmp_path, name, content, named):
    (tmp_path / name).write_text(content)

    with pytest.raises(UnreadableDocument, match=named):
        read(tmp_path / name)


def test_a_memo_in_plain_text_is_no_mail(tmp_path):
    (tmp_path / "a.txt").write_text("To: The board\nFrom: The office\nSubject: Skills\n\nHello.")

    assert read(tmp_path / "a.txt").media_type == "text/plain"


def test_a_binary_excel_file_is_refused_by_name(tmp_path):
    with pytest.raises(UnreadableDocument, match="a binary Excel file"):
        read(write_packed(tmp_path / "a.xlsb", {"xl/workbook.bin": "x"}))
