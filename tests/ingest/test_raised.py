"""What a file sets above the line stays apart from the figure before it, in every kind of file."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readable import readable
from ingest.readers import Limits, read_file
from ingest.sentences import split_sentences
from ingest.tables import is_figure, is_year
from tests.ingest.handmade import write_docx, write_odf, write_pptx, write_xlsx

WHOLE = "Jobsᵃ rose by 4¹ points on 12 km² in the 2nd year."


def as_html(folder: Path) -> Path:
    path = folder / "a.html"
    text = (
        "Jobs<sup>a</sup> rose by 4<sup><a href='#n1'>[1]</a></sup> points on 12 km<sup>2</sup> "
        "in the 2<sup>nd</sup> year."
    )
    path.write_text(f"<!DOCTYPE html><html><body><main><p>{text}</p></main></body></html>")
    return path


def as_docx(folder: Path) -> Path:
    def run(text: str, above: bool = False) -> str:
        set_as = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>' if above else ""
        return f'<w:r>{set_as}<w:t xml:space="preserve">{text}</w:t></w:r>'

    return write_docx(folder / "a.docx", f"<w:p>{in_parts(run)}</w:p>")


def as_odt(folder: Path) -> Path:
    def run(text: str, above: bool = False) -> str:
        return f'<text:span text:style-name="T1">{text}</text:span>' if above else text

    style = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-position="super 58%"/></style:style>'
    )
    return write_odf(folder / "a.odt", "text", f"<text:p>{in_parts(run)}</text:p>", styles=style)


def as_pptx(folder: Path) -> Path:
    def run(text: str, above: bool = False) -> str:
        set_as = '<a:rPr baseline="30000"/>' if above else ""
        return f"<a:r>{set_as}<a:t>{text}</a:t></a:r>"

    shape = f"<p:sp><p:txBody><a:p>{in_parts(run)}</a:p></p:txBody></p:sp>"
    return write_pptx(folder / "a.pptx", [shape])


def as_xlsx(folder: Path) -> Path:
    def run(text: str, above: bool = False) -> str:
        set_as = '<rPr><vertAlign val="superscript"/></rPr>' if above else ""
        return f"<r>{set_as}<t>{text}</t></r>"

    rows = f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is>{in_parts(run)}</is></c></row>'
    return write_xlsx(folder / "a.xlsx", {"Notes": f"{rows}</sheetData>"})


def in_parts(run: Callable[..., str]) -> str:
    """The sentence as runs, every other one above the line."""
    parts = ("Jobs", "a", " rose by 4", "1", " points on 12 km", "2", " in the 2", "nd", " year.")
    return "".join(run(text, at % 2 == 1) for at, text in enumerate(parts))


@pytest.mark.parametrize("written", [as_html, as_docx, as_odt, as_pptx, as_xlsx])
def test_a_raised_number_is_no_digit_of_the_figure_before_it(
    written: Callable[[Path], Path], tmp_path: Path
) -> None:
    draft = read_file(written(tmp_path), Limits())

    text = " ".join(page.text for page in draft.pages)
    assert WHOLE in text
    assert "Jobs rose by 4 points on 12 km² in the 2nd year." in readable(text)


@pytest.mark.parametrize(
    ("written", "shown", "read"),
    [
        ("Jobs<sup>a</sup> rose.", "Jobsᵃ rose.", "Jobs rose."),
        ("Jobs rose.<sup>(b)</sup> So", "Jobs rose.ᵇ So", "Jobs rose. So"),
        ("Jobs<sup>a, 2</sup> rose", "Jobsᵃ, ² rose", "Jobs rose"),
        ("Jobs<sup>a,c</sup> rose", "Jobsᵃ,ᶜ rose", "Jobs rose"),
        ("41<sup>p</sup> jobs", "41ᵖ jobs", "41 jobs"),
        ("Jobs<sup>[footnote 1]</sup> rose", "Jobs¹ rose", "Jobs rose"),
        ("the 1<sup>st</sup> year", "the 1st year", "the 1st year"),
        ("the 1<sup>er</sup> May", "the 1er May", "the 1er May"),
        ("2<sup>n</sup> and CO<sub>2</sub>", "2n and CO2", "2n and CO2"),
        ("on 12 m<sup>2</sup>", "on 12 m²", "on 12 m²"),
        ("the 1ᵉʳ May", "the 1ᵉʳ May", "the 1ᵉʳ May"),
    ],
)
def test_a_letter_that_marks_a_note_leaves_its_word(tmp_path, written, shown, read):
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><main><p>{written} of all.</p></main></body></html>", "utf-8")

    text = read_file(path, Limits()).pages[0].text

    assert text == f"{shown} of all."
    assert readable(text) == f"{read} of all."


def test_a_sentence_ends_before_the_letter_that_marks_its_note():
    text = "Jobs rose.ᵃ They fell.¹ It ended."

    assert [text[a:b] for a, b in split_sentences(text)] == [
        "Jobs rose.",
        "They fell.",
        "It ended.",
    ]


@pytest.mark.parametrize("text", ["41¹", "41ᵖ", "73.1%²", "£3m¹,²"])
def test_a_figure_with_a_mark_is_a_figure(text):
    assert is_figure(text)
    assert not is_year("Wales¹")
    assert is_year("2013¹")
