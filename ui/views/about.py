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


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    held = resources.held()
    years = facets(d.metadata for d in held).years
    line = held_line(years, len(held), sum(d.passage_count for d in held))
    # How sentences come about depends on what composes.
    told = (*words.STEPS_BEFORE, step_words(assistant.composer), *words.STEPS_AFTER)
    steps = "".join(f"<li><b>{escape(name)}.</b> {escape(body)}</li>" for name, body in told)
    limits = "".join(f"<li>{escape(limit)}</li>" for limit in words.LIMITS)
    facts = (
        (words.LIBRARY, line),
        (words.REVISION, assistant.index.revision),
        (words.EMBEDDING_MODEL, resources.settings().embedding_model),
        (words.VERSION, version("lpip-evidence-assistant")),
    )
    rows = "".join(f"<div><dt>{escape(n)}</dt><dd>{escape(v)}</dd></div>" for n, v in facts)
    with st.container(key="about"):
        st.html(
            f"<h1>{words.ABOUT}</h1><p class='lead'>{words.ASK_LEAD}</p>"
            f"<h2>{words.HOW_ANSWERED}</h2><ol class='steps'>{steps}</ol>"
            f"<h2>{words.KEEP_IN_MIND}</h2><ul class='limits'>{limits}</ul>"
            f"<h2>{words.RUNS_ON}</h2><dl class='facts'>{rows}</dl>"
            f"{leaves_html(assistant.composer)}{_usage(assistant)}"
        )


def _usage(assistant: Assistant) -> str:
    """Tokens and money, only where no user of a proxy but its own user looks at the page."""
    if not isinstance(assistant.composer, ChatComposer) or resources.ui_settings().user_header:
        return ""
    return usage_html(assistant.composer.ledger.days())
