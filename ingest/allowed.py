"""Filters -> the documents a search may see, resolved in the library before anything is ranked."""

import json
import re
import sqlite3

from ingest.filters import Filters
from ingest.held import folded

_FACETS = ("places", "nations", "themes", "doc_types", "publishers")
# An edition counts as newer only for those who may read it.
_NEWEST = """
json_extract(metadata, '$.status') NOT IN ('withdrawn', 'superseded') AND seq NOT IN (
    SELECT old.seq FROM editions old JOIN editions new ON new.work = old.work
    AND new.number > old.number JOIN documents held ON held.seq = new.seq
    WHERE held.collection IN (SELECT value FROM json_each(?)))
"""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def allowed_documents(connection: sqlite3.Connection, filters: Filters) -> list[int]:
    """Sequence numbers of the documents that `filters` allow, ascending.

    Raises ValueError for a date that is not ISO.
    """
    clauses = ["collection IN (SELECT value FROM json_each(?))"]
    values: list[str] = [json.dumps(sorted(filters.collections))]
    for field in _FACETS:
        wanted: tuple[str, ...] = getattr(filters, field)
        if wanted:
            clauses.append(
                "seq IN (SELECT seq FROM facets WHERE field = ? "
                "AND value IN (SELECT value FROM json_each(?)))"
            )
            values += [field, json.dumps([folded(value) for value in wanted])]
    if filters.since:
        clauses.append("published_to >= ?")
        values.append(period(filters.since)[0])
    if filters.until:
        clauses.append("published_from <= ?")
        values.append(period(filters.until)[1])
    if filters.document_ids:
        clauses.append("document_id IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(list(filters.document_ids)))
    if filters.newest_only:
        clauses.append(_NEWEST)
        values.append(json.dumps(sorted(filters.collections)))
    query = f"SELECT seq FROM documents WHERE {' AND '.join(clauses)} ORDER BY seq"
    return [seq for (seq,) in connection.execute(query, values)]


def period(date: str) -> tuple[str, str]:
    """First and last day that a partial ISO date may mean; they compare as text.

    A month ends on day 31 here, which is enough for comparing. Raises ValueError.

    >>> period("2024-02")
    ('2024-02-01', '2024-02-31')
    """
    if not _DATE.fullmatch(date):
        raise ValueError(f"{date!r} is not a date. Write 2024, 2024-02 or 2024-02-19.")
    return date + "-01-01"[len(date) - 4 :], date + "-12-31"[len(date) - 4 :]
