"""Brings what has just appeared into view: cues in the page that `desk.js` acts on.

Streamlit keeps a chat at its end, so a long answer would hide its own question; and a quote far
down a page would have to be looked for. No script is ever sent with the page.
"""

import streamlit as st


def fold_menu(when: str) -> None:
    """On a phone, folds the menu away that hides the view just chosen, once for each `when`."""
    _cue("menu", when)


def to_top(when: str) -> None:
    """Brings the top of the page into view, once for each `when`."""
    _cue("top", when)


def to_newest_turn(when: str) -> None:
    """Brings the newest question to the top, once for each `when`."""
    _cue("turn", when)


def to_linked_turn(when: str) -> None:
    """Brings the question that the page's address names to the top, once for each `when`."""
    _cue("linked", when)


def to_quote(when: str) -> None:
    """Brings the quote into view in the source panel, once for each `when`."""
    _cue("quote", when)


def say_language(code: str) -> None:
    """Marks the page as being in a language; the browser remembers it."""
    _cue("language", code)


def _cue(name: str, when: str) -> None:
    """when: letters, digits and hyphens; the cue is acted on again only when it changes."""
    mark = "".join(c for c in when if c.isalnum() or c == "-")
    with st.container(key=f"scroll-{name}"):
        st.html(f'<span data-cue="{name}" data-when="{mark}"></span>')
