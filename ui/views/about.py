"""About: how answers are made, what is held and lacking, how good it is, what it cannot do."""

from importlib.metadata import version

import streamlit as st

from assistant.compose.chat import ChatComposer
from assistant.evidence_map import Axis, Publication, cross, one_of_each_work
from assistant.pipeline import Assistant
from ingest.held import HeldDocument
from ui import about, language, navigation, resources, transparency, words
from ui.about import ThemeHeld
from ui.figures import Figures, read_figures
from ui.layout import ready_assistant
from ui.markup import escape, facts_html
from ui.model_told import leaves_html, leaves_text, step_words, usage_html
from ui.render import long_date
from ui.shelf import facets, held_line


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    held = resources.held()
    works = one_of_each_work(held, resources.standings())
    themes = _themes(assistant, works)
    figures = read_figures()
    with st.container(key="about"):
        st.html(f"<h1>{words.ABOUT}</h1><p class='lead'>{words.ASK_LEAD}</p>{_steps(assistant)}")
        st.html(_holds(works, themes))
        if st.button(words.SEE_THE_MAP, key="about-map", icon=":material/grid_view:"):
            navigation.go("map")
        st.html(about.how_good_html(figures))
        st.html(f"{leaves_html(assistant.composer)}{_usage(assistant)}{_runs_on(assistant, held)}")
        _record(_facts(assistant, works, themes, figures))


def _steps(assistant: Assistant) -> str:
    told = (*words.STEPS_BEFORE, step_words(assistant.composer), *words.STEPS_AFTER)
    steps = "".join(f"<li><b>{escape(name)}.</b> {escape(body)}</li>" for name, body in told)
    limits = "".join(f"<li>{escape(limit)}</li>" for limit in words.LIMITS)
    return (
        f"<h2>{words.HOW_ANSWERED}</h2><ol class='steps'>{steps}</ol>"
        f"<h2>{words.KEEP_IN_MIND}</h2><ul class='limits'>{limits}</ul>"
    )


def _themes(assistant: Assistant, works: tuple[HeldDocument, ...]) -> tuple[ThemeHeld, ...]:
    published = [Publication(document) for document in works]
    by_nation = cross(published, Axis.THEME, Axis.NATION, assistant.taxonomy)
    nations = [p.name for p in assistant.taxonomy.places if p.kind == "nation"]
    return about.themes_held(works, by_nation, nations)


def _holds(works: tuple[HeldDocument, ...], themes: tuple[ThemeHeld, ...]) -> str:
    notes = sum(d.is_note for d in works)
    line = words.HOLDS_LINE.format(
        full=words.FULL_COUNT.of(len(works) - notes),
        notes=words.NOTE_COUNT.of(notes),
        undated=about.undated(works),
    )
    if years := about.years_without(works):
        line += f" {words.NO_YEARS.format(years=', '.join(years))}"
    table = about.themes_html(themes, resources.labels())
    return f"<h2>{words.HOLDS}</h2><p>{escape(line)}</p>{table}"


def _runs_on(assistant: Assistant, held: tuple[HeldDocument, ...]) -> str:
    years = facets(d.metadata for d in held).years
    line = held_line(years, len(held), sum(d.passage_count for d in held))
    facts = (
        (words.LIBRARY, line),
        (words.REVISION, assistant.index.revision),
        (words.EMBEDDING_MODEL, resources.settings().embedding_model),
        (words.VERSION, version("lpip-evidence-assistant")),
    )
    return f"<h2>{words.RUNS_ON}</h2>{facts_html((name, escape(v)) for name, v in facts)}"


def _usage(assistant: Assistant) -> str:
    """Tokens and money, only where nobody but this machine's own user can look at the page."""
    ours = resources.ui_settings()
    shared = ours.user_header or ours.allowed_hosts or not ours.local
    if not isinstance(assistant.composer, ChatComposer) or shared:
        return ""
    return usage_html(assistant.composer.ledger.days())


def _facts(
    assistant: Assistant,
    works: tuple[HeldDocument, ...],
    themes: tuple[ThemeHeld, ...],
    figures: Figures | None,
) -> dict[str, str]:
    """What fills the record, which is in English as the standard is."""
    ours = resources.ui_settings()
    passages = sum(d.passage_count for d in works)
    with language.speaking(language.ENGLISH):
        labels = resources.labels()
        dated = f", {long_date(figures.measured)}" if figures and figures.measured else ""
        return {
            "product": words.PRODUCT,
            "organisation": ours.organisation,
            "contact": ours.contact,
            "version": version("lpip-evidence-assistant"),
            "cases": str(figures.cases if figures else 0),
            "measured": dated,
            "figures": about.figures_text(figures),
            "holds": about.holds_text(works, passages, assistant.index.revision),
            "lacks": about.lacks_text(themes, about.undated(works), labels),
            **about.model_facts(
                assistant.composer,
                resources.settings().embedding_model,
                leaves_text(assistant.composer),
            ),
        }


def _record(facts: dict[str, str]) -> None:
    parts = transparency.record(facts)
    left = words.RECORD_OPEN_FIELDS.of(transparency.open_fields(parts))
    st.html(
        f'<h2>{words.RECORD}</h2><p>{escape(words.RECORD_LEAD)}</p><p class="by">{escape(left)}</p>'
    )
    with st.container(key="record-downloads", horizontal=True):
        st.download_button(
            words.RECORD_MARKDOWN,
            transparency.record_markdown(parts, f"{facts['product']}: transparency record"),
            file_name="transparency-record.md",
            mime="text/markdown",
            on_click="ignore",
        )
        st.download_button(
            words.RECORD_CSV,
            transparency.record_csv(parts),
            file_name="transparency-record.csv",
            mime="text/csv",
            on_click="ignore",
        )
    with st.expander(words.RECORD_SHOW, key="record"):
        st.html(transparency.record_html(parts))
