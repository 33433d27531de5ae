"""The narrowing in the sidebar: place, nation, theme, type, publisher, years, with counts."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from ingest.filters import Filters
from ui import words
from ui.heatmap import strength_name
from ui.markup import plain_label, shorten
from ui.shelf import Facets, year_bars_html

_SEEN = 5
STRENGTHS = "strengths"
_DRAWN = "filters-drawn"


def filter_panel(held: Facets, labels: dict[str, str], counted: Facets | None = None) -> Filters:
    """Draws the filters in the sidebar and returns what they say. Kept when the view changes.

    held: what can be chosen, with how many publications have each. labels: taxonomy id -> what
    people call it. counted: of a search: numbers to show in place of those of `held`, the most
    frequent values as boxes to tick; what is not in it is listed after what is, without a number.
    """
    with st.sidebar, st.container(key="filters"):
        st.html(f"<h2>{words.FILTERS}</h2>")
        for field, label in words.FILTER_FIELDS.items():
            counts = dict(getattr(counted or held, field))
            values = list(dict.fromkeys([*counts, *dict(getattr(held, field))]))
            if counted:
                _facet(field, label, list(counts), _with_count(counts, labels))
            # Streamlit keeps the label of what is chosen, so a count there would grow stale.
            shown = _with_count({} if counted else counts, labels)
            _choices(field, label, values, shown, boxes=bool(counted))
        _years(held, counted)
        if counted:
            kinds = {label: strength_name(label) for label, _ in counted.strengths}
            _facet(
                STRENGTHS,
                words.STRENGTH,
                list(dict(counted.strengths)),
                _with_count(dict(counted.strengths), kinds),
            )
        filters = current()
        if filters.narrows or strengths():
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


def strengths() -> tuple[str, ...]:
    """Kinds of evidence that a search is narrowed to."""
    return _chosen(STRENGTHS)


def clear() -> None:
    """Takes every filter away."""
    for field in (*words.FILTER_FIELDS, STRENGTHS):
        st.session_state[_key(field)] = []
    for field in words.FILTER_YEARS:
        st.session_state[_key(field)] = None
    _redraw()


def put(filters: Filters, kinds: Sequence[str] = ()) -> None:
    """Sets every filter, as a saved search wants them."""
    for field in words.FILTER_FIELDS:
        st.session_state[_key(field)] = list(getattr(filters, field))
    for field in words.FILTER_YEARS:
        st.session_state[_key(field)] = getattr(filters, field)
    st.session_state[_key(STRENGTHS)] = list(kinds)
    _redraw()


def chosen_chips(labels: Mapping[str, str]) -> None:
    """What is chosen as a row of buttons that take each away. Draws nothing when nothing is."""
    names = {**labels, **{kind: strength_name(kind) for kind in strengths()}}
    chosen = [(f, value) for f in (*words.FILTER_FIELDS, STRENGTHS) for value in _chosen(f)]
    years = [(f, value) for f in words.FILTER_YEARS if (value := st.session_state.get(_key(f)))]
    if not chosen and not years:
        return
    with st.container(key="chosen", horizontal=True, gap="xsmall"):
        for field, value in chosen:
            _chip(field, value, names.get(value, value))
        for field, value in years:
            _chip(field, value, f"{words.FILTER_YEARS[field]} {value}")


def _chip(field: str, value: str, name: str) -> None:
    st.button(
        plain_label(shorten(name, 40)),
        key=f"drop-{field}-{value}",
        icon=":material/close:",
        icon_position="right",
        help=plain_label(words.DROP_FILTER.format(name=name)),
        on_click=_drop,
        args=(field, value),
    )


def _drop(field: str, value: str) -> None:
    if field in words.FILTER_YEARS:
        st.session_state[_key(field)] = None
    else:
        st.session_state[_key(field)] = [v for v in _chosen(field) if v != value]
    _redraw()


def _redraw() -> None:
    """Lets new boxes be drawn: a value given to an old one is lost when the page is interrupted."""
    st.session_state[_DRAWN] = st.session_state.get(_DRAWN, 0) + 1


def _facet(field: str, label: str, values: list[str], show: Callable[[str], str]) -> None:
    """The most frequent values as boxes to tick, and whatever is ticked."""
    chosen = _chosen(field)
    seen = [*values[:_SEEN], *(value for value in chosen if value not in values[:_SEEN])]
    if not seen:
        return
    with st.container(key=f"facet-{field}", gap=None):
        st.html(f"<h3>{label}</h3>")
        for value in seen:
            key = f"tick-{st.session_state.get(_DRAWN, 0)}-{field}-{value}"
            st.checkbox(
                plain_label(show(value)),
                value=value in chosen,
                key=key,
                on_change=_tick,
                args=(key, field, value),
            )


def _tick(key: str, field: str, value: str) -> None:
    others = [v for v in _chosen(field) if v != value]
    st.session_state[_key(field)] = [*others, value] if st.session_state[key] else others


def _choices(
    field: str, label: str, values: list[str], show: Callable[[str], str], *, boxes: bool
) -> None:
    """boxes: the most frequent values stand above as boxes, under the field's name."""
    st.multiselect(
        label,
        # A value that was chosen stays a choice when nothing has it any more.
        values + [value for value in _chosen(field) if value not in values],
        format_func=show,
        key=_key(field),
        placeholder=words.ALL_VALUES.format(count=len(values)) if boxes else words.ANY,
        select_all=False,
        label_visibility="collapsed" if boxes else "visible",
        on_change=_redraw,
        persist_state="session",
    )


def _chosen(field: str) -> tuple[str, ...]:
    return tuple(st.session_state.get(_key(field), ()))


def _with_count(counts: dict[str, int], labels: Mapping[str, str]) -> Callable[[str], str]:
    def show(value: str) -> str:
        name = shorten(labels.get(value, value), 40)
        return f"{name} ({counts[value]:,})" if value in counts else name

    return show


def _years(held: Facets, counted: Facets | None) -> None:
    years = sorted({year for year, _ in held.years}, reverse=True)
    if counted and (bars := year_bars_html(words.FOUND_BY_YEAR, counted.years)):
        st.html(bars)
    with st.grid(2, min_column_width=90, gap="small"):
        for field, label in words.FILTER_YEARS.items():
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
