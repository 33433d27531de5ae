"""What can be done with a finished answer: copy it, take it along, check it again, judge it."""

import streamlit as st

from assistant.answer import Answer
from ui import conversation, render, session, words
from ui.downloads import answer_downloads
from ui.feedback_panel import answer_feedback
from ui.markup import escape
from ui.model_told import provenance_html
from ui.session import Turn


def actions(number: int, turn: Turn, answer: Answer) -> None:
    """Draws the row below the answer of turn `number`."""
    with st.container(key=f"actions-{number}", horizontal=True, gap="xsmall"):
        if any(claim.text for claim in answer.claims):
            with st.popover(
                words.COPY, key=f"copy-{number}", icon=":material/content_copy:", type="tertiary"
            ):
                st.html(f'<p class="by">{words.COPY_HOW}</p>')
                st.code(render.copy_text(answer), language=None, wrap_lines=True, height=320)
                if turn.kept:
                    address = escape(conversation.address_of(turn.kept))
                    st.html(f'<p class="by address">{words.LINK_TO} {address}</p>')
            answer_downloads(f"answer-{number}", answer)
        if turn.kept and answer.claims:
            st.button(
                words.CHECK_AGAIN,
                key=f"check-{number}",
                icon=":material/fact_check:",
                type="tertiary",
                on_click=conversation.check_again,
                args=(number,),
            )
        with st.popover(
            words.HOW_MADE, key=f"made-{number}", icon=":material/info:", type="tertiary"
        ):
            st.html(provenance_html(answer.provenance))
        answer_feedback(number)
    if turn.recalled and not turn.recalled.is_stale and answer.claims:
        st.html(f'<p class="by checked" role="status">{words.CHECKED_HOLDS}</p>')


def edit_question(number: int, turn: Turn) -> None:
    """The question in a field, to be changed and asked again."""
    with st.form(f"edit-form-{number}"):
        text = st.text_area(
            words.EDIT_LABEL, turn.question, key=f"edit-text-{number}", max_chars=2000, height=100
        )
        st.html(f'<p class="by">{words.EDIT_REPLACES}</p>')
        with st.container(horizontal=True):
            sent = st.form_submit_button(words.EDIT_ASK, type="primary")
            st.form_submit_button(words.CANCEL, on_click=session.reword, args=(None,))
    if sent and text and text.strip():
        conversation.ask_instead(number, text.strip())
        st.rerun()
