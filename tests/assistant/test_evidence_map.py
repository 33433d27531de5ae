"""Counting publications by two of their properties."""

from pathlib import Path

from assistant.evidence_map import UNSAID, Axis, Publication, cross, one_of_each_work
from assistant.selfdescribed import SelfDescribed
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.index import Index
from ingest.pipeline import add
from ingest.settings import Settings
from ingest.standing import Issue, Standing

TAXONOMY = load_taxonomy()


def held(name: str, *, is_note: bool = False, **known: object) -> HeldDocument:
    """A document with this id and metadata."""
    metadata = Metadata(name, **known)  # type: ignore[arg-type]
    return HeldDocument(
        name, name, name, None, "", "text/plain", metadata, 1, 1, is_note, (), "2026-01-01"
    )


BOTH = Publication(held("both", themes=("skills", "innovation"), nations=("Wales", "Scotland")))
ONE = Publication(held("one", themes=("skills",), nations=("Wales",), published="2024-02"))
OLD = Publication(held("old", themes=("skills",), published="1999"))


def test_a_publication_counts_once_in_each_of_its_cells_and_once_in_each_total() -> None:
    table = cross([BOTH, ONE], Axis.THEME, Axis.NATION, TAXONOMY)

    assert table.held("skills", "Wales") == ("both", "one")
    assert table.held("innovation", "Scotland") == ("both",)
    assert table.row_totals["skills"] == 2
    assert table.column_totals["Wales"] == 2
    assert table.total == 2


def test_what_the_vocabulary_knows_is_listed_with_empty_cells() -> None:
    table = cross([ONE], Axis.THEME, Axis.NATION, TAXONOMY)

    assert table.columns == ("England", "Scotland", "Wales", "Northern Ireland")
    assert len(table.rows) == len(TAXONOMY.themes)
    assert table.held("skills", "England") == ()
    assert table.empty == 4 * len(TAXONOMY.themes) - 1


def test_years_are_listed_without_gaps_and_early_ones_together() -> None:
    table = cross([BOTH, ONE, OLD], Axis.THEME, Axis.YEAR, TAXONOMY)

    assert table.columns == ("<2013", *(str(year) for year in range(2013, 2025)), UNSAID)
    assert table.held("skills", "<2013") == ("old",)
    assert table.column_totals["2020"] == 0
    assert table.held("skills", UNSAID) == ("both",)


def test_places_leave_nations_out_and_say_how_many_are_not_shown() -> None:
    powys = Publication(held("powys", themes=("skills",), places=("Powys", "Wales")))
    wales = Publication(held("wales", themes=("skills",), places=("Wales",)))

    table = cross([powys, wales], Axis.THEME, Axis.PLACE, TAXONOMY)

    assert table.columns == ("Powys",)
    assert table.total == 1
    assert table.unlisted == 1


def test_a_note_does_not_count_beside_the_publication_it_is_about() -> None:
    note, report, other = held("note", is_note=True), held("report"), held("other")
    issues = tuple(
        Issue(d.document_id, d.metadata.title, None, "current", d.media_type, d.is_note, 1)
        for d in (note, report)
    )
    standings = {d.document_id: Standing(d.document_id, 1, issues, "") for d in (note, report)}

    works = one_of_each_work([note, report, other], standings)

    assert [d.document_id for d in works] == ["report", "other"]


def test_a_publication_says_itself_what_it_rests_on_and_whom_it_names(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "home", workers=1)
    path = tmp_path / "trial.txt"
    path.write_text(
        "YPIP ran a randomised control trial of adult training in Hull.\n\n"
        "Forty people were interviewed about it afterwards.\n",
        encoding="utf-8",
    )
    add([path], settings)
    index = Index.open(settings)

    document = index.documents(Filters())[0]
    found = SelfDescribed(index, TAXONOMY).of(document)

    assert "a randomised trial (Maryland level 5)" in found.strengths
    assert found.partnerships == ("YPIP",)
    assert found.values(Axis.PARTNERSHIP) == ("YPIP",)
    index.close()
