"""Exports, opened by readers that are not ours: zip and XML, python-docx, csv, json."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from lxml import etree

from assistant.answer import Answer, Citation, Claim, Note, NoteKind, Provenance, Status
from assistant.bootstrap import build_assistant
from assistant.export import FORMATS, ExportRefused, export_answer, export_hits, format_of, lists
from assistant.export.briefing import Briefing, Finding, Source
from assistant.export.cells import safe_cell
from assistant.export.references import Cited, references_of
from assistant.export.word import word
from ingest.document import Metadata
from ingest.pipeline import add, remove
from ingest.settings import Settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PILOT = "How many residents did the Harbour Skills Pilot place into work?"
TEXT = (
    "Harbour Skills Pilot\n\nThe Harbour Skills Pilot ran in Grimsby from 2021 to 2023.\n\n"
    "The Harbour Skills Pilot placed 412 residents of Grimsby into work.\n"
)
ODD = "R&D_{50%} #1 ~ ^x \\ $5"


@pytest.fixture(scope="module")
def assistant(tmp_path_factory, models_folder):
    """Over a library of one report."""
    folder = tmp_path_factory.mktemp("export")
    (folder / "home").mkdir(mode=0o700)
    (folder / "home" / "models").symlink_to(models_folder, target_is_directory=True)
    report = folder / "harbour.txt"
    report.write_text(TEXT)
    report.with_name("harbour.txt.meta.yaml").write_text(
        "title: Harbour Skills Pilot evaluation\npublisher: Grimsby Borough\n"
        "published: '2024-03'\nurl: https://example.org/harbour\ndoc_type: report\n"
    )
    settings = Settings(home=folder / "home")
    assert add([report], settings).exit_status == 0
    return build_assistant(settings)


@pytest.fixture(scope="module")
def answer(assistant) -> Answer:
    return assistant.ask(PILOT)


def written(answer, assistant, ending) -> bytes:
    kind = next(kind for kind in FORMATS if kind.ending == ending)
    return export_answer(answer, kind, assistant.index)


def odd_briefing(compares: bool = False) -> Briefing:
    """A briefing whose every text has what some format reads as a command."""
    known = Metadata(
        title=f"Title {ODD} \x0b\ufffe end",
        publisher="=Ministry",
        authors=("O'Brien, Ann", "Siân Jones"),
        published="2024-02-19",
        url="https://example.org/a{b}?x=1&y=2",
        doc_type="report",
    )
    cited = [Cited("d1", known, "p. 3", False), Cited("d1", known, "p. iv", False)]
    other = Cited("d2", replace(known, url="javascript:alert(1)"), "note", True)
    found = references_of([*cited, other])
    sources = (Source(found["d1"], "p. 3", "=1+1 is said"), Source(found["d2"], "note", "a | b"))
    sides = ("North", "South") if compares else (None, None)
    findings = tuple(Finding(f"{n}. =cmd | *x* {ODD}", sources, s) for n, s in enumerate(sides))
    notes = (("Date", "As of 2024."),)
    return Briefing(
        "Is it 50%?", "", findings, notes, tuple(found.values()), "r1-2", date(2026, 11, 26)
    )


def parts(content: bytes) -> dict[str, etree._Element]:
    """The XML parts of a Word file by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        assert file.testzip() is None
        names = [name for name in file.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(file.read(name)) for name in names}


def test_a_word_briefing_has_footnotes_that_word_knows(answer, assistant):
    content = written(answer, assistant, ".docx")
    found = parts(content)

    notes = {
        int(note.get(f"{W}id")): "".join(note.itertext()).strip()
        for note in found["word/footnotes.xml"]
    }
    referred = [
        int(r.get(f"{W}id")) for r in found["word/document.xml"].iter(f"{W}footnoteReference")
    ]
    assert referred == list(range(1, len(answer.claims) + 1))
    assert sorted(notes) == [-1, 0, *referred]
    assert notes[1].startswith(
        "Grimsby Borough, Harbour Skills Pilot evaluation (March 2024), p. 1."
    )
    assert "footnotes.xml" in str(etree.tostring(found["word/_rels/document.xml.rels"]))
    assert "wordprocessingml.footnotes+xml" in str(etree.tostring(found["[Content_Types].xml"]))
    kept = [int(n.get(f"{W}id")) for n in found["word/settings.xml"].iter(f"{W}footnote")]
    assert kept == [-1, 0]
    styles = {s.get(f"{W}styleId") for s in found["word/styles.xml"].iter(f"{W}style")}
    used = {s.get(f"{W}val") for s in found["word/footnotes.xml"].iter(f"{W}pStyle", f"{W}rStyle")}
    assert used <= styles


def test_a_word_briefing_reads_as_title_findings_references_date_and_revision(answer, assistant):
    document = Document(io.BytesIO(written(answer, assistant, ".docx")))

    texts = [paragraph.text for paragraph in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith(("Head", "Title"))]
    assert headings[0] == PILOT
    assert headings[1] == "Findings"
    assert headings[-1] == "References"
    assert any(answer.provenance.index_revision in text for text in texts)
    assert any("412 residents" in text for text in texts)
    assert "https://example.org/harbour" in texts[-1]
    assert document.core_properties.title == PILOT


def test_a_comparison_is_a_table_in_word_and_characters_that_xml_forbids_are_left_out():
    document = Document(io.BytesIO(word(odd_briefing(compares=True))))

    (table,) = document.tables
    assert [cell.text for cell in table.rows[0].cells] == ["Side", "Finding"]
    assert [row.cells[0].text for row in table.rows[1:]] == ["North", "South"]
    assert any(ODD in paragraph.text for paragraph in document.paragraphs)


def test_csv_never_begins_a_cell_with_a_formula():
    rows = list(csv.reader(io.StringIO(lists.table(odd_briefing()))))

    assert rows[0] == list(lists.CSV_COLUMNS)
    assert len(rows) == 5
    assert rows[1][6] == "'=1+1 is said"
    assert rows[1][3] == "'=Ministry"
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]
    assert safe_cell(" @SUM(A1)").startswith("'")


def test_bibtex_escapes_what_tex_reads_as_commands_and_keys_are_apart():
    text = lists.bibtex(odd_briefing().references)

    assert r"R\&D\_\{50\%\} \#1 \textasciitilde{} \textasciicircum{}x \textbackslash{} \$5" in text
    assert "author = {{O'Brien, Ann} and {Siân Jones}}" in text
    keys = re.findall(r"^@techreport\{([A-Za-z0-9]+),$", text, re.M)
    assert len(set(keys)) == 2
    assert "javascript" not in text
    plain = text.replace(r"\{", "").replace(r"\}", "")
    assert plain.count("{") == plain.count("}")


def test_ris_has_one_value_a_line_and_ends_each_record():
    text = lists.ris(odd_briefing().references)

    lines = [line for line in text.split("\r\n") if line]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines)
    assert [line for line in lines if line.startswith("TY")] == ["TY  - RPRT"] * 2
    assert lines.count("ER  - ") == 2
    assert "DA  - 2024/02/19/" in lines
    assert "SP  - 3, iv" in lines


def test_csl_json_is_what_a_processor_reads():
    first, second = json.loads(lists.csl(odd_briefing().references))

    assert first["type"] == "report"
    assert first["issued"] == {"date-parts": [[2024, 2, 19]]}
    assert first["page"] == "3, iv"
    assert first["id"] != second["id"]
    assert "URL" not in second
    assert second["note"] == "evidence note on the publication"


def test_markdown_has_a_footnote_for_every_mark_and_no_live_html(answer, assistant):
    text = written(answer, assistant, ".md").decode()
    odd = lists.markdown(odd_briefing())

    assert set(re.findall(r"\[\^(\d+)\](?!:)", text)) == set(
        re.findall(r"^\[\^(\d+)\]:", text, re.M)
    )
    assert r"\*x\*" in odd
    assert r"a \| b" in odd


def test_a_quote_that_no_longer_stands_is_refused_by_name(answer, assistant):
    cited = answer.citations[0]
    moved = replace(cited, quote="The pilot placed 900 residents.")
    wrong = replace(answer, claims=(replace(answer.claims[0], citations=(moved,)),))

    with pytest.raises(ExportRefused, match=r"Harbour Skills Pilot evaluation, p\. 1: “The pilot"):
        written(wrong, assistant, ".docx")
    lost = replace(answer, claims=(*answer.claims, Claim("", ())))
    with pytest.raises(ExportRefused, match="A sentence of the answer: its source was removed"):
        written(lost, assistant, ".docx")
    with pytest.raises(ExportRefused, match="makes no statement"):
        written(replace(answer, claims=()), assistant, ".md")


def test_an_answer_whose_source_was_removed_is_refused_by_name(tmp_path, models_folder):
    settings = Settings(home=tmp_path / "home")
    settings.home.mkdir(mode=0o700)
    (settings.home / "models").symlink_to(models_folder, target_is_directory=True)
    (tmp_path / "harbour.txt").write_text(TEXT)
    add([tmp_path / "harbour.txt"], settings)
    assistant = build_assistant(settings)
    answer = assistant.ask(PILOT)
    remove(answer.citations[0].document_id, settings)

    with pytest.raises(ExportRefused, match=r"p\. 1: the publication was removed"):
        written(answer, assistant, ".csv")


def test_passages_are_exported_with_their_own_words(assistant):
    hits = assistant.search("residents placed into work", k=2)

    for kind in FORMATS:
        assert export_hits(hits, "residents", kind, assistant.index)
    text = export_hits(hits, "residents", FORMATS[1], assistant.index).decode()
    assert "Passages found for: residents" in text
    assert "412 residents" in text


def test_a_claim_in_other_words_carries_its_quote_in_the_footnote(answer, assistant):
    cited: Citation = answer.citations[0]
    claim = Claim("About four hundred people found work.", (cited,))
    reworded = Answer(
        PILOT, PILOT, Status.PARTIAL, (claim,), (), (Note(NoteKind.DATE, "As of 2024."),),
        Provenance(assistant.index.revision),
    )  # fmt: skip

    notes = parts(written(reworded, assistant, ".docx"))["word/footnotes.xml"]
    assert " ".join(cited.quote.split()) in " ".join("".join(notes.itertext()).split())


def test_an_ending_that_is_unknown_is_refused_with_those_that_are_known(tmp_path):
    with pytest.raises(ExportRefused, match=r"\.pdf.*\.docx"):
        format_of(tmp_path / "answer.pdf")
