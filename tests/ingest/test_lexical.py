from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.held import Wording
from ingest.lexical import FieldWeights, KeywordIndex
from ingest.wording import plain

TEXTS = {
    "money": "The Hub has £3.6 million of funding from three funders.",
    "years": "In 2019–20 the D2N2 area spent 1,200 pounds.",
    "welsh": "Ynys Môn's employment rate was 73.1% in Wales.",
    "units": "Productivity in the U.K. grew by 0.5 per cent.",
    "marks": "State-of-the-art skills [AND] OR -not * (a:b).",
}


@pytest.fixture(scope="module")
def index() -> KeywordIndex:
    made = KeywordIndex(None)
    made.write(
        Wording(key, f"doc-{key}", text, "Aims and scope", "Annual report")
        for key, text in TEXTS.items()
    )
    return made


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("£3.6 million", "money"),
        ("£3.6m", "money"),
        ("3.6mn", "money"),
        ("How much funding do the funders give?", "money"),
        ("2019-20", "years"),
        ("2019/20", "years"),
        ("2019 to 2020", "years"),
        ("2019-2020", "years"),
        ("2019", "years"),
        ("D2N2", "years"),
        ("d2n2", "years"),
        ("1200", "years"),
        ("£1,200", "years"),
        ("Ynys Môn", "welsh"),
        ("ynys mon", "welsh"),
        ("73.1%", "welsh"),
        ("73.1 per cent", "welsh"),
        ("employ rates", "welsh"),
        ("UK", "units"),
        ("0.5%", "units"),
        ("the art of skill", "marks"),
    ],
)
def test_names_and_numbers_are_found_however_they_are_written(
    index: KeywordIndex, query: str, best: str
) -> None:
    assert index.search(query, 3)[0][0] == best


def test_a_number_is_not_found_as_part_of_another(index: KeywordIndex) -> None:
    assert index.search("3", 5) == []
    assert index.search("73", 5) == []


@pytest.mark.parametrize(
    "query", ["", "   ", "?!", "£", "()[]{}^~*:\\/\"'", "AND", "\x00", "\ud800"]
)
def test_an_odd_query_is_legal(index: KeywordIndex, query: str) -> None:
    assert isinstance(index.search(query, 3), list)


@given(st.text())
def test_any_text_is_a_legal_query(index: KeywordIndex, query: str) -> None:
    assert len(index.search(query, 3)) <= 3


def test_a_long_query_is_legal(index: KeywordIndex) -> None:
    assert index.search("employment " + "word%d " * 50_000, 3)[0][0] == "welsh"


def test_quoted_words_count_more_in_that_order() -> None:
    index = KeywordIndex(None)
    index.write(
        [
            Wording("apart", "1", "Growth of the economy is green growth, a green thing.", "", ""),
            Wording(
                "together", "2", "The plan for a green economy and other long matters.", "", ""
            ),
        ]
    )

    assert index.search("economy green", 2)[0][0] == "apart"
    assert index.search('"green economy"', 2)[0][0] == "together"


def test_only_allowed_documents_are_searched(index: KeywordIndex) -> None:
    assert [key for key, _ in index.search("report", 9, ["doc-welsh", "doc-units"])] == [
        "units",
        "welsh",
    ]
    assert index.search("report", 9, []) == []
    assert index.search("Wales", 9, ["doc-units"]) == []


def test_headings_and_title_count_less_than_text() -> None:
    index = KeywordIndex(None)
    index.write(
        [
            Wording("title", "1", "Nothing of the kind is said.", "", "Retrofit"),
            Wording("text", "2", "Here retrofit is discussed.", "", "Other"),
            Wording("heading", "3", "Nothing like it is said.", "Retrofit", "Other"),
        ]
    )

    assert index.search("retrofit", 3)[0][0] == "text"
    assert index.search("retrofit", 3, weights=FieldWeights(title=9))[0][0] == "title"


def test_the_index_is_the_same_after_opening_it_again(tmp_path: Path) -> None:
    first = KeywordIndex(tmp_path)
    first.write([Wording("a", "1", "Skills in Wales.", "", "")])
    second = KeywordIndex(tmp_path)
    second.write([Wording("b", "2", "Jobs in Wales.", "", "")])

    again = KeywordIndex(tmp_path)

    assert len(again) == 2
    assert {key for key, _ in again.search("wales", 5)} == {"a", "b"}


def test_equal_scores_come_in_a_fixed_order(index: KeywordIndex) -> None:
    found = index.search("annual", 5)

    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("£1.2bn", "£1.2 billion"),
        ("50k", "50 thousand"),
        ("5 percent", "5%"),
        ("1,234,567", "1234567"),
        ("co\u00adoperation", "cooperation"),
        ("the Hub’s", "the Hub"),
    ],
)
def test_two_ways_of_writing_one_thing_are_one(one: str, other: str) -> None:
    assert plain(one).split() == plain(other).split()


def test_a_list_of_numbers_is_not_one_number() -> None:
    assert plain("1,2,3 and 12, 345") == "1,2,3 and 12, 345"


def test_terms_are_those_of_the_index(index: KeywordIndex) -> None:
    terms: Callable[[str], list[str]] = index.terms

    assert terms("Employers’ rates in 2019-20") == ["employ", "rate", "in", "2019y20", "2019"]
