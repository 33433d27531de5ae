"""Evidence strength, disagreement and the figures that both rest on."""

import pytest

from assistant.answer import Citation, Claim, Label, Verdict
from assistant.disagreement import differing, disagreements
from assistant.quantities import agree, quantities
from assistant.strength import strength_of, strengths
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


def _claim(text: str, document: str) -> Claim:
    metadata = Metadata(title=f"Report {document}", published="2024")
    cited = Citation("p", document, metadata, "/x.pdf", 1, None, text, 0, len(text))
    return Claim(text, (cited,), Verdict(Label.SUPPORTED))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£1.5m", [(1_500_000, "£")]),
        ("£4.8 million and £12bn", [(4_800_000, "£"), (12_000_000_000, "£")]),
        ("73 per cent, 73.1%", [(73, "%"), (73.1, "%")]),
        ("up 4 percentage points", [(4, "points")]),
        ("in 2023-24", [(2023, "year"), (2024, "year")]),
        ("two-thirds of people", [(66.7, "%")]),
        ("twenty-two of 1,200 firms", [(22, ""), (1200, "")]),
        ("the second half of the year", []),
        ("nobody", []),
    ],
)
def test_figures_are_read_with_their_unit(text, expected):
    assert [(q.value, q.unit) for q in quantities(text)] == expected


def test_rough_figures_agree_within_a_tenth_and_exact_ones_only_when_equal():
    (rough,), (exact,), (other,) = map(quantities, ("nearly £5 million", "£4.8m", "£5 million"))

    assert agree(rough, exact)
    assert not agree(exact, other)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (
            "The Hub is funded with £3.6 million from ESRC and AHRC.",
            "The Hub is funded by ESRC and AHRC with £4.1 million.",
            ("£3.6 million", "£4.1 million"),
        ),
        (
            "The fund made 22 awards to community projects.",
            "The fund made 24 awards to community projects.",
            ("22", "24"),
        ),
        # Not a disagreement: another place, another year, a rough figure, another thing counted.
        (
            "Employment in Wales was 73.1% of adults.",
            "Employment in Scotland was 74% of adults.",
            0,
        ),
        ("The council spent £2m on roads in 2019.", "The council spent £3m on roads in 2021.", 0),
        ("The deal brings nearly £5 million to the area.", "The deal brings £4.8m to the area.", 0),
        ("The fund made 22 awards to projects.", "The fund made awards over 4 years.", 0),
        ("The Hub has £3.6 million.", "Road building in Powys cost £9 million.", 0),
        # A whole and its part.
        (
            "The hub of the programme has £3.6 million.",
            "The programme has £9 million, including its hub.",
            0,
        ),
        ("The fund gave grants of £2 million.", "The fund gave grants of £20 million.", 0),
        (  # The number of a phase counts nothing.
            "Phase two of the growth programme funds local partnerships.",
            "Phase 1 of the growth programme funded local partnerships.",
            (),
        ),
        (  # What each gets, and what all get.
            "The programme gives each partnership £4.8 million over three years.",
            "The programme gives partnerships £20 million over four years.",
            (),
        ),
        (  # What one partnership got, and all four.
            "The Rural Wales LPIP (Cymru Wledig LPIP Rural Wales) is a £5 million UKRI project.",
            "£20 million was awarded to four partnerships, in Northern Ireland (EPIC Futures NI), "
            "Scotland (FORTH2O), Wales (Cymru Wledig LPIP Rural Wales) and Yorkshire (YPIP), by "
            "UKRI.",
            (),
        ),
        (  # Two reviews of one publisher, said in its one way.
            "What Works Growth's review of estate renewal considered 2,100 evaluations.",
            "What Works Growth's review of public realm considered 1,140 evaluations.",
            (),
        ),
    ],
)
def test_figures_differ_only_when_they_are_about_one_thing(first, second, expected, taxonomy):
    assert differing(first, second, taxonomy) == (expected or None)


def test_differing_sources_are_both_named(taxonomy):
    claims = [
        _claim("The Hub is funded with £3.6 million from ESRC.", "A"),
        _claim("The Hub is funded with £4.1 million from ESRC.", "B"),
        _claim("The Hub is funded with £4.1 million from ESRC.", "B"),
    ]

    notes = disagreements(claims[:2], taxonomy)

    assert [note.text for note in notes] == [
        "Sources differ: “£3.6 million” (Report A, 2024) and “£4.1 million” (Report B, 2024)."
    ]
    assert disagreements(claims[1:], taxonomy) == ()


@pytest.mark.parametrize(
    ("claim", "label", "words"),
    [
        (
            "Of the 71 evaluations, 22 were mixed.",
            "a review of evaluations",
            "Of the 71 evaluations",
        ),
        ("A randomised controlled trial found 8%.", "a randomised trial", "randomised controlled"),
        ("Firms did better than a control group.", "a comparison group", "control group"),
        ("The place level has 36 case studies.", "case studies", "case studies"),
        ("We interviewed 129 people.", "case studies", "interviewed"),
        ("In a survey, 75% were proud.", "a survey", "survey"),
        ("It is estimated to add £23bn.", "an estimate", "is estimated"),
        ("The council will build 400 homes.", "a stated intention", "will"),
        ("Legg argues that trust takes time.", "an opinion", "argues"),
    ],
)
def test_the_words_of_a_claim_show_what_it_rests_on(claim, label, words):
    found = strength_of(claim)

    assert found is not None
    assert found.label.startswith(label)
    assert found.words.startswith(words)


def test_a_plain_statement_gets_no_label():
    claims = [_claim("The Hub has nine members.", "A")]

    assert strengths(claims) == ()


def test_one_note_names_each_claim_with_its_words():
    claims = [
        _claim("The council will build 400 homes.", "A"),
        _claim("The Hub has nine members.", "A"),
        _claim("Wales plans to follow.", "B"),
    ]

    (note,) = strengths(claims)

    assert note.text == "Claims 1 and 3 rest on a stated intention (“will”, “plans to”)."
