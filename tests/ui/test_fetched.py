"""What can be fetched, and how what was fetched is shown."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from corpus.catalogue import Source, load_catalogue
from corpus.fetch.outcome import Ending, FetchOutcome, FetchReport
from ingest.fetching import FetchAndAdd
from ingest.outcome import Outcome as Added
from ingest.outcome import Report, State
from ui.fetched import Sought, entry_label, lines, offered

PLAN = Source(
    source_id="plan",
    title="Zero by 2030: <b>the plan</b>",
    publisher="Powys County Council",
    authors=(),
    published="2024-03",
    url="https://example.org/plan",
    doc_type="report",
    places=("Powys",),
    nations=("Wales",),
    themes=("skills",),
    licence=None,
    status="current",
    supersedes=(),
)
LOST = replace(PLAN, source_id="lost", url=None, no_url="burnt")
OTHER = replace(
    PLAN, source_id="other", title="A review", places=("Fife",), nations=("Scotland",), themes=()
)


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought(), ["other", "plan"]),
        (Sought(text="powys ZERO 2024"), ["plan"]),
        (Sought(themes=("skills", "innovation")), ["plan"]),
        (Sought(places=("Scotland",)), ["other"]),
        (Sought(places=("Fife",), themes=("skills",)), []),
    ],
)
def test_entries_with_an_address_are_offered_by_words_theme_and_place(
    sought: Sought, expected: list[str]
) -> None:
    found = offered([PLAN, LOST, OTHER], sought)

    assert [source.source_id for source in found] == expected


def test_an_entry_is_one_line_that_says_whether_it_is_held() -> None:
    assert entry_label(PLAN, ()) == "Zero by 2030: <b>the plan</b> · Powys County Council, 2024"
    assert entry_label(PLAN, {"plan"}).endswith(" (held)")


def test_every_address_gets_a_line_of_what_became_of_it(tmp_path: Path) -> None:
    new, old, blank = (tmp_path / name for name in ("a.pdf", "b.pdf", "c.html"))
    fetches = FetchReport(
        (
            FetchOutcome("plan", "u", Ending.FETCHED, "It offers one PDF.", new, 2_000_000, 3.2),
            FetchOutcome("b", "u", Ending.UNCHANGED, "", old, 9_000, 0.1),
            FetchOutcome("c", "u", Ending.FETCHED, "", blank, 9_000, 0.1),
            FetchOutcome("d", "u", Ending.REFUSED, "the site refuses it to programs (403)."),
        ),
        note="Stopped.",
    )
    added = Report(
        (
            Added(new, State.ADDED),
            Added(old, State.UNCHANGED),
            Added(blank, State.EMPTY, message="nothing to index"),
        )
    )

    shown = lines(FetchAndAdd(fetches, added), {"plan": "The plan"})

    assert [(line.state, line.name, line.message) for line in shown] == [
        ("added", "The plan", "1.9 MB in 3 s. It offers one PDF."),
        ("unchanged", "b", "Not changed since it was fetched."),
        ("empty", "c", "nothing to index"),
        ("failed", "d", "the site refuses it to programs (403)."),
        ("failed", "", "Stopped."),
    ]


def panel() -> None:
    from ui.fetch_panel import fetch_panel

    fetch_panel(None, set())  # type: ignore[arg-type]  # asked only after a fetch


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    from ui import resources

    monkeypatch.setenv("LPIP_HOME", str(tmp_path))
    resources.settings.clear()
    yield AppTest.from_function(panel)
    resources.settings.clear()


def test_the_panel_offers_the_catalogue_and_narrows_it(app: AppTest) -> None:
    app.run(timeout=60)
    everything = len([source for source in load_catalogue() if source.url])
    assert app.multiselect(key="fetch-chosen").label == f"Publications to fetch ({everything:,})"
    assert app.button(key="fetch").disabled

    app.text_input(key="fetch-find").set_value("green book").run(timeout=60)
    app.multiselect(key="fetch-chosen").select("green-book-2025").run(timeout=60)

    assert not app.exception
    assert not app.button(key="fetch").disabled
    assert len(app.multiselect(key="fetch-chosen").options) < 20


def test_the_panel_is_one_line_when_fetching_is_switched_off(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LPIP_FETCH", "off")

    app.run(timeout=60)

    assert not app.exception
    assert len(app.multiselect) == 0
    assert len(app.button) == 0
