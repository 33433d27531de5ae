"""Passages for people who look for prior evidence, over a real library."""

from collections.abc import Iterator

import pytest

from assistant.bootstrap import build_assistant
from assistant.browse import by_date, by_publication, look, phrases, rests_on, similar
from assistant.pipeline import Assistant
from ingest.filters import Filters
from ingest.pipeline import add
from ingest.settings import Settings

TEXTS = {
    "powys": "Retrofit skills are scarce in Powys. Colleges train forty installers a year.",
    "gwynedd": "The skills for retrofit work were surveyed in Gwynedd. Respondents want courses.",
    "copy": "Retrofit  skills are scarce in Powys.  Colleges train forty installers a year!",
    "wealth": "Community\nwealth building keeps money in a place, the council's plan says.",
    "loose": "Building the wealth of a community takes time, and so does trust.",
    "opera": "The opera house opened in 1875 with a gala night.",
}
DATES = {"powys": "2021", "gwynedd": "2024-05"}
ALL = Filters()


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant over six short texts."""
    folder = tmp_path_factory.mktemp("texts")
    for name, text in TEXTS.items():
        path = folder / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        dated = f"published: '{DATES[name]}'\n" if name in DATES else ""
        path.with_name(f"{path.name}.meta.yaml").write_text(f"title: {name}\n{dated}", "utf-8")
    settings = Settings(home=tmp_path_factory.mktemp("home"), workers=1)
    add([folder], settings)
    built = build_assistant(settings)
    yield built
    built.index.close()


def titles(hits: "tuple[object, ...]") -> list[str]:
    return [hit.metadata.title for hit in hits]  # type: ignore[attr-defined]


def test_what_has_nothing_to_do_with_the_query_is_not_found(assistant: Assistant) -> None:
    found = titles(look(assistant, "retrofit skills", ALL, 50))

    assert {"powys", "gwynedd"} <= set(found)
    assert "opera" not in found
    assert look(assistant, "qqqxyzzy", ALL, 50) == ()


def test_an_exact_phrase_is_found_over_line_ends_and_nothing_else(assistant: Assistant) -> None:
    assert titles(look(assistant, '"community wealth building"', ALL, 50)) == ["wealth"]
    assert titles(look(assistant, "“Community Wealth Building” plan", ALL, 50)) == ["wealth"]
    assert titles(look(assistant, '"the council’s plan"', ALL, 50)) == ["wealth"]
    assert look(assistant, '"wealth build"', ALL, 50) == ()


def test_each_of_several_phrases_must_be_there(assistant: Assistant) -> None:
    found = look(assistant, '"retrofit skills" "forty installers"', ALL, 50)

    assert set(titles(found)) == {"powys", "copy"}
    assert look(assistant, '"retrofit skills" "gala night"', ALL, 50) == ()


def test_similar_passages_leave_out_the_passage_and_its_copies(assistant: Assistant) -> None:
    powys = next(h for h in look(assistant, "Powys", ALL, 5) if h.metadata.title == "powys")

    found = titles(similar(assistant, powys.passage.passage_id, ALL, 5))

    assert found[0] == "gwynedd"
    assert not {"powys", "copy", "opera"} & set(found)
    with pytest.raises(KeyError):
        similar(assistant, "0" * 16, ALL, 5)


def test_dates_order_hits_with_the_undated_last(assistant: Assistant) -> None:
    hits = look(assistant, "retrofit skills", ALL, 50)

    newest = titles(by_date(hits, newest_first=True))
    oldest = titles(by_date(hits, newest_first=False))

    assert newest[:2] == ["gwynedd", "powys"]
    assert oldest[:2] == ["powys", "gwynedd"]
    assert "copy" in newest[2:]


def test_hits_are_grouped_where_the_best_of_each_stood(assistant: Assistant) -> None:
    hits = look(assistant, "retrofit skills", ALL, 50)

    groups = by_publication((hits[1], hits[0], hits[1]))

    assert [g.document_id for g in groups] == [h.passage.document_id for h in (hits[1], hits[0])]
    assert len(groups[0].hits) == 2


def test_a_passage_says_what_it_rests_on(assistant: Assistant) -> None:
    kinds = {h.metadata.title: rests_on(h) for h in look(assistant, "retrofit skills", ALL, 50)}

    assert kinds["gwynedd"] == "a survey or monitoring"
    assert kinds["powys"] is None


def test_quotation_marks_of_both_kinds_ask_for_a_phrase() -> None:
    assert phrases('grants “for people” in "Powys" "" ') == ("for people", "Powys")
