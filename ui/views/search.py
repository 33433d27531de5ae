"""Search: prior evidence, passage by passage, with facets, a selection and its export."""

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant import browse
from assistant.answer import Hit
from assistant.pipeline import Assistant
from ingest.document import page_name
from ui import filter_panel, found, navigation, resources, searching, session, words
from ui.found import Found, Narrowing
from ui.layout import beside, ready_assistant, show_state
from ui.markup import escape, plain_label, shorten
from ui.saved_panel import saved_panel
from ui.searching import AT_MOST, Sought
from ui.selection_panel import select_all, selection_bar, tick_box
from ui.shelf import Facets, facets

_STEP = 10


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    beside(lambda: _search(assistant), assistant, wide=True)


def _search(assistant: Assistant) -> None:
    st.html(f"<h1>{words.SEARCH_TITLE}</h1><p class='lead'>{words.SEARCH_LEAD}</p>")
    query = _query()
    saved_panel(assistant, query)
    liked = searching.like()
    only = _within(assistant)
    if not query and liked is None:
        _filter_panel(None)
        selection_bar(assistant, query)
        _ideas()
        return
    filters = replace(filter_panel.current(), document_ids=(only,) if only else ())
    narrowing = Narrowing(filters, filter_panel.strengths())
    sought = Sought("" if liked else query, narrowing, liked.passage.passage_id if liked else None)
    try:
        outcome = searching.find(assistant, sought)
    except KeyError:
        searching.look_for_like(None)
        show_state(words.LIKE_GONE, words.LIKE_GONE_BODY)
        return
    _filter_panel(outcome.counted)
    with _slot("chosen"):
        filter_panel.chosen_chips(resources.labels())
    with _slot("liked"):
        _liked(liked)
    with _slot("selection"):
        selection_bar(assistant, query)
    if outcome.hits:
        _results(assistant, outcome, sought)
    else:
        _nothing(outcome, query)


def _query() -> str:
    """What is searched for, taken up when the reader pauses."""
    query = st.text_input(
        words.SEARCH,
        key="search-query",
        type="search",
        placeholder=words.SEARCH_PLACEHOLDER,
        icon=":material/search:",
        label_visibility="collapsed",
        max_chars=400,
        live="500ms",
        on_change=searching.look_for_like,
        args=(None,),
        persist_state="session",
    )
    return (query or "").strip()


def _filter_panel(counted: Facets | None) -> None:
    held = facets(d.metadata for d in resources.held())
    filter_panel.filter_panel(held, resources.labels(), counted)


def _ideas() -> None:
    st.html(f'<p class="by">{escape(words.SEARCH_HOW)}</p>')
    with st.container(key="ideas", horizontal=True, gap="xsmall"):
        for at, example in enumerate(words.SEARCH_EXAMPLES):
            st.button(plain_label(example), key=f"idea-{at}", on_click=_search_for, args=(example,))


def _search_for(query: str) -> None:
    st.session_state["search-query"] = query


def _within(assistant: Assistant) -> str | None:
    """The publication that is searched in, named with a way out; None for all."""
    wanted = st.query_params.get(navigation.WITHIN)
    if not wanted:
        return None
    document = assistant.index.document(wanted)
    title = document.metadata.title if document else words.GONE
    with st.container(key="within", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="only"><b>{words.ONLY_IN}</b> {escape(shorten(title, 120))}</p>')
        if st.button(words.SEARCH_ALL, key="search-all", type="tertiary"):
            del st.query_params[navigation.WITHIN]
            st.rerun()
    return wanted


def _slot(name: str) -> DeltaGenerator:
    """A place that is there though nothing may be in it: what follows keeps its own place, or it
    would be drawn anew, under the reader's hand, when this fills.
    """
    return st.container(key=f"slot-{name}")


def _liked(hit: Hit | None) -> None:
    if hit is None:
        return
    with st.container(key="liked", gap="xxsmall"):
        said = shorten(found.passage_text(hit), 200)
        title = shorten(hit.metadata.title, 90)
        st.html(
            f'<div class="state"><h2>{words.LIKE_TITLE}</h2><p>“{escape(said)}”</p>'
            f'<p class="by">{escape(title)}</p></div>'
        )
        st.button(
            words.LIKE_BACK,
            key="like-back",
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=searching.look_for_like,
            args=(None,),
        )


def _nothing(outcome: Found, query: str) -> None:
    """Why nothing is found, and the nearest way to something."""
    if outcome.without:
        show_state(words.NOTHING_FOUND, words.NOTHING_WITHIN.of(outcome.without))
        st.button(words.CLEAR_FILTERS, key="clear-all", on_click=filter_panel.clear)
        return
    if browse.phrases(query):
        show_state(words.NOTHING_FOUND, words.NOTHING_EXACT)
        bare = " ".join(browse.phrases(query))
        st.button(words.WITHOUT_QUOTES, key="unquote", on_click=_search_for, args=(bare,))
        return
    show_state(words.NOTHING_FOUND, words.NOTHING_FOUND_BODY)


def _results(assistant: Assistant, outcome: Found, sought: Sought) -> None:
    order, grouped = _top(outcome)
    hits = outcome.hits
    if order != "relevance":
        hits = browse.by_date(hits, newest_first=order == "newest")
    shown = session.shown((sought, order, grouped), _STEP)
    groups = browse.by_publication(hits) if grouped else ()
    visible = tuple(h for g in groups[:shown] for h in g.hits) if grouped else hits[:shown]
    select_all(visible)
    if grouped:
        for group in groups[:shown]:
            _group(assistant, group, sought.query)
    else:
        for hit in visible:
            _card(assistant, hit, sought.query)
    if shown < (len(groups) if grouped else len(hits)):
        st.button(words.MORE, key="more", on_click=session.show_more, args=(_STEP,))


def _top(outcome: Found) -> tuple[str, bool]:
    """What was found in a line, and how it is listed: the order, and whether by publication."""
    with st.container(key="found-top", horizontal=True, vertical_alignment="center"):
        said = found.found_line(outcome.hits, AT_MOST)
        only = found.narrowing_text(filter_panel.current(), resources.labels())
        st.html(f'<p class="by" role="status">{escape(f"{said}{only}")}</p>')
        order = st.segmented_control(
            words.SORT,
            list(words.SEARCH_ORDER),
            default="relevance",
            format_func=words.SEARCH_ORDER.__getitem__,
            required=True,
            key="search-sort",
            label_visibility="collapsed",
        )
        grouped = st.toggle(words.BY_PUBLICATION, key="search-grouped")
    return str(order), bool(grouped)


def _group(assistant: Assistant, group: browse.Group, query: str) -> None:
    """A publication with its passages, the first three at once."""
    with st.container(key=f"group-{group.document_id}", gap="small"):
        first = group.hits[0]
        count = words.PASSAGE_COUNT.of(len(group.hits))
        title = escape(first.metadata.title)
        st.html(f'<h2 class="group">{title} <span class="by">· {count}</span></h2>')
        for hit in group.hits[:3]:
            _card(assistant, hit, query, titled=False)
        if len(group.hits) > 3:
            with st.expander(words.MORE_HERE.of(len(group.hits) - 3)):
                for hit in group.hits[3:]:
                    _card(assistant, hit, query, titled=False)


def _card(assistant: Assistant, hit: Hit, query: str, *, titled: bool = True) -> None:
    """A passage: a box to select it, a button that opens it, its words.

    titled: the button says the title of its publication; else where in it the passage stands.
    """
    key = hit.passage.passage_id
    label = _page_label(assistant, hit)
    where = words.OPEN_NOTE if hit.is_note else page_name(hit.passage.page_start, label)
    with st.container(key=f"hit-{key}", horizontal=True, vertical_alignment="top", gap="small"):
        tick_box(hit)
        with st.container(key=f"hitbody-{key}", gap="xxsmall"):
            st.button(
                plain_label(hit.metadata.title if titled else where),
                key=f"open-{key}",
                type="tertiary",
                wrap=True,
                on_click=session.open_hit,
                args=(hit,),
            )
            st.html(found.found_html(hit, query, resources.labels(), label))
            st.button(
                words.SIMILAR,
                key=f"like-{key}",
                type="tertiary",
                icon=":material/join_inner:",
                on_click=searching.look_for_like,
                args=(hit,),
            )


def _page_label(assistant: Assistant, hit: Hit) -> str | None:
    """What is printed on the passage's page."""
    if hit.is_note:
        return None
    try:
        return assistant.index.page(hit.passage.document_id, hit.passage.page_start).label
    except KeyError:
        return None
