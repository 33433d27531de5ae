"""Kinds told by content; text, Markdown, HTML and DOCX as people read them."""

import zipfile
from pathlib import Path

import pytest

from ingest.document import Kind
from ingest.errors import BadMetadata, NothingToIndex, UnreadableDocument
from ingest.readers import Draft, Limits, read_file
from ingest.readers.wire import decode, encode
from tests.ingest.handmade import Sheet, lines, write_docx, write_pdf


def read(path: Path) -> Draft:
    return read_file(path, Limits())


def read_text(tmp_path: Path, content: str | bytes, name: str = "a.txt") -> Draft:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def blocks(draft: Draft) -> list[tuple[Kind, str]]:
    return [(b.kind, draft.pages[b.page - 1].text[b.start : b.end]) for b in draft.blocks]


# Which kind of file


def test_a_pdf_under_another_name_is_read_as_pdf_and_says_so(tmp_path):
    draft = read(write_pdf(tmp_path / "a.docx", [Sheet(lines("Some text."))]))

    assert draft.pages[0].text == "Some text."
    assert draft.problems == ("named .docx but is PDF; read as PDF",)


def test_an_error_page_saved_as_pdf_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(UnreadableDocument, match="holds HTML, probably a failed download"):
        read_text(tmp_path, "<!doctype html><html><body>404</body></html>", "report.pdf")


def test_html_under_the_name_of_a_text_file_is_read_as_html(tmp_path):
    draft = read_text(tmp_path, "<html><body><p>Some text.</p></body></html>")

    assert draft.media_type == "text/html"
    assert draft.problems == ("named .txt but is HTML; read as HTML",)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an old Office file"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "a picture"),
        (b"{\\rtf1 hello}", "an RTF file"),
        (bytes(range(256)) * 40, "binary, not text"),
    ],
)
def test_unknown_kinds_are_refused_in_a_line_that_names_what_is_allowed(tmp_path, content, named):
    with pytest.raises(UnreadableDocument, match=named) as caught:
        read_text(tmp_path, content, "report.bin")

    assert "HTML, Markdown and plain text can be added" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_empty_missing_and_too_large_files_are_refused(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "large.txt").write_bytes(b"word " * 10)

    with pytest.raises(UnreadableDocument, match=r"empty \(0 bytes\)"):
        read(tmp_path / "empty.txt")
    with pytest.raises(UnreadableDocument, match="cannot be opened"):
        read(tmp_path / "missing.txt")
    with pytest.raises(UnreadableDocument, match="MB allowed"):
        read_file(tmp_path / "large.txt", Limits(max_bytes=20))


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le"])
def test_text_in_unicode_encodings_is_read(tmp_path, encoding):
    text = "Costs of £3.6 million – in Ynys Môn. " * 5

    assert read_text(tmp_path, text.encode(encoding)).pages[0].text == text.strip()


def test_windows_text_is_read_and_says_so(tmp_path):
    draft = read_text(tmp_path, "Costs of £3.6 million".encode("cp1252"))

    assert draft.pages[0].text == "Costs of £3.6 million"
    assert "Windows-1252" in draft.problems[0]


def test_a_form_feed_begins_a_page_and_blank_lines_part_paragraphs(tmp_path):
    draft = read_text(tmp_path, "One.\r\nStill one.\r\n\r\n\r\nTwo.\fThree.")

    assert [page.text for page in draft.pages] == ["One.\nStill one.\n\nTwo.", "Three."]
    assert [(b.page, b.start) for b in draft.blocks] == [(1, 0), (1, 17), (2, 0)]


def test_characters_are_normalised_once(tmp_path):
    draft = read_text(tmp_path, "A\u00a0\u2003b \ufb01eld co\u00adop\u200b\x07 end  \nnext")

    assert draft.pages[0].text == "A b field coop end\nnext"


def test_white_space_only_is_nothing_to_index(tmp_path):
    with pytest.raises(NothingToIndex):
        read_text(tmp_path, " \n\t\u200b\u00a0\n ")


# Markdown

NOTE = """---
source_id: hub-about
title: About the Hub
note: true
date: 2024-02-19
places: [Wales, UK]
---
# About the Hub

Evidence note: a summary written by us. Original: <https://example.org/a>.

> Also an aside.

The Hub has **£3.6 million** from [three funders](https://example.org/f).

## Aims

- better *skills*
- `more` jobs

| Nation | Rate |
|--------|------|
| Wales  | 73%  |

![A map](https://example.org/map.png)<script>alert(1)</script>
"""


def test_markdown_reads_as_people_see_it(tmp_path):
    draft = read_text(tmp_path, NOTE, "hub.md")

    assert blocks(draft) == [
        (Kind.HEADING, "About the Hub"),
        (Kind.PROSE, "The Hub has £3.6 million from three funders (https://example.org/f)."),
        (Kind.HEADING, "Aims"),
        (Kind.LIST, "• better skills"),
        (Kind.LIST, "• more jobs"),
        (Kind.TABLE, "Nation\tRate\nWales\t73%"),
        (Kind.PROSE, "A mapalert(1)"),
    ]
    assert draft.blocks[3].heading_path == ("About the Hub", "Aims")


def test_the_disclaimer_of_a_note_is_on_the_page_but_in_no_block(tmp_path):
    draft = read_text(tmp_path, NOTE, "hub.md")

    assert draft.is_note
    assert "Evidence note: a summary written by us." in draft.pages[0].text
    assert "Also an aside." in draft.pages[0].text
    assert not any("Evidence note" in text or "aside" in text for _, text in blocks(draft))


def test_front_matter_comes_as_names_and_texts(tmp_path):
    about = read_text(tmp_path, NOTE, "hub.md").file_metadata

    assert about.front("date") == "2024-02-19"
    assert about.front("places") == ("Wales", "UK")
    assert "source_id" not in read_text(tmp_path, NOTE, "hub.md").pages[0].text


def test_blockquotes_of_other_markdown_are_indexed(tmp_path):
    assert blocks(read_text(tmp_path, "> A quoted view.\n", "a.md")) == [
        (Kind.PROSE, "A quoted view.")
    ]


def test_broken_front_matter_is_named(tmp_path):
    with pytest.raises(BadMetadata, match=r"a\.md: the front matter is not valid YAML"):
        read_text(tmp_path, "---\ntitle: [unclosed\n---\nText", "a.md")


# HTML

PAGE = """<!doctype html><html lang="en"><head><title>Skills | Place Office</title>
<meta property="article:published_time" content="2024-05-01T10:00"><style>p {}</style></head><body>
<nav>Home About</nav><div class="cookie-banner">We use cookies</div><main><h1>Skills report</h1>
<p>Wales grew by <b>3%</b>.<br>Then more.</p><div style="display: none">Hidden text</div>
<p hidden>Also hidden</p><script>document.write("no")</script>
<ul><li>one</li><li><p>two</p></li></ul>
<table><caption>Rates</caption><tr><th>Nation</th><th>Rate</th></tr><tr><td>Wales</td><td>73%</td>
</tr></table><h2>Method</h2>Bare text<p>The end &amp; all</main><footer>Contact</footer></body>
"""


def test_html_gives_the_main_content_in_order(tmp_path):
    draft = read_text(tmp_path, PAGE, "a.html")

    assert blocks(draft) == [
        (Kind.HEADING, "Skills report"),
        (Kind.PROSE, "Wales grew by 3%.\nThen more."),
        (Kind.LIST, "• one"),
        (Kind.LIST, "• two"),
        (Kind.CAPTION, "Rates"),
        (Kind.TABLE, "Nation\tRate\nWales\t73%"),
        (Kind.HEADING, "Method"),
        (Kind.PROSE, "Bare text"),
        (Kind.PROSE, "The end & all"),
    ]
    for unwanted in ("Home", "cookies", "idden", "document.write", "Contact"):
        assert unwanted not in draft.pages[0].text


def test_html_tells_its_title_and_date(tmp_path):
    about = read_text(tmp_path, PAGE, "a.html").file_metadata

    assert (about.title, about.heading, about.published) == (
        "Skills | Place Office", "Skills report", "2024-05-01",
    )  # fmt: skip


def test_html_without_marks_loses_its_menus_and_keeps_its_lists(tmp_path):
    menu = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(8))
    page = (
        f"<html><body><table><tr><td><ul>{menu}</ul></td><td><h1>Skills</h1><p>Wales grew by 3%, "
        'says <a href="/a">a report</a> on work.</p><ul><li>more jobs in care and building</li>'
        "<li>fewer in retail, as before</li></ul></td></tr></table></body></html>"
    )

    assert [text for _, text in blocks(read_text(tmp_path, page, "a.html"))] == [
        "Skills", "Wales grew by 3%, says a report on work.",
        "• more jobs in care and building", "• fewer in retail, as before",
    ]  # fmt: skip


def test_a_page_of_contents_keeps_its_links(tmp_path):
    links = "".join(f'<li><a href="/{n}">Report {n}</a></li>' for n in range(8))

    assert "• Report 7" in read_text(tmp_path, f"<ul>{links}</ul>", "a.html").pages[0].text


@pytest.mark.parametrize(
    "mark",
    [
        '<meta name="dcterms.issued" content="1 May 2024">',
        '<span itemprop="datePublished">Published 1 May 2024</span>',
        '<time datetime="2024-05-01">1 May</time>',
    ],
)
def test_html_dates_are_read_however_they_are_marked(tmp_path, mark):
    draft = read_text(tmp_path, f"<html><body>{mark}<p>Text.</p></body></html>", "a.html")

    assert draft.file_metadata.published == "2024-05-01"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("utf-8", "utf-8"), ("iso-8859-1", "cp1252"), ("shift_jis", "shift_jis"), ("ascii", "utf-8")],
)
def test_html_encodings_declared_or_not_are_read_right(tmp_path, declared, encoding):
    text = "価格" if encoding == "shift_jis" else "Ynys Môn – café"
    page = f'<html><head><meta charset="{declared}"></head><body><p>{text}</p></body></html>'

    assert read_text(tmp_path, page.encode(encoding), "a.html").pages[0].text == text


def test_html_filled_in_by_scripts_is_nothing_to_index_with_the_way_out(tmp_path):
    with pytest.raises(NothingToIndex, match="Save it as PDF from a browser"):
        read_text(tmp_path, "<html><body><script>x()</script></body></html>", "a.html")


def test_html_nested_very_deep_is_read_or_refused_in_a_line(tmp_path):
    assert read_text(tmp_path, "<div>" * 2_000 + "deep", "a.html").pages[0].text == "deep"
    with pytest.raises(NothingToIndex):
        read_text(tmp_path, "<div>" * 100_000 + "deeper", "a.html")


# DOCX

STYLES = """<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="H2"><w:name w:val="heading 2"/></w:style></w:styles>"""


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r>{run}<w:t>{text}</w:t></w:r></w:p>"


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


def cells(*texts: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in texts) + "</w:tr>"


def test_docx_headings_lists_tables_and_pages(tmp_path):
    body = (
        paragraph("Aims", style("H1"))
        + paragraph("We aim high.")
        + paragraph("skills", "<w:numPr/>")
        + f"<w:tbl>{cells('Nation', 'Rate')}{cells('Wales', '73%')}</w:tbl>"
        + '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        + paragraph("Method", style("H2"), "<w:lastRenderedPageBreak/>")
        + paragraph("We asked.")
    )
    draft = read(write_docx(tmp_path / "a.docx", body, {"word/styles.xml": STYLES}))

    assert blocks(draft) == [
        (Kind.HEADING, "Aims"),
        (Kind.PROSE, "We aim high."),
        (Kind.LIST, "• skills"),
        (Kind.TABLE, "Nation\tRate\nWales\t73%"),
        (Kind.HEADING, "Method"),
        (Kind.PROSE, "We asked."),
    ]
    assert [b.page for b in draft.blocks] == [1, 1, 1, 1, 2, 2]
    assert draft.blocks[-1].heading_path == ("Aims", "Method")


def test_docx_hidden_and_deleted_text_is_left_out(tmp_path):
    body = paragraph("Shown.") + paragraph("Hidden.", run="<w:rPr><w:vanish/></w:rPr>")
    body += "<w:p><w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del></w:p>"

    assert read(write_docx(tmp_path / "a.docx", body)).pages[0].text == "Shown."


def test_docx_footnotes_stand_at_the_foot_of_their_page(tmp_path):
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = f'<w:footnote w:id="2">{paragraph("ONS, 2023.")}</w:footnote>'
    notes = f"<w:footnotes {word}>{note}</w:footnotes>"
    body = '<w:p><w:r><w:t>It rose.</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    body += paragraph("It fell.")
    draft = read(write_docx(tmp_path / "a.docx", body, {"word/footnotes.xml": notes}))

    assert blocks(draft)[-1] == (Kind.FOOTNOTE, "ONS, 2023.")


def test_docx_properties_are_given(tmp_path):
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>A plan</dc:title><dc:creator>A. Author</dc:creator>"
        "<dcterms:created>2024-02-19T10:00:00Z</dcterms:created></c>"
    )
    path = write_docx(tmp_path / "a.docx", paragraph("Text."), {"docProps/core.xml": core})
    about = read(path).file_metadata

    assert (about.title, about.authors, about.created) == ("A plan", ("A. Author",), "2024-02-19")


@pytest.mark.parametrize(
    ("created", "modified", "days"),
    [
        ("2013-12-23T23:15:00Z", "2013-12-23T23:15:00Z", (None, None)),
        ("2013-12-23T23:15:00Z", "2024-02-19T10:00:00Z", (None, "2024-02-19")),
        ("2013-12-23T10:00:00Z", "2014-01-02T10:00:00Z", ("2013-12-23", "2014-01-02")),
        ("1601-01-01T00:00:00Z", "1980-01-01T00:00:00Z", (None, None)),
        ("soon", "", (None, None)),
    ],
)
def test_the_moments_of_an_empty_file_are_no_days_of_a_docx(tmp_path, created, modified, days):
    core = (
        '<c xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dcterms:created>{created}</dcterms:created>"
        f"<dcterms:modified>{modified}</dcterms:modified></c>"
    )
    path = write_docx(tmp_path / "a.docx", paragraph("Text."), {"docProps/core.xml": core})
    draft = read(path)

    assert (draft.file_metadata.created, draft.file_metadata.modified) == days
    assert decode(encode(draft)) == draft


def test_a_docx_that_unpacks_to_too_much_is_refused(tmp_path):
    path = write_docx(tmp_path / "a.docx", paragraph("x" * 1_000_000))

    with pytest.raises(UnreadableDocument, match="unpacks to more than is allowed"):
        read_file(path, Limits(max_unpacked_bytes=100_000))


def test_xml_entities_of_a_docx_are_not_expanded(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    path = tmp_path / "a.docx"
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{secret}"><!ENTITY f "bomb">]>'
            f"<w:document {word}><w:body>{paragraph('Before &e;&f; after')}</w:body></w:document>",
        )

    text = read(path).pages[0].text

    assert "secret" not in text
    assert "bomb" not in text


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 100, b"PK\x03\x04broken"])
def test_a_broken_docx_is_one_clear_line(tmp_path, content):
    (tmp_path / "a.docx").write_bytes(content)

    with pytest.raises(UnreadableDocument, match=r"a\.docx: a damaged or truncated DOCX"):
        read(tmp_path / "a.docx")


# Between processes


def test_a_draft_survives_the_pipe(tmp_path):
    for draft in (read_text(tmp_path, NOTE, "hub.md"), read_text(tmp_path, PAGE, "a.html")):
        assert decode(encode(draft)) == draft


def test_every_block_is_a_stripped_slice_of_its_page(tmp_path):
    for draft in (read_text(tmp_path, NOTE, "hub.md"), read_text(tmp_path, PAGE, "a.html")):
        assert all(text == text.strip() != "" for _, text in blocks(draft))
