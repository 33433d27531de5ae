"""Brings what has just appeared into view. Fixed scripts of ours: no text from outside enters them.

Streamlit keeps a chat at its end, so a long answer would hide its own question; and a quote far
down a page would have to be looked for.
"""

import streamlit as st

# The panel scrolls by itself: scrollIntoView would move the page below it too.
_SOURCE = """
const panel = document.querySelector('.st-key-source');
const lit = panel && (panel.querySelector('.lit-at') || panel.querySelector('.page-text mark'));
if (lit) {
  const top = lit.getBoundingClientRect().top - panel.getBoundingClientRect().top;
  if (top > panel.clientHeight * .8) panel.scrollTop += top - panel.clientHeight / 3;
  const sheet = lit.closest('.picture');
  if (sheet) sheet.scrollLeft = lit.offsetLeft - 24;
} else if (panel) panel.scrollTop = 0;
const chip = document.querySelector('[class*="st-key-cite-on-"]');
const show = () => chip && chip.scrollIntoView({block: innerWidth < 992 ? 'start' : 'nearest'});
show(); setTimeout(show, 300); setTimeout(show, 700);
"""
_TOP = """
const page = document.querySelector('.stMain');
const up = () => { if (page) page.scrollTop = 0; };
up(); setTimeout(up, 300); setTimeout(up, 900);
"""
_MENU = """
const fold = document.querySelector('[data-testid="stSidebarCollapseButton"] button');
if (fold && innerWidth < 768) fold.click();
"""
_TURN = """
const turns = document.querySelectorAll('[class*="st-key-turn-"]');
if (turns.length) turns[turns.length - 1].scrollIntoView({block: 'start'});
"""


def fold_menu(when: str) -> None:
    """On a phone, folds the menu away that hides the view just chosen, once for each `when`."""
    _run("scroll-menu", _MENU, when)


def to_top(when: str) -> None:
    """Brings the top of the page into view, once for each `when`."""
    _run("scroll-top", _TOP, when)


def to_newest_turn(when: str) -> None:
    """Brings the newest question to the top, once for each `when`."""
    _run("scroll-turn", _TURN, when)


def to_quote(when: str) -> None:
    """Brings the quote into view in the source panel, once for each `when`."""
    _run("scroll-quote", _SOURCE, when)


def _run(key: str, script: str, when: str) -> None:
    """when: letters, digits and hyphens; the script runs again only when it changes."""
    mark = "".join(c for c in when if c.isalnum() or c == "-")
    with st.container(key=key):
        st.html(
            f"<script>/* {mark} */ setTimeout(() => {{ {script} }}, 150);</script>",
            unsafe_allow_javascript=True,
        )
