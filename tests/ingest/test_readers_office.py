"""DOCX, ODT, ODP and PPTX as people read them: nothing shown is lost, nothing hidden is quoted."""

import zipfile
from pathlib import Path

import pytest

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers import Draft, Limits, read_file
from tests.ingest.handmade import (
    SLIDES,
    relationships,
    write_docx,
    write_odf,
    write_packed,
    write_pptx,
)

STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Own"><w:name w:val="LPIP chapter"/><w:basedOn w:val="H1"/></w:style>
<w:style w:styleId="C"><w:name w:val="caption"/></w:style></w:styles>"""


def read(path: Path) -> Draft:
    return read_file(path, Limits())


def blocks(draft: Draft) -> list[tuple[Kind, str]]:
    return [(b.kind, draft.pages[b.page - 1].text[b.start : b.end]) for b in draft.blocks]


def paragraph(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


# DOCX


def test_a_style_based_on_a_heading_makes_headings_and_captions_are_captions(tmp_path):
    body = paragraph("Aims", "Own") + paragraph("Table 1: Rates", "C") + paragraph("Text.")

    assert blocks(read(write_docx(tmp_path / "a.docx", body, {"word/styles.xml": STYLES}))) == [
        (Kind.HEADING, "Aims"),
        (Kind.CAPTION, "Table 1: Rates"),
        (Kind.PROSE, "Text."),
    ]


def test_the_caption_above_a_table_is_the_tables(tmp_path):
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{paragraph(c)}</w:tc>' for c in cells)}</w:tr>"

    table = f"<w:tbl>{row('Place', '2023')}{row('Gwynedd', '4.1')}</w:tbl>"
    body = (
        paragraph("Spending (£ million)", "C") + table + paragraph("Table 2: By year") + table
        + paragraph("What follows is told in words.") + table
    )  # fmt: skip
    draft = read(write_docx(tmp_path / "a.docx", body, {"word/styles.xml": STYLES}))

    captions = [table.caption and table.caption.text for table in draft.tables]
    assert captions == ["Spending (£ million)", "Table 2: By year", None]
    for table in draft.tables[:2]:
        assert table.caption
        page = draft.pages[table.caption.page - 1]
        assert page.text[table.caption.start : table.caption.end] == table.caption.text


def test_a_cell_merged_downwards_heads_every_row_that_it_covers(tmp_path):
    def cell(text: str, merged: str = "") -> str:
        return f"<w:tc><w:tcPr>{merged}</w:tcPr>{paragraph(text)}</w:tc>"

    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = (
        cell("Nation") + cell("Sex") + cell("Jobs"),
        cell("Wales", begins) + cell("Men") + cell("700"),
        cell("", goes_on) + cell("") + cell(""),
        cell("", goes_on) + cell("Women") + cell("750"),
        cell("England") + cell("All") + cell("900"),
    )
    body = f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    (table,) = read(write_docx(tmp_path / "a.docx", body)).tables
    beside = {
        cell.text: [table.cells[at].text for at in cell.beside] for cell in table.cells
    }  # fmt: skip

    assert beside["750"][0] == "Wales"
    assert beside["700"][0] == "Wales"
    assert "Wales" not in beside["900"]


def test_a_text_box_reads_once_after_the_paragraph_that_holds_it(tmp_path):
    box = f"<w:txbxContent>{paragraph('In the box.')}{paragraph('Also there.')}</w:txbxContent>"
    body = (
        '<w:p xmlns:mc="m"><w:r><w:t>Before </w:t></w:r><w:r><mc:AlternateContent>'
        f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        "<w:r><w:t>and after.</w:t></w:r></w:p>"
    )

    assert [text for _, text in blocks(read(write_docx(tmp_path / "a.docx", body)))] == [
        "Before and after.", "In the box.", "Also there.",
    ]  # fmt: skip


def test_tracked_changes_read_as_if_they_were_accepted(tmp_path):
    run = "<w:r><w:t>{}</w:t></w:r>".format
    body = (
        f"<w:p><w:moveFrom>{run('Moved.')}</w:moveFrom></w:p>"
        f"<w:p><w:ins>{run('Inserted.')}</w:ins><w:del><w:r><w:delText>Gone.</w:delText></w:r>"
        f"</w:del></w:p><w:p><w:moveTo>{run('Moved.')}</w:moveTo></w:p>"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('Old')}</w:tc>"
        f"<w:tc>{paragraph('row')}</w:tc></w:tr><w:tr><w:tc>{paragraph('New')}</w:tc>"
        f"<w:tc>{paragraph('row')}</w:tc></w:tr></w:tbl>"
    )

    texts = [text for _, text in blocks(read(write_docx(tmp_path / "a.docx", body)))]

    assert texts[:2] == ["Inserted.", "Moved."]
    assert "Old" not in texts[2]


def test_a_web_page_inside_a_docx_is_part_of_its_text(tmp_path):
    parts = {
        "word/_rels/document.xml.rels": relationships({"r1": ("aFChunk", "/word/part.html")}),
        "word/part.html": "<html><body><h2>Inside</h2><p>From the part.</p></body></html>",
    }
    draft = read(write_docx(tmp_path / "a.docx", '<w:altChunk r:id="r1"/>', parts))

    assert blocks(draft) == [(Kind.HEADING, "Inside"), (Kind.PROSE, "From the part.")]


def test_a_part_outside_the_docx_is_named_and_not_opened(tmp_path):
    secret = tmp_path / "secret.html"
    secret.write_text("<p>The secret.</p>")
    parts = {
        "word/_rels/document.xml.rels": relationships({"r1": ("aFChunk", f"file://{secret}")}),
    }
    body = paragraph("Text.") + '<w:altChunk r:id="r1"/>'
    draft = read(write_docx(tmp_path / "a.docx", body, parts))

    assert draft.pages[0].text == "Text."
    assert "lies outside it" in draft.problems[0]


# ODT

ODT = """<text:tracked-changes><text:changed-region><text:deletion><text:p>Deleted.</text:p>
</text:deletion></text:changed-region></text:tracked-changes>
<text:table-of-content><text:index-body><text:p>Aims 2</text:p></text:index-body>
</text:table-of-content>
<text:p text:style-name="Title">A plan</text:p>
<text:h text:outline-level="1">Aims</text:h>
<text:p>We aim<text:s text:c="2"/>high<text:note><text:note-citation>1</text:note-citation>
<text:note-body><text:p>ONS, 2023.</text:p></text:note-body></text:note>,<text:line-break/>always.
<text:span text:style-name="Unseen">Hidden.</text:span>
<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>
<text:list><text:list-item><text:p>skills</text:p><text:list><text:list-item><text:p>basic</text:p>
</text:list-item></text:list></text:list-item></text:list>
<text:section text:display="none"><text:p>Also hidden.</text:p></text:section>
<text:p text:style-name="Break">Next page.<draw:frame><draw:text-box><text:p>In a box.</text:p>
</draw:text-box></draw:frame></text:p>
<text:p text:style-name="Table">Table 1: Rates</text:p>
<table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Nation</text:p>
</table:table-cell><table:table-cell><text:p>Rate</text:p></table:table-cell></table:table-row>
</table:table-header-rows><table:table-row><table:table-cell><text:p>Wales</text:p>
</table:table-cell><table:table-cell><text:p>73%</text:p></table:table-cell></table:table-row>
</table:table>"""
ODT_STYLES = """<style:style style:name="Unseen"><style:text-properties text:display="none"/>
</style:style><style:style style:name="Break"><style:paragraph-properties fo:break-before="page"/>
</style:style>"""


def test_odt_reads_as_people_see_it(tmp_path):
    draft = read(write_odf(tmp_path / "a.odt", "text", ODT, styles=ODT_STYLES))

    assert [text for _, text in blocks(draft)] == [
        "A plan", "Aims", "We aim high,\nalways.", "• skills", "• basic", "ONS, 2023.",
        "Next page.", "In a box.", "Table 1: Rates", "Nation\tRate\nWales\t73%",
    ]  # fmt: skip
    assert [kind for kind, _ in blocks(draft)][:2] == [Kind.HEADING, Kind.HEADING]
    assert blocks(draft)[5][0] is Kind.FOOTNOTE
    assert [kind for kind, _ in blocks(draft)][-2:] == [Kind.CAPTION, Kind.TABLE]
    assert draft.pages[1].text.endswith("Wales\t73%")
    assert [b.page for b in draft.blocks] == [1] * 6 + [2] * 4
    assert draft.blocks[2].heading_path == ("A plan", "Aims")


def test_the_contents_list_of_an_odt_is_on_the_page_but_in_no_block(tmp_path):
    draft = read(write_odf(tmp_path / "a.odt", "text", ODT, styles=ODT_STYLES))

    assert "Aims 2" in draft.pages[0].text
    assert not any("Aims 2" in text for _, text in blocks(draft))


def test_hidden_and_deleted_text_of_an_odt_is_left_out(tmp_path):
    draft = read(write_odf(tmp_path / "a.odt", "text", ODT, styles=ODT_STYLES))

    for unwanted in ("Deleted", "idden", "remark"):
        assert unwanted not in "".join(page.text for page in draft.pages)


def test_an_odt_with_a_password_is_refused_with_the_way_out(tmp_path):
    manifest = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "\x01\x02",
        "META-INF/manifest.xml": manifest,
    }

    with pytest.raises(UnreadableDocument, match="needs a password"):
        read(write_packed(tmp_path / "a.odt", parts))


def test_an_odt_without_text_is_nothing_to_index(tmp_path):
    with pytest.raises(NothingToIndex, match="the ODT holds no text"):
        read(write_odf(tmp_path / "a.odt", "text", "<text:p/>"))


# Slides


def shape(text: str, placeholder: str = "") -> str:
    mark = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else ""
    paragraphs = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("|"))
    return f"<p:sp><p:nvSpPr>{mark}</p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"


def test_pptx_slides_are_pages_with_their_title_as_heading(tmp_path):
    cell = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>".format
    table = (
        f"<p:graphicFrame><a:tbl><a:tr>{cell('Nation')}{cell('Rate')}</a:tr>"
        f"<a:tr>{cell('Wales')}{cell('73%')}</a:tr></a:tbl></p:graphicFrame>"
    )
    first = shape("7", "sldNum") + shape("One|Two", "body") + shape("Aims", "title") + table
    path = write_pptx(tmp_path / "a.pptx", [first, "", f"<p:grpSp>{shape('Grouped')}</p:grpSp>"])
    draft = read(path)

    assert [page.text for page in draft.pages][1] == ""
    assert [(b.page, *pair) for b, pair in zip(draft.blocks, blocks(draft), strict=True)] == [
        (1, Kind.HEADING, "Aims"),
        (1, Kind.LIST, "• One"),
        (1, Kind.LIST, "• Two"),
        (1, Kind.TABLE, blocks(draft)[3][1]),
        (3, Kind.PROSE, "Grouped"),
    ]
    assert draft.blocks[-1].heading_path == ()
    assert draft.file_metadata.heading == "Aims"


def test_pptx_notes_stand_under_a_heading_and_hidden_slides_are_named(tmp_path):
    notes = f"<p:notes {SLIDES}><p:cSld><p:spTree>{shape('Say this.', 'body')}"
    parts = {
        "ppt/slides/_rels/slide0.xml.rels": relationships(
            {"r1": ("notesSlide", "../notesSlides/notesSlide1.xml")}
        ),
        "ppt/notesSlides/notesSlide1.xml": f"{notes}</p:spTree></p:cSld></p:notes>",
    }
    hidden = f'<p:sld {SLIDES} show="0"><p:cSld><p:spTree>{shape("No")}</p:spTree></p:cSld></p:sld>'
    draft = read(write_pptx(tmp_path / "a.pptx", [shape("Aims", "title"), hidden], parts))

    assert draft.blocks[-1].heading_path == ("Aims", "Speaker notes")
    assert blocks(draft)[-1] == (Kind.PROSE, "Say this.")
    assert draft.problems == ("slide 2 is hidden and was left out",)


def test_odp_slides_are_pages_too(tmp_path):
    frame = "<draw:frame presentation:class='{}'><draw:text-box><text:p>{}</text:p></draw:text-box>"
    slide = f"<draw:page>{frame.format('title', 'Aims')}</draw:frame>"
    slide += f"{frame.format('outline', 'Skills.')}</draw:frame><presentation:notes>"
    slide += f"{frame.format('notes', 'Say this.')}</draw:frame></presentation:notes></draw:page>"
    draft = read(write_odf(tmp_path / "a.odp", "presentation", slide * 2))

    assert [page.number for page in draft.pages] == [1, 2]
    assert blocks(draft)[:2] == [(Kind.HEADING, "Aims"), (Kind.PROSE, "Skills.")]
    assert draft.blocks[-1].heading_path == ("Aims", "Speaker notes")


# Every packed kind


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.pptx"])
def test_no_packed_file_unpacks_to_a_bomb(tmp_path, name):
    bomb = "<x>" + " " * 20_000_000
    parts = {
        "a.docx": {"word/document.xml": bomb},
        "a.odt": {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": bomb},
        "a.pptx": {"ppt/presentation.xml": bomb},
    }[name]

    with pytest.raises(UnreadableDocument, match="unpacks to more than 300 times its size"):
        read(write_packed(tmp_path / name, parts))


def test_a_packed_file_of_too_many_members_is_refused_before_they_are_listed(tmp_path):
    parts = {f"word/{n}": "" for n in range(20_001)} | {"word/document.xml": "<x/>"}

    with pytest.raises(UnreadableDocument, match="20002 members or more"):
        read(write_packed(tmp_path / "a.docx", parts))


# Tables

DOCX_TABLE = "<w:tbl>{}</w:tbl>".format(
    "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(text)}</w:tc>' for text in row)}</w:tr>"
        for row in (("Nation", "Rate"), ("Wales", "73%"), ("UK", "75%"))
    )
)
CELL = "<a:tc><a:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></a:txBody></a:tc>"
PPTX_TABLE = "<p:graphicFrame><a:tbl>{}</a:tbl></p:graphicFrame>".format(
    "".join(
        f"<a:tr>{''.join(CELL.format(text) for text in row)}</a:tr>"
        for row in (("Nation", "Rate"), ("Wales", "73%"), ("UK", "75%"))
    )
)


@pytest.mark.parametrize("kind", ["docx", "odt", "pptx"])
def test_a_cell_knows_its_headers_in_every_kind(tmp_path, kind):
    path = tmp_path / f"a.{kind}"
    if kind == "docx":
        write_docx(path, DOCX_TABLE)
    elif kind == "odt":
        write_odf(path, "text", ODT, styles=ODT_STYLES)
    else:
        write_pptx(path, [PPTX_TABLE])

    draft = read(path)
    table = draft.tables[0]
    rate = next(cell for cell in table.cells if cell.text == "73%")

    assert [cell.text for cell in table.column_header(rate)] == ["Rate"]
    assert [cell.text for cell in table.row_header(rate)] == ["Wales"]
    assert draft.pages[rate.page - 1].text[rate.start : rate.end] == "73%"


def test_the_days_of_an_odt_are_those_of_its_making_and_its_last_change(tmp_path):
    write_odf(tmp_path / "a.odt", "text", "<text:p>It rose.</text:p>")
    meta = (
        '<m xmlns:meta="m" xmlns:dc="d"><meta:meta>'
        "<meta:creation-date>2024-02-19T10:00:00.5</meta:creation-date>"
        "<dc:date>2024-05-06T10:00:00</dc:date></meta:meta></m>"
    )
    with zipfile.ZipFile(tmp_path / "a.odt", "a") as archive:
        archive.writestr("meta.xml", meta)

    about = read(tmp_path / "a.odt").file_metadata

    assert (about.created, about.modified) == ("2024-02-19", "2024-05-06")
