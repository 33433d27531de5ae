"""The passages selected: boxes to tick, and the bar that exports them."""

import streamlit as st

from assistant.answer import Hit
from ui import searching, words
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


def selection_bar() -> None:
    """How much is selected and what can be done with it; nothing when nothing is."""
    chosen = tuple(searching.selected().values())
    if not chosen:
        return
    of = len({hit.passage.document_id for hit in chosen})
    said = words.SELECTED.of(len(chosen), publications=words.publications(of))
    with st.container(key="selection", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p role="status">{escape(said)}</p>', width="content")
        st.button(words.UNSELECT, key="unselect", type="tertiary", on_click=searching.unselect)
