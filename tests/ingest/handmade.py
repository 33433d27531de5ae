"""PDF, Office and OpenDocument files made by hand, small enough to know every byte of."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

Line = tuple[float, float, float, str]  # left, baseline, size, text; a size below 0 means bold

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
SLIDES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    f'xmlns:r="{OFFICE}"'
)
ODF = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("fo", "xsl-fo-compatible"), ("presentation", "presentation"),
    )
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """One page. extra: entries of its page dictionary. upwards: its lines run up the sheet.

    beside: lines that run up the sheet whatever the others do. drawn: path operators, drawn first.
    blue: lines in colour, drawn last.
    """

    lines: Sequence[Line]
    extra: str = ""
    upwards: bool = False
    beside: Sequence[Line] = ()
    drawn: str = ""
    blue: Sequence[Line] = ()


def write_pdf(path: Path, sheets: Sequence[Sheet], *, info: str = "", root: str = "") -> Path:
    """A PDF in Helvetica. info: its Info dictionary, e.g. "/Title (A plan)"."""
    count = len(sheets)
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(count))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {root} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        f"<< {info} >>",
    ]
    for i, sheet in enumerate(sheets):
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents {7 + 2 * i} 0 R "
            f"{sheet.extra} >>"
        )
        drawn = [_drawn(*line, upwards=sheet.upwards) for line in sheet.lines]
        stream = "\n".join(
            [
                sheet.drawn,
                *drawn,
                *(_drawn(*line, upwards=True) for line in sheet.beside),
                *("0 0.35 0.73 rg " + _drawn(*line, upwards=False) for line in sheet.blue),
            ]
        )
        length = len(stream.encode("cp1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{stream}\nendstream")
    path.write_bytes(_file(objects))
    return path


def lines(*texts: str, left: float = 72, top: float = 760, size: float = 11) -> list[Line]:
    """Lines under each other at the usual distance."""
    return [(left, top - 1.3 * size * i, size, text) for i, text in enumerate(texts)]


def ruled(xs: Sequence[float], ys: Sequence[float]) -> str:
    """Lines of a table at these places."""
    level = [f"{xs[0]} {y} m {xs[-1]} {y} l S" for y in ys]
    upright = [f"{x} {ys[0]} m {x} {ys[-1]} l S" for x in xs]
    return "\n".join(["0.5 w", *level, *upright])


def _drawn(left: float, baseline: float, size: float, text: str, *, upwards: bool) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    font = "F2" if size < 0 else "F1"
    place = f"0 1 -1 0 {842 - baseline} {left} Tm" if upwards else f"{left} {baseline} Td"
    return f"BT /{font} {abs(size)} Tf {place} ({escaped}) Tj ET"


def _file(objects: Sequence[str]) -> bytes:
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 5 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out + end.encode("ascii")


def write_docx(path: Path, body: str, parts: Mapping[str, str] | None = None) -> Path:
    """A DOCX whose w:body holds `body`; parts: further members, name -> content."""
    document = f"<w:document {WORD}><w:body>{body}</w:body></w:document>"
    content = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    return write_packed(path, content | dict(parts or {}))


def write_packed(path: Path, parts: Mapping[str, str]) -> Path:
    """A ZIP archive of these members, name -> content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def write_odf(path: Path, kind: str, body: str, *, styles: str = "") -> Path:
    """kind: "text", "presentation" or "spreadsheet". styles: automatic styles of the content."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return write_packed(path, {"mimetype": mime, "content.xml": content})


def write_pptx(path: Path, slides: Sequence[str], parts: Mapping[str, str] | None = None) -> Path:
    """slides: what stands in the shape tree of each, or a whole p:sld."""
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in range(len(slides)))
    members = {
        "ppt/presentation.xml": f"<p:presentation {SLIDES}><p:sldIdLst>{ids}</p:sldIdLst>"
        "</p:presentation>",
        "ppt/_rels/presentation.xml.rels": relationships(
            {f"r{n}": ("slide", f"slides/slide{n}.xml") for n in range(len(slides))}
        ),
    }
    for n, slide in enumerate(slides):
        whole = slide.startswith("<p:sld ")
        tree = f"<p:sld {SLIDES}><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>"
        members[f"ppt/slides/slide{n}.xml"] = slide if whole else tree
    return write_packed(path, members | dict(parts or {}))


def relationships(named: Mapping[str, tuple[str, str]]) -> str:
    """A relations part: id -> kind and target; a target with a scheme lies outside the file."""
    entries: list[str] = []
    for key, (kind, target) in named.items():
        mode = 'TargetMode="External"' if "://" in target else ""
        entries.append(
            f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}" {mode}/>'
        )
    return f"<Relationships>{''.join(entries)}</Relationships>"


def write_xlsx(
    path: Path, sheets: Mapping[str, str], *, strings: Sequence[str] = (), styles: str = ""
) -> Path:
    """sheets: name (after "!" a hidden one's) -> the rows and what follows them in its part."""
    entries = "".join(
        f'<sheet name="{name.lstrip("!")}" sheetId="{n}" r:id="r{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name.startswith('!') else ''}/>"
        for n, name in enumerate(sheets)
    )
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    members = {
        "xl/workbook.xml": f'<workbook xmlns:r="{OFFICE}"><sheets>{entries}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relationships(
            {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(len(sheets))}
        ),
        "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
        "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
    }
    for n, rows in enumerate(sheets.values()):
        members[f"xl/worksheets/sheet{n}.xml"] = f"<worksheet>{rows}</worksheet>"
    return write_packed(path, members)
