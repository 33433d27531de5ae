"""Metadata from catalogue, side-car, front matter and file, in that order, with its origins."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.catalogue import Catalogue, Source
from corpus.taxonomy import load_taxonomy
from ingest.dates import dates_in, iso_in
from ingest.document import Page, ReadBy
from ingest.errors import BadMetadata
from ingest.metadata import describe
from ingest.readers import read_file
from ingest.readers.base import Draft, FileMetadata, Limits

SOURCE = Source(
    source_id="hub-about", title="About the Hub", publisher="LPIP Hub", authors=("A. Author",),
    published="2024-02", url="https://www.example.org/about/", doc_type="webpage", places=("UK",),
    nations=("UK",), themes=("skills",), licence=None, status="current", supersedes=(),
)  # fmt: skip


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


def draft(about: FileMetadata | None = None, *pages: str, media_type: str = "application/pdf"):
    texts = pages or ("Some text.",)
    held = tuple(Page(i, None, text) for i, text in enumerate(texts, start=1))
    return Draft(media_type, held, (), about or FileMetadata())


def described(taxonomy, read: Draft, path: Path = Path("/x/report.pdf"), *sources: Source):
    return describe(read, path, Catalogue(sources or (SOURCE,)), taxonomy)


@pytest.mark.parametrize(
    ("about", "path"),
    [
        (FileMetadata(front_matter=(("source_id", "hub-about"),)), Path("/x/a.md")),
        (FileMetadata(front_matter=(("url", "http://example.org/about"),)), Path("/x/a.md")),
        (FileMetadata(url="https://example.org/about"), Path("/x/a.html")),
        (FileMetadata(title="Other"), Path("/x/hub-about.pdf")),
    ],
)
def test_the_catalogue_entry_is_found_by_id_address_or_file_name(taxonomy, about, path):
    metadata = described(taxonomy, draft(about), path)

    assert metadata.title == "About the Hub"
    assert metadata.source_id == "hub-about"
    assert dict(metadata.origins)["title"] == "catalogue"


@pytest.mark.parametrize("name", ["report.pdf.meta.yaml", "report.meta.yaml"])
def test_a_sidecar_beats_the_file_and_says_so(taxonomy, tmp_path, name):
    (tmp_path / name).write_text(
        "title: From the side-car\ndate: 2023-05\nplaces: [cymru]\nthemes: [Skills]\n", "utf-8"
    )
    metadata = described(
        taxonomy, draft(FileMetadata(title="In the file")), tmp_path / "report.pdf"
    )

    assert (metadata.title, metadata.published) == ("From the side-car", "2023-05")
    assert (metadata.places, metadata.themes) == (("Wales",), ("skills",))
    assert dict(metadata.origins)["published"] == "sidecar"


def test_each_field_comes_from_the_first_place_that_knows_it(taxonomy, tmp_path):
    (tmp_path / "report.meta.yaml").write_text("source_id: hub-about\nlicence: OGL\n")
    metadata = described(taxonomy, draft(FileMetadata(title="T itself")), tmp_path / "report.pdf")

    origins = dict(metadata.origins)
    assert (metadata.title, metadata.licence) == ("About the Hub", "OGL")
    assert (origins["title"], origins["licence"]) == ("catalogue", "sidecar")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("tilte: x", "field tilte: is not a known field. Did you mean title?"),
        ("themes: [cooking]", "field themes: 'cooking' is not allowed; must be one of"),
        ("date: someday", "field date: 'someday' must be a date such as 2024"),
        ("doc_type: poem", "field doc_type: 'poem' is not allowed; must be one of report"),
        ("nations: [Yorkshire]", "field nations: 'Yorkshire' is not allowed"),
        ("status: gone", "field status: 'gone' is not allowed"),
        ("url: ftp://x", "field url: 'ftp://x' must be an address"),
        ("title: [a, b]", "field title: must be one text"),
        ("- a\n- b", "must hold lines like"),
        ("title: [", "cannot be read as YAML"),
    ],
)
def test_a_bad_sidecar_is_named_with_field_and_what_is_allowed(
    taxonomy, tmp_path, content, message
):
    (tmp_path / "report.meta.yaml").write_text(content)

    with pytest.raises(BadMetadata) as caught:
        described(taxonomy, draft(), tmp_path / "report.pdf")

    assert str(tmp_path / "report.meta.yaml") in str(caught.value)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_wrong_front_matter_of_ours_is_an_error_and_of_others_is_left_out(taxonomy):
    ours = draft(FileMetadata(front_matter=(("note", "true"), ("themes", ("cooking",)))))
    others = draft(FileMetadata(front_matter=(("layout", "post"), ("themes", ("cooking",)))))

    with pytest.raises(BadMetadata, match="field themes"):
        described(taxonomy, ours, Path("/x/a.md"))
    assert described(taxonomy, others, Path("/x/a.md")).themes == ()


@pytest.mark.parametrize(
    "worthless",
    ["Microsoft Word - plan v3 FINAL.docx", "untitled", "plan.indd", "Document1", "Cm 9488", ""],
)
def test_a_worthless_declared_title_gives_way_to_the_largest_line(taxonomy, worthless):
    about = FileMetadata(title=worthless, heading="A plan for places")

    assert described(taxonomy, draft(about)).title == "A plan for places"


def test_a_file_without_any_title_is_called_by_its_name(taxonomy):
    path = Path("/x/2013_More_20Great_20Childcare-plan.pdf")

    assert described(taxonomy, draft(), path).title == "2013 More Great Childcare plan"


@pytest.mark.parametrize(
    ("page", "made", "published"),
    [
        ("A plan\n\nPublished 12 June 2014", "2014-06-20", "2014-06-12"),
        ("A plan\n\nMarch 2013", None, "2013-03"),
        ("A plan\n\nJuly 2011", "2018-08-08", "2011-07"),
        ("In June 2009 we asked for views on the plan.", "2012-03-02", "2012-03"),
        ("© Crown copyright 2011", "2018-08-08", "2011"),
        ("No date here", None, None),
    ],
)
def test_the_date_of_publication_is_read_from_the_first_pages(taxonomy, page, made, published):
    read = draft(FileMetadata(created=made), page)

    assert described(taxonomy, read).published == published


@pytest.mark.parametrize(
    ("page", "published", "origin"),
    [
        ("Review\n\nNothing is dated.", "2023-04", "making of the file"),
        ("Review\n\nJune 2024", "2024-06", "first pages"),
        ("Review\n\nThe board met in May 2024 in the hall of the town.", None, None),
        (
            "Review\n\nThe board met in May 2021 in the hall of the town.",
            "2023-04",
            "making of the file",
        ),
        (
            "Review\n\nThe scheme ends in March 2031, as planned at first.",
            "2023-04",
            "making of the file",
        ),
    ],
)
def test_a_file_begun_before_what_it_tells_of_is_not_dated_by_its_making(
    taxonomy, page, published, origin
):
    # Too long to be told by what its sentences say.
    page += "\n\nThe work goes on as before." * 400
    read = draft(FileMetadata(created="2023-04-11", modified="2024-07-02"), page)

    metadata = described(taxonomy, read)

    assert metadata.published == published
    assert dict(metadata.origins).get("published") == origin


def test_the_day_of_scanning_is_no_date_of_publication(taxonomy):
    written = draft(FileMetadata(created="2026-11-02"), "Government response")
    pages = tuple(replace(page, read_by=ReadBy.OCR) for page in written.pages)

    metadata = described(taxonomy, replace(written, pages=pages))

    assert described(taxonomy, written).published == "2026-11"
    assert metadata.published is None


def test_publisher_places_and_nations_come_from_the_first_pages(taxonomy):
    read = draft(
        FileMetadata(title="Skills in Wales"),
        "Department for Environment,\nFood and Rural Affairs\n\nEngland is named once.",
    )
    metadata = described(taxonomy, read)

    assert metadata.publisher == "Defra"
    assert (metadata.places, metadata.nations) == (("Wales",), ("Wales",))
    assert metadata.themes == ("skills",)
    assert dict(metadata.origins)["publisher"] == "first pages"


def test_a_place_named_in_passing_is_not_what_a_document_is_about(taxonomy):
    read = draft(FileMetadata(title="A plan for trains"), "One line passes Cardiff.")

    assert described(taxonomy, read).places == ()


def test_dates_are_found_in_british_order():
    text = "On 3rd March 2020, May 2021, 2022-07-01 and 05/06/2023; not 31 February 2020."

    assert [d.iso for d in dates_in(text)][:4] == [
        "2020-03-03",
        "2021-05",
        "2022-07-01",
        "2023-06-05",
    ]
    assert iso_in("no date") is None


@pytest.mark.parametrize(
    ("title", "text", "places"),
    [
        ("Local energy", "The stirling engine was made in Stirling. Stirling engines last.", ()),
        ("Visit", "The Prince of Wales came. The Prince of Wales spoke.", ()),
        ("Jobs", "Northern Ireland has plans. Northern Ireland works.", ("Northern Ireland",)),
        ("Jobs", "Ireland has plans. In Ireland work is scarce.", ()),
        ("Swyddi", "Mae Cymru yn newid. Yng Nghymru a Chymru: Cymru.", ("Wales",)),
        ("Ports", "Grants in Newport help. More in Newport.", ()),
        ("Ports", "Grants in Newport help. More in Newport. So does Cardiff.", ("Newport",)),
        ("Forest", "FORTH2O works. FORTH2O is a partnership.", ("Forth Water Basin",)),
        ("Ein Plan", "Sir Gâr a Cheredigion. Sir Gâr eto.", ("Carmarthenshire",)),
        ("Housing in Leeds", "England builds. England plans. England pays.", ("Leeds",)),
    ],
)  # fmt: skip
def test_places_are_told_from_what_only_sounds_like_them(taxonomy, title, text, places):
    read = draft(FileMetadata(title=title), text)

    assert described(taxonomy, read).places == places


def test_an_address_a_press_and_the_references_name_no_place(taxonomy):
    pages = (
        "Growth\n\nBy the way\n2 Marsham Street\nLeeds\nLS1 4DF\n\nTel: Leeds 0113 496 0000",
        "Growth needs jobs. See Smith (Bristol: Policy Press) and Jones (Bristol: Policy Press).",
    )

    assert described(taxonomy, draft(FileMetadata(title="Growth"), *pages)).places == ()


@pytest.mark.parametrize(
    ("said", "nations"),
    [
        ("This Code applies to England only.", ("England",)),
        ("This strategy covers England and Wales.", ("England", "Wales")),
    ],
)
def test_a_text_that_says_where_it_applies_is_believed(taxonomy, said, nations):
    read = draft(
        FileMetadata(title="A code"), f"{said} Scotland, Scotland, Scotland, the UK, the UK."
    )

    assert described(taxonomy, read).nations == nations


def test_a_long_text_is_not_about_a_city_that_it_names_by_the_way(taxonomy):
    page = (
        "The UK has rules. " * 20 + "London is one case. " * 12 + "Rules are made to last. " * 120
    )
    read = draft(FileMetadata(title="Rules"), *[page] * 4)

    assert described(taxonomy, read).places == ("UK",)


@pytest.mark.parametrize(
    ("page", "publisher"),
    [
        ("A plan\n\nHOME OFFICE\n\nMay 2011", "Home Office"),
        ("Presented by the Secretary of State for\nthe Home Department", "Home Office"),
        ("A plan\n\n© Centre for Better Places 2019", "Centre for Better Places"),
        ("A plan\n\nWrite to plans@communities.gsi.gov.uk", "DCLG"),
        ("A plan\n\nAsk the Home Office about it, not us, in a letter or by telephone.", None),
    ],
)  # fmt: skip
def test_the_publisher_is_who_the_cover_names_as_its_own(taxonomy, page, publisher):
    assert described(taxonomy, draft(FileMetadata(title="A plan"), page)).publisher == publisher


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Government Response to the Jobs Review", "policy-paper"),
        ("Skills strategy", "policy-paper"),
        ("UK Hub annual report 2011", "report"),
        ("What works in training: rapid review", "evidence-review"),
        ("Briefing: who moves where", "briefing"),
        ("Trains", None),
    ],
)
def test_the_type_is_read_from_the_title(taxonomy, title, kind):
    assert described(taxonomy, draft(FileMetadata(title=title), "One.", "Two.")).doc_type == kind


@pytest.mark.parametrize(
    ("declared", "heading", "page", "title"),
    [
        ("Skills 4 all, old file", "Open data refresh", "Open data refresh", "Open data refresh"),
        ("Into work", "Keep on caring", "Keep on caring\n\nInto work", "Keep on caring: Into work"),
        ("", "Our plan", "Our plan\n\nA deal for trains", "Our plan: A deal for trains"),
        ("", "Industrial strategy", "Industrial strategy\n\nMay 2018", "Industrial strategy"),
    ],
)
def test_a_title_is_believed_if_the_first_page_bears_it_out(
    taxonomy, declared, heading, page, title
):
    about = FileMetadata(title=declared, heading=heading)

    assert described(taxonomy, draft(about, page)).title == title


def test_a_year_in_the_file_name_says_nothing_about_the_date(taxonomy):
    read = draft(FileMetadata(created="2011-11-23"), "UK roadmap\n\nJuly 2011")

    assert described(taxonomy, read, Path("/x/2010_roadmap.pdf")).published == "2011-07"


def test_a_withdrawal_is_read_from_the_text_and_beats_a_current_entry(taxonomy):
    page = "About the Hub\n\nThis guidance was withdrawn on 3 May 2019. It is kept for the record."
    metadata = described(taxonomy, draft(FileMetadata(), page), Path("/x/hub-about.pdf"))

    assert (metadata.title, metadata.status) == ("About the Hub", "withdrawn")
    assert dict(metadata.origins)["status"] == (
        "first pages: “This guidance was withdrawn on 3 May 2019”"
    )


@pytest.mark.parametrize(
    "said",
    [
        "This statistical release was withdrawn on 3 June 2024.",
        "This good practice guide has now been withdrawn.",
        "This dataset is withdrawn.",
        "Withdrawn on 3 June 2024",
        "[Withdrawn]",
        "Withdrawn: this guidance is out of date",
        "Mae'r cyhoeddiad hwn wedi'i dynnu'n ôl.",
    ],
)
def test_a_withdrawal_is_read_however_it_is_worded(taxonomy, said):
    read = draft(FileMetadata(), f"Jobs in Gwynedd\n\n{said}\n\nIt counted jobs.")

    assert described(taxonomy, read).status == "withdrawn"


@pytest.mark.parametrize(
    "said",
    [
        "The 2015 guidance was withdrawn in May 2019. Offers may be withdrawn.",
        "This previous guidance was withdrawn in May 2019.",
        "Applications withdrawn on 3 June 2024 are not counted.",
        "Funding was withdrawn.",
    ],
)
def test_the_withdrawal_of_something_else_is_not_its_own(taxonomy, said):
    assert described(taxonomy, draft(FileMetadata(), f"A plan\n\n{said}")).status == "current"


@pytest.mark.parametrize(
    "below",
    [
        "<p>Table 3: Jobs by region</p>{}",
        "<p>Jobs by region</p><p>£ thousand</p>{}",
        "<table><caption>Jobs by region</caption>{}",
        "{}",
    ],
)
def test_what_stands_over_a_table_is_no_subtitle_of_a_page_without_a_title(
    taxonomy, tmp_path, below
):
    rows = "<tr><td>Region</td><td>Rate</td></tr><tr><td>Wales</td><td>41</td></tr></table>"
    rows = rows if "<table>" in below else f"<table>{rows}"
    path = tmp_path / "a.html"
    path.write_text(f"<html><body><main><h1>Work in Wales</h1>{below.format(rows)}</main></body>")

    assert described(taxonomy, read_file(path, Limits()), path).title == "Work in Wales"


def test_a_line_below_a_short_heading_is_still_its_subtitle(taxonomy, tmp_path):
    path = tmp_path / "a.html"
    path.write_text("<html><body><main><h1>Work</h1><p>A plan for the valleys</p></main></body>")

    assert described(taxonomy, read_file(path, Limits()), path).title == (
        "Work: A plan for the valleys"
    )
