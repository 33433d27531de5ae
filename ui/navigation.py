"""The views and how one leads to another."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NoReturn

import streamlit as st

from ui import words

if TYPE_CHECKING:
    from streamlit.navigation.page import Page

PUBLICATION = "publication"
"""Query parameter of the Library: the document whose page is shown."""
WITHIN = "in"
"""Query parameter of Search: the document that is searched in."""
ICONS: Mapping[str, str] = {
    "ask": "forum",
    "history": "history",
    "search": "search",
    "map": "grid_view",
    "library": "library_books",
    "evaluation": "fact_check",
    "about": "info",
}
"""Every view by the name in its address, in the order of the menu."""


def pages() -> "dict[str, Page]":
    """Every view by the name in its address, in the order of the menu."""
    from ui.views import about, ask, evaluation, evidence_map, history, library, search

    shown: Mapping[str, tuple[Callable[[], None], str]] = {
        "ask": (ask.show, words.ASK),
        "history": (history.show, words.HISTORY),
        "search": (search.show, words.SEARCH),
        "map": (evidence_map.show, words.EVIDENCE_MAP),
        "library": (library.show, words.LIBRARY),
        "evaluation": (evaluation.show, words.EVALUATION),
        "about": (about.show, words.ABOUT),
    }
    return {
        name: st.Page(
            shown[name][0],
            title=shown[name][1],
            icon=f":material/{icon}:",
            url_path=name,
            default=name == "ask",
        )
        for name, icon in ICONS.items()
    }


def go(view: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """Shows another view at once. query: what stands after "?" in its address."""
    st.switch_page(pages()[view], query_params=query)
