"""The passages selected: boxes to tick, and the bar that exports them."""

import streamlit as st

from assistant.answer import Hit
from assistant.pipeline import Assistant
from ui import searching, words
from ui.downloads import hits_downloads
from ui.markup import escape, plain_label, shorten


def tick_box(hit: Hit) -> None:
    """A box that selects a passage."""
    # Each time that the selection changes otherwise than by its box a new box is drawn: a value
    # given to an old one is lost when the page is interrupted before it is complete.
    key = f"pick-{searching.drawn()}-{hit.passage.passage_id}"
    title = shorten(hit.metadata.title, 80)
    st.checkbox(
        plain_label(words.SELECT_ONE.format(title=title, page=hit.passage.page_start)),
        value=hit.passage.passage_id in searching.selected(),
        key=key,
        label_visibility="collapsed",
        on_change=_tick,
        args=(key, hit),
    )


def select_all(hits: tuple[Hit, ...]) -> None:
    """A button that selects every passage shown, or none of them when all are selected."""
    every = all(hit.passage.passage_id in searching.selected() for hit in hits)
    said = words.UNSELECT_SHOWN if every else words.SELECT_ALL.format(count=len(hits))
    st.button(
        said,
        key="pick-all",
        type="tertiary",
        icon=":material/deselect:" if every else ":material/select_all:",
        on_click=searching.unselect if every else searching.select,
        args=(hits,),
    )


def _tick(key: str, hit: Hit) -> None:
    searching.mark(hit, chosen=bool(st.session_state[key]))


def selection_bar(assistant: Assistant, query: str) -> None:
    """How much is selected and what can be done with it; nothing when nothing is.

    query: named in what is exported.
    """
    chosen = searching.selected()
    if not chosen:
        return
    held = assistant.index.held(list(chosen))
    hits = tuple(hit for passage_id, hit in chosen.items() if passage_id in held)
    of = len({hit.passage.document_id for hit in hits})
    said = words.SELECTED.of(len(hits), publications=words.publications(of))
    if gone := len(chosen) - len(hits):
        said = f"{said}. {words.SELECTED_GONE.of(gone)}"
    with st.container(key="selection", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p role="status">{escape(said)}</p>', width="content")
        if hits:
            hits_downloads("selection", hits, query)
        st.button(words.UNSELECT, key="unselect", type="tertiary", on_click=searching.unselect)
