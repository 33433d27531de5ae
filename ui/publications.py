"""A publication in a list: its title as the button that opens it, and what is known in a line."""

from collections.abc import Callable

import streamlit as st

from ingest.held import HeldDocument
from ui import resources, words
from ui.markup import escape, plain_label
from ui.publication import flags_html
from ui.shelf import publication_line


def publication_row(
    key: str, document: HeldDocument, open_it: Callable[[str], None], *, newer: bool = False
) -> None:
    """Draws the row. open_it: called with the document's id when the title is clicked.

    newer: a newer edition is held.
    """
    with st.container(key=f"row-{key}", gap="xxsmall"):
        st.button(
            plain_label(document.metadata.title),
            key=f"open-{key}",
            type="tertiary",
            wrap=True,
            on_click=open_it,
            args=(document.document_id,),
        )
        flags = flags_html(document, newer=newer)
        by_ocr = not document.is_note and bool(resources.pages_read(document).ocr)
        scan = f' <span class="tag">{words.BY_OCR}</span>' if by_ocr else ""
        line = escape(publication_line(document, resources.labels()))
        st.html(f'<p class="by">{line} {flags}{scan}</p>')
