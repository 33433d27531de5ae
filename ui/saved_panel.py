"""Saved searches: kept, opened again with what is new since, renamed, deleted."""

import streamlit as st

from assistant.pipeline import Assistant
from assistant.records.saved import LONGEST_NAME, MOST, SavedSearch
from ui import filter_panel, resources, searching, session, words
from ui.found import Narrowing
from ui.markup import escape, plain_label
from ui.searching import Sought

_NEW = "saved-new"


def saved_panel(assistant: Assistant, query: str) -> None:
    """A popover with the reader's saved searches, and a field that saves this one."""
    kept = resources.saved_searches().of(session.asker())
    said = f"{words.SAVED} ({len(kept)})" if kept else words.SAVED
    popover = st.popover(
        said, key="saved", icon=":material/bookmark:", type="tertiary", on_change="rerun"
    )
    with popover:
        if query:
            _save(query)
        if not kept:
            st.html(f'<p class="by">{words.SAVED_NONE}</p>')
        for saved in kept:
            _row(assistant, saved, counted=bool(popover.open))


def _save(query: str) -> None:
    with st.form("save-search", border=False, clear_on_submit=True):
        name = st.text_input(
            words.SAVE_AS, key="save-name", placeholder=query, max_chars=LONGEST_NAME
        )
        wanted = st.form_submit_button(words.SAVE_SEARCH, type="primary")
    if wanted:
        kinds = filter_panel.strengths()
        filters = filter_panel.current()
        if resources.saved_searches().save(session.asker(), name or "", query, filters, kinds):
            st.rerun()
        st.html(f'<p class="problem" role="alert">{words.SAVED_FULL.format(most=MOST)}</p>')


def _row(assistant: Assistant, saved: SavedSearch, *, counted: bool) -> None:
    """counted: say how many publications are new, which takes a search."""
    with st.container(key=f"saved-{saved.search_id}", horizontal=True, vertical_alignment="center"):
        st.button(
            plain_label(saved.name),
            key=f"open-saved-{saved.search_id}",
            type="tertiary",
            wrap=True,
            on_click=_open,
            args=(saved,),
        )
        if counted and (fresh := _new(assistant, saved)):
            st.html(f'<span class="badge">{escape(words.NEW_SINCE.of(fresh))}</span>')
        if st.button(
            words.CHANGE_SAVED.format(name=plain_label(saved.name)),
            key=f"change-saved-{saved.search_id}",
            type="tertiary",
            icon=":material/edit:",
        ):
            st.dialog(words.SAVED_ONE)(_change)(saved)


def _open(saved: SavedSearch) -> None:
    st.session_state["search-query"] = saved.query
    filter_panel.put(saved.filters, saved.strengths)
    searching.look_for_like(None)
    resources.saved_searches().looked_at(session.asker(), saved.search_id)


def _new(assistant: Assistant, saved: SavedSearch) -> int:
    """How many publications that it finds were added since it was looked at; counted once for
    each state of the library, also one that came about a moment ago.
    """
    assistant.index.refresh()
    revision = assistant.index.revision
    of, known = st.session_state.get(_NEW, (revision, {}))
    counts: dict[SavedSearch, int] = known if of == revision else {}
    if saved not in counts:
        sought = Sought(saved.query, Narrowing(saved.filters, saved.strengths))
        counts[saved] = searching.added_since(assistant, sought, saved.looked)
    st.session_state[_NEW] = (revision, counts)
    return counts[saved]


def _change(saved: SavedSearch) -> None:
    """Asks for another name, or whether it is to go."""
    name = st.text_input(words.SAVE_AS, value=saved.name, max_chars=LONGEST_NAME, key="new-name")
    with st.container(horizontal=True):
        if st.button(words.RENAME, key="rename-saved", type="primary"):
            resources.saved_searches().rename(session.asker(), saved.search_id, name or "")
            st.rerun()
        if st.button(words.DELETE, key="delete-saved", icon=":material/delete:"):
            resources.saved_searches().delete(session.asker(), saved.search_id)
            st.rerun()
