"""PDF pages as people read them: order, words, structure, labels, and what cannot be read."""

import pytest

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers import Limits, read_file
from ingest.readers.pdf import PdfReader
from tests.ingest.handmade import Sheet, lines, write_pdf

PROSE = (
    "The partnership brings together councils, universities and firms in the",
    "region. It works on skills, on jobs and on the green economy of its towns.",
    "Its first report came out in March.",
)


def read(path):
    return read_file(path, Limits())


def blocks(draft, kind):
    return [draft.pages[b.page - 1].text[b.start : b.end] for b in draft.blocks if b.kind is kind]


def test_lines_of_a_paragraph_stay_together_and_paragraphs_are_set_apart(tmp_path):
    sheet = Sheet(lines(*PROSE) + lines("A new paragraph begins here.", top=690))
    draft = read(write_pdf(tmp_path / "a.pdf", [sheet]))

    assert draft.pages[0].text == "\n".join(PROSE) + "\n\nA new paragraph begins here."
    assert draft.media_type == "application/pdf"


def test_a_hyphen_at_the_end_of_a_line_stays_before_its_line_break(tmp_path):
    path = write_pdf(
        tmp_path / "a.pdf", [Sheet(lines("We support the transi-", "tion of places."))]
    )

    assert read(path).pages[0].text == "We support the transi-\ntion of places."


def test_table_cells_that_stand_close_do_not_run_together(tmp_path):
    sheet = Sheet([(72, 700, 11, "Jobs"), (112, 700, 11, "6"), (120.5, 700, 11, "9.0%")])
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    assert text.split() == ["Jobs", "6", "9.0%"]


def test_rows_of_cells_become_a_table_with_tabs(tmp_path):
    rows = [("Nation", "Rate", "Change"), ("Wales", "73.1%", "0.4"), ("England", "75.4%", "0.1")]
    cells = [
        (left, 700 - 15 * i, 11, cell)
        for i, row in enumerate(rows)
        for left, cell in zip((72, 200, 300), row, strict=True)
    ]
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE) + cells)]))

    assert blocks(draft, Kind.TABLE) == ["\n".join("\t".join(row) for row in rows)]


def test_text_outside_the_page_box_is_not_read(tmp_path):
    sheet = Sheet(
        [*lines("On the page."), (700, 700, 11, "Beyond the edge."), (400, 700, 11, "Cropped.")],
        "/CropBox [0 0 390 842]",
    )

    assert read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text == "On the page."


def test_headings_are_told_by_size_and_weight_and_give_paths(tmp_path):
    sheet = Sheet(
        [
            (72, 780, 18, "Chapter One: Skills"),
            *lines(*PROSE, top=750),
            (72, 690, -11, "Apprenticeships in towns"),
            *lines(*PROSE, top=670),
            (72, 600, 18, "Chapter Two: Jobs"),
            *lines(*PROSE, top=570),
        ]
    )
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE * 8)), sheet]))

    assert blocks(draft, Kind.HEADING) == [
        "Chapter One: Skills", "Apprenticeships in towns", "Chapter Two: Jobs",
    ]  # fmt: skip
    assert [b.heading_path for b in draft.blocks if b.kind is Kind.PROSE and b.page == 2] == [
        ("Chapter One: Skills",),
        ("Chapter One: Skills", "Apprenticeships in towns"),
        ("Chapter Two: Jobs",),
    ]


def test_bold_words_in_running_text_are_no_heading(tmp_path):
    sheet = Sheet(
        [(72, 700, 11, "In 2005 the government said that it"),
         (72, 686, -11, "Would give fifteen million pounds"),
         (72, 672, 11, "to the trust.")]
    )  # fmt: skip
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE)), sheet]))

    assert blocks(draft, Kind.HEADING) == []


def test_the_same_words_on_every_page_are_the_text_where_there_is_no_other(tmp_path):
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines("Minutes withheld"))] * 3))

    assert [(b.page, draft.pages[b.page - 1].text[b.start : b.end]) for b in draft.blocks] == [
        (page, "Minutes withheld") for page in (1, 2, 3)
    ]


def test_page_numbers_alone_are_no_text(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(f"Page {n}")) for n in (1, 2, 3)])

    assert read(path).blocks == ()


def test_running_heads_and_page_numbers_are_on_the_page_but_in_no_block(tmp_path):
    sheets = [
        Sheet(
            [(72, 815, 9, "Place strategy 2024"),
             *lines(*PROSE, f"This is sheet {word}.", top=760),
             (300, 30, 9, str(4 + i))]
        )
        for i, word in enumerate(["one", "two", "three", "four"])
    ]  # fmt: skip
    draft = read(write_pdf(tmp_path / "a.pdf", sheets))

    assert all("Place strategy 2024" in page.text for page in draft.pages)
    assert [b.kind for b in draft.blocks] == [Kind.PROSE] * 4
    assert not any("strategy" in text for text in blocks(draft, Kind.PROSE))
    assert [page.label for page in draft.pages] == ["4", "5", "6", "7"]


def test_footnotes_and_bullets_have_their_kind(tmp_path):
    sheet = Sheet(
        [
            *lines(*PROSE * 3, top=760),
            (72, 580, 11, "• better skills for adults"),
            (72, 565, 11, "• more jobs in towns"),
            (72, 60, 8, "1 Office for National Statistics, 2023."),
        ]
    )
    draft = read(write_pdf(tmp_path / "a.pdf", [sheet]))

    assert blocks(draft, Kind.LIST) == ["• better skills for adults", "• more jobs in towns"]
    assert blocks(draft, Kind.FOOTNOTE) == ["1 Office for National Statistics, 2023."]


def test_a_list_of_contents_is_in_no_block(tmp_path):
    contents = Sheet(lines("Contents", "Skills ........ 4", "Jobs ........ 9", "Homes ........ 12"))
    draft = read(write_pdf(tmp_path / "a.pdf", [contents, Sheet(lines(*PROSE))]))

    assert not any("...." in text for text in blocks(draft, Kind.PROSE))


def test_columns_are_read_one_after_the_other(tmp_path):
    left = [f"left line {i} of the text" for i in range(6)]
    right = [f"right line {i} of the text" for i in range(6)]
    sheet = Sheet(lines(*left) + lines(*right, left=320))
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    assert text.split("\n\n") == ["\n".join(left), "\n".join(right)] or text == "\n".join(
        left + right
    )


def test_three_columns_are_read_one_after_the_other(tmp_path):
    columns = [
        [f"{word} line {n} of the text" for n in range(length)]
        for word, length in (("left", 9), ("middle", 9), ("right", 5))
    ]
    drawn = [
        line
        for at, column in enumerate(columns)
        for line in lines(*column, left=50 + 175 * at, top=700, size=9)
    ]
    # The title over all columns is drawn last, as many programs do.
    sheet = Sheet([*drawn, *lines("Three columns under one title", left=50, top=740, size=16)])
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    printed = ["Three columns under one title", *(line for column in columns for line in column)]
    assert text.split() == " ".join(printed).split()


def test_a_page_turned_on_its_side_reads_like_any_other(tmp_path):
    rows = [(72, 600, 11, "Wales"), (200, 600, 11, "73.1%"), (72, 585, 11, "England"),
            (200, 585, 11, "75.4%")]  # fmt: skip
    sheet = Sheet([*lines(*PROSE), *rows], "/Rotate 90", upwards=True)
    draft = read(write_pdf(tmp_path / "a.pdf", [sheet]))

    assert blocks(draft, Kind.PROSE) == ["\n".join(PROSE)]
    assert blocks(draft, Kind.TABLE) == ["Wales\t73.1%\nEngland\t75.4%"]


def test_pages_without_text_are_named_with_the_way_out(tmp_path):
    sheets = [Sheet(lines(*PROSE)), Sheet([]), Sheet([]), Sheet(lines(*PROSE)), Sheet([])]
    draft = read(write_pdf(tmp_path / "a.pdf", sheets))

    (problem,) = draft.problems
    assert problem.startswith("pages 2-3, 5 of 5 have no text layer.")
    assert "ocrmypdf" in problem


def test_a_file_without_any_text_is_refused_with_the_way_out(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet([])])

    with pytest.raises(NothingToIndex, match=r"a\.pdf: no page has a text layer\. Run OCR"):
        read(path)


def test_a_damaged_pdf_is_one_clear_line(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type /Cat")

    with pytest.raises(UnreadableDocument, match=r"a\.pdf: the PDF is damaged") as caught:
        read(path)
    assert "\n" not in str(caught.value)


def _encrypted(tmp_path, password):
    import pypdf

    writer = pypdf.PdfWriter(clone_from=write_pdf(tmp_path / "plain.pdf", [Sheet(lines(*PROSE))]))
    writer.encrypt(password, "owner", algorithm="AES-256")
    writer.write(tmp_path / "locked.pdf")
    return tmp_path / "locked.pdf"


def test_a_pdf_with_an_empty_password_is_read(tmp_path):
    assert read(_encrypted(tmp_path, "")).pages[0].text == "\n".join(PROSE)


def test_a_pdf_with_a_password_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(UnreadableDocument, match=r"needs a password\. Save a copy without"):
        read(_encrypted(tmp_path, "secret"))


def test_properties_and_dates_of_the_file_are_given(tmp_path):
    info = "/Title (A plan for places) /Author (Place Office) /CreationDate (D:20240219120000Z)"
    about = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE))], info=info)).file_metadata

    assert (about.title, about.authors, about.created) == (
        "A plan for places", ("Place Office",), "2024-02-19",
    )  # fmt: skip


def test_too_many_pages_are_refused(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines("x"))] * 3)

    with pytest.raises(UnreadableDocument, match="3 pages, more than the 2 allowed"):
        read_file(path, Limits(max_pages=2))


def test_pypdf_reads_what_pdfium_is_kept_from(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE))])
    draft = PdfReader(Limits(), without_pdfium=True).read(path)

    assert " ".join(draft.pages[0].text.split()) == " ".join(" ".join(PROSE).split())
    assert len(draft.blocks) == 1


def test_pages_that_no_engine_reads_are_counted_and_named_and_the_rest_is_in(tmp_path):
    path = write_pdf(tmp_path / "a.pdf", [Sheet(lines(f"Page number {n}.")) for n in (1, 2, 3, 4)])
    content = path.read_bytes()
    for page in (b"8 0 obj\n<< /Type", b"12 0 obj\n<< /Type"):
        assert content.count(b"\n" + page) == 1
        content = content.replace(page, page.replace(b"<<", b"[["))
    path.write_bytes(content)

    draft = read(path)

    assert draft.problems == ("2 of 4 pages unreadable (pages 2, 4); the rest is in.",)
    texts = [page.text for page in draft.pages]
    assert texts == ["Page number 1.", "", "Page number 3.", ""]


def test_every_block_is_a_slice_of_its_page(tmp_path):
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE))] * 2))

    for block in draft.blocks:
        text = draft.pages[block.page - 1].text[block.start : block.end]
        assert text == text.strip() != ""


def test_a_foreword_is_no_heading_over_the_chapters_after_it(tmp_path):
    sheets = [
        Sheet([(72, 780, 20, "Ministerial Foreword"), *lines(*PROSE * 2, top=740)]),
        Sheet([(72, 780, 16, "Chapter One: Skills"), *lines(*PROSE * 2, top=740)]),
    ]
    draft = read(write_pdf(tmp_path / "a.pdf", sheets))

    assert [b.heading_path for b in draft.blocks if b.kind is Kind.PROSE] == [
        ("Ministerial Foreword",), ("Chapter One: Skills",),
    ]  # fmt: skip


def test_a_label_printed_up_the_side_does_not_mix_with_the_text(tmp_path):
    sheet = Sheet(lines(*PROSE * 3), beside=[(600, 822, 9, "Category one")])
    draft = read(write_pdf(tmp_path / "a.pdf", [sheet]))

    assert "\n\n".join(blocks(draft, Kind.PROSE)) == "\n\n".join(["\n".join(PROSE)] * 3)
    assert "Category one" in draft.pages[0].text


def test_raised_footnote_marks_are_raised_digits_and_exact(tmp_path):
    sheet = Sheet(
        [
            (72, 700, 11, "We publish data"),
            (149.6, 704.5, 6.5, "3"),
            (156, 700, 11, "and a strategy."),
            (229, 704.5, 6.5, "12"),
            (72, 686, 11, "It covers 15 towns."),
        ]
    )
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    assert text == "We publish data³ and a strategy.¹²\nIt covers 15 towns."


def test_ordinals_powers_and_lowered_digits_are_no_footnote_marks(tmp_path):
    sheet = Sheet(
        [
            (72, 700, 11, "On 3"),
            (95.9, 704, 6.5, "rd"),
            (104, 700, 11, "May CO"),
            (143.6, 698, 6.5, "2"),
            (150, 700, 11, "fell"),
        ]
    )
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    assert text == "On 3rd May CO2 fell"


def test_each_footnote_with_a_raised_number_is_a_block_of_its_own(tmp_path):
    notes = [
        (72, 63.5, 5, "1"), (75, 60, 8, "Office for National Statistics, 2023."),
        (72, 53.5, 5, "2"), (75, 50, 8, "Ibid."),
    ]  # fmt: skip
    sheet = Sheet([*lines(*PROSE * 3, top=760), *notes])
    draft = read(write_pdf(tmp_path / "a.pdf", [sheet]))

    assert blocks(draft, Kind.FOOTNOTE) == ["¹ Office for National Statistics, 2023.", "² Ibid."]


def test_values_filled_into_a_form_are_read_and_empty_fields_and_passwords_are_not(tmp_path):
    import pypdf
    from pypdf.generic import (
        ArrayObject,
        DictionaryObject,
        NameObject,
        NumberObject,
        TextStringObject,
    )

    def field(name: str, value: str, flags: int = 0) -> DictionaryObject:
        entries = {"/T": TextStringObject(name), "/V": TextStringObject(value)}
        entries |= {"/Type": NameObject("/Annot"), "/Subtype": NameObject("/Widget")}
        entries |= {"/FT": NameObject("/Tx"), "/Ff": NumberObject(flags), "/F": NumberObject(4)}
        entries["/Rect"] = ArrayObject(NumberObject(n) for n in (72, 600, 300, 620))
        return DictionaryObject({NameObject(key): each for key, each in entries.items()})

    write_pdf(tmp_path / "a.pdf", [Sheet(lines("Name of the place"))])
    writer = pypdf.PdfWriter(tmp_path / "a.pdf")
    made = (field("a", "Cardiff"), field("b", ""), field("c", "secret", 1 << 13))
    fields = ArrayObject(writer._add_object(each) for each in made)
    writer.pages[0][NameObject("/Annots")] = fields
    form = DictionaryObject({NameObject("/Fields"): fields})
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)
    writer.write(tmp_path / "b.pdf")

    text = read_file(tmp_path / "b.pdf", Limits()).pages[0].text

    assert text == "Name of the place\n\nCardiff"


def test_a_heading_in_colour_that_is_drawn_last_stands_over_the_text_below_it(tmp_path):
    sheet = Sheet(
        [*lines(*PROSE, top=700), *lines(*PROSE, top=640)], blue=[(72, 656, 11, "Skills in towns")]
    )
    draft = read(write_pdf(tmp_path / "a.pdf", [Sheet(lines(*PROSE * 8)), sheet]))

    assert blocks(draft, Kind.HEADING) == ["Skills in towns"]
    assert [b.heading_path for b in draft.blocks if b.kind is Kind.PROSE and b.page == 2] == [
        (), ("Skills in towns",),
    ]  # fmt: skip


def test_a_page_number_that_is_drawn_first_does_not_draw_the_text_to_the_foot(tmp_path):
    years = [(72, 640, 11, "2013"), (72, 560, 11, "2014")]
    sheet = Sheet(
        [
            (290, 40, 11, "49"),
            *lines("countries that freely share what they know of", "their rivers.", top=760),
            *lines(*PROSE, top=700),
            years[0],
            *lines(*PROSE, top=620),
            years[1],
            *lines(*PROSE, top=540),
        ]
    )
    text = read(write_pdf(tmp_path / "a.pdf", [sheet])).pages[0].text

    assert text.index("countries") < text.index("The partnership") < text.index("2013")
    assert text.index("2013") < text.index("2014") < text.rindex("The partnership")
