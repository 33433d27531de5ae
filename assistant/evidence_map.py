"""Where evidence is held and where none is: publications counted by two of their properties.

An empty cell is a finding, so what the vocabulary knows is listed whether anything is held or not.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from corpus.taxonomy import Taxonomy
from ingest.held import HeldDocument
from ingest.standing import Standing

UNSAID = ""
"""The value of a publication of which a property is not known."""
BEFORE = "<"
"""Comes before the first year listed by itself: "<2015" is every year before 2015."""
_YEARS, _PLACES = 12, 16


class Axis(StrEnum):
    """A property by which publications are counted."""

    THEME = "theme"
    NATION = "nation"
    PLACE = "place"
    PARTNERSHIP = "partnership"
    YEAR = "year"
    DOC_TYPE = "doc_type"
    STRENGTH = "strength"


@dataclass(frozen=True)
class Publication:
    """A document with what its text says of itself.

    strengths: labels of `assistant.strength` that its passages show. partnerships: those that its
    title, publisher or passages name.
    """

    document: HeldDocument
    strengths: tuple[str, ...] = ()
    partnerships: tuple[str, ...] = ()

    def values(self, axis: Axis) -> tuple[str, ...]:
        """Its values on an axis, each once; (UNSAID,) if it has none."""
        known = self.document.metadata
        had = {
            Axis.THEME: known.themes,
            Axis.NATION: known.nations,
            Axis.PLACE: known.places,
            Axis.PARTNERSHIP: self.partnerships,
            Axis.YEAR: (known.published[:4],) if known.published else (),
            Axis.DOC_TYPE: (known.doc_type,) if known.doc_type else (),
            Axis.STRENGTH: self.strengths,
        }[axis]
        return tuple(dict.fromkeys(had)) or (UNSAID,)


@dataclass(frozen=True)
class CrossTable:
    """Publications by row and column.

    cells: (row, column) -> document ids, empty cells left out. row_totals, column_totals: distinct
    publications, so a publication with two themes counts once in each row and once in the total.
    total: distinct publications in any cell. unlisted: those that are in no cell, because their
    value is not listed.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[str, str], tuple[str, ...]]
    row_totals: Mapping[str, int]
    column_totals: Mapping[str, int]
    total: int
    unlisted: int

    def held(self, row: str, column: str) -> tuple[str, ...]:
        """Ids of the documents in a cell."""
        return self.cells.get((row, column), ())

    @property
    def empty(self) -> int:
        """Number of cells with no evidence."""
        return len(self.rows) * len(self.columns) - len(self.cells)


def one_of_each_work(
    documents: Iterable[HeldDocument], standings: Mapping[str, Standing]
) -> tuple[HeldDocument, ...]:
    """The documents in order, without copies and notes of an edition that is held itself."""
    best: dict[tuple[str, int], HeldDocument] = {}
    for document in documents:
        standing = standings.get(document.document_id)
        key = (standing.work, standing.number) if standing else (document.document_id, 1)
        if key not in best or (best[key].is_note and not document.is_note):
            best[key] = document
    return tuple(best.values())


def cross(
    publications: Sequence[Publication], rows: Axis, columns: Axis, taxonomy: Taxonomy
) -> CrossTable:
    """Counts `publications` by two axes."""
    listed = listed_values(publications, rows, taxonomy)
    across = listed_values(publications, columns, taxonomy)
    cells: dict[tuple[str, str], list[str]] = {}
    for publication in publications:
        document_id = publication.document.document_id
        for row in _grouped(publication.values(rows), rows, listed):
            for column in _grouped(publication.values(columns), columns, across):
                cells.setdefault((row, column), []).append(document_id)
    by_row, by_column = _distinct(cells, 0), _distinct(cells, 1)
    total = len({key for ids in cells.values() for key in ids})
    return CrossTable(
        rows=listed,
        columns=across,
        cells={at: tuple(ids) for at, ids in cells.items()},
        row_totals={row: len(by_row.get(row, ())) for row in listed},
        column_totals={column: len(by_column.get(column, ())) for column in across},
        total=total,
        unlisted=len(publications) - total,
    )


def listed_values(
    publications: Sequence[Publication], axis: Axis, taxonomy: Taxonomy
) -> tuple[str, ...]:
    """What an axis lists, in order: first all that the vocabulary knows, then what else is held.

    Of places only those that are held, most frequent first, without nations (an axis of their own).
    UNSAID comes last, where some publication has no value.
    """
    counted = Counter(value for p in publications for value in p.values(axis))
    unsaid = (UNSAID,) if counted.pop(UNSAID, 0) else ()
    often = sorted(counted, key=lambda value: (-counted[value], value))
    if axis is Axis.YEAR:
        return (*_years(counted), *unsaid)
    if axis is Axis.PLACE:
        wide = {p.name for p in taxonomy.places if p.kind in ("nation", "group")}
        return (*[place for place in often if place not in wide][:_PLACES], *unsaid)
    known = _vocabulary(axis, taxonomy)
    return (*known, *(value for value in often if value not in known), *unsaid)


def _vocabulary(axis: Axis, taxonomy: Taxonomy) -> tuple[str, ...]:
    if axis is Axis.THEME:
        return tuple(theme.theme_id for theme in taxonomy.themes)
    if axis is Axis.DOC_TYPE:
        return tuple(kind.doc_type_id for kind in taxonomy.doc_types)
    if axis is Axis.STRENGTH:
        from assistant.strength import LABELS

        return LABELS
    kind = {Axis.NATION: "nation", Axis.PARTNERSHIP: "partnership"}[axis]
    return tuple(place.name for place in taxonomy.places if place.kind == kind)


def _years(counted: Mapping[str, int]) -> tuple[str, ...]:
    """Every year up to the last one held, so that gaps show; the early ones together."""
    known = sorted(int(year) for year in counted if year.isdigit())
    if not known:
        return ()
    first = max(known[0], known[-1] - _YEARS + 1)
    early = (f"{BEFORE}{first}",) if known[0] < first else ()
    return (*early, *(str(year) for year in range(first, known[-1] + 1)))


def _grouped(values: Sequence[str], axis: Axis, listed: Sequence[str]) -> tuple[str, ...]:
    """Those of a publication's values that are listed; an early year as the early ones together."""
    if axis is Axis.YEAR and listed and listed[0].startswith(BEFORE):
        first = listed[0].removeprefix(BEFORE)
        values = [listed[0] if UNSAID < year < first else year for year in values]
    return tuple(value for value in dict.fromkeys(values) if value in listed)


def _distinct(cells: Mapping[tuple[str, str], Sequence[str]], side: int) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for at, ids in cells.items():
        found.setdefault(at[side], set()).update(ids)
    return found
