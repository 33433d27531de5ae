"""Fetching publications of the catalogue from the web, when a person asks for it."""

from collections import Counter
from collections.abc import Callable

import streamlit as st

from assistant.pipeline import Assistant
from corpus.catalogue import Catalogue, Source
from corpus.errors import CorpusError
from corpus.fetch.choice import of_entry
from corpus.fetch.outcome import FetchProgress
from ingest.errors import IngestError
from ingest.fetching import Watch, fetch_and_add
from ingest.outcome import Progress, State
from ui import resources, session, words
from ui.fetched import Sought, entry_label, lines, offered, progress_text
from ui.markup import shorten
from ui.problem import told
from ui.session import Outcome
from ui.shelf import outcome_html


def fetch_panel(assistant: Assistant, held: set[str]) -> None:
    """Draws the choice, fetches what was chosen, and says how each ended.

    held: ids of entries whose publication (not only a note on it) is in the library.
    """
    st.html(f"<h2>{words.FETCH_TITLE}</h2>")
    if not resources.settings().fetch:
        st.html(f'<p class="by">{words.FETCH_OFF}</p>')
        return
    most = resources.ui_settings().max_files
    st.html(f'<p class="by">{words.FETCH_LEAD} {words.FETCH_MOST.format(files=most)}</p>')
    catalogue = resources.catalogue()
    found = offered(catalogue, _sought(catalogue))
    known = {source.source_id: source for source in catalogue}
    chosen = st.multiselect(
        f"{words.FETCH_CHOOSE} ({len(found):,})",
        # What was chosen stays a choice when the list is narrowed further.
        list(dict.fromkeys([*(s.source_id for s in found), *_chosen()])),
        format_func=_label(known, held),
        key="fetch-chosen",
        max_selections=most,
        placeholder=words.FETCH_PLACEHOLDER,
    )
    attachments = st.checkbox(words.FETCH_ATTACHMENTS, value=True, key="fetch-attachments")
    if st.button(words.FETCH_BUTTON, type="primary", disabled=not chosen, key="fetch"):
        entries = [known[source_id] for source_id in chosen]
        session.set_fetches(_fetched(entries, attachments=attachments))
        assistant.index.refresh()
        st.rerun()
    for outcome in session.fetches():
        st.html(outcome_html(outcome.state, outcome.name, outcome.message))


def _sought(catalogue: Catalogue) -> Sought:
    themes = Counter(theme for source in catalogue for theme in source.themes)
    places = Counter(p for source in catalogue for p in {*source.places, *source.nations})
    labels = resources.labels()
    text = st.text_input(words.FETCH_FIND, key="fetch-find", placeholder=words.FETCH_FIND)
    with st.grid(2, min_column_width=200, gap="small", key="fetch-filters"):
        by_theme = st.multiselect(
            words.FILTER_FIELDS["themes"],
            [theme for theme, _ in themes.most_common()],
            format_func=lambda theme: labels.get(theme, theme),
            key="fetch-themes",
            placeholder=words.ANY,
        )
        by_place = st.multiselect(
            words.FILTER_FIELDS["places"],
            [place for place, _ in places.most_common()],
            key="fetch-places",
            placeholder=words.ANY,
        )
    return Sought(text or "", tuple(by_theme), tuple(by_place))


def _chosen() -> list[str]:
    kept: list[str] = st.session_state.get("fetch-chosen", [])
    return kept


def _label(known: dict[str, Source], held: set[str]) -> Callable[[str], str]:
    return lambda source_id: shorten(entry_label(known[source_id], held), 110)


def _fetched(entries: list[Source], *, attachments: bool) -> tuple[Outcome, ...]:
    bar = st.progress(0.0, text=words.FETCHING)

    def came(progress: FetchProgress) -> None:
        # Reading what came is the other half.
        bar.progress(progress.done / max(progress.total, 1) / 2, text=progress_text(progress))

    def read(progress: Progress) -> None:
        bar.progress(0.5 + progress.done / max(progress.total, 1) / 2, text=words.UPLOADING)

    try:
        done = fetch_and_add(
            [of_entry(entry) for entry in entries],
            resources.settings(),
            attachments=attachments,
            watch=Watch(came, read),
        )
    except (IngestError, CorpusError) as error:
        return (Outcome(State.FAILED, "", told(error)),)
    return lines(done, {entry.source_id: entry.title for entry in entries})
