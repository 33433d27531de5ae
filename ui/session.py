"""One person's session, typed: the conversation, the source that is open, how it is shown.

The only module that touches `st.session_state` keys that are not widgets.
"""

from collections.abc import Hashable
from dataclasses import replace

import streamlit as st

from assistant.answer import Answer, Citation, Hit
from assistant.records import Asker
from assistant.review import Evidence
from ingest.filters import Filters
from ui import identity
from ui.turns import ZOOMS as ZOOMS
from ui.turns import OpenSource as OpenSource
from ui.turns import Outcome as Outcome
from ui.turns import Place as Place
from ui.turns import Turn as Turn

_TURNS, _SOURCE, _OUTCOMES, _FETCHES = "turns", "source", "outcomes", "fetches"
_SKIPPED, _EDITED = "skipped", "edited"
_SHOWN, _VIEW = "shown", "view"
_CONVERSATION, _REWORDED = "conversation", "reworded"


def owner() -> str:
    """Whose session this is: the same id in every session of one browser, or of one user when a
    proxy does the login. 32 hexadecimal digits.
    """
    return identity.owner()


def asker() -> Asker:
    """Whose records this session may see."""
    return Asker(owner())


def turns() -> tuple[Turn, ...]:
    """The conversation, oldest first."""
    kept: tuple[Turn, ...] = st.session_state.get(_TURNS, ())
    return kept


def history(before: int) -> tuple[Answer, ...]:
    """The answers given before turn number `before` (from 0)."""
    return tuple(turn.answer for turn in turns()[:before] if turn.answer is not None)


def ask(question: str, filters: Filters) -> None:
    """Adds a question to the conversation, to be answered when the page is drawn."""
    given_up = tuple(replace(t, stopped=True) if t.pending else t for t in turns())
    st.session_state[_TURNS] = (*given_up, Turn(question, filters))


def settle(number: int, turn: Turn) -> None:
    """Puts the outcome of turn `number` (from 0) in its place."""
    st.session_state[_TURNS] = (*turns()[:number], turn, *turns()[number + 1 :])


def enter(view: str) -> int:
    """Remembers which view is shown; a source opened in another one is closed.

    Returns how often the view was changed, so that what is to happen once for each can.
    """
    before, changes = st.session_state.get(_VIEW, (view, 0))
    if before != view:
        close_source()
        changes += 1
    st.session_state[_VIEW] = (view, changes)
    return int(changes)


def passed_over(queue: str) -> tuple[str, ...]:
    """Items of a queue that were skipped for now, in that order."""
    kept: tuple[str, ...] = st.session_state.get(_SKIPPED, {}).get(queue, ())
    return kept


def pass_over(queue: str, item: str) -> None:
    """Skips an item of a queue: it comes again after all others."""
    others = tuple(one for one in passed_over(queue) if one != item)
    st.session_state[_SKIPPED] = {**st.session_state.get(_SKIPPED, {}), queue: (*others, item)}


def editing() -> str | None:
    """The draft question that is being changed."""
    known: str | None = st.session_state.get(_EDITED)
    return known


def edit(item: str | None) -> None:
    """Starts to change a draft question; None ends it."""
    st.session_state[_EDITED] = item


def start_anew() -> None:
    """Puts the conversation away; what was recorded of it stays in the history."""
    open_conversation(None, ())


def conversation_id() -> str | None:
    """Under which id the conversation is recorded; None before its first answer."""
    kept: str | None = st.session_state.get(_CONVERSATION)
    return kept


def recorded_as(conversation_id: str) -> None:
    """Remembers under which id the conversation is recorded."""
    st.session_state[_CONVERSATION] = conversation_id


def open_conversation(conversation_id: str | None, conversation: tuple[Turn, ...]) -> None:
    """Shows another conversation, or an empty one."""
    st.session_state[_CONVERSATION] = conversation_id
    st.session_state[_TURNS] = conversation
    st.session_state[_REWORDED] = None
    close_source()


def reword(number: int | None) -> None:
    """Says which turn's question is being edited; None for none."""
    st.session_state[_REWORDED] = number


def reworded() -> int | None:
    """Which turn's question is being edited."""
    number: int | None = st.session_state.get(_REWORDED)
    return number


def ask_instead(number: int, question: str) -> None:
    """Asks another question in place of turn `number` and of all that came after it."""
    filters = turns()[number].filters
    st.session_state[_TURNS] = turns()[:number]
    st.session_state[_REWORDED] = None
    close_source()
    ask(question, filters)


def source() -> OpenSource | None:
    """The source that is open, or None."""
    opened: OpenSource | None = st.session_state.get(_SOURCE)
    return opened


def open_citation(citation: Citation, place: Place | None = None) -> None:
    """Opens the cited page with its quote lit, at the zoom that the source had."""
    opened = source()
    show(
        OpenSource(
            citation.document_id,
            citation.page,
            citation.page,
            citation.start,
            citation.end,
            zoom=opened.zoom if opened else 0,
            place=place,
        )
    )


def open_hit(hit: Hit) -> None:
    """Opens the page of a passage with the passage lit."""
    found = hit.passage
    show(OpenSource(found.document_id, found.page_start, found.page_start, found.start, found.end))


def open_evidence(evidence: Evidence) -> None:
    """Opens the page of what is to be reviewed with its quote lit."""
    show(
        OpenSource(evidence.document_id, evidence.page, evidence.page, evidence.start, evidence.end)
    )


def open_document(document_id: str) -> None:
    """Opens a document at its first page, nothing lit."""
    show(OpenSource(document_id, 1, 1))


def show(opened: OpenSource) -> None:
    """Shows a source as given."""
    st.session_state[_SOURCE] = opened


def turn_page(by: int) -> None:
    """Moves the open source by a number of pages; the caller keeps it within the document."""
    if opened := source():
        show(replace(opened, page=opened.page + by))


def go_to_page(page: int) -> None:
    """Shows another page of the open source; the caller keeps it within the document."""
    if opened := source():
        show(replace(opened, page=page))


def cited(place: Place | None) -> tuple[tuple[Place, Citation], ...]:
    """The citations of the answer that `place` belongs to, a page once for each claim."""
    if place is None or place.turn >= len(turns()):
        return ()
    answer = turns()[place.turn].answer
    found: dict[tuple[int, str, int], tuple[Place, Citation]] = {}
    for number, claim in enumerate(answer.claims if answer else ()):
        for at, citation in enumerate(claim.citations):
            key = (number, citation.document_id, citation.page)
            found.setdefault(key, (Place(place.turn, number, at), citation))
    return tuple(found.values())


def zoom(by: int) -> None:
    """Zooms the open source in or out by a step."""
    if opened := source():
        show(replace(opened, zoom=min(max(opened.zoom + by, 0), len(ZOOMS) - 1)))


def show_whole() -> None:
    """Shows all the text of the open page."""
    if opened := source():
        show(replace(opened, whole=True))


def close_source() -> None:
    """Closes the source."""
    st.session_state.pop(_SOURCE, None)


def outcomes() -> tuple[Outcome, ...]:
    """How the last upload ended, file by file."""
    kept: tuple[Outcome, ...] = st.session_state.get(_OUTCOMES, ())
    return kept


def set_outcomes(found: tuple[Outcome, ...]) -> None:
    """Keeps the outcomes of an upload to show after the page is drawn again."""
    st.session_state[_OUTCOMES] = found


def fetches() -> tuple[Outcome, ...]:
    """How the last fetch from the catalogue ended, address by address."""
    kept: tuple[Outcome, ...] = st.session_state.get(_FETCHES, ())
    return kept


def set_fetches(found: tuple[Outcome, ...]) -> None:
    """Keeps the outcomes of a fetch to show after the page is drawn again."""
    st.session_state[_FETCHES] = found


def shown(what: Hashable, at_first: int) -> int:
    """How many of a list are shown; back to `at_first` when `what` is listed changes."""
    kept: tuple[Hashable, int] = st.session_state.get(_SHOWN, (None, at_first))
    if kept[0] != what:
        kept = (what, at_first)
        st.session_state[_SHOWN] = kept
    return kept[1]


def show_more(step: int) -> None:
    """Shows `step` more of the list."""
    what, count = st.session_state.get(_SHOWN, (None, step))
    st.session_state[_SHOWN] = (what, count + step)
