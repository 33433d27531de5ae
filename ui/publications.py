"""A publication in a list: its title as the button that opens it, and what is known in a line."""

from collections.abc import Callable

import streamlit as st

from ingest.held import HeldDocument
from ui import resources, words
from ui.markup import escape, plain_label
from ui.shelf import publication_line


def publication_row(key: str, document: HeldDocument, open_it: Callable[[str], None]) -> None:
    """Draws the row. open_it: called with the document's id when the title is clicked."""
    with st.container(key=f"row-{key}", gap="xxsmall"):
        st.button(
            plain_label(document.metadata.title),
            key=f"open-{key}",
            type="tertiary",
            wrap=True,
            on_click=open_it,
            args=(document.document_id,),
        )
        badge = f'<span class="badge">{words.NOTE_BADGE}</span>' if document.is_note else ""
        trouble = f'<span class="verdict">{words.NOT_ALL_READ}</span>' if document.problems else ""
        line = escape(publication_line(document, resources.labels()))
        st.html(f'<p class="by">{line} {badge}{trouble}</p>')
