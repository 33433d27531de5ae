"""Where a document stands among the editions of its work, as those may see it who ask."""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ingest.held import metadata_from


@dataclass(frozen=True)
class Issue:
    """One document of a work. number: of its edition, 1 for the oldest."""

    document_id: str
    title: str
    published: str | None
    status: str
    media_type: str
    is_note: bool
    number: int


@dataclass(frozen=True)
class Standing:
    """A document among those of its work, all of them documents that the asker may see.

    issues: the document itself and the others of the work, oldest edition first. words: what the
    work was recognised by, or the sentence by which a newer publication replaces this one.
    """

    document_id: str
    number: int
    issues: tuple[Issue, ...]
    words: str

    @property
    def work(self) -> str:
        """Names the work: the same for all its documents, as long as none comes or goes."""
        return self.issues[0].document_id

    @property
    def newer(self) -> tuple[Issue, ...]:
        """The documents of the newest edition; none if this document is of it."""
        newest = max(issue.number for issue in self.issues)
        if newest == self.number:
            return ()
        return tuple(issue for issue in self.issues if issue.number == newest)

    @property
    def line(self) -> str:
        """Its place in a few words: "edition 1 of 2", or "one of 2 copies"."""
        if self.editions > 1:
            return f"edition {self.number} of {max(issue.number for issue in self.issues)}"
        notes = sum(issue.is_note for issue in self.issues)
        return "with its note" if notes else f"one of {len(self.issues)} copies"

    @property
    def editions(self) -> int:
        """How many editions there are; copies and notes are of the edition that they copy."""
        return len({issue.number for issue in self.issues})


# ?1: ids of documents as JSON, or null for all; ?2: collections likewise.
_WORKS = """
    SELECT e.work, e.number, e.words, d.document_id, d.metadata, d.media_type, d.is_note
    FROM editions e JOIN documents d USING (seq)
    WHERE (?1 IS NULL OR e.work IN (
        SELECT work FROM editions JOIN documents USING (seq)
        WHERE document_id IN (SELECT value FROM json_each(?1))))
    AND (?2 IS NULL OR d.collection IN (SELECT value FROM json_each(?2)))
    AND e.work IN (SELECT work FROM editions GROUP BY work HAVING count(*) > 1)
    ORDER BY e.work, e.number, d.is_note, d.seq
"""


def standings(
    connection: sqlite3.Connection,
    collections: Collection[str] | None,
    document_ids: Sequence[str] | None = None,
) -> dict[str, Standing]:
    """Document id -> standing, of documents that share a work with another.

    collections: None for all. document_ids: None for all documents.
    """
    asked = None if document_ids is None else json.dumps(list(document_ids))
    readable = None if collections is None else json.dumps(sorted(collections))
    works: dict[int, list[tuple[Issue, str]]] = defaultdict(list)
    for work, number, words, document_id, about, media_type, is_note in connection.execute(
        _WORKS, (asked, readable)
    ):
        known = metadata_from(about)
        issue = Issue(
            document_id,
            known.title,
            known.published,
            known.status,
            media_type,
            bool(is_note),
            number,
        )
        works[work].append((issue, words))
    return {
        issue.document_id: Standing(
            issue.document_id, issue.number, tuple(each for each, _ in members), words
        )
        for members in works.values()
        if len(members) > 1
        for issue, words in members
        if document_ids is None or issue.document_id in document_ids
    }
