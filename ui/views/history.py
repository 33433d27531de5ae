"""History: conversations kept, found, opened again, renamed and deleted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import streamlit as st

from assistant.records import Conversation, Recalled, RecordsUnavailable
from assistant.records.feedback import feedback_csv, given
from ui import navigation, resources, session, words
from ui.conversation import CONVERSATION
from ui.layout import ready_assistant, show_state
from ui.markup import escape, plain_label
from ui.problem import told
from ui.remarks import day_name, stale_text

_PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    """A conversation in the list. local: when it was last used, in this machine's time zone."""

    conversation: Conversation
    local: datetime
    stale: str


def show() -> None:
    """Draws the view."""
    ready_assistant()
    with st.container(key="solo"):
        st.html(f"<h1>{words.HISTORY_TITLE}</h1><p class='lead'>{words.HISTORY_LEAD}</p>")
        try:
            _history()
        except RecordsUnavailable as error:
            show_state(words.BROKEN, told(error))


def _history() -> None:
    history, asker = resources.history(), session.asker()
    sought = st.text_input(
        words.FIND_CONVERSATION,
        key="history-find",
        type="search",
        placeholder=words.FIND_CONVERSATION,
        icon=":material/search:",
        label_visibility="collapsed",
        live="300ms",
    )
    found = history.records.conversations(asker, sought or "")
    if not found:
        empty = (words.NO_HISTORY, words.NO_HISTORY_BODY)
        show_state(*((words.NOTHING_FOUND, words.NO_SUCH_WORDS) if sought else empty))
        return
    pages = -(-len(found) // _PER_PAGE)
    at = min(int(st.session_state.get("history-page", 1)), pages)
    today = datetime.now().astimezone().date()
    for heading, rows in _by_day(found[(at - 1) * _PER_PAGE : at * _PER_PAGE], today):
        st.html(f'<h2 class="small day">{escape(heading)}</h2>')
        for row in rows:
            _row(row)
    if pages > 1:
        st.pagination(pages, key="history-page")
    _feedback()


def _by_day(found: Iterable[Conversation], today: date) -> Iterator[tuple[str, list[Row]]]:
    history, asker = resources.history(), session.asker()
    days: dict[str, list[Row]] = {}
    for conversation in found:
        local = datetime.fromisoformat(conversation.changed).astimezone()
        records = history.records.conversation(asker, conversation.conversation_id)
        recalled = history.recall(asker, records)
        row = Row(conversation, local, _stale(recalled))
        days.setdefault(day_name(local.date(), today), []).append(row)
    yield from days.items()


def _stale(recalled: Iterable[Recalled]) -> str:
    """In a few words, if a source of any answer changed or went."""
    found = tuple(recalled)
    return stale_text(sum(r.changed for r in found), sum(r.removed for r in found))


def _row(row: Row) -> None:
    conversation = row.conversation
    key = conversation.conversation_id
    with st.container(key=f"row-{key}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"kept-{key}", gap="xxsmall"):
            if st.button(
                plain_label(conversation.name), key=f"open-{key}", type="tertiary", wrap=True
            ):
                navigation.go("ask", {CONVERSATION: key})
            count = words.QUESTION_COUNT.of(len(conversation.questions))
            stale = f' <span class="verdict">{escape(row.stale)}</span>' if row.stale else ""
            said = f"{row.local:%H:%M} · {count}"
            st.html(f'<p class="by">{escape(said)}{stale}</p>')
        with st.container(key=f"manage-{key}", horizontal=True, width="content", gap="xxsmall"):
            with st.popover(
                words.RENAME, key=f"rename-{key}", icon=":material/edit:", type="tertiary"
            ):
                _rename(conversation)
            if st.button(
                words.DELETE, key=f"delete-{key}", icon=":material/delete:", type="tertiary"
            ):
                st.dialog(words.DELETE_TITLE)(_confirm)(conversation)


def _rename(conversation: Conversation) -> None:
    key = conversation.conversation_id
    with st.form(f"rename-form-{key}", border=False):
        name = st.text_input(words.NAME, conversation.name, max_chars=120, key=f"name-{key}")
        if st.form_submit_button(words.RENAME):
            resources.history().records.rename(session.asker(), key, name)
            st.rerun()


def _confirm(conversation: Conversation) -> None:
    st.html(f"<p><b>{escape(conversation.name)}</b></p><p>{words.DELETE_BODY}</p>")
    with st.container(horizontal=True):
        if st.button(words.DELETE_YES, key="delete-yes", type="primary"):
            try:
                resources.history().records.delete(session.asker(), conversation.conversation_id)
            except RecordsUnavailable as error:
                st.html(f'<p class="problem" role="alert">{escape(told(error))}</p>')
                return
            if session.conversation_id() == conversation.conversation_id:
                session.start_anew()
            st.rerun()
        if st.button(words.REMOVE_NO, key="delete-no"):
            st.rerun()


def _feedback() -> None:
    found = given(resources.history().records.database, session.owner())
    if found:
        st.download_button(
            words.FEEDBACK_CSV.format(count=len(found)),
            feedback_csv(found).encode("utf-8-sig"),
            file_name="feedback.csv",
            mime="text/csv",
            icon=":material/download:",
            type="tertiary",
            on_click="ignore",
            key="feedback-csv",
        )
