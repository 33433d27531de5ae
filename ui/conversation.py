"""The conversation of this session and its record: kept, opened by link, looked up again."""

import logging
from dataclasses import replace

import streamlit as st

from assistant.answer import Answer, Note, NoteKind
from assistant.compose.chat import ChatComposer
from assistant.followups import questions_from
from assistant.records import Kept, Recalled, RecordsUnavailable
from assistant.records.again import same_again
from ui import render, resources, session, words
from ui.problem import told
from ui.session import Turn

_logger = logging.getLogger(__name__)
CONVERSATION, ANSWER = "conversation", "answer"


def restore() -> str | None:
    """Opens the conversation that the page's address names; also after a reload.

    Returns one line when there is none of that name.
    """
    named, answer_id = st.query_params.get(CONVERSATION), st.query_params.get(ANSWER)
    if not named and not answer_id:
        _name_in_address()
        return None
    if named and named == session.conversation_id():
        return None
    try:
        problem = None if _open(named, answer_id) else words.NO_SUCH_CONVERSATION
    except RecordsUnavailable as error:
        problem = told(error)
    if problem:
        _forget_address()
        _name_in_address()
    return problem


def linked_turn() -> int | None:
    """Which turn, from 0, the page's address names, if it names one."""
    answer_id = st.query_params.get(ANSWER)
    found = (n for n, t in enumerate(session.turns()) if t.kept and t.kept.answer_id == answer_id)
    return next(found, None) if answer_id else None


def recorded(number: int, turn: Turn) -> Answer | None:
    """The recorded answer to the same question, where the settings want no model asked twice."""
    composer = resources.assistant().composer
    if number or not isinstance(composer, ChatComposer) or not composer.model.settings.recall:
        return None
    try:
        found = same_again(
            resources.history(),
            session.asker(),
            turn.question,
            turn.filters,
            composer.model.settings,
        )
    except RecordsUnavailable:
        return None
    if found is None:
        return None
    when = render.long_date(found.record.asked[:10])
    told = Note(NoteKind.MODEL, words.FROM_RECORDS.format(when=when))
    answer = found.answer
    others = (note for note in answer.notes if note.kind is not NoteKind.MODEL)
    made = replace(answer.provenance, usage={})
    return replace(answer, notes=(*others, told), provenance=made)


def address_of(kept: Kept) -> str:
    """The address that opens an answer in this browser."""
    here = (st.context.url or "").partition("?")[0]
    return f"{here}?{ANSWER}={kept.answer_id}"


def keep(turn: Turn, answer: Answer) -> Turn:
    """The turn with its answer, recorded; an answer is shown also when it cannot be."""
    history, asker = resources.history(), session.asker()
    try:
        known = session.conversation_id()
        before = history.asked_before(asker, answer, known)
        kept = history.keep(asker, answer, turn.filters, known)
    except RecordsUnavailable as error:
        _logger.warning("an answer was not recorded: %s", error)
        return replace(turn, answer=answer)
    session.recorded_as(kept.conversation_id)
    return replace(turn, answer=answer, kept=kept, before=before)


def check_again(number: int) -> None:
    """Looks the citations of turn `number` up again, in the library as it is now."""
    turn = session.turns()[number]
    try:
        recalled = _recalled(turn)
    except RecordsUnavailable as error:
        st.toast(words.NOT_CHECKED)
        _logger.warning("an answer was not checked: %s", error)
        return
    if recalled is not None:
        session.settle(number, replace(turn, answer=recalled.answer, recalled=recalled))


def ask_instead(number: int, question: str) -> None:
    """Asks another question in place of turn `number`; what came after it goes, and its record."""
    later = [turn.kept.answer_id for turn in session.turns()[number:] if turn.kept]
    try:
        resources.history().records.drop(session.asker(), later)
    except RecordsUnavailable as error:
        _logger.warning("earlier answers were not dropped: %s", error)
    # The answer that the address names may be gone now.
    _forget_address()
    session.ask_instead(number, question)


def put_away() -> None:
    """Starts a new conversation; the one before stays in the history."""
    session.start_anew()
    _forget_address()


def follow_ups(number: int, turn: Turn, answer: Answer) -> tuple[str, ...]:
    """Questions that could be asked next, from the evidence; looked for once for each turn."""
    if turn.follow_ups is None:
        found = questions_from(resources.assistant(), answer, turn.filters)
        turn = replace(turn, follow_ups=found)
        session.settle(number, turn)
    return turn.follow_ups or ()


def _recalled(turn: Turn) -> Recalled | None:
    if turn.kept is None:
        return None
    history, asker = resources.history(), session.asker()
    history.assistant.index.refresh()
    record = history.records.answer(asker, turn.kept.answer_id)
    return history.recall(asker, (record,))[0] if record else None


def _open(conversation_id: str | None, answer_id: str | None) -> bool:
    history, asker = resources.history(), session.asker()
    if answer_id and (record := history.records.answer(asker, answer_id)):
        conversation_id = record.conversation_id
    if conversation_id and conversation_id == session.conversation_id():
        return True
    records = history.records.conversation(asker, conversation_id) if conversation_id else ()
    if not records:
        return False
    history.assistant.index.refresh()
    recalled = history.recall(asker, records)
    session.open_conversation(conversation_id, tuple(_turn(found) for found in recalled))
    return True


def _turn(recalled: Recalled) -> Turn:
    record = recalled.record
    return Turn(
        record.question,
        record.filters,
        answer=recalled.answer,
        kept=record.kept,
        recalled=recalled,
    )


def _name_in_address() -> None:
    """So that a reload, or the address copied, opens the conversation again."""
    if known := session.conversation_id():
        st.query_params[CONVERSATION] = known


def _forget_address() -> None:
    for name in (CONVERSATION, ANSWER):
        st.query_params.pop(name, None)
