"""Search: ranked passages with the query's words lit, facets with counts."""

from dataclasses import replace

import streamlit as st

from assistant.answer import Hit
from assistant.pipeline import Assistant
from ingest.filters import Filters
from ui import filter_panel, render, resources, session, words
from ui.answer_panel import hit_card
from ui.layout import beside, ready_assistant, show_state
from ui.markup import escape, plain_label
from ui.shelf import Facets, allows, facets

_WIDE, _NARROW, _STEP = 200, 60, 10


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    beside(lambda: _search(assistant), assistant)


def _search(assistant: Assistant) -> None:
    st.html(f"<h1>{words.SEARCH_TITLE}</h1><p class='lead'>{words.SEARCH_LEAD}</p>")
    query = st.text_input(
        words.SEARCH,
        key="search-query",
        type="search",
        placeholder=words.SEARCH_PLACEHOLDER,
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=400,
        persist_state="session",
    )
    query = (query or "").strip()
    if not query:
        _filter_panel(None)
        _ideas()
        return
    _found(assistant, query)


def _filter_panel(counted: Facets | None) -> Filters:
    held = facets(d.metadata for d in resources.held())
    return filter_panel.filter_panel(held, resources.labels(), counted)


def _ideas() -> None:
    with st.container(key="ideas", horizontal=True, gap="xsmall"):
        for at, example in enumerate(words.SEARCH_EXAMPLES):
            st.button(plain_label(example), key=f"idea-{at}", on_click=_search_for, args=(example,))


def _search_for(query: str) -> None:
    st.session_state["search-query"] = query


def _found(assistant: Assistant, query: str) -> None:
    wanted = filter_panel.current()
    hits, pool = _hits(assistant, query, wanted)
    filters = _filter_panel(_counted(pool, wanted))
    if not hits:
        show_state(words.NOTHING_FOUND, words.NOTHING_FOUND_BODY)
        return
    with st.container(key="found-top", horizontal=True, vertical_alignment="center"):
        many = f"{len(hits)}{'+' if len(hits) >= _NARROW else ''}"
        only = render.filters_text(filters, resources.labels())
        said = f"{many} passages{f' · {only}' if only else ''}"
        st.html(f'<p class="by" role="status">{escape(said)}</p>')
        order = st.segmented_control(
            words.SORT,
            [words.RELEVANCE, words.NEWEST],
            default=words.RELEVANCE,
            required=True,
            key="search-sort",
            label_visibility="collapsed",
        )
    if order == words.NEWEST:
        hits = sorted(hits, key=lambda hit: hit.metadata.published or "", reverse=True)
    shown = session.shown(f"{query}\n{filters}", _STEP)
    for hit in hits[:shown]:
        hit_card(hit.passage.passage_id, hit, query)
    if shown < len(hits):
        st.button(words.MORE, key="more", on_click=session.show_more, args=(_STEP,))


def _hits(assistant: Assistant, query: str, filters: Filters) -> tuple[list[Hit], list[Hit]]:
    """What is shown, and the wider set that the facets count."""
    revision = assistant.index.revision
    wide = session.found((revision, query, None), lambda: assistant.search(query, k=_WIDE))
    if not filters.narrows:
        return list(wide[:_NARROW]), list(wide)
    narrow = session.found(
        (revision, query, filters),
        lambda: assistant.search(query, filters=filters, k=_NARROW),
    )
    pool = {hit.passage.passage_id: hit for hit in (*wide, *narrow)}
    return list(narrow), list(pool.values())


def _counted(pool: list[Hit], filters: Filters) -> Facets:
    """Each field counted over what the other fields let through."""

    def over(others: Filters) -> Facets:
        return facets(hit.metadata for hit in pool if allows(others, hit.metadata))

    return Facets(
        places=over(replace(filters, places=())).places,
        nations=over(replace(filters, nations=())).nations,
        themes=over(replace(filters, themes=())).themes,
        doc_types=over(replace(filters, doc_types=())).doc_types,
        publishers=over(replace(filters, publishers=())).publishers,
        years=over(replace(filters, since=None, until=None)).years,
    )
