"""What a question asks the meaning of, and which sentences tell it."""

import pytest

from assistant.evidence import kind_match
from assistant.question.definitions import names_asked, says_what_it_is
from assistant.question.kinds import Kind, kind_of


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("What is a unit cost?", ("unit cost",)),
        ("What's an LEP?", ("LEP",)),
        ("What does 'run-off rate' mean in the guide to homes?", ("run-off rate",)),
        ("What does the department mean by “fit homes”?", ("fit homes",)),
        ("What counts as the 'regulated sector' in the plan?", ("regulated sector",)),
        ("What is meant by the term 'social value'?", ("social value",)),
        ("How does the council define and measure poverty?", ("poverty",)),
        ("What is the definition of homelessness?", ("homelessness",)),
        ("Meaning of  ice age?", ("ice age",)),
        ("What is 'children in need'?", ("children in need",)),
        ("What is payment by results?", ("payment by results", "payment")),
    ],
)
def test_the_name_whose_meaning_is_asked_for(question, names):
    assert names_asked(question) == names


@pytest.mark.parametrize("question", ["How many homes are fit?", "What does it cost to mean well?"])
def test_other_questions_ask_for_no_meaning(question):
    assert names_asked(question) == ()


@pytest.mark.parametrize(
    "said",
    [
        "A fit home is a home that needs no more work.",
        "Homes of this kind are known as fit homes in the trade.",
        "‘Fit home’ means one that is warm in winter.",
        "The fit home, the aim of all this, is far off.",
        "A home of this sort (fit home) is a home that is warm.",
    ],
)
def test_a_sentence_that_says_what_it_is(said):
    assert says_what_it_is("fit home", said)
    assert says_what_it_is("fit homes", said)


@pytest.mark.parametrize(
    "said",
    [
        "The council built a fit home in 2019.",
        "The trouble with a fit home is that no one pays for it.",
        "The so-called fit home gap grew.",
        "The Act does not define a fit home.",
    ],
)
def test_a_sentence_that_only_speaks_of_it(said):
    assert not says_what_it_is("fit home", said)


def test_a_definition_that_goes_on_in_the_next_line_is_one():
    assert kind_match(Kind.DEFINITION, "What is a fit home?", "A fit\nhome is\na home.") == 1.0


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What does 'run-off rate' mean in the guide?", Kind.DEFINITION),
        ("What does 'unit cost' mean?", Kind.DEFINITION),
        ("What is the definition of unemployment rate?", Kind.DEFINITION),
        ("What is the run-off rate of the site in 2019?", Kind.FIGURE),
        ("How do areas with a defined growth plan compare?", Kind.FIGURE),
    ],
)
def test_a_rate_whose_meaning_is_asked_for_is_no_figure(question, kind):
    assert kind_of(question) is kind
