"""Files to take along. The gate gives each only to the owner of the session it was made for."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from assistant.answer import Answer, Hit
from assistant.export import FORMATS, Format, export_answer, export_hits, unheld
from ui import resources, words
from ui.markup import escape


def answer_downloads(key: str, answer: Answer) -> None:
    """A popover that offers an answer in every format, each citation looked up once more."""
    with st.popover(words.EXPORT, key=f"export-{key}", icon=":material/download:", type="tertiary"):
        index = resources.assistant().index
        if gone := unheld(answer, index):
            lines = "".join(f"<li>{escape(line)}</li>" for line in gone)
            st.html(f'<p class="problem">{words.EXPORT_REFUSED}</p><ul class="gone">{lines}</ul>')
            return
        _buttons(key, lambda kind: export_answer(answer, kind, index))


def hits_downloads(key: str, hits: Sequence[Hit], query: str) -> None:
    """A popover that offers a selection of passages in every format."""
    with st.popover(words.EXPORT, key=f"export-{key}", icon=":material/download:", type="tertiary"):
        index = resources.assistant().index
        _buttons(key, lambda kind: export_hits(hits, query, kind, index))


def _buttons(key: str, make: Callable[[Format], bytes]) -> None:
    with st.container(key=f"formats-{key}", gap=None):
        for kind in FORMATS:
            st.download_button(
                words.EXPORT_AS[kind.name],
                # Made when it is asked for.
                partial(make, kind),
                file_name=f"lpip-evidence{kind.ending}",
                mime=kind.media_type,
                key=f"download-{key}-{kind.name}",
                type="tertiary",
                on_click="ignore",
            )
