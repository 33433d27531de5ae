"""A line of units belongs to its table: it is no caption, and every row is read with it."""

from pathlib import Path

import pytest

from ingest.chunk import chunk
from ingest.document import Document, Kind, Metadata, Passage
from ingest.readers import Draft, Limits, read_file
from ingest.readers.wire import decode, encode
from ingest.tables import plain_table, table_from
from ingest.units import is_units_line
from tests.ingest.handmade import Sheet, lines, ruled, write_docx, write_odf, write_pdf, write_xlsx
from tests.ingest.test_readers_pdf_tables import XS, cells


@pytest.mark.parametrize(
    "line",
    [
        "£ thousand", "(£ million)", "£m", "£000s", "£'000", "GBP thousands", "£ per head",
        "£ million, 2019 prices", "Units: £ million", "All figures are in £ thousand", "Per cent",
        "%", "Percentage of households", "Percentage points", "Numbers in thousands", "Thousands",
        "Thousands, seasonally adjusted", "000s", "Number of jobs", "Thousands of people",
        "Index (2015=100)", "2015 = 100", "Rate per 100,000 population", "Persons", "Hectares",
        "Thousand tonnes of CO2 equivalent", "GWh per year", "kWh",
    ],
)  # fmt: skip
def test_a_line_of_nothing_but_units(line):
    assert is_units_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "", "Jobs by region", "Number of jobs by region", "Table 3: Spending (£ million)", "Wales",
        "2023", "1,000", "£50,000", "£3 million", "Percentage of households in poverty", "People",
        "Index", "Population", "Rates", "Prices", "Source: ONS", "Thousands marched", "Volume 3",
        "The fund paid £3 million to eleven councils.", "All figures are from the survey.",
    ],
)  # fmt: skip
def test_a_line_that_says_more_or_less_than_units(line):
    assert not is_units_line(line)


CAPTION = "Table 3: Jobs by region"
ROWS = (("Region", "2022", "2023"), ("Wales", "39", "41"), ("Scotland", "77", "80"))
INTRODUCED = "This bulletin gives the figures of the survey for all the nations of the kingdom."


def as_pdf(folder: Path) -> Path:
    body = cells(*((y, row) for y, row in zip((700, 680, 660), ROWS, strict=True)))
    above = [*lines(CAPTION, top=752), *lines("Thousands", top=730)]
    drawn = ruled(XS, (715, 693, 673, 653))
    return write_pdf(folder / "a.pdf", [Sheet([*above, *body], drawn=drawn)])


def as_docx(folder: Path) -> Path:
    def paragraph(text: str) -> str:
        return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"

    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in row)}</w:tr>" for row in ROWS
    )
    above = paragraph(INTRODUCED) + paragraph(CAPTION) + paragraph("Thousands")
    return write_docx(folder / "a.docx", f"{above}<w:tbl>{rows}</w:tbl>")


def as_odt(folder: Path) -> Path:
    def paragraph(text: str) -> str:
        return f"<text:p>{text}</text:p>"

    def cell(text: str) -> str:
        return f"<table:table-cell>{paragraph(text)}</table:table-cell>"

    rows = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS)
    above = paragraph(INTRODUCED) + paragraph(CAPTION) + paragraph("Thousands")
    return write_odf(folder / "a.odt", "text", f"{above}<table:table>{rows}</table:table>")


def as_html(folder: Path) -> Path:
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in ROWS)
    path = folder / "a.html"
    path.write_text(
        f"<html><body><main><p>{INTRODUCED}</p><p>{CAPTION}</p><p>Thousands</p>"
        f"<table>{rows}</table></main></body></html>"
    )
    return path


def as_csv(folder: Path) -> Path:
    path = folder / "a.csv"
    rows = "\n".join(",".join(row) for row in ROWS)
    path.write_text(f"{CAPTION},,\nThousands,,\n{rows}\n")
    return path


def as_xlsx(folder: Path) -> Path:
    """The units stand over the last column, as statisticians set them."""
    texts = {"A1": CAPTION, "C2": "Thousands"}
    texts |= {
        f"{column}{n}": text
        for n, row in enumerate(ROWS, 3)
        for column, text in zip("ABC", row, strict=True)
    }
    rows = "".join(
        f'<row r="{n}">'
        + "".join(
            f'<c r="{at}" t="str"><v>{text}</v></c>'
            for at, text in texts.items()
            if at[1:] == str(n)
        )
        + "</row>"
        for n in range(1, 6)
    )
    return write_xlsx(folder / "a.xlsx", {"Jobs": f"<sheetData>{rows}</sheetData>"})


def table_passages(draft: Draft) -> list[Passage]:
    document = Document(
        "d", Path("/a"), "s", draft.media_type, Metadata("A plan"), draft.pages, draft.blocks,
        tables=draft.tables,
    )  # fmt: skip
    return list(chunk(document, lambda text: len(text.split()), max_tokens=200))


@pytest.mark.parametrize("written", [as_pdf, as_docx, as_odt, as_html, as_csv, as_xlsx])
def test_units_between_caption_and_table_are_the_tables_and_leave_the_caption(written, tmp_path):
    draft = read_file(written(tmp_path), Limits())

    (table,) = draft.tables
    assert table.caption is not None
    assert table.units is not None
    assert (table.caption.text, table.units.text) == (CAPTION, "Thousands")
    for piece in (table.caption, table.units):
        assert draft.pages[0].text[piece.start : piece.end] == piece.text
    made = table_passages(draft)
    (passage,) = [each for each in made if each.kind is Kind.TABLE]
    assert passage.rendering.startswith(f"{CAPTION} (Thousands): Wales; 2022: 39; 2023: 41")
    assert not [each.text for each in made if each.text == "Thousands"]
    assert decode(encode(draft)) == draft


def test_units_without_a_caption_leave_the_prose_above_alone(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(as_html(tmp_path).read_text().replace(f"<p>{CAPTION}</p>", ""))

    draft = read_file(path, Limits())

    (table,) = draft.tables
    assert table.caption is None
    (_, passage) = table_passages(draft)
    assert passage.rendering.startswith("Thousands: Wales; 2022: 39")


def test_units_in_a_row_of_their_own_head_the_table_of_a_pdf(tmp_path):
    rows = (("", "", "", ""), *ROWS)
    body = cells(*((y, row) for y, row in zip((720, 700, 680, 660), rows, strict=True)))
    body.append((XS[2] + 4, 720, 10, "£ million"))
    above = lines("Table 4: Grants paid to councils", top=752)
    drawn = ruled(XS, (733, 715, 693, 673, 653))
    path = write_pdf(tmp_path / "a.pdf", [Sheet([*above, *body], drawn=drawn)])

    (table,) = read_file(path, Limits()).tables

    assert table.caption is not None
    assert table.units is not None
    assert table.caption.text == "Table 4: Grants paid to councils"
    assert table.units.text == "£ million"
    assert "£ million" not in [cell.text for cell in table.cells]


def test_a_table_kept_before_there_were_units_is_read(tmp_path):
    (table,) = read_file(as_html(tmp_path), Limits()).tables
    old = plain_table(table)[:5]

    assert table_from(old).units is None
    assert table_from(old).cells == table.cells
