"""What the product says of itself: gaps, figures, the transparency record."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from assistant.compose.quoting import QuotingComposer
from assistant.evidence_map import Axis, Publication, cross
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata
from ingest.held import HeldDocument
from ui import about, transparency, words
from ui.figures import SHOWN, read_figures

TAXONOMY = load_taxonomy()
NOTE = HeldDocument(
    "n", "n", "n", None, "", "text/markdown",
    Metadata("Note", themes=("skills",), nations=("Wales",), published="2021"),
    1, 1, True, (), "2026-01-01",
)  # fmt: skip
REPORT = replace(
    NOTE,
    document_id="r",
    is_note=False,
    metadata=Metadata("Report", themes=("skills",), nations=("Scotland",), published="2024-05"),
)
NATIONS = ("England", "Scotland", "Wales", "Northern Ireland")


def lines() -> tuple[about.ThemeHeld, ...]:
    """What is said of the two documents."""
    table = cross([Publication(NOTE), Publication(REPORT)], Axis.THEME, Axis.NATION, TAXONOMY)
    return about.themes_held((NOTE, REPORT), table, NATIONS)


def facts() -> dict[str, str]:
    """A fact for every placeholder; the organisation is not known."""
    rest = ("product", "version", "cases", "measured", "figures", "holds", "lacks")
    return {
        **{name: f"<{name}>" for name in rest},
        **about.model_facts(QuotingComposer(), "MiniLM", "Nothing leaves."),
        "organisation": "",
        "contact": "",
    }


def test_each_theme_says_what_is_held_and_for_which_nations_nothing_is() -> None:
    by_theme = {line.theme: line for line in lines()}

    skills = by_theme["skills"]
    assert (skills.full, skills.notes, skills.newest) == (1, 1, "2024-05")
    assert skills.none == ("England", "Northern Ireland")
    assert by_theme["innovation"].none == NATIONS
    assert set(by_theme) == {theme.theme_id for theme in TAXONOMY.themes}


def test_years_without_a_publication_are_named() -> None:
    assert about.years_without((NOTE, REPORT)) == ("2022", "2023")
    assert about.years_without(()) == ()


def test_the_committed_figures_are_read_with_their_day_and_number_of_questions() -> None:
    figures = read_figures()

    assert figures is not None
    assert figures.measured.startswith("20")
    assert figures.cases >= 40
    assert [m.key for m in figures.measures] == list(SHOWN)
    assert all(0 <= m.low <= m.value <= m.high <= 1 for m in figures.measures)


def test_a_figure_is_the_sum_of_its_cases_with_an_interval(tmp_path: Path) -> None:
    cases = {f"Q{n}": {"recall@5": [n % 2, 1.0]} for n in range(20)} | {"Q99": {"recall@5": [0, 0]}}
    file = tmp_path / "gate.json"
    file.write_text(json.dumps({"cases": cases, "measured": "2026-11-24"}), encoding="utf-8")

    figures = read_figures(file)

    assert figures is not None
    (recall,) = figures.measures
    assert (recall.value, recall.cases, figures.cases) == (0.5, 20, 21)
    assert 0.2 < recall.low < 0.5 < recall.high < 0.8


@pytest.mark.parametrize("text", ["", "[]", '{"cases": 3}', '{"cases": {"Q1": {"recall@5": 1}}}'])
def test_a_file_of_another_shape_gives_no_figures(tmp_path: Path, text: str) -> None:
    file = tmp_path / "gate.json"
    file.write_text(text, encoding="utf-8")

    assert read_figures(file) is None
    assert read_figures(tmp_path / "none.json") is None


def test_the_record_has_both_tiers_and_marks_what_the_organisation_must_fill_in() -> None:
    parts = transparency.record(facts())

    entries = {e.number: e for part in parts for e in part.entries}
    assert [part.name.split(" - ")[0] for part in parts] == ["Tier 1"] + ["Tier 2"] * 5
    assert entries["1.1"].text == ""
    assert entries["4.3.5"].text == "<holds> <lacks>"
    shown = BeautifulSoup(transparency.record_html(parts), "lxml")
    assert shown.get_text().count(words.RECORD_OPEN) == transparency.open_fields(parts)
    assert "<holds>" in shown.get_text()


def test_the_organisation_that_is_set_is_named() -> None:
    parts = transparency.record(facts() | {"organisation": "Powys {holds}", "contact": "a@b.uk"})

    entries = {e.number: e.text for part in parts for e in part.entries}
    assert entries["1.1"] == "Powys {holds}"
    assert entries["4"] == "a@b.uk"


def test_the_record_is_written_as_markdown_and_as_csv() -> None:
    parts = transparency.record(facts())

    markdown = transparency.record_markdown(parts, "Record")
    rows = list(csv.reader(io.StringIO(transparency.record_csv(parts))))
    assert markdown.startswith("# Record\n")
    assert "### 5.2 Risks and mitigations" in markdown
    assert f"[{words.RECORD_OPEN}]" in markdown
    assert rows[0] == ["part", "number", "field", "text"]
    assert len(rows) == 1 + sum(len(part.entries) for part in parts)


def test_a_placeholder_that_is_not_known_is_no_silent_gap() -> None:
    known = facts()
    del known["leaves"]

    with pytest.raises(KeyError, match="leaves"):
        transparency.record(known)
