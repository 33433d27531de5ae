"""One person's searching, typed: what was found last, what is selected, passages like another."""

from dataclasses import dataclass

import streamlit as st

from assistant import browse
from assistant.answer import Hit
from assistant.pipeline import Assistant
from ingest.filters import Filters
from ui.found import Found, Narrowing, counted

AT_MOST = 200
"""Passages that one search shows at most."""
MOST_SELECTED = 500
_FOUND, _SELECTED, _DRAWN, _LIKE = "searches", "selected", "selection-drawn", "search-like"


@dataclass(frozen=True)
class Sought:
    """What a search is for: a query, or a passage that others should be like."""

    query: str
    narrowing: Narrowing
    like: str | None = None


def find(assistant: Assistant, sought: Sought) -> Found:
    """What a search finds and how it divides; the last four are kept, so that turning a page or
    ticking a box does not search again. Raises KeyError if the passage it is like is gone.
    """
    key = (assistant.index.revision, sought)
    kept: dict[object, Found] = st.session_state.get(_FOUND, {})
    found = kept.get(key) or _find(assistant, sought)
    older = [(k, v) for k, v in kept.items() if k != key][-3:]
    st.session_state[_FOUND] = dict([*older, (key, found)])
    return found


def _find(assistant: Assistant, sought: Sought) -> Found:
    narrowing = sought.narrowing
    within = Filters(document_ids=narrowing.filters.document_ids)
    wide = _search(assistant, sought, Narrowing(within))
    hits = wide
    if narrowing.filters != within or narrowing.strengths:
        hits = _search(assistant, sought, narrowing)
    pool = {hit.passage.passage_id: hit for hit in (*wide, *hits)}
    return Found(hits, counted(pool.values(), narrowing), len(wide))


def _search(assistant: Assistant, sought: Sought, narrowing: Narrowing) -> tuple[Hit, ...]:
    # Strength is not in the index: more is looked through, so that enough is left.
    k = AT_MOST * (3 if narrowing.strengths else 1)
    if sought.like is not None:
        hits = browse.similar(assistant, sought.like, narrowing.filters, k)
    else:
        hits = browse.look(assistant, sought.query, narrowing.filters, k)
    if narrowing.strengths:
        hits = tuple(hit for hit in hits if narrowing.allows(hit))
    return hits[:AT_MOST]


def added_since(assistant: Assistant, sought: Sought, when: str) -> int:
    """How many publications that the search finds were added after `when` (ISO time, UTC)."""
    hits = _search(assistant, sought, sought.narrowing)
    ids = dict.fromkeys(hit.passage.document_id for hit in hits)
    held = (assistant.index.document(document_id) for document_id in ids)
    return sum(document is not None and document.added > when for document in held)


def selected() -> dict[str, Hit]:
    """The passages selected, by id, in the order in which they were; kept from search to search."""
    kept: dict[str, Hit] = st.session_state.get(_SELECTED, {})
    return kept


def drawn() -> int:
    """Goes up whenever the selection changes otherwise than by the box of a passage."""
    return int(st.session_state.get(_DRAWN, 0))


def mark(hit: Hit, *, chosen: bool) -> None:
    """Selects a passage or takes it out, as its box says."""
    others = {k: other for k, other in selected().items() if k != hit.passage.passage_id}
    kept = others | ({hit.passage.passage_id: hit} if chosen else {})
    st.session_state[_SELECTED] = dict(list(kept.items())[:MOST_SELECTED])


def select(hits: tuple[Hit, ...]) -> None:
    """Adds passages to the selection, up to MOST_SELECTED."""
    for hit in hits:
        mark(hit, chosen=True)
    st.session_state[_DRAWN] = drawn() + 1


def unselect(hits: tuple[Hit, ...] | None = None) -> None:
    """Takes passages out of the selection; all of them by default."""
    for hit in tuple(selected().values()) if hits is None else hits:
        mark(hit, chosen=False)
    st.session_state[_DRAWN] = drawn() + 1


def like() -> Hit | None:
    """The passage that others are looked for to be like."""
    kept: Hit | None = st.session_state.get(_LIKE)
    return kept


def look_for_like(hit: Hit | None) -> None:
    """Looks for passages like one; None goes back to the query."""
    st.session_state[_LIKE] = hit
