"""The narrowing in the sidebar: place, nation, theme, type, publisher, years, with counts."""

from collections.abc import Callable

import streamlit as st

from ingest.filters import Filters
from ui import words
from ui.markup import shorten
from ui.shelf import Facets


def filter_panel(held: Facets, labels: dict[str, str], counted: Facets | None = None) -> Filters:
    """Draws the filters in the sidebar and returns what they say. Kept when the view changes.

    held: what can be chosen, with how many publications have each. labels: taxonomy id -> what
    people call it. counted: numbers to show in place of those of `held`; what is not in it is
    listed after what is, without a number.
    """
    with st.sidebar, st.container(key="filters"):
        st.html(f"<h2>{words.FILTERS}</h2>")
        for field, label in words.FILTER_FIELDS.items():
            counts = dict(getattr(counted or held, field))
            values = list(dict.fromkeys([*counts, *dict(getattr(held, field))]))
            _choices(field, label, values, _with_count(counts, labels))
        years = sorted({year for year, _ in held.years}, reverse=True)
        with st.grid(2, min_column_width=90, gap="small"):
            for field, label in words.FILTER_YEARS.items():
                _year(field, label, years)
        filters = current()
        if filters.narrows:
            st.button(words.CLEAR_FILTERS, key="clear-filters", on_click=clear, type="tertiary")
    return filters


def current() -> Filters:
    """What the filters say, also before they are drawn."""
    since, until = (st.session_state.get(_key(field)) for field in words.FILTER_YEARS)
    return Filters(
        places=_chosen("places"),
        nations=_chosen("nations"),
        themes=_chosen("themes"),
        doc_types=_chosen("doc_types"),
        publishers=_chosen("publishers"),
        since=since,
        until=until,
    )


def clear() -> None:
    """Takes every filter away."""
    for field in words.FILTER_FIELDS:
        st.session_state[_key(field)] = []
    for field in words.FILTER_YEARS:
        st.session_state[_key(field)] = None


def _choices(field: str, label: str, values: list[str], show: Callable[[str], str]) -> None:
    st.multiselect(
        label,
        # A value that was chosen stays a choice when nothing has it any more.
        values + [value for value in _chosen(field) if value not in values],
        format_func=show,
        key=_key(field),
        placeholder=words.ANY,
        select_all=False,
        persist_state="session",
    )


def _chosen(field: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(_key(field), ()))


def _with_count(counts: dict[str, int], labels: dict[str, str]) -> Callable[[str], str]:
    def show(value: str) -> str:
        name = shorten(labels.get(value, value), 40)
        return f"{name} ({counts[value]:,})" if value in counts else name

    return show


def _year(field: str, label: str, years: list[str]) -> None:
    st.selectbox(
        label,
        years,
        index=None,
        key=_key(field),
        placeholder=words.ANY,
        persist_state="session",
    )


def _key(field: str) -> str:
    return f"filter-{field}"
