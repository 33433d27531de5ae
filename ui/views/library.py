"""Library: what is held, found, added and removed."""

import streamlit as st

from assistant.pipeline import Assistant
from ingest.held import HeldDocument
from ui import resources, session, words
from ui.fetch_panel import fetch_panel
from ui.filter_panel import filter_panel
from ui.layout import beside, ready_assistant, show_state
from ui.publications import publication_row
from ui.shelf import (
    allows,
    bars_html,
    editions_html,
    facets,
    facts_html,
    matches,
    problems_html,
    totals_html,
    year_bars_html,
)
from ui.upload_panel import remove_button, upload_panel

_PER_PAGE = 20


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    beside(lambda: _library(assistant), assistant, _details, wide=True)


def _library(assistant: Assistant) -> None:
    held = resources.held()
    counted = facets(d.metadata for d in held)
    filters = filter_panel(counted, resources.labels())
    st.html(f"<h1>{words.LIBRARY_TITLE}</h1><p class='lead'>{words.LIBRARY_LEAD}</p>")
    st.html(
        totals_html(
            (
                ("publications", len(held)),
                ("evidence notes", sum(d.is_note for d in held)),
                ("pages", sum(d.page_count for d in held)),
                ("passages", sum(d.passage_count for d in held)),
            )
        )
    )
    listed, overview, add = st.tabs(
        [words.PUBLICATIONS, words.OVERVIEW, words.ADD], key="library-tabs"
    )
    with listed:
        _listed([d for d in held if allows(filters, d.metadata)])
    with overview:
        _overview([d for d in held if allows(filters, d.metadata)])
    with add:
        upload_panel(assistant)
        fetch_panel(assistant, {d.metadata.source_id or "" for d in held if not d.is_note})


def _listed(held: list[HeldDocument]) -> None:
    sought = st.text_input(
        words.FIND_PUBLICATION,
        key="library-find",
        type="search",
        placeholder=words.FIND_PUBLICATION,
        icon=":material/search:",
        label_visibility="collapsed",
        live="300ms",
        persist_state="session",
    )
    found = [d for d in held if matches(d.metadata, sought or "")]
    if not held:
        show_state(words.LIBRARY_EMPTY, words.LIBRARY_EMPTY_BODY)
        return
    if not found:
        show_state(words.NOTHING_FOUND, words.NOTHING_FOUND_BODY)
        return
    plural = "" if len(found) == 1 else "s"
    st.html(f'<p class="by" role="status">{len(found):,} publication{plural}</p>')
    pages = -(-len(found) // _PER_PAGE)
    at = min(int(st.session_state.get("library-page", 1)), pages)
    for document in found[(at - 1) * _PER_PAGE : at * _PER_PAGE]:
        publication_row(document.document_id, document, session.open_document)
    if pages > 1:
        st.pagination(pages, key="library-page")


def _overview(held: list[HeldDocument]) -> None:
    counted = facets(d.metadata for d in held)
    labels = resources.labels()
    charts = (
        ("By theme", counted.themes),
        ("By place", counted.places),
        ("By publisher", counted.publishers),
        ("By type", counted.doc_types),
    )
    if years := year_bars_html("By year of publication", counted.years):
        st.html(years)
    with st.grid(2, min_column_width=300, gap="medium", key="charts"):
        for title, values in charts:
            if fragment := bars_html(title, values, labels):
                st.html(fragment)


def _details(document: HeldDocument) -> None:
    counts = (("Pages", document.page_count), ("Passages", document.passage_count))
    with st.expander(words.DETAILS, key="details", expanded=True):
        st.html(facts_html(document.metadata, resources.labels(), counts))
        if fragment := editions_html(resources.standing(document.document_id)):
            st.html(fragment)
        if fragment := problems_html(document.problems):
            st.html(fragment)
        remove_button(document)
