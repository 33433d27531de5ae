"""A briefing as a Word file, with footnotes that are Word's own.

python-docx knows no footnotes: the part that holds them is written here (ECMA-376 part 1, 17.11).
"""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from assistant.appraise import spoken_date
from assistant.export.briefing import Briefing, Finding, Source

_INK = RGBColor(0x0F, 0x5C, 0x63)
_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/>'
    "</w:r></w:p></w:footnote>"
)


class Footnotes:
    """The footnotes of a document, numbered from 1 as they are referred to."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self._next = 1

    def refer(self, paragraph: Paragraph, text: str) -> None:
        """Put a footnote with this text at the end of a paragraph."""
        mark = paragraph.add_run()
        mark.style = "footnote reference"
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self._next))
        mark._r.append(reference)
        self._root.append(_footnote(self._next, text))
        self._next += 1

    def attach(self) -> None:
        """Put the footnotes into the file. Once, after the last was made."""
        package = self._document.part.package
        assert package is not None
        content = serialize_part_xml(self._root)
        name = PackURI("/word/footnotes.xml")
        part = Part(name, CONTENT_TYPE.WML_FOOTNOTES, content, package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        properties = parse_xml(
            f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/>'
            "</w:footnotePr>"
        )
        settings = self._document.settings.element
        compat = settings.find(qn("w:compat"))
        if compat is None:
            settings.append(properties)
        else:
            compat.addprevious(properties)


def word(briefing: Briefing) -> bytes:
    """The file's content."""
    document = Document()
    _prepare(document, briefing)
    footnotes = Footnotes(document)
    document.add_heading(briefing.title, 0)
    made = f"Evidence briefing, {spoken_date(briefing.made.isoformat())}"
    document.add_paragraph(f"{made}. Library revision {briefing.revision}.", style="Subtitle")
    document.add_heading("Findings", 1)
    if briefing.lead:
        document.add_paragraph(briefing.lead)
    if briefing.compares:
        _comparison(document, briefing.findings, footnotes)
    else:
        for finding in briefing.findings:
            _finding(document.add_paragraph(style="List Bullet"), finding, footnotes)
    if briefing.notes:
        document.add_heading("How to read this", 1)
        for label, text in briefing.notes:
            paragraph = document.add_paragraph()
            paragraph.add_run(f"{label}: ").bold = True
            paragraph.add_run(text)
    document.add_heading("References", 1)
    for reference in briefing.references:
        entry = document.add_paragraph(reference.described)
        entry.paragraph_format.left_indent = Cm(1)
        entry.paragraph_format.first_line_indent = Cm(-1)
    footnotes.attach()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _finding(paragraph: Paragraph, finding: Finding, footnotes: Footnotes) -> None:
    paragraph.add_run(f"“{finding.text}”" if finding.is_quote else finding.text)
    for source in finding.sources:
        footnotes.refer(paragraph, _said(finding, source))


def _said(finding: Finding, source: Source) -> str:
    return source.described if finding.is_quote else f"{source.described} “{source.quote}”"


def _comparison(document: WordDocument, findings: Sequence[Finding], footnotes: Footnotes) -> None:
    table = document.add_table(rows=1, cols=2, style="Table Grid")
    table.autofit = False
    widths = (Cm(4), Cm(12))
    for column, name, width in zip(table.columns, ("Side", "Finding"), widths, strict=True):
        column.width = column.cells[0].width = width
        column.cells[0].paragraphs[0].add_run(name).bold = True
    # Repeated on every page, and read aloud as headers.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    first: _Cell | None = None
    side: str | None = None
    for finding in findings:
        cells = table.add_row().cells
        cells[0].width, cells[1].width = widths
        if first is not None and finding.side == side:
            first = first.merge(cells[0])
        else:
            first, side = cells[0], finding.side
            first.paragraphs[0].add_run(side or "").bold = True
        _finding(cells[1].paragraphs[0], finding, footnotes)


def _prepare(document: WordDocument, briefing: Briefing) -> None:
    properties = document.core_properties
    properties.title, properties.language = briefing.title[:255], "en-GB"
    properties.author = "LPIP Evidence Assistant"
    properties.comments = f"Library revision {briefing.revision}"
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in (("Title", 20), ("Heading 1", 14), ("Subtitle", 10)):
        style = document.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), _INK
        style.font.italic = False
        fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style, text.font.size = normal, Pt(9)
    text.paragraph_format.space_after = Pt(0)
    mark = document.styles.add_style("footnote reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    _page_number(section.footer.paragraphs[0])


def _page_number(paragraph: Paragraph) -> None:
    paragraph.add_run("Page ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    shown = OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    paragraph._p.append(field)


def _footnote(number: int, text: str) -> BaseOxmlElement:
    made = parse_xml(
        f'<w:footnote {nsdecls("w")} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="footnotetext"/>'
        '</w:pPr><w:r><w:rPr><w:rStyle w:val="footnotereference"/></w:rPr><w:footnoteRef/></w:r>'
        '<w:r><w:t xml:space="preserve"></w:t></w:r></w:p></w:footnote>'
    )
    made.find(f".//{qn('w:t')}").text = f" {text}"
    return made
