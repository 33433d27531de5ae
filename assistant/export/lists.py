"""A briefing as text for other programs: Markdown, RIS, BibTeX, CSL-JSON, CSV."""

import csv
import io
import json
import re
from collections.abc import Sequence

from assistant.appraise import spoken_date
from assistant.export.briefing import Briefing, Finding
from assistant.export.cells import safe_cell
from assistant.export.references import Reference

CSV_COLUMNS = (
    "finding", "side", "title", "publisher", "published", "page", "quote", "address", "note",
)  # fmt: skip
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$])")
_LINE_START = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_BIBTEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_RIS = {"report": "RPRT", "post-weblog": "BLOG", "webpage": "ELEC", "document": "GEN"}
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def markdown(briefing: Briefing) -> str:
    """With numbered footnotes, as most readers of Markdown know them."""
    notes: list[str] = []
    lines = [f"# {_md(briefing.title)}", "", *([_md(briefing.lead), ""] if briefing.lead else [])]
    if briefing.compares:
        lines += ["| Side | Finding |", "| --- | --- |"]
        lines += [
            f"| {_md(finding.side or '')} | {_md(finding.text)}{_marks(finding, notes)} |"
            for finding in briefing.findings
        ]
    else:
        lines += [f"- {_md(f.text)}{_marks(f, notes)}" for f in briefing.findings]
    if briefing.notes:
        lines += ["", "## How to read this", ""]
        lines += [f"- **{_md(label)}:** {_md(text)}" for label, text in briefing.notes]
    lines += ["", "## References", ""]
    lines += [f"- {_md(reference.described)}" for reference in briefing.references]
    made = spoken_date(briefing.made.isoformat())
    lines += ["", f"Made on {made} from library revision {_md(briefing.revision)}.", "", *notes]
    return "\n".join(lines) + "\n"


def ris(references: Sequence[Reference]) -> str:
    """RIS, one record for each publication.

    Source: https://en.wikipedia.org/wiki/RIS_(file_format)
    """
    return "".join("\r\n".join([*_ris(reference), "ER  - ", "", ""]) for reference in references)


def bibtex(references: Sequence[Reference]) -> str:
    """BibTeX, one entry for each publication; letters with accents as UTF-8."""
    return "\n".join(_bibtex(reference) for reference in references)


def csl(references: Sequence[Reference]) -> str:
    """CSL-JSON. Source: https://docs.citationstyles.org/en/stable/specification.html"""
    return json.dumps([_csl(one) for one in references], ensure_ascii=False, indent=2) + "\n"


def table(briefing: Briefing) -> str:
    """CSV with a header: a row for each finding and page."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(CSV_COLUMNS)
    for finding in briefing.findings:
        for source in finding.sources:
            known = source.reference
            row = (
                *(finding.text, finding.side, known.title, known.publisher, known.published),
                *(source.page, source.quote, known.url, _remark(known)),
            )
            written.writerow([safe_cell(value or "") for value in row])
    return text.getvalue()


def _marks(finding: Finding, notes: list[str]) -> str:
    marks = ""
    for source in finding.sources:
        quote = "" if finding.is_quote else f" “{_md(source.quote)}”"
        marks += f"[^{len(notes) + 1}]"
        notes.append(f"[^{len(notes) + 1}]: {_md(source.described)}{quote}")
    return marks


def _md(value: str) -> str:
    # Addresses stay whole: a backslash in them would be followed.
    parts = re.split(r"(https?://\S+)", value)
    return "".join(
        part if at % 2 else _LINE_START.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", part))
        for at, part in enumerate(parts)
    )


def _remark(reference: Reference) -> str:
    return "evidence note on the publication" if reference.is_note else ""


def _ris(reference: Reference) -> list[str]:
    fields = [("TY", _RIS[reference.kind]), ("ID", reference.key)]
    fields += [("AU", author) for author in reference.authors]
    if not reference.authors and reference.publisher:
        fields.append(("AU", reference.publisher))
    fields.append(("TI", reference.title))
    if reference.date_parts:
        year, *rest = reference.date_parts
        padded = [f"{part:02d}" for part in rest] + ["", ""]
        fields += [("PY", str(year)), ("DA", f"{year}/{padded[0]}/{padded[1]}/")]
    fields += [("PB", reference.publisher or ""), ("UR", reference.url or "")]
    fields += [("SP", reference.page_numbers), ("N1", _remark(reference))]
    return [f"{tag}  - {value}" for tag, value in fields if value]


def _bibtex(reference: Reference) -> str:
    month = reference.date_parts[1:2]
    fields = {
        "title": f"{{{_tex(reference.title)}}}",
        "author": " and ".join(f"{{{_tex(name)}}}" for name in _authors(reference)),
        "institution": _tex(reference.publisher or ""),
        "year": reference.year or "",
        "url": reference.url or "",
        "pages": _tex(reference.page_numbers),
        "note": _remark(reference),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if month and 1 <= month[0] <= 12:
        lines.append(f"  month = {_MONTHS[month[0] - 1]},")
    kind = "techreport" if reference.kind == "report" else "misc"
    return "\n".join([f"@{kind}{{{reference.key},", *lines, "}", ""])


def _authors(reference: Reference) -> tuple[str, ...]:
    return reference.authors or ((reference.publisher,) if reference.publisher else ())


def _tex(value: str) -> str:
    return "".join(_BIBTEX.get(character, character) for character in value)


def _csl(reference: Reference) -> dict[str, object]:
    fields: dict[str, object] = {
        "id": reference.key,
        "type": reference.kind,
        "title": reference.title,
        "author": [{"literal": name} for name in _authors(reference)],
        "publisher": reference.publisher,
        "issued": {"date-parts": [list(reference.date_parts)]} if reference.date_parts else None,
        "URL": reference.url,
        "page": reference.page_numbers,
        "note": _remark(reference),
    }
    return {name: value for name, value in fields.items() if value}
