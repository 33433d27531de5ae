"""Claims with their evidence, one at a time, for a person to label; then how far people agree."""

import streamlit as st

from assistant.review import (
    LABELS,
    Ballot,
    ClaimItem,
    Kind,
    Queue,
    agreements,
    ballots,
    labelled_lines,
    load_claims,
)
from ui import words
from ui.layout import show_state
from ui.review_desk import (
    Choice,
    decide_bar,
    evidence_block,
    next_of,
    reviewer_and_queue,
    undo_button,
)
from ui.review_html import agreement_html, claim_html, differences_html, progress_html

_ICONS = {"supported": "check", "partly": "contrast", "not_supported": "close"}


def claims_panel() -> None:
    """Draws the queue, or what came of it."""
    known = reviewer_and_queue(Kind.CLAIMS)
    if known is None:
        show_state(words.NO_CLAIMS, words.NO_CLAIMS_BODY.format(home="$LPIP_HOME"))
        return
    ballot, queue = known
    items = {item.id: item for item in load_claims(queue.path)}
    decided = {key for key in ballot.choices() if key in items}
    st.html(progress_html(len(decided), len(items)))
    upcoming = next_of(queue, ballot.order(list(items)), decided)
    if upcoming is None:
        show_state(words.REVIEW_FINISHED, words.REVIEW_FINISHED_BODY)
        undo_button(ballot)
        _results(ballot, queue, list(items.values()))
        return
    _card(items[upcoming])
    choices = [
        Choice(words.LABEL[one], _ICONS[one], ballot.put, (upcoming, one), words.LABEL_TIP[one])
        for one in reversed(LABELS)
    ]
    decide_bar(choices, ballot, queue, upcoming)


def _card(item: ClaimItem) -> None:
    with st.container(key="review-card", border=True):
        st.html(claim_html(item))
        for at, one in enumerate(item.evidence):
            evidence_block(one, f"{item.id}-{at}")
    st.html(f'<p class="review-ask">{words.REVIEW_ASK}</p>')


def _results(ballot: Ballot, queue: Queue, items: list[ClaimItem]) -> None:
    """Shown to a person who has decided on everything, so that nobody is swayed before."""
    people = {name: own.choices() for name, own in ballots(queue).items()}
    st.html(f"<h2>{words.AGREEMENT}</h2>")
    if len(people) < 2:
        st.html(f'<p class="by">{words.REVIEW_ALONE}</p>')
    st.html(agreement_html(agreements(people, _judges(items))))
    changed = {item.id for item in items if item.changed}
    if changed:
        own = ballot.choices()
        caught = sum(own.get(one) != LABELS[-1] for one in changed)
        st.html(
            f'<p class="by">{words.CHANGED_CAUGHT.format(caught=caught, changed=len(changed))}</p>'
        )
    fragment, count = differences_html(items, people)
    if count:
        with st.expander(words.DIFFERENCES.format(n=count), key="differences"):
            st.html(fragment)
    lines = labelled_lines(items, people)
    st.download_button(
        words.EXPORT_LABELS.format(n=len(lines)),
        "".join(f"{line}\n" for line in lines),
        file_name=f"{queue.name}-labels.jsonl",
        mime="application/jsonl",
        icon=":material/download:",
        key="export-labels",
        help=words.EXPORT_LABELS_WHY,
        disabled=not lines,
    )


def _judges(items: list[ClaimItem]) -> dict[str, dict[str, str]]:
    """Judge -> item id -> label, from what was found when the queue was made."""
    said: dict[str, dict[str, str]] = {}
    for item in items:
        for judge, supports in item.judges.items():
            said.setdefault(judge, {})[item.id] = LABELS[-1] if supports else LABELS[0]
    return said
