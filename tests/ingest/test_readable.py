"""Page text as it is shown and searched: broken words joined, footnote marks gone."""

import pytest

from ingest.chunk import embedding_text
from ingest.document import Passage
from ingest.held import Wording
from ingest.lexical import KeywordIndex
from ingest.readable import readable

BROKEN = "Support for the transi-\ntion to low-\ncarbon heat rose.³"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("the govern-\nment's plan", "the government's plan"),
        ("organi-\nsation, technolo-\ngies", "organisation, technologies"),
        ("apprentice-\nships in neighbour-\nhoods", "apprenticeships in neighbourhoods"),
    ],
)
def test_a_word_broken_at_the_end_of_a_line_is_joined(printed, read):
    assert readable(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("long-\nterm, low-\ncarbon", "long-term, low-carbon"),
        ("a UK-\nwide, pre-\nindustrial", "a UK-wide, pre-industrial"),
        ("in 2013-\n14 and Covid-\n19", "in 2013-14 and Covid-19"),
        ("pre-\nand post-school", "pre- and post-school"),
        ("a –\nb", "a – b"),
    ],
)
def test_a_hyphen_that_belongs_to_its_word_stays(printed, read):
    assert readable(printed) == read


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("the data³ show", "the data show"),
        ("a strategy.¹² It", "a strategy. It"),
        ("in 2013⁵ and women¹,²", "in 2013 and women"),
        ("² Office for National Statistics", "Office for National Statistics"),
        ("33 kg/m² and 4 x 10⁶", "33 kg/m² and 4 x 10⁶"),
    ],
)
def test_raised_digits_go_unless_they_are_powers(printed, read):
    assert readable(printed) == read


def test_embedding_reads_joined_words_without_marks():
    passage = Passage("i", "d", 1, 1, 0, len(BROKEN), BROKEN)

    assert embedding_text(passage, "") == "Support for the transition to low-carbon heat rose."


@pytest.mark.parametrize("query", ["transition", '"low-carbon heat"', '"heat rose"'])
def test_the_keyword_index_finds_words_broken_at_line_ends_and_before_marks(query):
    index = KeywordIndex(None)
    index.write([Wording("p", "d", BROKEN, "", ""), Wording("q", "d", "other", "", "")])

    assert [passage for passage, _ in index.search(query, 5)] == ["p"]


def test_square_metres_are_found_however_they_are_written():
    index = KeywordIndex(None)
    index.write([Wording("p", "d", "600 cm² a hen", "", ""), Wording("q", "d", "x", "", "")])

    assert [passage for passage, _ in index.search("cm2", 5)] == ["p"]
