"""The source beside the page: what it is, its page as a picture or text with the quote lit."""

import base64
from pathlib import Path

import streamlit as st

from assistant.cite import how_read
from assistant.pipeline import Assistant
from ingest.errors import IngestError
from ingest.held import HeldDocument
from ingest.instructions import instructs
from ui import resources, session, words
from ui.feedback_panel import citation_feedback
from ui.language import lang
from ui.markup import Span, escape, excerpt, link, lit, safe_link
from ui.render import by_line
from ui.said import said
from ui.session import ZOOMS, OpenSource

_LONG = 3000
_FEW_PAGES = 4


def source_panel(assistant: Assistant) -> None:
    """Draws the open source."""
    opened = session.source()
    if opened is None:
        return
    with st.container(key="source", gap="small"):
        document = assistant.index.document(opened.document_id)
        _bar(document, opened)
        _citations(opened)
        if document is None:
            st.html(f'<div class="state"><p>{words.SOURCE_GONE}</p></div>')
            return
        st.html(_head_html(document, opened))
        _page(assistant, document, opened)
        citation_feedback(opened.place)


def _head_html(document: HeldDocument, opened: OpenSource) -> str:
    known = document.metadata
    kind = resources.labels().get(known.doc_type or "", known.doc_type or "")
    badge = f'<span class="badge">{words.NOTE_BADGE}</span>' if document.is_note else ""
    explained = f'<p class="explained">{words.NOTE_EXPLAINED}</p>' if document.is_note else ""
    url = safe_link(known.url, None if document.is_note else opened.page)
    label = words.OPEN_ORIGINAL
    if url and "#page=" in url:
        label = words.OPEN_ORIGINAL_AT.format(page=opened.page)
    original = link(url, label, words.NEW_TAB) if url else escape(words.NO_ORIGINAL)
    return (
        f'<div class="source-head">{badge}<h2>{escape(known.title)}</h2>'
        f'<p class="by">{escape(by_line(known, kind))}</p>{explained}'
        f"<p>{original}</p></div>"
    )


def _bar(document: HeldDocument | None, opened: OpenSource) -> None:
    """Page turning, zoom and the way out; it stays in view while the source scrolls."""
    with st.container(
        key="source-bar", horizontal=True, vertical_alignment="center", gap="xxsmall"
    ):
        if document is not None and document.page_count > 1:
            last = opened.page >= document.page_count
            shown = words.PAGE_OF.format(page=opened.page, count=document.page_count)
            _tool("previous", words.PREVIOUS, "chevron_left", opened.page <= 1, -1)
            st.html(f'<p class="page-of" role="status">{shown}</p>', width="content")
            _tool("next", words.NEXT, "chevron_right", last, 1)
            if document.page_count > _FEW_PAGES:
                _jump(document.page_count, opened)
        if document is not None and _is_pdf(document):
            _tool("zoom-out", words.ZOOM_OUT, "zoom_out", opened.zoom == 0, -1)
            _tool("zoom-in", words.ZOOM_IN, "zoom_in", opened.zoom == len(ZOOMS) - 1, 1)
        st.button(
            words.CLOSE_SOURCE,
            key="source-close",
            icon=":material/close:",
            type="tertiary",
            on_click=session.close_source,
        )


def _jump(count: int, opened: OpenSource) -> None:
    """A field for the page to go to."""
    with st.popover(
        words.GO_TO_PAGE, key="source-jump", icon=":material/find_in_page:", type="tertiary"
    ):
        key = f"jump-{opened.document_id}-{opened.page}"
        st.number_input(
            words.GO_TO_PAGE,
            min_value=1,
            max_value=count,
            value=opened.page,
            key=key,
            on_change=lambda: session.go_to_page(int(st.session_state[key])),
        )


def _citations(opened: OpenSource) -> None:
    """From one citation of the answer to the next, when the source was opened from one."""
    steps = session.cited(opened.place)
    if opened.place is None or len(steps) < 2:
        return
    at = next((n for n, (place, _) in enumerate(steps) if place == opened.place), None)
    if at is None:
        return
    with st.container(
        key="source-citations", horizontal=True, vertical_alignment="center", gap="xxsmall"
    ):
        for name, label, icon, to in (
            ("cited-before", words.CITATION_BEFORE, "arrow_upward", at - 1),
            ("cited-after", words.CITATION_AFTER, "arrow_downward", at + 1),
        ):
            within = 0 <= to < len(steps)
            st.button(
                label,
                key=f"source-{name}",
                icon=f":material/{icon}:",
                type="tertiary",
                disabled=not within,
                on_click=session.open_citation,
                args=(steps[to][1], steps[to][0]) if within else None,
            )
        shown = words.CITATION_OF.format(number=at + 1, count=len(steps))
        st.html(f'<p class="page-of" role="status">{shown}</p>', width="content")


def _page(assistant: Assistant, document: HeldDocument, opened: OpenSource) -> None:
    try:
        page = assistant.index.page(document.document_id, opened.page)
    except KeyError:
        st.html(f'<div class="state"><p>{words.SOURCE_GONE}</p></div>')
        return
    if instructs(page.text):
        st.html(f'<p class="explained">{escape(words.ORDERS_ON_PAGE)}</p>')
    here = opened.page == opened.quote_page and opened.start < opened.end
    spans = ((opened.start, opened.end),) if here else ()
    if _is_pdf(document) and document.file is not None:
        light = resources.Light(spans)
        if how := how_read(page):
            boxes = assistant.index.places(document.document_id, page.number, spans)
            light = resources.Light(boxes=boxes)
            st.html(f'<p class="explained">{escape(words.CHECK_PICTURE.format(how=said(how)))}</p>')
        picture = _picture_html(document.file, opened, light, document.metadata.title)
        st.html(picture or f'<p class="by">{words.NO_PICTURE}</p>')
        with st.expander(words.PAGE_TEXT, key="page-text", expanded=not picture):
            st.html(_text_html(page.text, spans))
        return
    if len(page.text) > _LONG and not opened.whole and here:
        text, offset = excerpt(page.text, opened.start, opened.end)
        st.html(_text_html(text, tuple((s - offset, e - offset) for s, e in spans)))
        st.button(words.WHOLE_TEXT, key="whole-text", on_click=session.show_whole)
        return
    st.html(_text_html(page.text, spans))


def _picture_html(pdf: Path, opened: OpenSource, light: resources.Light, title: str) -> str:
    """The page as a picture inside the page itself, so that it has no address of its own."""
    width = ZOOMS[opened.zoom]
    try:
        drawn = resources.pictures().page(pdf, opened.page, light, 1.6 * min(width, 2.0))
    except IngestError:
        return ""
    resources.pictures().ahead(pdf, opened.page + 1, 1.6 * min(width, 2.0))
    name = escape(
        (words.PICTURE_LIT if drawn.lit else words.PICTURE_OF).format(page=opened.page, title=title)
    )
    at = ""
    if drawn.lit:
        left, top = drawn.lit
        at = f'<span class="lit-at" style="left:{100 * left:.1f}%;top:{100 * top:.1f}%"></span>'
    png = base64.b64encode(drawn.png).decode("ascii")
    return (
        f'<div class="picture" tabindex="0" role="group" aria-label="{name}">'
        f'<div class="sheet" style="width:{100 * width:.0f}%">'
        f'<img alt="{name}" src="data:image/png;base64,{png}">{at}</div></div>'
    )


def _text_html(text: str, spans: tuple[Span, ...]) -> str:
    shown = lit(text, spans) if text.strip() else f"<i>{words.NO_TEXT}</i>"
    return f'<div class="page-text"{lang("en")}>{shown}</div>'


def _is_pdf(document: HeldDocument) -> bool:
    return document.media_type == "application/pdf"


def _tool(name: str, label: str, icon: str, disabled: bool, by: int) -> None:
    st.button(
        label,
        key=f"source-{name}",
        icon=f":material/{icon}:",
        type="tertiary",
        disabled=disabled,
        on_click=session.zoom if name.startswith("zoom") else session.turn_page,
        args=(by,),
    )
