"""Where sentences end in the prose of reports."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The rate rose to 3.5 per cent, i.e. by half, in Wales.",
        "See e.g. the U.K. Government's reply, para. 4 and p. 12.",
        "Dr. A. B. Jones of Example Ltd. said so (Cm. 3040).",
        "No. 10 and St. Asaph were named.",
        "It covers schools, colleges etc. and their staff.",
        "It paused... and went on.",
        "The act (see s. 4. of it) applies.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It rose. It fell.", ["It rose.", "It fell."]),
        ("Costs were £3.6 million. Four bids won.", ["Costs were £3.6 million.", "Four bids won."]),
        ("Is it? Yes! We agree.", ["Is it?", "Yes!", "We agree."]),
        ("He said “no.” She left.", ["He said “no.”", "She left."]),
        ("(It fell.) Then it rose.", ["(It fell.)", "Then it rose."]),
        ("Prices rose in 2012. 4 firms left.", ["Prices rose in 2012.", "4 firms left."]),
        ("Prices rose.12 Wages fell.", ["Prices rose.12", "Wages fell."]),
        ("It went on… Then it stopped.", ["It went on…", "Then it stopped."]),
        ("We chose Plan B. It worked.", ["We chose Plan B.", "It worked."]),
    ],
)
def test_a_stop_before_a_new_sentence_ends_it(text, parts):
    assert sentences(text) == parts


def test_line_breaks_within_a_paragraph_do_not_end_a_sentence():
    assert sentences("The rate\nrose. It\nfell.") == ["The rate\nrose.", "It\nfell."]


def test_blank_lines_bullets_and_numbered_items_end_a_sentence():
    text = "Aims are:\n• skills\n• jobs and\npay\n(a) first\n2. second\n\nNew paragraph"

    assert sentences(text) == [
        "Aims are:", "• skills", "• jobs and\npay", "(a) first", "2. second", "New paragraph",
    ]  # fmt: skip


def test_a_number_in_front_belongs_to_its_sentence():
    assert sentences("2.14. We agree. 3. We do not.") == ["2.14. We agree.", "3. We do not."]


def test_each_row_of_a_table_is_a_sentence():
    text = "Nation\tRate\nWales\t73.1%\nEngland\t75.4%\nThe rates are of 2023. They rose."

    assert sentences(text) == [
        "Nation\tRate", "Wales\t73.1%", "England\t75.4%", "The rates are of 2023.", "They rose.",
    ]  # fmt: skip


def test_a_raised_note_mark_after_a_sentence_is_no_part_of_it():
    assert sentences("Prices rose.¹² Wages fell.³,⁴\n\nData³ show it¹. So.") == [
        "Prices rose.", "Wages fell.", "Data³ show it¹.", "So.",
    ]  # fmt: skip


@given(st.text(alphabet="aB1 .?!•\n\t(”", max_size=80))
def test_spans_are_in_order_stripped_and_lose_nothing(text):
    spans = split_sentences(text)

    inside = "".join(text[start:end] for start, end in spans)
    assert "".join(inside.split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_paragraph_whose_number_stands_before_a_tab_is_no_row():
    text = (
        "B.4\tAt the local level, the number of deaths is small and subject to\n\nfluctuation. "
        "For this reason we propose:\n5.\tIt was agreed by the House of\nCommons in May.\n"
        "2.\tWales\t35\nScotland\t40"
    )

    assert [text[a:b] for a, b in split_sentences(text)] == [
        "B.4\tAt the local level, the number of deaths is small and subject to\n\nfluctuation.",
        "For this reason we propose:",
        "5.\tIt was agreed by the House of\nCommons in May.",
        "2.\tWales\t35",
        "Scotland\t40",
    ]


def test_a_label_before_a_tab_joins_no_item_and_no_source_of_a_table():
    items = "5.\tIt is agreed that the councils would:\n\na) build homes\n\nb) fix roads"
    table = "Rank\tPriority\n1\tImproving rural transport links in Wales\nSource: ONS 2020"

    assert len(split_sentences(items)) == 3
    assert len(split_sentences(table)) == 3
