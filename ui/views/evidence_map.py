"""Evidence map: where evidence is held and where none is, cell by cell."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from assistant.evidence_map import Axis, CrossTable, Publication, cross, one_of_each_work
from assistant.pipeline import Assistant
from ingest.held import HeldDocument
from ui import heatmap, resources, session, words
from ui.filter_panel import filter_panel
from ui.heatmap import Axes, Headings
from ui.layout import beside, ready_assistant, show_state
from ui.markup import escape
from ui.publications import publication_row
from ui.shelf import allows, facets

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

_ROWS = (Axis.THEME, Axis.NATION, Axis.PLACE, Axis.DOC_TYPE, Axis.STRENGTH)
_FIRST_COLUMNS = Axis.NATION
_CHOSEN = "map-chosen"
_LISTED_AT_FIRST = 12


def show() -> None:
    """Draws the view."""
    assistant = ready_assistant()
    beside(lambda: _map(assistant), assistant, wide=True)


def _map(assistant: Assistant) -> None:
    held = resources.held()
    filters = filter_panel(facets(d.metadata for d in held), resources.labels())
    st.html(f"<h1>{words.MAP_TITLE}</h1><p class='lead'>{words.MAP_LEAD}</p>")
    within = [d for d in held if allows(filters, d.metadata)]
    if not within:
        title = words.NOTHING_FOUND if held else words.LIBRARY_EMPTY
        show_state(title, words.NOTHING_FOUND_BODY if held else words.LIBRARY_EMPTY_BODY)
        return
    works = one_of_each_work(within, resources.standings())
    axes = _axes()
    table = cross(_published(works, axes), *axes, assistant.taxonomy)
    names = heatmap.headings(table, axes, resources.labels())
    note = heatmap.note(table, axes, sum(d.is_note for d in works))
    _draw(table, names, axes)
    st.html(f'<p class="by map-note">{escape(note)}</p>')
    _cell(table, names, axes, {d.document_id: d for d in works})
    _downloads(table, names, note)


def _axes() -> Axes:
    with st.container(key="map-axes", horizontal=True, vertical_alignment="bottom"):
        rows = st.selectbox(
            words.MAP_ROWS,
            _ROWS,
            format_func=words.AXES.__getitem__,
            key="map-rows",
            width=240,
            persist_state="session",
        )
        across = [axis for axis in Axis if axis is not rows]
        columns = st.selectbox(
            words.MAP_COLUMNS,
            across,
            index=across.index(_FIRST_COLUMNS) if _FIRST_COLUMNS in across else 0,
            format_func=words.AXES.__getitem__,
            key="map-columns",
            width=240,
            persist_state="session",
        )
    return rows, columns


def _published(works: Sequence[HeldDocument], axes: Axes) -> list[Publication]:
    """The works, read where an axis is about what their text says."""
    if not {Axis.STRENGTH, Axis.PARTNERSHIP} & set(axes):
        return [Publication(document) for document in works]
    with st.spinner(words.MAP_READING):
        return [resources.self_described().of(document) for document in works]


def _draw(table: CrossTable, names: Headings, axes: Axes) -> None:
    _component()(
        key="evidence-map",
        data=heatmap.table_json(table, names, _chosen(axes)),
        on_cell_change=_choose,
        width="stretch",
    )


def _choose() -> None:
    clicked = st.session_state["evidence-map"].get("cell")
    if clicked:
        axes = (st.session_state["map-rows"], st.session_state["map-columns"])
        st.session_state[_CHOSEN] = (axes, (str(clicked[0]), str(clicked[1])))
        session.close_source()


def _chosen(axes: Axes) -> heatmap.At | None:
    """The cell that was clicked while these axes were shown."""
    of, at = st.session_state.get(_CHOSEN, (None, None))
    return at if of == axes else None


def _cell(
    table: CrossTable, names: Headings, axes: Axes, documents: Mapping[str, HeldDocument]
) -> None:
    """The publications of the cell that was clicked."""
    at = _chosen(axes)
    if at is None or at[0] not in table.rows or at[1] not in table.columns:
        return
    ids = table.held(*at)
    said = words.CELL.format(row=names.rows[at[0]], column=names.columns[at[1]])
    with st.container(key="map-cell"):
        if not ids:
            show_state(words.MAP_EMPTY_CELL.format(cell=said), words.MAP_EMPTY_BODY)
            return
        st.html(
            f'<div role="status"><h2>{escape(said)}<span class="by"> · '
            f"{words.publications(len(ids))}</span></h2></div>"
        )
        shown = session.shown((axes, at), _LISTED_AT_FIRST)
        for document_id in ids[:shown]:
            publication_row(document_id, documents[document_id], session.open_document)
        if shown < len(ids):
            more = words.MAP_MORE.format(count=len(ids))
            st.button(more, key="map-more", on_click=session.show_more, args=(len(ids),))


def _downloads(table: CrossTable, names: Headings, note: str) -> None:
    name = "-".join(names.title.lower().split())
    with st.container(key="map-downloads", horizontal=True):
        st.download_button(
            words.MAP_SVG,
            heatmap.table_svg(table, names, note),
            file_name=f"evidence-map-{name}.svg",
            mime="image/svg+xml",
            icon=":material/image:",
            on_click="ignore",
        )
        st.download_button(
            words.MAP_CSV,
            heatmap.table_csv(table, names),
            file_name=f"evidence-map-{name}.csv",
            mime="text/csv",
            icon=":material/table:",
            on_click="ignore",
        )


@cache
def _component() -> "ComponentRenderer":
    script = Path(__file__).parents[1].joinpath("evidence_map.js")
    return st.components.v2.component(
        "lpip_evidence_map",
        html='<p class="sr map-how"></p><div class="map-place"></div>',
        js=script.read_text(encoding="utf-8"),
        isolate_styles=False,
    )
