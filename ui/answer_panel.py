"""One answer on the page: claims with their citations, state, notes, what to ask next."""

from collections.abc import Mapping, Sequence

import streamlit as st

from assistant.answer import Answer, Citation, Hit, Status
from ui import navigation, remarks, render, session, words
from ui.answer_actions import actions
from ui.conversation import ANSWER, follow_ups
from ui.markup import plain_label
from ui.model_told import composer_html
from ui.session import Place, Turn

_NEAREST = 4
_NEAREST_TO_REST = 2


def answer_panel(number: int, turn: Turn, answer: Answer, *, newest: bool) -> None:
    """Draws the answer of turn `number`. newest: it ends the conversation, so offer what next."""
    _asked_before(number, turn)
    reasons, others = remarks.notes_apart(answer)
    stale = remarks.stale_html(turn.recalled) if turn.recalled else ""
    state = render.state_html(answer.status, reasons)
    for fragment in (stale, render.read_as_html(answer), state):
        if fragment:
            st.html(fragment)
    if stale:
        st.button(
            words.ASK_AGAIN,
            key=f"again-{number}",
            icon=":material/refresh:",
            on_click=session.ask,
            args=(turn.question, turn.filters),
        )
    _claims(number, turn, answer)
    for fragment in (composer_html(answer), remarks.notes_html(others)):
        if fragment:
            st.html(fragment)
    if answer.status is Status.ABSTAINED:
        _nearest(number, answer, answer.hits[:_NEAREST], words.NEAREST_WHY)
    elif answer.status is Status.PARTIAL:
        cited = {c.passage_id for c in answer.citations}
        further = [hit for hit in answer.hits if hit.passage.passage_id not in cited]
        _nearest(number, answer, further[:_NEAREST_TO_REST], words.NEAREST_REST)
    actions(number, turn, answer)
    if newest:
        _suggestions(number, turn, answer)


def _asked_before(number: int, turn: Turn) -> None:
    if not turn.before:
        return
    with st.container(key=f"before-{number}", gap="xxsmall"):
        st.html(f'<p class="by">{words.ASKED_BEFORE}</p>')
        for at, asked in enumerate(turn.before):
            when = render.long_date(asked.asked)
            if st.button(
                plain_label(f"{asked.question} ({when})", limit=300),
                key=f"before-{number}-{at}",
                icon=":material/history:",
                type="tertiary",
                wrap=True,
            ):
                navigation.go("ask", {ANSWER: asked.answer_id})


def _lost(turn: Turn, answer: Answer) -> dict[int, str]:
    """What stands in place of the claims whose words are gone."""
    if turn.recalled is None:
        return {}
    found = ((at, turn.recalled.lost(at)) for at in range(len(answer.claims)))
    return {at: remarks.lost_html(why) for at, why in found if why}


def _claims(number: int, turn: Turn, answer: Answer) -> None:
    grouped = render.groups(answer)
    if len(grouped) > 1:
        st.html(render.comparison_html(answer, _lost(turn, answer)))
        chips = [
            (nth, citation)
            for nth, claim in enumerate(answer.claims)
            for citation in render.cited_pages(claim)
        ]
        _chips(number, answer, chips)
        return
    lost = _lost(turn, answer)
    for at, claim in enumerate(answer.claims):
        with st.container(key=f"claim-{number}-0-{at}", gap="xxsmall"):
            st.html(lost.get(at) or render.claim_html(claim))
            cited = [(at, citation) for citation in render.cited_pages(claim)]
            _chips(number, answer, cited, render.numbers(answer))


def _chips(
    number: int,
    answer: Answer,
    cited: Sequence[tuple[int, Citation]],
    numbered: Mapping[str, int] | None = None,
) -> None:
    """Buttons that open citations. cited: with the number of the claim, from 0.

    numbered: what number each document has; without it the buttons are counted.
    """
    opened = session.source()
    if not cited:
        return
    with st.container(key=f"chips-{number}-{cited[0][0]}", horizontal=True, gap="xsmall"):
        for nth, (at, citation) in enumerate(cited):
            place = Place(number, at, answer.claims[at].citations.index(citation))
            lit = opened is not None and opened.place == place
            st.button(
                render.chip_label(
                    numbered[citation.document_id] if numbered else nth + 1, citation
                ),
                key=f"cite-{'on-' if lit else ''}{number}-{at}-{nth}",
                help=render.chip_tip(citation),
                on_click=session.open_citation,
                args=(citation, place),
            )


def _nearest(number: int, answer: Answer, hits: Sequence[Hit], why: str) -> None:
    if not hits:
        return
    st.html(f"<h3>{words.NEAREST}</h3><p class='by'>{why}</p>")
    for at, hit in enumerate(hits):
        hit_card(f"near-{number}-{at}", hit, answer.standalone_question or answer.question)


def hit_card(key: str, hit: Hit, query: str) -> None:
    """A passage with its title as the button that opens it."""
    with st.container(key=f"hit-{key}", gap="xxsmall"):
        st.button(
            plain_label(hit.metadata.title),
            key=f"open-{key}",
            type="tertiary",
            wrap=True,
            on_click=session.open_hit,
            args=(hit,),
        )
        st.html(render.hit_html(hit, query))


def _suggestions(number: int, turn: Turn, answer: Answer) -> None:
    offered = answer.suggestions or follow_ups(number, turn, answer)
    if not offered and answer.status is Status.OUT_OF_SCOPE:
        offered = words.EXAMPLES[:3]
    if not offered:
        return
    heading = {
        Status.NEEDS_CLARIFYING: words.DID_YOU_MEAN,
        Status.ABSTAINED: words.ASK_INSTEAD,
        Status.OUT_OF_SCOPE: words.ASK_INSTEAD,
    }.get(answer.status, words.ASK_NEXT)
    with st.container(key=f"suggestions-{number}", gap="xsmall"):
        st.html(f'<h3 class="small">{heading}</h3>')
        for at, question in enumerate(offered[:4]):
            st.button(
                plain_label(question, limit=300),
                key=f"suggest-{number}-{at}",
                wrap=True,
                on_click=session.ask,
                args=(question, turn.filters),
            )
