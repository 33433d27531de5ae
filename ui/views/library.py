"""Library: what is held, found, added and removed."""

import streamlit as st

from assistant.pipeline import Assistant
from ingest.held import HeldDocument
from ui import navigation, resources, words
from ui.fetch_panel import fetch_panel
from ui.filter_panel import filter_panel
from ui.layout import beside, ready_assistant, show_state
from ui.listing import Order, Show, Standings, counts, listed
from ui.publication_page import open_page, publication_page
from ui.publications import publication_row
from ui.shelf import allows, bars_html, facets, matches, totals_html, year_bars_html
from ui.upload_panel import upload_panel

_PER_PAGE = 20


def show() -> None:
    """Draws the list, or the page of the publication that the address names."""
    assistant = ready_assistant()
    wanted = st.query_params.get(navigation.PUBLICATION)
    if wanted:
        beside(lambda: publication_page(assistant, wanted), assistant, wide=True)
    else:
        beside(lambda: _library(assistant), assistant, wide=True)


def _library(assistant: Assistant) -> None:
    held = resources.held()
    counted = facets(d.metadata for d in held)
    filters = filter_panel(counted, resources.labels())
    st.html(f"<h1>{words.LIBRARY_TITLE}</h1><p class='lead'>{words.LIBRARY_LEAD}</p>")
    pages, passages = (sum(counts) for counts in _sizes(held))
    st.html(
        totals_html(
            zip(
                words.LIBRARY_TOTALS,
                (sum(not d.is_note for d in held), sum(d.is_note for d in held), pages, passages),
                strict=True,
            )
        )
    )
    publications, overview, add = st.tabs(
        [words.PUBLICATIONS, words.OVERVIEW, words.ADD], key="library-tabs"
    )
    within = [d for d in held if allows(filters, d.metadata)]
    with publications:
        _listed(within)
    with overview:
        _overview(within)
    with add:
        upload_panel(assistant)
        fetch_panel(assistant, {d.metadata.source_id or "" for d in held if not d.is_note})


def _sizes(held: tuple[HeldDocument, ...]) -> tuple[list[int], list[int]]:
    """Pages and passages of each."""
    return [d.page_count for d in held], [d.passage_count for d in held]


def _listed(held: list[HeldDocument]) -> None:
    if not held:
        show_state(words.LIBRARY_EMPTY, words.LIBRARY_EMPTY_BODY)
        return
    standings = resources.standings()
    sought, show, order = _asked(held, standings)
    found = [d for d in listed(held, show, order, standings) if matches(d.metadata, sought)]
    if not found:
        show_state(words.NOTHING_FOUND, words.NOTHING_FOUND_BODY)
        return
    st.html(f'<p class="by" role="status">{words.publications(len(found))}</p>')
    pages = -(-len(found) // _PER_PAGE)
    at = min(int(st.session_state.get("library-page", 1)), pages)
    for document in found[(at - 1) * _PER_PAGE : at * _PER_PAGE]:
        standing = standings.get(document.document_id)
        newer = bool(standing and standing.newer)
        publication_row(document.document_id, document, open_page, newer=newer)
    if pages > 1:
        st.pagination(pages, key="library-page")


def _asked(held: list[HeldDocument], standings: Standings) -> tuple[str, Show, Order]:
    """What is sought, which kind, in which order."""
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
    counted = counts(held, standings)
    with st.container(key="library-list", horizontal=True, gap="small"):
        show = st.selectbox(
            words.SHOW,
            list(counted),
            format_func=lambda kind: f"{words.SHOW_KINDS[kind]} ({counted.get(kind, 0):,})",
            key="library-show",
            width=300,
        )
        order = st.selectbox(
            words.SORT,
            list(Order),
            format_func=words.LIBRARY_ORDER.__getitem__,
            key="library-order",
            width=220,
        )
    return sought or "", show or Show.ALL, order or Order.TITLE


def _overview(held: list[HeldDocument]) -> None:
    counted = facets(d.metadata for d in held)
    labels = resources.labels()
    charts = (
        (words.BY_THEME, counted.themes),
        (words.BY_PLACE, counted.places),
        (words.BY_PUBLISHER, counted.publishers),
        (words.BY_TYPE, counted.doc_types),
    )
    if years := year_bars_html(words.BY_YEAR, counted.years):
        st.html(years)
    with st.grid(2, min_column_width=300, gap="medium", key="charts"):
        for title, values in charts:
            if fragment := bars_html(title, values, labels):
                st.html(fragment)
