"""How a view shares the screen with the source that is open."""

import logging
from collections.abc import Callable

import streamlit as st

from assistant.errors import AssistantError
from assistant.pipeline import Assistant
from ingest.errors import IngestError
from ui import resources, scroll, session, words
from ui.markup import escape
from ui.problem import told
from ui.source_panel import source_panel

_logger = logging.getLogger(__name__)


def ready_assistant() -> Assistant:
    """The shared assistant; shows why and stops the page when it cannot start."""
    try:
        return resources.assistant()
    except (IngestError, AssistantError) as error:
        show_state(words.NOT_READY, told(error))
        st.stop()


def beside(
    draw: Callable[[], None],
    assistant: Assistant,
    *,
    wide: bool = False,
) -> None:
    """Draws a view, with the open source in a second column when there is one.

    wide: the view may be wider than a column of text when it is alone.
    """
    opened = session.source()
    if opened is None:
        with st.container(key="solo-wide" if wide else "solo"):
            draw()
        return
    left, right = st.columns([10, 11], gap="medium")
    # The source first: a long answer to the left must not keep it waiting.
    with right:
        source_panel(assistant)
    with left:
        draw()
    scroll.to_quote(f"{opened.document_id}-{opened.page}-{opened.start}-{opened.whole}")


def show_state(title: str, body: str) -> None:
    """A plain card for an empty, failed or finished state."""
    more = f"<p>{escape(body)}</p>" if body else ""
    st.html(f'<div class="state" role="status"><h2>{escape(title)}</h2>{more}</div>')


def guarded(draw: Callable[[], None]) -> None:
    """Runs a view; what nobody foresaw is logged and said in one line, never as a traceback."""
    try:
        draw()
    except (IngestError, AssistantError) as error:
        show_state(words.BROKEN, told(error))
    except Exception:
        _logger.exception("a view failed")
        show_state(words.BROKEN, words.BROKEN_BODY)
