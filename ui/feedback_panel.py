"""What a reader thinks of an answer, or of one citation: one click, and reasons if they like."""

import streamlit as st

from assistant.records import Feedback, RecordsUnavailable
from assistant.records.feedback import give
from ui import resources, session, words
from ui.session import Place

_LONGEST = 1000


def answer_feedback(number: int) -> None:
    """Two choices below an answer that is recorded; "not helpful" asks why."""
    kept = session.turns()[number].kept
    if kept is None:
        return
    st.button(
        words.HELPFUL,
        key=f"helpful-{number}",
        icon=":material/thumb_up:",
        type="tertiary",
        on_click=_give,
        args=(Feedback(kept.answer_id, helpful=True),),
    )
    with st.popover(
        words.NOT_HELPFUL,
        key=f"not-helpful-{number}",
        icon=":material/thumb_down:",
        type="tertiary",
    ):
        _why(f"answer-{number}", Feedback(kept.answer_id, helpful=False), words.ANSWER_REASONS)


def citation_feedback(place: Place | None) -> None:
    """Below the open source: whether it is the right evidence for the sentence that cites it."""
    turns = session.turns()
    if place is None or place.turn >= len(turns) or not (kept := turns[place.turn].kept):
        return
    about = Feedback(kept.answer_id, helpful=False, claim=place.claim, citation=place.citation)
    with st.popover(
        words.CITATION_WRONG, key="citation-wrong", icon=":material/flag:", type="tertiary"
    ):
        _why(f"citation-{place.turn}-{place.claim}-{place.citation}", about, words.CITATION_REASONS)


def _why(key: str, about: Feedback, offered: dict[str, str]) -> None:
    with st.form(f"why-{key}", border=False):
        reasons = st.pills(
            words.WHAT_IS_WRONG,
            list(offered),
            selection_mode="multi",
            format_func=lambda reason: offered[reason],
            key=f"reasons-{key}",
        )
        text = st.text_area(words.IN_YOUR_WORDS, key=f"text-{key}", max_chars=_LONGEST, height=68)
        st.html(f'<p class="by">{words.FEEDBACK_KEPT}</p>')
        if st.form_submit_button(words.SEND):
            chosen = tuple(reasons or ())
            _give(
                Feedback(
                    about.answer_id,
                    helpful=False,
                    reasons=chosen,
                    text=(text or "").strip(),
                    claim=about.claim,
                    citation=about.citation,
                )
            )


def _give(feedback: Feedback) -> None:
    try:
        kept = give(resources.history().records.database, session.asker(), feedback)
    except RecordsUnavailable:
        kept = False
    st.toast(words.FEEDBACK_THANKS if kept else words.FEEDBACK_FAILED)
