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


def pages() -> "dict[str, Page]":
    """Every view by the name in its address, in the order of the menu."""
    from ui.views import about, ask, evaluation, evidence_map, history, library, search

    listed: tuple[tuple[str, Callable[[], None], str, str], ...] = (
        ("ask", ask.show, words.ASK, "forum"),
        ("history", history.show, words.HISTORY, "history"),
        ("search", search.show, words.SEARCH, "search"),
        ("map", evidence_map.show, words.EVIDENCE_MAP, "grid_view"),
        ("library", library.show, words.LIBRARY, "library_books"),
        ("evaluation", evaluation.show, words.EVALUATION, "fact_check"),
        ("about", about.show, words.ABOUT, "info"),
    )
    return {
        name: st.Page(
            show, title=title, icon=f":material/{icon}:", url_path=name, default=name == "ask"
        )
        for name, show, title, icon in listed
    }


def go(view: str, query: Mapping[str, str] | None = None) -> NoReturn:
    """Shows another view at once. query: what stands after "?" in its address."""
    st.switch_page(pages()[view], query_params=query)
