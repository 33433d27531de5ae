"""About: how answers are made, what is held, what it cannot do."""

from importlib.metadata import version

import streamlit as st

from assistant.compose.chat import ChatComposer
from assistant.pipeline import Assistant
from ui import resources, words
from ui.layout import ready_assistant
from ui.markup import escape
from ui.model_told import leaves_html, step_words, usage_html
from ui.shelf import facets, held_line

# None: how sentences come about, which depends on what composes.
_STEPS: tuple[tuple[str, str] | None, ...] = (
    ("Your question is read", "A follow-up is completed from the conversation, and places, years "
     "and comparisons in it are recognised."),
    ("Passages are found", "By meaning and by words at once, within the filters you chose."),
    None,
    ("Each is checked", "A sentence is shown only when its quote is found on the page it cites."),
    ("Or you are told no", "When the evidence held here does not answer, there is no answer, only "
     "the nearest passages."),
)  # fmt: skip
_LIMITS = (
    "It knows only the publications in the Library. That something is not here does not mean that "
    "it does not exist.",
    "Evidence notes are summaries written for this project from the opening parts of publications. "
    "Check the original before you quote one.",
    "Policy is often devolved: look at the nation and place of each source before you apply it.",
    "Scanned pages are read by OCR where Tesseract is installed, and can hold misread words.",
)


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    held = resources.held()
    years = facets(d.metadata for d in held).years
    line = held_line(years, len(held), sum(d.passage_count for d in held))
    composing = step_words(assistant.composer)
    told = [step or composing for step in _STEPS]
    steps = "".join(f"<li><b>{escape(name)}.</b> {escape(body)}</li>" for name, body in told)
    limits = "".join(f"<li>{limit}</li>" for limit in _LIMITS)
    with st.container(key="about"):
        st.html(
            f"<h1>{words.ABOUT}</h1><p class='lead'>{words.ASK_LEAD}</p>"
            f"<h2>How an answer is made</h2><ol class='steps'>{steps}</ol>"
            f"<h2>What to keep in mind</h2><ul class='limits'>{limits}</ul>"
            f"<h2>What it holds and runs on</h2><dl class='facts'>"
            f"<div><dt>Library</dt><dd>{escape(line)}</dd></div>"
            f"<div><dt>Library revision</dt><dd>{escape(assistant.index.revision)}</dd></div>"
            f"<div><dt>Embedding model</dt><dd>{escape(resources.settings().embedding_model)}</dd>"
            f"</div><div><dt>Version</dt><dd>{version('lpip-evidence-assistant')}</dd></div></dl>"
            f"{leaves_html(assistant.composer)}{_usage(assistant)}"
        )


def _usage(assistant: Assistant) -> str:
    """Tokens and money, only where no user of a proxy but its own user looks at the page."""
    if not isinstance(assistant.composer, ChatComposer) or resources.ui_settings().user_header:
        return ""
    return usage_html(assistant.composer.ledger.days())
