"""What can be quoted from a passage."""

import pytest

from assistant.quotable import quotable, widened, with_what_belongs, with_what_follows
from ingest.document import Kind, Passage


def quotes(text: str, kind: Kind = Kind.PROSE) -> list[str]:
    passage = Passage("p", "d", 1, 1, 0, len(text), text, kind=kind)
    return [text[start:end] for start, end in quotable(passage)]


def test_each_sentence_can_be_quoted():
    assert quotes("Leeds leads the work on data. Hull leads the work on places.") == [
        "Leeds leads the work on data.",
        "Hull leads the work on places.",
    ]


def test_a_sentence_that_leans_on_the_one_before_takes_it_along():
    text = "The fund opened in May 2024 in Leeds. It closed a year later in May."

    assert quotes(text)[-1] == text


def test_a_list_stays_with_its_lead_in():
    text = "The plan has three aims:\n• better jobs for people\n• warmer homes\n• cleaner air"

    assert quotes(text) == [text]


def test_a_list_stays_with_a_lead_in_that_ends_with_a_dash():
    text = "The owner of a kiln must —\n(a) keep a record of fires; and\n(b) show it when asked."

    assert quotes(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Source: ONS, Labour Force Survey 2019",
        "Chapter two",
        "https://example.org/a/b/c/d/e/f/g",
        "Growth Plan Skills and Work Sector Deal Growth Plan at a glance",
        "Unlocking growth in ports, Northern Harbour Office, December 2011",
        "In Smith (Ed), Work and justice: A review of research (Vol 3, pp 133-206).",
        "Work after prison, a plan for all the ports, available at: https://example.org/a/b",
    ],
)
def test_references_and_headings_are_not_quoted(text):
    assert quotes(text) == []


def test_who_is_named_with_a_year_in_a_sentence_is_quoted():
    said = "Hill and Dale (2019) found that half of those trained had work a year later."

    assert quotes(said) == [said]


def test_a_footnote_is_not_quoted():
    assert quotes("3 See the review of the first phase of the programme.", Kind.FOOTNOTE) == []


def test_a_small_table_is_one_quote():
    text = "Area\tRate\nWales\t73.1%\nScotland\t74.5%"

    assert quotes(text, Kind.TABLE) == [text]


def test_cells_that_were_not_recognised_as_a_table_are_kept_together():
    text = (
        "Transport 40.2 40.2 41.2 42.6 45.0\nBusiness 60.1 58.2 55.3 51.9 50.0\nHomes 41 40 39 38"
    )

    assert quotes(text) == [text]


def test_the_numbers_along_a_chart_are_not_quoted():
    text = (
        "Figure 6.1 Deaths on roads\n\n0\n\n500\n\n1,000\n\n1,500\n\n2,000\n\nDeaths\n\n2000\t2005"
    )

    assert quotes(text, Kind.TABLE) == []


def test_a_sentence_below_a_chart_is_quoted_without_the_numbers_along_it():
    axis = "0\n\n500\n\n1,000\n\n1,500\n\n2,000\n\n2,500\n\n3,000\n\n2010\t2020\t2030"
    said = "Safer cars are what has had the most effect on deaths on the roads."

    assert quotes(f"Figure 6.1 Deaths on roads\n\n{axis}\n\n{said}", Kind.PROSE) == [said]


def test_a_paragraph_number_is_left_out_of_the_quote():
    assert quotes("3.25. The fund was spent on four projects.") == [
        "The fund was spent on four projects."
    ]
    assert quotes("126.People who find work stay out of prison.") == [
        "People who find work stay out of prison."
    ]


def test_a_quote_is_widened_to_the_neighbour_that_holds_what_is_asked():
    text = "The course will replace Pass Plus. It starts in 2014. Nobody knows more."
    passage = Passage("p", "d", 1, 1, 0, len(text), text)
    end = text.index(" It starts")

    assert widened(passage, 0, end, until=lambda t: "2014" in t) == (0, text.index(" Nobody"))
    assert widened(passage, 0, end, until=lambda t: "2099" in t) == (0, end)


def test_a_numbered_paragraph_ends_a_list_whose_items_have_no_number():
    text = (
        "The strategy describes the benefits in terms of:\n\nAccountability\nChoice\n\n"
        "4. It shows how we work across three groups:\n\n• localism\n\n• neighbourhoods"
    )

    assert [quote.split("\n")[0] for quote in quotes(text)] == [
        "The strategy describes the benefits in terms of:",
        "It shows how we work across three groups:",
    ]


def _belonging(text: str, said: str) -> str:
    passage = Passage("p", "d", 1, 1, 0, len(text), text)
    at = text.index(said)
    return text[slice(*with_what_belongs(passage, at, at + len(said)))]


def test_a_list_whose_lead_in_points_back_is_shown_with_what_it_points_to():
    said = "We will help them to do this by:\n• better advice\n• simpler rules"
    text = f"Care leavers should have stable finances. {said}"

    assert _belonging(text, said) == text


def test_what_is_shown_comes_with_the_sentence_that_says_when_it_is_not_so():
    said = "Owners should not keep poultry at home."
    text = f"{said} If they do so, they should be extra vigilant. Visitors sign a book."

    assert _belonging(text, said) == text.removesuffix(" Visitors sign a book.")
    assert _belonging(text, "Visitors sign a book.") == "Visitors sign a book."


@pytest.mark.parametrize(
    ("after", "goes_along"),
    [
        (" Ideally, there should be three of them.", True),
        ("\n\nIdeally, there should be three of them.", False),
        ("\n105. Outbreaks should be tackled at once.", False),
        (" " + "Ideally, there should be three of them, " * 12 + "or four.", False),
        ("", False),
    ],
)
def test_the_next_sentence_goes_along_where_it_is_of_the_paragraph_and_short(after, goes_along):
    said = "An inspection must take place once a day."
    text = said + after
    passage = Passage("p", "d", 1, 1, 0, len(text), text)

    start, end = with_what_follows(passage, 0, len(said))

    assert text[start:end] == (text if goes_along else said)
