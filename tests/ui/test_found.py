"""What a search found, counted and laid out."""

from assistant.answer import Hit
from ingest.document import Metadata, Passage
from ingest.filters import Filters
from ui.found import Narrowing, counted, found_html, found_line, light, snippet


def hit(key: str, text: str = "Skills matter.", **known: object) -> Hit:
    """A hit with this passage id, text and metadata."""
    passage = Passage(key, f"d{key}", 4, 4, 0, len(text), text)
    return Hit(passage, Metadata(f"Title {key}", **known), "", 0.5)  # type: ignore[arg-type]


WELSH = hit("1", "A survey found it.", nations=("Wales",), themes=("skills",), published="2021")
SCOTS = hit("2", nations=("Scotland",), themes=("skills",), published="2024")
BOTH = hit("3", nations=("Wales", "Scotland"), themes=("innovation",))


def test_each_field_is_counted_over_what_the_other_fields_let_through() -> None:
    shown = counted((WELSH, SCOTS, BOTH), Narrowing(Filters(nations=("Wales",))))

    assert dict(shown.nations) == {"Wales": 2, "Scotland": 2}
    assert dict(shown.themes) == {"skills": 1, "innovation": 1}
    assert dict(shown.years) == {"2021": 1}
    assert dict(shown.strengths) == {"a survey or monitoring": 1}


def test_strength_narrows_like_any_other_field() -> None:
    narrowing = Narrowing(Filters(), ("a survey or monitoring",))
    shown = counted((WELSH, SCOTS, BOTH), narrowing)

    assert narrowing.allows(WELSH)
    assert not narrowing.allows(SCOTS)
    assert dict(shown.nations) == {"Wales": 1}


def test_one_publication_can_be_searched_in() -> None:
    narrowing = Narrowing(Filters(document_ids=("d2",)))

    assert [narrowing.allows(h) for h in (WELSH, SCOTS, BOTH)] == [False, True, False]


def test_a_snippet_is_the_stretch_with_most_of_the_words() -> None:
    text = "Nothing here. " * 60 + "Grants for skills help communities. " + "More of it. " * 60

    shown, spans = snippet(text, "skill grants")

    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert [shown[s:e] for s, e in spans] == ["Grants", "skills"]
    assert len(shown) < 400


def test_a_short_passage_is_shown_whole() -> None:
    assert snippet("Skills matter.", "skills") == ("Skills matter.", ((0, 6),))


def test_a_phrase_is_lit_only_as_a_whole() -> None:
    text = "Community wealth is not community wealth building."

    assert [text[s:e] for s, e in light(text, '"community wealth building"')] == [
        "community wealth building"
    ]


def test_a_passage_is_escaped_and_says_where_it_stands() -> None:
    shown = found_html(hit("9", "<b>skills</b>", publisher="<i>P"), "skills", {}, "iv")

    assert "<b>" not in shown
    assert "<i>" not in shown
    assert "<mark>skills</mark>" in shown
    assert "p. iv" in shown


def test_the_line_says_when_there_may_be_more() -> None:
    assert found_line((WELSH, SCOTS), 200) == "2 passages in 2 publications"
    assert found_line((WELSH,), 1) == "1 or more passages in 1 publication"
