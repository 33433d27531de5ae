"""Draft questions, one at a time, for a person to accept, change or reject; then the case file."""

import streamlit as st

from assistant.review import (
    ACCEPTED,
    POINTS,
    QUESTION,
    REJECTED,
    Ballot,
    DraftItem,
    Kind,
    Queue,
    accepted_cases,
    ballots,
    load_drafts,
    settled,
)
from ui import session, words
from ui.layout import show_state
from ui.review_desk import (
    Choice,
    decide_bar,
    evidence_block,
    next_of,
    reviewer_and_queue,
    undo_button,
)
from ui.review_html import draft_html, progress_html


def drafts_panel() -> None:
    """Draws the queue, and the case file of what is accepted so far."""
    known = reviewer_and_queue(Kind.DRAFTS)
    if known is None:
        show_state(words.NO_DRAFTS, words.NO_DRAFTS_BODY.format(home="$LPIP_HOME"))
        return
    ballot, queue = known
    items = {item.id: item for item in load_drafts(queue.path)}
    known_now = settled(own.decisions() for own in ballots(queue).values())
    decided = {key for key in known_now if key in items}
    st.html(progress_html(len(decided), len(items)))
    upcoming = next_of(queue, list(items), decided)
    if upcoming is None:
        accepted = sum(known_now[key].choice == ACCEPTED for key in decided)
        body = words.DRAFTS_FINISHED_BODY.format(
            accepted=accepted, rejected=len(decided) - accepted
        )
        show_state(words.DRAFTS_FINISHED, body)
        undo_button(ballot)
    else:
        _card(ballot, queue, items[upcoming])
    _export(queue, list(items.values()))


def _card(ballot: Ballot, queue: Queue, item: DraftItem) -> None:
    changing = session.editing() == item.id
    with st.container(key="review-card", border=True):
        if changing:
            _form(ballot, item)
        else:
            st.html(draft_html(item))
        for at, one in enumerate(item.evidence):
            evidence_block(one, f"{item.id}-{at}")
    if not changing:
        choices = (
            Choice(words.ACCEPT, "check", ballot.put, (item.id, ACCEPTED)),
            Choice(words.EDIT, "edit", session.edit, (item.id,)),
            Choice(words.REJECT, "close", ballot.put, (item.id, REJECTED)),
        )
        decide_bar(choices, ballot, queue, item.id)


def _form(ballot: Ballot, item: DraftItem) -> None:
    with st.form("draft-form", border=False):
        question = st.text_area(words.DRAFT_QUESTION, item.question, key=f"edit-q-{item.id}")
        points = "\n".join(item.must_contain)
        if item.expected == "answer":
            points = st.text_area(words.DRAFT_POINTS_HOW, points, key=f"edit-p-{item.id}")
        with st.container(horizontal=True):
            accept = st.form_submit_button(words.ACCEPT_EDITED, type="primary")
            cancel = st.form_submit_button(words.CANCEL, type="tertiary")
    if accept:
        ballot.put(item.id, ACCEPTED, {QUESTION: question, POINTS: points})
    if accept or cancel:
        session.edit(None)
        st.rerun()


def _export(queue: Queue, items: list[DraftItem]) -> None:
    known = settled(own.decisions() for own in ballots(queue).values())
    count = sum(item.id in known and known[item.id].choice == ACCEPTED for item in items)
    st.download_button(
        words.EXPORT_CASES.format(n=count),
        accepted_cases(queue.name, items, known) or "",
        file_name=f"{queue.name}-cases.yaml",
        mime="application/yaml",
        icon=":material/download:",
        key="export-cases",
        help=words.EXPORT_CASES_WHY,
        disabled=not count,
    )
