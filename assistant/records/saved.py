"""Searches that people keep, to look again for what has come in since."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.records.database import Database, now
from assistant.records.rows import clean, filters_from, filters_json, packed
from assistant.records.values import Asker
from ingest.filters import Filters

MOST = 50
"""Searches that one person can keep."""
LONGEST_NAME = 120
_TABLE = """
CREATE TABLE IF NOT EXISTS saved_searches (
    search_id TEXT PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    filters TEXT NOT NULL,
    strengths TEXT NOT NULL,
    looked TEXT NOT NULL
)
"""


@dataclass(frozen=True)
class SavedSearch:
    """A search kept. strengths: labels of `assistant.strength`. looked: ISO time, UTC, when it was
    last saved or opened: what was added to the library after it is new.
    """

    search_id: str
    name: str
    query: str
    filters: Filters
    strengths: tuple[str, ...]
    looked: str


class SavedSearches:
    """Kept searches; each person sees their own. Threads and processes may share the file.

    Every method raises RecordsUnavailable when the file cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, asker: Asker) -> tuple[SavedSearch, ...]:
        """The asker's searches by name."""
        with self._table() as connection:
            rows = connection.execute(
                "SELECT * FROM saved_searches WHERE owner = ? ORDER BY name COLLATE NOCASE, rowid",
                (asker.owner,),
            ).fetchall()
        readable = json.dumps(sorted(asker.collections))
        return tuple(
            SavedSearch(
                row["search_id"],
                row["name"],
                row["query"],
                filters_from(row["filters"], readable),
                tuple(json.loads(row["strengths"])),
                row["looked"],
            )
            for row in rows
        )

    def save(
        self, asker: Asker, name: str, query: str, filters: Filters, strengths: tuple[str, ...] = ()
    ) -> bool:
        """Keep a search under a name, in place of the asker's other one of that name.

        False if the asker keeps MOST already.
        """
        called = _called(name or query)
        with self._table() as connection:
            connection.execute(
                "DELETE FROM saved_searches WHERE owner = ? AND name = ?", (asker.owner, called)
            )
            (kept,) = connection.execute(
                "SELECT count(*) FROM saved_searches WHERE owner = ?", (asker.owner,)
            ).fetchone()
            if kept >= MOST:
                return False
            connection.execute(
                "INSERT INTO saved_searches VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    *(secrets.token_urlsafe(9), asker.owner, called, clean(query)),
                    *(filters_json(filters), packed(strengths), now()),
                ),
            )
        return True

    def rename(self, asker: Asker, search_id: str, name: str) -> None:
        """Give a search another name; an empty one changes nothing."""
        if name.strip():
            self._change(asker, search_id, "SET name = ?", _called(name))

    def looked_at(self, asker: Asker, search_id: str) -> None:
        """Remember that a search was opened now."""
        self._change(asker, search_id, "SET looked = ?", now())

    def delete(self, asker: Asker, search_id: str) -> None:
        """Forget a search."""
        with self._table() as connection:
            connection.execute(
                "DELETE FROM saved_searches WHERE owner = ? AND search_id = ?",
                (asker.owner, search_id),
            )

    def _change(self, asker: Asker, search_id: str, change: str, value: str) -> None:
        with self._table() as connection:
            connection.execute(
                f"UPDATE saved_searches {change} WHERE owner = ? AND search_id = ?",
                (value, asker.owner, search_id),
            )

    @contextmanager
    def _table(self) -> Iterator[sqlite3.Connection]:
        # Made when first needed: files of records that lack it are as good as those that have it.
        with self._database.changing() as connection:
            connection.execute(_TABLE)
            yield connection


def _called(name: str) -> str:
    return clean(" ".join(name.split()))[:LONGEST_NAME]
