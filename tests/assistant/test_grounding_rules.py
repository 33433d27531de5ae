"""Claims beside what they cite, by rule: true rewordings stand, false ones are named."""

import pytest

from assistant.answer import Label
from assistant.grounding.figures import compatible
from assistant.grounding.judge import Judge
from assistant.grounding.wording import tokens
from assistant.verdict import Check, Finding, FindingKind, Verdict

SOURCE = (
    "In 2023-24 the fund gave nearly £5 million to the four hubs, and unemployment fell by 12% in "
    "Leeds. A fifth of the 1,500 firms, most of them small, may leave by March 2026. Some councils "
    "were not consulted. The Office for National Statistics (ONS) counted at least 30 sites."
)


def judged(claim: str, source: str = SOURCE) -> Verdict:
    return Judge().verdict(claim, (source,))


@pytest.mark.parametrize(
    "claim",
    [
        "In 2023/24 the fund gave £4.8 million to the 4 hubs.",
        "The fund gave nearly £5m to the four hubs in 2023-24.",
        "Unemployment fell by 12 per cent in Leeds.",
        "Unemployment in Leeds went down by 12%.",
        "20% of the 1500 firms may leave by March 2026.",
        "A fifth of the firms may leave by Mar 2026.",
        "Some councils weren't consulted.",
        "The Office for National Statistics counted at least 30 sites.",
        "ONS counted at least thirty sites.",
    ],
)
def test_what_the_source_says_in_other_words_is_supported(claim):
    found = judged(claim)

    assert found.label is Label.SUPPORTED, found
    assert found.decided_by is Check.RULE


@pytest.mark.parametrize(
    ("claim", "kind", "here", "there"),
    [
        ("Unemployment fell by 13% in Leeds.", FindingKind.NUMBER, "13%", "12%"),
        ("The fund gave nearly £5 million to the ten hubs.", FindingKind.NUMBER, "ten", "four"),
        ("The fund gave nearly $5 million to the four hubs.", FindingKind.UNIT, "$5 million",
         "£5 million"),
        ("In Leeds unemployment fell by 12 percentage points.", FindingKind.UNIT,
         "12 percentage points", "12%"),
        ("In 2022-23 the fund gave nearly £5 million to the four hubs.", FindingKind.DATE, "2022",
         "2023"),
        ("A fifth of the 1,500 firms may leave by June 2026.", FindingKind.DATE, "June", "March"),
        ("Unemployment fell by 12% in Bradford.", FindingKind.NAME, "Bradford", "Leeds"),
        ("Some councils were consulted.", FindingKind.NEGATION, "", "not"),
        ("The four hubs were not given nearly £5 million.", FindingKind.NEGATION, "not", ""),
        ("Unemployment rose by 12% in Leeds.", FindingKind.DIRECTION, "rose", "fell"),
    ],
)  # fmt: skip
def test_what_is_changed_is_named_with_the_words_on_both_sides(claim, kind, here, there):
    found = judged(claim)

    assert found.label is Label.NOT_SUPPORTED
    assert Finding(kind, here, there) in found.findings
    assert found.probability is None


@pytest.mark.parametrize(
    ("claim", "here", "there"),
    [
        ("A fifth of the 1,500 firms will leave by March 2026.", "will", "may"),
        ("The Office for National Statistics counted up to 30 sites.", "up to", "at least"),
        ("All councils were not consulted.", "All", "Some"),
    ],
)
def test_a_claim_that_reaches_further_is_partly_supported(claim, here, there):
    found = judged(claim)

    assert found.label is Label.PARTLY
    assert found.findings[0] == Finding(FindingKind.SCOPE, here, there)
    assert here in found.sentence
    assert there in found.sentence


def test_a_rough_figure_that_agrees_is_said():
    found = judged("The fund gave £4.8 million to the four hubs in 2023-24.")

    assert found.findings == (Finding(FindingKind.NUMBER, "£4.8 million", "£5 million", True),)
    assert "£4.8 million" in found.sentence
    assert "£5 million" in found.sentence


def test_one_rough_figure_stands_for_another_only_when_it_is_rounded():
    (finer,), (coarser,) = (
        [token for token in tokens(text) if token.quantity]
        for text in ("about 53% of them", "around 50% of them")
    )

    assert compatible(coarser, finer)
    assert not compatible(finer, coarser)


def test_an_invented_sentence_leaves_only_part_of_a_claim_supported():
    found = judged(
        "Unemployment fell by 12% in Leeds. The mayor praised the steelworkers' union at length."
    )

    assert found.label is Label.PARTLY
    assert [finding.kind for finding in found.findings] == [FindingKind.WORDS]
    assert "mayor" in found.sentence


def test_the_words_of_one_source_in_their_order_are_a_quote():
    found = judged("unemployment fell by 12% in Leeds")

    assert found == Verdict(Label.SUPPORTED, Check.QUOTE)
    assert found.sentence == "These are the source's own words."


def test_what_stands_in_brackets_may_be_left_out():
    source = "The two sites (neither of which is new) cost £3 million."

    assert judged("The two sites cost £3 million.", source).label is Label.SUPPORTED


@pytest.mark.parametrize(("claim", "cited"), [("", (SOURCE,)), ("A claim.", ()), ("A.", ("",))])
def test_nothing_to_compare_is_unchecked(claim, cited):
    assert Judge().verdict(claim, cited) == Verdict()


def test_markup_and_odd_signs_do_not_stop_the_judge():
    found = judged("<b>12%</b> \u0000 £ ½ ۳ 10¹²", "…")

    assert found.label in (Label.NOT_SUPPORTED, Label.UNCHECKED)


@pytest.mark.parametrize(
    ("claim", "label"),
    [
        ("More than 1,400 firms may leave by March 2026.", Label.SUPPORTED),
        ("Fewer than 1,600 firms may leave by March 2026.", Label.SUPPORTED),
        ("More than 1,600 firms may leave by March 2026.", Label.NOT_SUPPORTED),
    ],
)
def test_a_bound_holds_for_a_figure_beyond_it(claim, label):
    assert judged(claim).label is label


def test_a_name_with_a_number_in_it_is_no_figure():
    source = "The virus, called COVID-19, closed 40 schools in Kent and the flu closed 12 more."

    assert judged("COVID-19 closed 40 schools in Kent.", source).label is Label.SUPPORTED
    assert judged("COVID-19 closed 41 schools in Kent.", source).label is Label.NOT_SUPPORTED
    assert judged("COVID-18 closed 40 schools in Kent.", source).label is Label.NOT_SUPPORTED
