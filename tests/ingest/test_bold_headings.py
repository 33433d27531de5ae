"""Bold lines are headings where an author used no styles for them; bold alone makes no heading."""

from pathlib import Path

import pytest

from ingest.document import Kind
from ingest.readers import Draft, Limits, read_file
from tests.ingest.handmade import write_docx, write_odf

HEADING_STYLE = (
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Strongish"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Strongish"/></w:style>'
    "</w:styles>"
)
PROSE = "The partnership began its work with the councils in May."


def run(text: str, weight: str = "") -> str:
    return f'<w:r><w:rPr>{weight}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def line(*runs: str, style: str = "", item: bool = False) -> str:
    own = f'<w:pStyle w:val="{style}"/>' if style else ""
    own += '<w:numPr><w:numId w:val="1"/></w:numPr>' if item else ""
    return f"<w:p><w:pPr>{own}</w:pPr>{''.join(runs)}</w:p>"


def bold(text: str) -> str:
    return line(run(text, "<w:b/>"))


def plain(text: str = PROSE) -> str:
    return line(run(text))


def docx(folder: Path, *body: str) -> Draft:
    path = write_docx(folder / "a.docx", "".join(body), {"word/styles.xml": HEADING_STYLE})
    return read_file(path, Limits())


def headings(draft: Draft) -> list[str]:
    return [
        draft.pages[b.page - 1].text[b.start : b.end]
        for b in draft.blocks
        if b.kind is Kind.HEADING
    ]


def test_bold_lines_head_the_prose_below_them(tmp_path):
    draft = docx(
        tmp_path, bold("A plan for the river"), bold("1. Aims"), plain(), plain(),
        bold("1.1 Skills"), plain(), bold("2. Who pays?"), plain(),
    )  # fmt: skip

    assert headings(draft) == ["A plan for the river", "1. Aims", "1.1 Skills", "2. Who pays?"]
    assert [b.heading_path for b in draft.blocks if b.kind is Kind.PROSE] == [
        ("1. Aims",), ("1. Aims",), ("1. Aims", "1.1 Skills"), ("2. Who pays?",),
    ]  # fmt: skip
    assert draft.file_metadata.heading == "A plan for the river"


def test_bold_may_come_from_a_style_and_must_hold_for_every_letter(tmp_path):
    draft = docx(
        tmp_path,
        line(run("Aims"), style="Own"), plain(),
        line(run("Means ", "<w:b/>"), run("of support", "<w:b/>")), plain(),
        line(run("Not all ", "<w:b/>"), run("is bold")), plain(),
        line(run("Turned off", '<w:b w:val="0"/>'), style="Own"), plain(),
    )  # fmt: skip

    assert headings(draft) == ["Aims", "Means of support"]


@pytest.mark.parametrize(
    "other",
    [
        bold("All bids must be in by the end of May."),
        bold("Warning about the flood"),
        bold("Do not send this page on"),
        bold("Spent in all:"),
        bold("£ thousand"),
        bold("2023"),
        bold("and so it went on"),
        line(run("Better skills for all", "<w:b/>"), item=True),
        bold("Jane Price") + bold("Head of Place") + bold("The Council"),
        bold("A very long line " + "of very many words " * 5),
    ],
)
def test_what_is_bold_for_another_reason_is_no_heading(tmp_path, other):
    draft = docx(tmp_path, bold("Aims"), plain(), other, plain(), bold("Means"), plain())

    assert headings(draft) == ["Aims", "Means"]


def test_bold_in_tables_and_boxes_is_no_heading(tmp_path):
    def table(*cells: str) -> str:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr></w:tbl>"

    box = line(f"<w:r><w:txbxContent>{bold('In a box')}{plain()}</w:txbxContent></w:r>")
    draft = docx(
        tmp_path, bold("Aims"), plain(), table(bold("Framed") + plain()), box,
        bold("Jobs by region"), table(bold("Wales"), plain("41")), plain(), bold("Means"), plain(),
    )  # fmt: skip

    assert headings(draft) == ["Aims", "Means"]


def test_bold_lines_stay_prose_where_styles_name_the_headings(tmp_path):
    styled = [line(run(f"Chapter {n}"), style="H1") + plain() for n in (1, 2, 3)]

    draft = docx(tmp_path, *styled, bold("Aims"), plain(), bold("Means"), plain())

    assert headings(draft) == ["Chapter 1", "Chapter 2", "Chapter 3"]


def test_one_bold_line_is_emphasis(tmp_path):
    assert headings(docx(tmp_path, plain(), bold("Aims"), plain())) == []


def test_one_styled_heading_stands_above_bold_ones(tmp_path):
    draft = docx(
        tmp_path, line(run("The plan"), style="H1"), bold("Aims"), plain(), bold("Means"), plain()
    )

    assert draft.blocks[-1].heading_path == ("The plan", "Means")


def test_bold_lines_of_an_odt_head_the_prose_below_them(tmp_path):
    style = (
        '<style:style style:name="{}" style:family="paragraph" style:parent-style-name="{}">'
        '<style:text-properties fo:font-weight="{}"/></style:style>'
    )
    styles = style.format("B", "Standard", "bold") + style.format("N", "Standard", "normal")
    styles += '<style:style style:name="Below" style:parent-style-name="B"/>'
    span = '<text:span text:style-name="{}">{}</text:span>'
    paragraphs = (
        f"<text:p>{span.format('B', 'Aims')}</text:p><text:p>{PROSE}</text:p>",
        f'<text:p text:style-name="Below">Means</text:p><text:p>{PROSE}</text:p>',
        f"<text:p>{span.format('B', 'Half')} of it</text:p><text:p>{PROSE}</text:p>",
        f'<text:p text:style-name="B">{span.format("N", "Light")}</text:p><text:p>{PROSE}</text:p>',
        f'<text:list><text:list-item><text:p text:style-name="B">An item</text:p></text:list-item>'
        f"</text:list><text:p>{PROSE}</text:p>",
    )
    path = write_odf(tmp_path / "a.odt", "text", "".join(paragraphs), styles=styles)

    draft = read_file(path, Limits())

    assert headings(draft) == ["Aims", "Means"]
    assert draft.blocks[-1].heading_path == ("Means",)
