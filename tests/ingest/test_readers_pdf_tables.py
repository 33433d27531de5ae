"""Tables on PDF pages: found by lines, fills or gutters; read cell by cell; kept across pages."""

import pypdfium2
import pytest

from ingest.chunk import chunk
from ingest.document import Document, Kind, Metadata
from ingest.pictures import page_picture
from ingest.readers import Limits, read_file
from ingest.readers.pdf import page_text
from tests.ingest.handmade import Line, Sheet, lines, ruled, write_pdf
from tests.ingest.test_pictures import SCALE, lit_box

XS = (72, 200, 300, 400)


def cells(*rows: tuple[float, tuple[str, ...]], lefts: tuple[float, ...] = XS) -> list[Line]:
    """Rows of words at baselines; an empty text is an empty cell."""
    return [
        (left + 4, y, 10, text)
        for y, texts in rows
        for left, text in zip(lefts, texts, strict=False)
        if text
    ]


WRAPPED = Sheet(
    [
        *lines("Table 1: Work in the nations", top=740, size=10),
        *cells(
            (715, ("Nation", "Rate", "Owner")),
            (695, ("Wales and the", "73.1%", "Welsh")),
            (683, ("Marches", "", "Government")),
            (665, ("Scotland", "74.5%", "Scottish")),
            (653, ("", "", "Government")),
        ),
    ],
    drawn=ruled(XS, (728, 708, 678, 648)),
)


@pytest.fixture
def wrapped(tmp_path):
    return write_pdf(tmp_path / "a.pdf", [WRAPPED])


def test_the_lines_of_a_wrapped_cell_are_read_together(wrapped):
    draft = read_file(wrapped, Limits())

    (table,) = draft.tables
    text = draft.pages[0].text
    assert text[table.start : table.end] == (
        "Nation\tRate\tOwner\nWales and the Marches\t73.1%\tWelsh Government\n"
        "Scotland\t74.5%\tScottish Government"
    )
    assert all(text[cell.start : cell.end] == cell.text for cell in table.cells)


def test_a_cell_has_its_headers_and_the_table_its_caption(wrapped):
    (table,) = read_file(wrapped, Limits()).tables

    cell = next(cell for cell in table.cells if cell.text == "Scottish Government")
    assert [head.text for head in table.row_header(cell)] == ["Scotland"]
    assert [head.text for head in table.column_header(cell)] == ["Owner"]
    assert table.caption is not None
    assert table.caption.text == "Table 1: Work in the nations"


def test_a_cell_is_lit_on_its_own(wrapped):
    (table,) = read_file(wrapped, Limits()).tables
    cell = next(cell for cell in table.cells if cell.text == "Welsh Government")

    left, top, right, bottom = lit_box(
        page_picture(wrapped, 1, lit=((cell.start, cell.end),), scale=SCALE)
    )

    assert 300 < left < right < 400
    assert 842 - 708 < top < bottom < 842 - 675


def test_the_page_reads_the_same_by_itself(wrapped):
    document = pypdfium2.PdfDocument(wrapped)

    alone = page_text(document, 1)

    assert alone.text == read_file(wrapped, Limits()).pages[0].text
    document.close()


def test_passages_of_a_table_are_rows_that_read_alone(wrapped):
    draft = read_file(wrapped, Limits())
    document = Document(
        "d", wrapped, "s", draft.media_type, Metadata("A plan"), draft.pages, draft.blocks,
        tables=draft.tables,
    )  # fmt: skip

    passages = chunk(document, lambda text: len(text.split()), max_tokens=200)

    (passage,) = [passage for passage in passages if passage.kind is Kind.TABLE]
    assert passage.text == draft.pages[0].text[passage.start : passage.end]
    assert passage.rendering.splitlines()[0] == (
        "Table 1: Work in the nations: Wales and the Marches; Rate: 73.1%; Owner: Welsh Government"
    )


def test_a_merged_header_stands_over_all_its_columns(tmp_path):
    lefts = (72, 200, 250, 300, 350)
    sheet = Sheet(
        [
            *cells((715, ("Area", "Rate", "", "Number")), lefts=lefts),
            *cells((695, ("", "2012", "2013", "2012", "2013")), lefts=lefts),
            *cells((675, ("Wales", "70%", "73%", "10", "12")), lefts=lefts),
        ],
        drawn="\n".join(
            [
                ruled((72, 400), (728, 708, 688, 668)),
                *(f"{x} 728 m {x} 668 l S" for x in (200, 300)),
                *(f"{x} 708 m {x} 668 l S" for x in (250, 350)),
            ]
        ),
    )
    path = write_pdf(tmp_path / "a.pdf", [sheet])

    (table,) = read_file(path, Limits()).tables

    cell = next(cell for cell in table.cells if cell.text == "12")
    assert [head.text for head in table.column_header(cell)] == ["Number", "2013"]


def test_figures_in_columns_without_lines_are_a_table(tmp_path):
    sheet = Sheet(
        cells(
            (715, ("Sector", "1990", "2004")),
            (700, ("Homes", "22.3", "25.3")),
            (685, ("Farming, forestry and", "", "")),
            (673, ("land", "17.0", "13.2")),
            (658, ("Public", "3.7", "2.9")),
        )
    )
    path = write_pdf(tmp_path / "a.pdf", [sheet])

    (table,) = read_file(path, Limits()).tables

    cell = next(cell for cell in table.cells if cell.text == "13.2")
    assert [head.text for head in table.row_header(cell)] == ["Farming, forestry and land"]
    assert [head.text for head in table.column_header(cell)] == ["2004"]


def test_a_table_that_goes_on_overleaf_keeps_its_headers(tmp_path):
    first = Sheet(
        cells((115, ("Action", "Owner", "By")), (95, ("Build a bridge", "Council", "May 2014"))),
        drawn=ruled(XS, (128, 108, 88)),
    )
    second = Sheet(
        [
            *cells((795, ("Plant trees", "Parish", "June 2015"))),
            *cells((775, ("Mend roads", "County", "July 2016"))),
            *lines("The rest of this page is a sentence about roads.", top=700),
        ],
        drawn=ruled(XS, (808, 788, 768)),
    )
    path = write_pdf(tmp_path / "a.pdf", [first, second])

    tables = read_file(path, Limits()).tables

    cell = next(cell for cell in tables[1].cells if cell.text == "Parish")
    (head,) = tables[1].column_header(cell)
    assert (head.text, head.page) == ("Owner", 1)
    assert [label.text for label in tables[1].row_header(cell)] == ["Plant trees"]


def test_a_frame_around_prose_is_no_table(tmp_path):
    prose = lines(
        "The fund was set up in May 2014 to help places.", "It closed in 2015.", top=700, size=10
    )
    path = write_pdf(tmp_path / "a.pdf", [Sheet(prose, drawn=ruled((60, 500), (720, 670)))])

    draft = read_file(path, Limits())

    assert draft.tables == ()
    assert "to help places.\nIt closed" in draft.pages[0].text


def test_two_columns_of_prose_are_no_table(tmp_path):
    left = lines("Jobs grew in 2014 and", "pay grew in 2015 in", "all of the regions.", left=72)
    right = lines("The plan of 2016 was", "to build 40 homes in", "each of 12 towns.", left=320)
    path = write_pdf(tmp_path / "a.pdf", [Sheet([*left, *right])])

    assert read_file(path, Limits()).tables == ()


def test_bullets_in_a_frame_are_no_column(tmp_path):
    items = [(76, 700, 10, "•"), (96, 700, 10, "Jobs grew in 2014."), (76, 685, 10, "•")]
    items += [(96, 685, 10, "Pay grew in 2015."), (76, 670, 10, "•"), (96, 670, 10, "Rents fell.")]
    path = write_pdf(tmp_path / "a.pdf", [Sheet(items, drawn=ruled((60, 500), (720, 660)))])

    assert read_file(path, Limits()).tables == ()


def test_boxes_around_words_of_a_sentence_are_no_table(tmp_path):
    rows = [
        (700, ("The plan of", "the council", "was agreed")),
        (680, ("by all of", "its members", "in the end")),
        (660, ("and it was", "then sent", "to the mayor")),
    ]
    lefts = (72, 128, 184)
    path = write_pdf(
        tmp_path / "a.pdf",
        [Sheet(cells(*rows, lefts=lefts), drawn=ruled((72, 128, 184, 250), (712, 692, 672, 652)))],
    )

    assert read_file(path, Limits()).tables == ()


@pytest.mark.parametrize(("sizes", "tables"), [((8, 8, 8), 1), ((8, 10, 12), 0)])
def test_a_page_laid_out_in_bands_with_headings_and_large_figures_is_no_table(
    tmp_path, sizes, tables
):
    said = "warmer homes and better skills for people in port number"
    long = [(76, 690 - 12 * at, sizes[at % 3], f"{said} {at}") for at in range(8)]
    sheet = Sheet(
        [
            *cells((720, ("What is planned", "Key policies")), lefts=(72, 420)),
            *long,
            *[(424, y, 8, text) for y, text in ((690, "Work"), (678, "Homes"))],
            *cells((570, ("Wales", "1,200")), (550, ("Scotland", "1,300")), lefts=(72, 420)),
        ],
        drawn=ruled((72, 540), (735, 705, 590, 562, 540)),
    )

    draft = read_file(write_pdf(tmp_path / "a.pdf", [sheet]), Limits())

    assert len(draft.tables) == tables
