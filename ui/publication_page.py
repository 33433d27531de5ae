"""The page of one publication: its contents, what is known and from where, what to do with it."""

import streamlit as st

from assistant.pipeline import Assistant
from ingest.filters import Filters
from ingest.held import HeldDocument
from ui import navigation, publication, resources, session, words
from ui.layout import show_state
from ui.markup import escape, link, plain_label, safe_link, shorten
from ui.publication import Section
from ui.render import by_line, long_date
from ui.session import OpenSource
from ui.shelf import problems_html
from ui.upload_panel import remove_button

_PER_PAGE = 40
_LETTERS_OF_PASSAGE = 110


def open_page(document_id: str) -> None:
    """Shows a publication's page from the Library's list; its address is the browser's."""
    st.query_params[navigation.PUBLICATION] = document_id


def publication_page(assistant: Assistant, document_id: str) -> None:
    """Draws the page, or says that the publication is gone."""
    st.button(
        words.ALL_PUBLICATIONS,
        key="library-back",
        icon=":material/arrow_back:",
        type="tertiary",
        on_click=_back,
    )
    document = assistant.index.document(document_id)
    if document is None:
        show_state(words.PUBLICATION_GONE, words.PUBLICATION_GONE_BODY)
        return
    _head(document)
    _actions(document)
    _ask(document)
    contents, known, origin = st.tabs(
        [words.CONTENTS, words.WHAT_IS_KNOWN, words.WHERE_FROM], key="publication-tabs"
    )
    with contents:
        _contents(publication.sections(assistant.index.passages(document_id)), document)
    with known:
        _known(document)
    with origin:
        _origin(document)


def _back() -> None:
    st.query_params.pop(navigation.PUBLICATION, None)
    session.close_source()


def _head(document: HeldDocument) -> None:
    known = document.metadata
    standing = resources.standing(document.document_id)
    kind = resources.labels().get(known.doc_type or "", known.doc_type or "")
    pages = words.PAGE_COUNT.of(document.page_count) if document.page_count > 1 else ""
    flags = publication.flags_html(document, newer=bool(standing and standing.newer))
    url = safe_link(known.url)
    original = link(url, words.OPEN_ORIGINAL, words.NEW_TAB) if url else escape(words.NO_ORIGINAL)
    explained = f'<p class="explained">{words.NOTE_EXPLAINED}</p>' if document.is_note else ""
    st.html(
        f'<div class="source-head"><h1>{escape(known.title)}</h1>'
        f'<p class="by">{escape(by_line(known, kind, pages))} {flags}</p>{explained}'
        f"<p>{original}</p></div>"
    )


def _actions(document: HeldDocument) -> None:
    with st.container(key="publication-actions", horizontal=True, gap="small"):
        st.button(
            words.READ_IT,
            key="read-it",
            icon=":material/menu_book:",
            on_click=session.open_document,
            args=(document.document_id,),
        )
        if st.button(words.SEARCH_IN_IT, key="search-in", icon=":material/search:"):
            navigation.go("search", {navigation.WITHIN: document.document_id})
        remove_button(document)


def _ask(document: HeldDocument) -> None:
    with (
        st.form("ask-about", clear_on_submit=True, border=False),
        st.container(key="ask-about-line", horizontal=True, vertical_alignment="bottom"),
    ):
        question = st.text_input(
            words.ASK_ABOUT,
            key="ask-about-question",
            placeholder=words.ASK_ABOUT_PLACEHOLDER,
            max_chars=2000,
        )
        wanted = st.form_submit_button(words.ASK, type="primary")
    if wanted and question and question.strip():
        session.ask(question.strip(), Filters(document_ids=(document.document_id,)))
        navigation.go("ask")


def _contents(found: tuple[Section, ...], document: HeldDocument) -> None:
    """Its headings, each opening its page; the passages themselves where there are no headings."""
    if not found:
        show_state(words.NO_PASSAGES, "")
        return
    if len(found) == 1 and len(found[0].passages) > 1:
        found = tuple(Section(found[0].path, p.page_start, (p,)) for p in found[0].passages)
    pages = -(-len(found) // _PER_PAGE)
    at = min(int(st.session_state.get("contents-page", 1)), pages)
    counts = words.PASSAGE_COUNT.of(document.passage_count)
    st.html(f'<p class="by">{escape(words.CONTENTS_HOW.format(passages=counts))}</p>')
    with st.container(key="contents", gap=None):
        for number in range((at - 1) * _PER_PAGE, min(at * _PER_PAGE, len(found))):
            _section(number, found[number], document)
    if pages > 1:
        st.pagination(pages, key="contents-page")


def _section(number: int, section: Section, document: HeldDocument) -> None:
    depth = min(len(section.path), 4)
    name = section.path[-1] if section.path else ""
    if not name or name == document.metadata.title or len(section.passages) == 1:
        name = name if name and name != document.metadata.title else section.passages[0].text
    where = "" if document.is_note else f" · {words.AT_PAGE.format(page=section.page)}"
    last = section.passages[-1]
    end = last.end if last.page_start == section.page else section.passages[0].end
    with st.container(key=f"section-{depth}-{number}"):
        st.button(
            plain_label(f"{shorten(' '.join(name.split()), _LETTERS_OF_PASSAGE)}{where}"),
            key=f"open-section-{number}",
            type="tertiary",
            wrap=True,
            on_click=session.show,
            args=(
                OpenSource(document.document_id, section.page, section.page, section.start, end),
            ),
        )


def _known(document: HeldDocument) -> None:
    if fragment := publication.guessed_html(document):
        st.html(fragment)
    more = (
        (words.PAGES_HELD, f"{document.page_count:,}"),
        (words.PASSAGES_HELD, f"{document.passage_count:,}"),
    )
    st.html(publication.known_html(document, resources.labels(), more))


def _origin(document: HeldDocument) -> None:
    st.html(publication.provenance_html(document, resources.pages_read(document)))
    _editions(document)
    if fragment := problems_html(document.problems):
        st.html(f"<h2>{words.PROBLEMS}</h2>{fragment}")


def _editions(document: HeldDocument) -> None:
    """The documents of the same work, newest edition first, each leading to its page."""
    standing = resources.standing(document.document_id)
    if standing is None:
        return
    st.html(f"<h2>{words.EDITIONS}</h2>")
    for issue in reversed(standing.issues):
        dated = long_date(issue.published) if issue.published else words.UNDATED
        note = words.NOTE_BADGE if issue.is_note else ""
        status = "" if issue.status == "current" else issue.status.capitalize()
        here = words.THIS_EDITION if issue.document_id == document.document_id else ""
        parts = (issue.title, dated, note, status, here)
        st.button(
            plain_label(" · ".join(part for part in parts if part)),
            key=f"open-edition-{issue.document_id}",
            type="tertiary",
            wrap=True,
            disabled=bool(here),
            on_click=open_page,
            args=(issue.document_id,),
        )
