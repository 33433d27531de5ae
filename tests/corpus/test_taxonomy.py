"""The taxonomy: what it knows, how it finds names in text, and what a bad file is told."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from corpus.catalogue import DOC_TYPES, THEMES
from corpus.errors import BadTaxonomy
from corpus.taxonomy import Taxonomy, load_taxonomy

PACKAGED = load_taxonomy()

SMALL = {
    "groups": ["UK"],
    "nations": [["England", "English"], "Wales"],
    "regions": {"England": ["North"]},
    "local_areas": {"North": ["Leeds"]},
    "members": {},
    "partnerships": {"North": [["YPIP", "Y-PIP"]]},
    "themes": [{"id": "skills", "label": "Skills", "other_names": ["training"]}],
    "doc_types": [{"id": "blog", "label": "Blog"}],
    "acronyms": [["UK", "United Kingdom"]],
}


def _names(text: str) -> list[str]:
    return [mention.name for mention in PACKAGED.places_in(text)]


def _load(tmp_path: Path, **changes: object) -> Taxonomy:
    file = tmp_path / "taxonomy.yaml"
    file.write_text(yaml.safe_dump({**SMALL, **changes}), encoding="utf-8")
    return load_taxonomy(file)


def test_knows_the_seven_themes_and_four_tags_across_them() -> None:
    themes = [theme for theme in PACKAGED.themes if not theme.cross_cutting]

    assert len(themes) == 7
    assert {theme.theme_id for theme in PACKAGED.themes} == set(THEMES)
    assert {doc_type.doc_type_id for doc_type in PACKAGED.doc_types} == set(DOC_TYPES)


@pytest.mark.parametrize(
    ("name", "main"),
    [
        ("Yorkshire and Humber Policy Innovation Partnership", "YPIP"),
        ("Yorkshire Policy Innovation Partnership", "YPIP"),
        ("y-pip", "YPIP"),
        ("Forth2O", "FORTH2O"),
        ("stirling lpip", "FORTH2O"),
        ("EPIC Futures", "EPIC Futures NI"),
        ("EPIC", "EPIC Futures NI"),
        ("Rural Wales LPIP", "Cymru Wledig LPIP Rural Wales"),
        ("LPIP Rural Wales", "Cymru Wledig LPIP Rural Wales"),
        ("Strategic Coordination Hub", "LPIP Hub"),
        ("Cymru", "Wales"),
        ("Anglesey", "Ynys Môn"),
        ("ynys mon", "Ynys Môn"),
        ("Kingston upon Hull", "Hull"),
        ("Derry", "Derry City and Strabane"),
    ],
)
def test_knows_places_by_their_other_names(name: str, main: str) -> None:
    place = PACKAGED.place(name)

    assert place is not None
    assert place.name == main


def test_knows_in_what_a_place_lies() -> None:
    barnsley = PACKAGED.place("Barnsley")
    ceredigion = PACKAGED.place("Ceredigion")

    assert barnsley is not None
    assert ceredigion is not None
    assert barnsley.within[:3] == ("South Yorkshire", "Yorkshire and the Humber", "England")
    assert barnsley.within[-1] == "UK"
    assert {"Wales", "Rural Wales", "Mid Wales", "ARFOR region"} <= set(ceredigion.within)


@pytest.mark.parametrize(
    ("name", "nation"),
    [
        ("Leeds", "England"),
        ("Wales", "Wales"),
        ("EPIC Futures NI", "Northern Ireland"),
        ("YPIP", "England"),
        ("Fife", "Scotland"),
        ("UK", None),
        ("LPIP Hub", None),
        ("Atlantis", None),
    ],
)
def test_knows_the_nation_of_a_place(name: str, nation: str | None) -> None:
    assert PACKAGED.nation_of(name) == nation


def test_counts_all_councils_of_wales_scotland_and_northern_ireland() -> None:
    wales = [p.name for p in PACKAGED.places if p.kind == "local area" and p.nation == "Wales"]
    scotland = [
        p.name for p in PACKAGED.places if p.kind == "local area" and p.nation == "Scotland"
    ]
    ni = [
        p.name for p in PACKAGED.places if p.nation == "Northern Ireland" and p.kind == "local area"
    ]

    not_councils = {
        "Newtown",
        "Aberystwyth",
        "northern Ceredigion",
        "Elgin",
        "River Leven",
        "Tyrone",
    }
    assert len(set(wales) - not_councils) == 22
    assert len(set(scotland) - not_councils) == 32
    assert len(set(ni) - not_councils) == 11


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Which areas does the Rural Wales LPIP cover?", ["Cymru Wledig LPIP Rural Wales"]),
        ("poverty in rural Wales", ["Rural Wales"]),
        ("the Welsh and Northern Irish plans", ["Wales", "Northern Ireland"]),
        ("jobs in BARNSLEY, leeds and yorkshire & humber",
         ["Barnsley", "Leeds", "Yorkshire and the Humber"]),
        ("the North East, not the North", ["North East England", "North of England"]),
        ("Insights North East", ["Insights North East"]),
        ("the North, West Midlands", ["North of England", "West Midlands"]),
        ("Newry, Mourne and Down", ["Newry, Mourne and Down"]),
        ("Leeds's and Wales' plans", ["Leeds", "Wales"]),
        ("Newcastle-upon-Tyne", ["Newcastle upon Tyne"]),
        ("What does EPIC do for us in the US?", ["EPIC Futures NI", "US"]),
        ("an epic tale about us", []),
        ("The Hub and a hub", ["LPIP Hub"]),
        ("Reading the report. Bath time? bury it", []),
        ("in Reading, Bury and Bath", ["Reading", "Bury", "Bath and North East Somerset"]),
        ("New York and York", ["York"]),
        ("University of Birmingham, Leeds University, Sheffield Hallam", []),
        ("Ulster University in Belfast", ["Belfast"]),
        ("Walesby and Leedsville", []),
        ("Bank of England", []),
        ("", []),
    ],
)  # fmt: skip
def test_finds_places_in_text(text: str, found: list[str]) -> None:
    assert _names(text) == found


def test_a_mention_covers_what_was_written() -> None:
    text = "Does Sir Gâr, or ynys môn, gain?"

    assert [text[m.start : m.end] for m in PACKAGED.places_in(text)] == ["Sir Gâr", "ynys môn"]


def test_finds_themes_in_text() -> None:
    found = [m.name for m in PACKAGED.themes_in("Net zero, apprenticeships and pride in place")]

    assert found == ["greener-economy", "skills", "communities"]


@given(st.lists(st.sampled_from([*"ab .,-'\n", "the Hub", "Leeds", "Newry, Mourne", "the North"])))
def test_mentions_are_ordered_and_do_not_overlap(pieces: list[str]) -> None:
    text = "".join(pieces)

    mentions = PACKAGED.places_in(text)

    ends = [0, *(m.end for m in mentions)]
    assert all(end <= m.start < m.end <= len(text) for end, m in zip(ends, mentions, strict=False))


def test_finding_places_in_a_question_takes_less_than_a_millisecond() -> None:
    question = (
        "How do the four phase 2 LPIPs in Yorkshire and the Humber, Wales and Stirling differ?"
    )

    # The best of several rounds, so that another process on the machine does not decide the test.
    def round_seconds() -> float:
        start = time.perf_counter()
        for _ in range(20):
            PACKAGED.places_in(question)
        return (time.perf_counter() - start) / 20

    assert min(round_seconds() for _ in range(5)) < 0.001


def test_reads_a_taxonomy_of_ones_own(tmp_path: Path) -> None:
    taxonomy = _load(tmp_path)

    ypip = taxonomy.place("Y-PIP")

    assert ypip is not None
    assert (ypip.kind, ypip.nation, ypip.within) == (
        "partnership",
        "England",
        ("North", "England", "UK"),
    )
    assert [m.name for m in taxonomy.themes_in("training")] == ["skills"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"regions": {"Englnd": ["North"]}}, "field regions: 'Englnd' is not a place's main name"),
        ({"groups": ["UK", "Leeds"]}, "'Leeds' is used twice"),
        ({"groups": ["UK", ["EU", "English"]]}, "'English' names both EU and England"),
        ({"members": {"North": ["York"]}}, "field members: 'York'"),
        ({"case_sensitive": ["York"]}, "field case_sensitive: 'York'"),
        ({"themes": "skills"}, "field themes is 'skills'; it must be a list of"),
        ({"towns": []}, "field towns is not known; allowed: groups"),
        ({"acronyms": [["UK"]]}, "field acronyms"),
        ({"nations": [[]]}, "field nations has an empty name"),
    ],
)
def test_refuses_a_bad_taxonomy_by_file_field_and_rule(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(BadTaxonomy) as caught:
        _load(tmp_path, **changes)

    message = str(caught.value)
    assert said in message
    assert str(tmp_path / "taxonomy.yaml") in message
    assert "\n" not in message
