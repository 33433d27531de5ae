"""One answer on the page: claims with their citations, state, notes, what to ask next."""

from collections.abc import Sequence

import streamlit as st

from assistant.answer import Answer, Claim, Hit, Status
from ingest.filters import Filters
from ui import render, session, words
from ui.markup import escape, plain_label
from ui.session import Turn

_NEAREST = 4


def answer_panel(number: int, turn: Turn, answer: Answer, *, newest: bool) -> None:
    """Draws the answer of turn `number`. newest: it ends the conversation, so offer what next."""
    reasons, remarks = render.notes_apart(answer)
    for fragment in (render.read_as_html(answer), render.state_html(answer.status, reasons)):
        if fragment:
            st.html(fragment)
    _claims(number, answer)
    if fragment := render.notes_html(remarks):
        st.html(fragment)
    if answer.hits and answer.status is Status.ABSTAINED:
        _nearest(number, answer)
    if answer.claims:
        _actions(number, answer)
    if newest:
        _suggestions(number, answer, turn.filters)


def _claims(number: int, answer: Answer) -> None:
    numbered = render.numbers(answer)
    grouped = render.groups(answer)
    if not grouped:
        return
    if len(grouped) == 1 and grouped[0].heading is None:
        _group(f"{number}-0", grouped[0].claims, numbered)
        return
    with st.grid(min(len(grouped), 3), min_column_width=250, gap="small", key=f"groups-{number}"):
        for at, group in enumerate(grouped):
            with st.container(key=f"group-{number}-{at}"):
                if group.heading:
                    st.html(f"<h3>{escape(group.heading)}</h3>")
                _group(f"{number}-{at}", group.claims, numbered)


def _group(key: str, claims: Sequence[Claim], numbered: dict[str, int]) -> None:
    opened = session.source()
    for at, claim in enumerate(claims):
        with st.container(key=f"claim-{key}-{at}", gap="xxsmall"):
            st.html(render.claim_html(claim))
            with st.container(key=f"chips-{key}-{at}", horizontal=True, gap="xsmall"):
                for nth, citation in enumerate(render.cited_pages(claim)):
                    lit = opened is not None and (
                        (opened.document_id, opened.quote_page, opened.start, opened.end)
                        == (citation.document_id, citation.page, citation.start, citation.end)
                    )
                    st.button(
                        render.chip_label(numbered[citation.document_id], citation),
                        key=f"cite-{'on-' if lit else ''}{key}-{at}-{nth}",
                        help=render.chip_tip(citation),
                        on_click=session.open_citation,
                        args=(citation,),
                    )


def _nearest(number: int, answer: Answer) -> None:
    st.html(f"<h3>{words.NEAREST}</h3><p class='by'>{words.NEAREST_WHY}</p>")
    for at, hit in enumerate(answer.hits[:_NEAREST]):
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


def _actions(number: int, answer: Answer) -> None:
    with st.container(key=f"actions-{number}", horizontal=True, gap="small"):
        with st.popover(words.COPY, icon=":material/content_copy:", type="tertiary"):
            st.html(f'<p class="by">{words.COPY_HOW}</p>')
            st.code(render.copy_text(answer), language=None, wrap_lines=True, height=320)
        with st.popover(words.HOW_MADE, icon=":material/info:", type="tertiary"):
            st.html(render.provenance_html(answer.provenance))


def _suggestions(number: int, answer: Answer, filters: Filters) -> None:
    offered = answer.suggestions
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
                args=(question, filters),
            )
