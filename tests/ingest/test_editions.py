"""One work and its editions: found when a document comes in, undone when it goes."""

from contextlib import closing

import pytest

from ingest.allowed import allowed_documents
from ingest.document import Document
from ingest.filters import Filters
from ingest.index import Index
from ingest.library import Library
from tests.ingest.prose import prose, sentences
from tests.ingest.shelf import MODEL, document, entry, shelve


@pytest.fixture
def library(tmp_path):
    with closing(Library(tmp_path, MODEL)) as opened:
        yield opened


def put(library: Library, *documents: Document) -> None:
    for made in documents:
        library.put(entry(made, key=f"{made.document_id}"))


def numbers(library: Library) -> dict[str, int]:
    """Title -> number of its edition, of the documents that share a work."""
    found = library.standings()
    return {
        issue.title: standing.number
        for standing in found.values()
        for issue in standing.issues
        if issue.document_id == standing.document_id
    }


def newest(library: Library, **filters: object) -> set[str]:
    asked = Filters(newest_only=True, **filters)  # type: ignore[arg-type]
    return {held.metadata.title for held in library.documents(asked)}


def revised(seed: int, *, kept: int = 30, fresh: int = 15) -> str:
    """A later version of prose(seed): most of it kept, some of it new."""
    return "\n".join([*sentences(seed)[:kept], *sentences(seed + 1_000, fresh)])


def test_two_versions_of_a_report_are_editions_in_order_of_date(library):
    put(
        library,
        document(revised(1), "Skills plan, revised April 2013", published="2013-04"),
        document(prose(1), "Skills plan", published="2012-06-28"),
        document(prose(2), "Another plan", published="2014"),
    )

    assert numbers(library) == {"Skills plan": 1, "Skills plan, revised April 2013": 2}
    assert newest(library) == {"Skills plan, revised April 2013", "Another plan"}


def test_without_dates_the_words_of_the_title_order_the_editions(library):
    put(
        library,
        document(revised(1), "Skills plan v2.0 final"),
        document(prose(1), "Skills plan v1.3"),
        document(revised(1, kept=25), "Draft skills plan for consultation"),
    )

    assert numbers(library) == {
        "Draft skills plan for consultation": 1, "Skills plan v1.3": 2, "Skills plan v2.0 final": 3,
    }  # fmt: skip


def test_editions_that_nothing_orders_are_both_the_newest(library):
    put(library, document(prose(1), "Skills plan"), document(revised(1), "The skills plan"))

    assert set(numbers(library).values()) == {1}
    assert newest(library) == {"Skills plan", "The skills plan"}


def test_the_page_and_the_file_of_one_text_are_copies_of_one_edition(library):
    text = prose(3)
    page = document(f"Home\nSearch\n{text}", "Retrofit review - GOV.UK", published="2020-03-04")
    file = document(text.replace(" local ", " lo-\ncal "), "Retrofit review", published="2020-03")
    put(library, page, file)

    found = library.standings()[file.document_id]

    assert (found.editions, len(found.issues), found.newer) == (1, 2, ())
    assert newest(library) == {"Retrofit review", "Retrofit review - GOV.UK"}


def test_a_reprint_with_the_same_words_is_a_copy(library):
    text = prose(4)
    put(
        library,
        document(text + "\n", "Rural report", published="2010"),
        document(text, "Rural report (reprinted 2012)", published="2012"),
    )

    assert newest(library) == {"Rural report", "Rural report (reprinted 2012)"}
    assert set(numbers(library).values()) == {1}


@pytest.mark.parametrize("titles", [("Housing plan", "Housing plan"), ("Plan A", "Document2")])
def test_one_template_filled_in_for_two_councils_stays_two_works(library, titles):
    template = "\n".join(f"In PLACE {line.lower()}" for line in sentences(5))
    barnsley, rotherham = (template.replace("PLACE", p) for p in ("Barnsley", "Rotherham"))
    put(
        library,
        document(f"{prose(6, 60)}\n{barnsley}", titles[0], published="2020"),
        document(f"{prose(6, 60)}\n{rotherham}", titles[1], published="2021"),
    )

    assert numbers(library) == {}


def test_a_template_filled_in_for_councils_that_no_list_knows_stays_apart(library):
    text = prose(7, 80)
    named = [
        f"{text}\n" + f"{place} District Council will act.\n" * 4
        for place in ("Ambridge", "Borset")
    ]
    put(library, document(named[0], "Plan", published="2020"))
    put(library, document(named[1], "Plan.", published="2021"))

    assert numbers(library) == {}


def test_annual_reports_of_two_years_are_issues_of_a_series_not_editions(library):
    put(
        library,
        document(prose(8), "Hub annual report 2022-23", published="2023"),
        document(revised(8), "Hub annual report 2023-24", published="2024"),
    )

    assert numbers(library) == {}
    assert len(newest(library)) == 2


@pytest.mark.parametrize("title", ["Skills plan: executive summary", "Skills plan, annex B"])
def test_a_summary_or_an_annex_is_no_edition(library, title):
    put(
        library,
        document(prose(9, 80), "Skills plan", published="2019-01"),
        document(prose(9, 15), title, published="2019-02"),
        document(revised(9, kept=70), "Skills plan: key findings", published="2019-03"),
    )

    assert numbers(library) == {}


def test_what_the_text_says_it_replaces_is_superseded_whatever_its_words(library):
    newer = f"This strategy replaces the 2015 strategy.\n{prose(10)}"
    put(
        library,
        document(newer, "Local growth strategy", published="2019-05", publisher="A Council"),
        document(prose(11), "Local Growth Strategy", published="2015", publisher="A Council"),
        document(prose(12), "Local growth strategy", published="2015", publisher="B Council"),
        document(prose(13), "Local growth strategy", published="2011", publisher="A Council"),
    )

    standing = next(s for s in library.standings().values() if s.number == 1)

    assert standing.words == "This strategy replaces the 2015 strategy"
    assert [issue.published for issue in standing.newer] == ["2019-05"]
    assert len(library.standings()) == 2


def test_a_replaced_publication_named_by_title_is_found_when_it_comes_later(library):
    said = f"Preface.\nIt replaces the Code for Laying Hens, issued in 2002. {prose(14)}"
    put(library, document(said, "Welfare of hens", published="2018", publisher="Defra"))
    put(library, document(prose(15), "Code for laying hens", published="2002", publisher="Defra"))

    assert numbers(library) == {"Code for laying hens": 1, "Welfare of hens": 2}


def test_the_catalogue_says_what_is_superseded(library):
    put(
        library,
        document(prose(16), "Review 2020", source_id="review-2020", published="2020"),
        document(prose(17), "Findings", source_id="review-2025", supersedes=("review-2020",)),
    )

    assert numbers(library) == {"Review 2020": 1, "Findings": 2}
    assert newest(library) == {"Findings"}


def test_a_note_and_its_publication_are_one_edition_of_one_work(library):
    note = document("Short.", "Skills report: note", source_id="skills", published="2020")
    put(
        library, note, document(prose(18), "Skills report", source_id="skills", published="2020-01")
    )

    standing = library.standings()[note.document_id]

    assert (standing.editions, len(standing.issues), standing.newer) == (1, 2, ())


def test_removing_the_newer_edition_makes_the_older_the_newest_again(library):
    older = document(prose(19), "Plan 2012", published="2012")
    newer = document(revised(19), "Plan 2014", published="2014")
    put(library, older, newer)
    before = newest(library)
    library.remove(newer.document_id)

    assert (before, newest(library)) == ({"Plan 2014"}, {"Plan 2012"})
    assert library.standings() == {}


def test_removing_the_edition_between_two_parts_them(library):
    first, last = sentences(20, 60), sentences(21, 60)
    middle = document("\n".join(first[20:] + last[:40]), "Plan B", published="2013")
    put(
        library,
        document("\n".join(first), "Plan A", published="2012"),
        document("\n".join(last), "Plan C", published="2014"),
        middle,
    )
    before = numbers(library)
    library.remove(middle.document_id)

    assert before == {"Plan A": 1, "Plan B": 2, "Plan C": 3}
    assert numbers(library) == {}


def test_a_new_date_for_a_document_orders_its_editions_anew(library):
    older = document(prose(22), "Plan", published="2012")
    newer = document(revised(22), "Plan", published="2014")
    put(library, older, newer)
    changed = document(prose(22), "Plan", published="2015").metadata
    library.describe(older.document_id, changed, "key", "f")

    assert library.standings()[older.document_id].number == 2


def test_an_edition_that_the_asker_may_not_read_hides_nothing_and_is_not_told(library):
    older = document(prose(23), "Plan 2012", published="2012")
    put(library, older, document(revised(23), "Plan 2014", published="2014", collection="team"))

    assert newest(library) == {"Plan 2012"}
    assert newest(library, collections=frozenset({"public", "team"})) == {"Plan 2014"}
    assert library.standings({"public"}, [older.document_id]) == {}


@pytest.mark.parametrize("status", ["withdrawn", "superseded"])
def test_the_newest_leaves_out_what_is_withdrawn_or_superseded(library, status):
    put(library, document(prose(24), "Old", status=status), document(prose(25), "New"))

    assert newest(library) == {"New"}


def test_a_text_that_many_documents_share_is_compared_with_few_of_them(library):
    shared = sentences(26, 12)
    documents = [
        document("\n".join([*shared, *sentences(100 + n, 12)]), f"Form {n}") for n in range(60)
    ]
    put(library, *documents)

    with library.reading() as connection:
        at_most = connection.execute(
            "SELECT max(n) FROM (SELECT count(*) n FROM links GROUP BY seq)"
        )
        assert (at_most.fetchone()[0] or 0) <= 8


def test_documents_of_an_older_library_get_their_editions(library):
    put(library, document(prose(27), "Plan 1", published="2012"))
    put(library, document(revised(27), "Plan 2", published="2013"))
    with library._writing() as change:
        for table in ("samples", "links", "editions"):
            change.connection.execute(f"DELETE FROM {table}")
    placed = library.place_all()

    assert (placed, library.place_all()) == (2, 0)
    assert numbers(library) == {"Plan 1": 1, "Plan 2": 2}


def test_a_search_for_the_newest_finds_no_superseded_passage(settings):
    shelve(
        settings,
        document(prose(28), "Plan 2012", published="2012"),
        document(revised(28), "Plan 2014", published="2014"),
    )
    line = sentences(28)[3]
    with closing(Index.open(settings)) as index:
        every = index.lexical(line, 5, Filters())
        found = index.lexical(line, 5, Filters(newest_only=True))
        titles = [
            {held.metadata.title for held in index.held([key for key, _ in hits]).values()}
            for hits in (every[:2], found[:1])
        ]

    assert titles == [{"Plan 2012", "Plan 2014"}, {"Plan 2014"}]


def test_the_allow_list_for_the_newest_is_short_of_the_superseded(library):
    put(
        library,
        document(prose(29), "Plan 2012", published="2012"),
        document(revised(29), "Plan 2014", published="2014"),
    )
    with library.reading() as connection:
        allowed = allowed_documents(connection, Filters(newest_only=True))

    assert len(allowed) == 1
