"""What reviewing claims and reviewing drafts share: who is there, which queue, what comes next."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import streamlit as st

from assistant.review import Ballot, Evidence, Kind, Queue, queues
from ui import resources, session, words
from ui.layout import show_state
from ui.review_html import evidence_html


@dataclass(frozen=True)
class Choice:
    """One thing that can be said of an item, and what then happens."""

    label: str
    icon: str
    act: Callable[..., None]
    arguments: tuple[str, ...]
    tip: str = ""


def reviewer_and_queue(kind: Kind) -> tuple[Ballot, Queue] | None:
    """Asks who is deciding and on what; None until both are known."""
    known = queues(resources.settings().home / "review", kind)
    if not known:
        return None
    by_name = {one.name: one for one in known}
    with st.container(key=f"who-{kind}", horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            words.REVIEWER, key="reviewer", max_chars=60, persist_state="session", width=260
        )  # fmt: skip
        chosen = next(iter(by_name))
        if len(by_name) > 1:
            chosen = st.selectbox(
                words.QUEUE, list(by_name), key=f"queue-{kind}", persist_state="session", width=260
            )
    if not (name or "").strip():
        show_state(words.REVIEWER_FIRST, words.REVIEWER_WHY)
        st.stop()
    queue = by_name[chosen]
    return Ballot.of(queue, name or ""), queue


def next_of(queue: Queue, order: Sequence[str], decided: set[str]) -> str | None:
    """The next item to decide on: skipped ones after all others; None when all are decided."""
    skipped = session.passed_over(_name(queue))
    waiting = [one for one in order if one not in decided]
    fresh = [one for one in waiting if one not in skipped]
    again = [one for one in skipped if one in waiting]
    return next(iter((*fresh, *again)), None)


def evidence_block(one: Evidence, key: str) -> None:
    """A piece of evidence with the way to its page."""
    st.html(evidence_html(one))
    if one.document_id:
        st.button(
            words.OPEN_PAGE.format(page=one.page),
            key=f"evidence-{key}",
            icon=":material/menu_book:",
            type="tertiary",
            on_click=session.open_evidence,
            args=(one,),
        )


def decide_bar(choices: Sequence[Choice], ballot: Ballot, queue: Queue, item: str) -> None:
    """What can be said of the item: it stays in view below a long card. Keys 1, 2, 3, U and S."""
    with st.container(key="review-bar", horizontal=True, gap="small"):
        for key, choice in enumerate(choices, 1):
            # A key pressed twice in haste must not decide on the item that comes next.
            st.button(
                choice.label, key=f"choice-{key}-{item}", help=choice.tip or None,
                shortcut=str(key), icon=f":material/{choice.icon}:", on_click=choice.act,
                args=choice.arguments,
            )  # fmt: skip
        undo_button(ballot)
        st.button(
            words.SKIP, key="review-skip", icon=":material/skip_next:", type="tertiary",
            shortcut="S", on_click=session.pass_over, args=(_name(queue), item),
        )  # fmt: skip


def undo_button(ballot: Ballot) -> None:
    """Takes the latest decision back."""
    st.button(
        words.UNDO, key="review-undo", icon=":material/undo:", type="tertiary", shortcut="U",
        on_click=ballot.undo, disabled=not ballot.choices(),
    )  # fmt: skip


def _name(queue: Queue) -> str:
    return f"{queue.kind}/{queue.name}"
