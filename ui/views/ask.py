"""Ask: a conversation whose every sentence opens its source."""

import logging
from dataclasses import replace

import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import StopException

from assistant.answer import Answer, Claim
from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from ingest.errors import IngestError
from ingest.filters import Filters
from ingest.held import HeldDocument
from ui import conversation, render, resources, scroll, session, words
from ui.answer_actions import edit_question
from ui.answer_panel import answer_panel
from ui.filter_panel import filter_panel
from ui.layout import beside, ready_assistant, show_state
from ui.markup import escape, plain_label
from ui.problem import told
from ui.session import Turn
from ui.shelf import facets, held_line

_logger = logging.getLogger(__name__)
_LONGEST_QUESTION = 2000


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    held = resources.held()
    filters = filter_panel(facets(d.metadata for d in held), resources.labels())
    problem = conversation.restore()
    started = bool(session.turns())
    question = st.chat_input(
        words.FOLLOW_UP_PLACEHOLDER if started else words.ASK_PLACEHOLDER,
        key="question",
        max_chars=_LONGEST_QUESTION,
        submit_mode="stop",
    )
    if question and question.strip():
        session.ask(question.strip(), filters)
    # Emptying the welcome's own place takes it away at once; left to itself it would stay, greyed,
    # until the first answer is complete.
    welcome = st.empty()
    if problem:
        show_state(words.NOTHING_FOUND, problem)
    if session.turns():
        beside(lambda: _conversation(assistant), assistant)
        if (linked := conversation.linked_turn()) is not None:
            scroll.to_linked_turn(f"{linked}-{session.conversation_id()}")
        else:
            scroll.to_newest_turn(f"{len(session.turns())}-done")
    else:
        with welcome.container(key="welcome"):
            _welcome(held, filters)
        scroll.to_top("welcome")


def _welcome(held: tuple[HeldDocument, ...], filters: Filters) -> None:
    years = facets(d.metadata for d in held).years
    line = held_line(years, len(held), sum(d.passage_count for d in held))
    st.html(
        f'<div class="hero"><h1>{words.ASK_TITLE}</h1><p class="lead">{words.ASK_LEAD}</p>'
        f'<p class="by">{escape(line)}</p></div>'
    )
    if not held:
        show_state(words.LIBRARY_EMPTY, words.LIBRARY_EMPTY_BODY)
        return
    if fragment := render.filters_html(filters, resources.labels()):
        st.html(fragment)
    st.html(f'<h2 class="small">{words.ASK_EXAMPLES}</h2>')
    with st.grid(2, min_column_width=280, gap="small", key="examples"):
        for at, example in enumerate(words.EXAMPLES):
            st.button(
                plain_label(example),
                key=f"example-{at}",
                on_click=session.ask,
                args=(example, filters),
                width="stretch",
                wrap=True,
            )


def _conversation(assistant: Assistant) -> None:
    with st.container(key="conversation-top", horizontal=True, horizontal_alignment="right"):
        st.button(
            words.NEW_CONVERSATION,
            key="new-conversation",
            icon=":material/edit_square:",
            type="tertiary",
            on_click=conversation.put_away,
        )
    linked = conversation.linked_turn()
    last = len(session.turns()) - 1
    for number, turn in enumerate(session.turns()):
        with st.container(key=f"turn-{number}"):
            if number == linked:
                st.html("<span data-linked></span>")
            _turn(assistant, number, turn, newest=number == last)


def _turn(assistant: Assistant, number: int, turn: Turn, *, newest: bool) -> None:
    if session.reworded() == number:
        edit_question(number, turn)
    else:
        _question(number, turn)
    if fragment := render.filters_html(turn.filters, resources.labels()):
        st.html(fragment)
    if turn.answer is not None:
        answer_panel(number, turn, turn.answer, newest=newest)
    elif turn.pending:
        _answer(assistant, number, turn)
    else:
        show_state(words.BROKEN if turn.problem else words.STOPPED, turn.problem or "")
        _ask_again(number, turn)


def _question(number: int, turn: Turn) -> None:
    with st.container(key=f"question-{number}", horizontal=True, gap="small"):
        st.html(render.question_html(turn.question))
        if not turn.pending:
            st.button(
                words.EDIT_QUESTION,
                key=f"edit-{number}",
                icon=":material/edit:",
                type="tertiary",
                on_click=session.reword,
                args=(number,),
            )


def _ask_again(number: int, turn: Turn) -> None:
    st.button(
        words.ASK_AGAIN,
        key=f"again-{number}",
        on_click=session.settle,
        args=(number, replace(turn, problem=None, stopped=False)),
    )


def _answer(assistant: Assistant, number: int, turn: Turn) -> None:
    """Shows claims as they are verified; the finished answer is then drawn in their place."""
    try:
        answer = _stream(assistant, number, turn)
    except StopException:
        session.settle(number, replace(turn, stopped=True))
        raise
    except (IngestError, AssistantError) as error:
        session.settle(number, replace(turn, problem=told(error)))
    except Exception:
        # The question must not stay pending, or it would be asked and fail at every click.
        _logger.exception("a question could not be answered")
        session.settle(number, replace(turn, problem=words.ASK_FAILED))
    else:
        session.settle(number, conversation.keep(turn, answer) if answer else turn)
    st.rerun()


def _stream(assistant: Assistant, number: int, turn: Turn) -> Answer | None:
    scroll.to_newest_turn(f"{number}-asked")
    stage = st.empty()
    stage.html(render.stage_html(words.CHECKING))
    # Streamlit ends a stopped page without drawing it again, so what a stop shows is drawn
    # beforehand; the stylesheet hides it while the page runs.
    with st.container(key="halted"):
        show_state(words.STOPPED, "")
        _ask_again(number, turn)
    if (known := conversation.recorded(number, turn)) is not None:
        return known
    numbered: dict[str, int] = {}

    def waiting(before: int) -> None:
        stage.html(render.stage_html(words.WAITING.of(before)))

    with resources.turnstile().turn(waiting):
        for step in assistant.stream(
            turn.question, history=session.history(number), filters=turn.filters
        ):
            if isinstance(step, Answer):
                return step
            if isinstance(step, Claim):
                for citation in step.citations:
                    numbered.setdefault(citation.document_id, len(numbered) + 1)
                st.html(render.claim_html(step, fresh=True) + render.chips_html(step, numbered))
            else:
                stage.html(render.stage_html(step.detail or step.name))
    return None
