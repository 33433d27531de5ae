"""Which documents of a library are one work, and in what order its editions follow each other.

Kept in tables of their own and worked out as documents come and go, each by look-ups whose cost
does not grow with the library: samples of the text, the subject of the title, the catalogue entry.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.document import Metadata
from ingest.editions import LEAST_RUNS, LEAST_SAMPLES, Link, Looked, relation
from ingest.held import metadata_from
from ingest.ordering import Member, in_order
from ingest.shingles import shingles, sketch
from ingest.statements import replaced_by
from ingest.versions import version_of

if TYPE_CHECKING:
    from corpus.taxonomy import Taxonomy

# A run of words in more documents than this is a template's, and tells nothing.
_COMMON = 50
_MOST_COMPARED = 8
_MOST_NAMED = 50
_LEAST_SUBJECT = 4
_ENTRY = "entry "


@dataclass(frozen=True)
class _Row:
    seq: int
    document_id: str
    metadata: Metadata
    is_note: bool
    media_type: str

    @property
    def subject(self) -> str:
        return version_of(self.metadata.title).subject


def enter(connection: sqlite3.Connection, seq: int) -> None:
    """Find out what a document that was just stored belongs with."""
    row = _row(connection, seq)
    texts = _texts(connection, seq)
    connection.execute(
        "INSERT INTO editions VALUES (?, ?, ?, ?, 1, '')",
        (seq, row.subject, row.metadata.source_id, seq),
    )
    _by_text(connection, row, texts)
    _by_entry(connection, row)
    _by_statement(connection, row, texts)
    settle(connection, [seq])


def leave(connection: sqlite3.Connection, seqs: Sequence[int]) -> list[int]:
    """Forget what some documents belong with; returns the others, for `settle` to look at."""
    mates = {mate for seq in seqs for mate, *_ in _linked(connection, seq) if mate not in set(seqs)}
    listed = json.dumps(list(seqs))
    for table in ("samples", "editions", "replacing", "links"):
        connection.execute(
            f"DELETE FROM {table} WHERE seq IN (SELECT value FROM json_each(?))", (listed,)
        )
    connection.execute(
        "DELETE FROM links WHERE other IN (SELECT value FROM json_each(?))", (listed,)
    )
    return sorted(mates)


def settle(connection: sqlite3.Connection, seqs: Iterable[int]) -> None:
    """Number the editions of the works that these documents are of."""
    done: set[int] = set()
    for seq in seqs:
        if seq not in done:
            done |= _settle_one(connection, seq)


def without_place(connection: sqlite3.Connection) -> list[int]:
    """Documents stored before editions were looked for."""
    query = "SELECT seq FROM documents WHERE seq NOT IN (SELECT seq FROM editions) ORDER BY seq"
    return [seq for (seq,) in connection.execute(query)]


def _settle_one(connection: sqlite3.Connection, seq: int) -> set[int]:
    together, waiting = {seq}, [seq]
    links: set[tuple[int, int, Link, str]] = set()
    while waiting:
        for mate, link, mine, words in _linked(connection, here := waiting.pop()):
            if link is Link.SERIES:
                continue
            links.add((here, mate, link, words) if mine else (mate, here, link, words))
            if mate not in together:
                together.add(mate)
                waiting.append(mate)
    members = [_member(connection, each) for each in sorted(together)]
    numbers = in_order(members, [(a, b, link) for a, b, link, _ in sorted(links)])
    said: dict[int, str] = {}
    for first, second, link, words in sorted(links):
        if link is not Link.ENTRY:
            said.setdefault(first, words)
            said[second] = words if link is Link.SUPERSEDES else said.get(second, words)
    connection.executemany(
        "UPDATE editions SET work = ?, number = ?, words = ? WHERE seq = ?",
        [(min(together), numbers[each], said.get(each, ""), each) for each in together],
    )
    return together


def _by_text(connection: sqlite3.Connection, row: _Row, texts: Sequence[str]) -> None:
    runs = shingles(texts)
    if len(runs) < LEAST_RUNS:
        return
    samples = sketch(runs)
    agreeing: Counter[int] = Counter()
    for sample in samples:
        found = connection.execute(
            "SELECT seq FROM samples WHERE hash = ? LIMIT ?", (sample, _COMMON)
        ).fetchall()
        if len(found) < _COMMON:
            agreeing.update(seq for (seq,) in found)
    connection.executemany("INSERT INTO samples VALUES (?, ?)", [(s, row.seq) for s in samples])
    mine = Looked(
        row.metadata.title, row.metadata.published, row.media_type, runs, "\n".join(texts)
    )
    near = [seq for seq, count in agreeing.most_common() if count >= LEAST_SAMPLES]
    for seq in near[:_MOST_COMPARED]:
        other, others = _row(connection, seq), _texts(connection, seq)
        theirs = Looked(
            other.metadata.title,
            other.metadata.published,
            other.media_type,
            shingles(others),
            "\n".join(others),
        )
        if found_out := relation(mine, theirs, _places_in):
            _link(connection, row.seq, seq, found_out.link, found_out.words)


def _by_entry(connection: sqlite3.Connection, row: _Row) -> None:
    entry = row.metadata.source_id
    if entry is None:
        return
    for (seq,) in connection.execute(
        "SELECT seq FROM editions WHERE entry = ? AND seq <> ?", (entry, row.seq)
    ).fetchall():
        _link(connection, row.seq, seq, Link.ENTRY, f"one catalogue entry, {entry}")
    for older in row.metadata.supersedes:
        words = f"the catalogue says that {entry} supersedes {older}"
        connection.execute(
            "INSERT INTO replacing VALUES (?, NULL, ?, ?)", (_ENTRY + older, words, row.seq)
        )
        found = connection.execute("SELECT seq FROM editions WHERE entry = ?", (older,)).fetchall()
        for (seq,) in found:
            _link(connection, row.seq, seq, Link.SUPERSEDES, words)
    for seq, words in connection.execute(
        "SELECT seq, words FROM replacing WHERE target = ? AND seq <> ?", (_ENTRY + entry, row.seq)
    ).fetchall():
        _link(connection, seq, row.seq, Link.SUPERSEDES, words)


def _by_statement(connection: sqlite3.Connection, row: _Row, texts: Sequence[str]) -> None:
    """Both ways: what this one says it replaces, and who says that it replaces this one."""
    version = version_of(row.metadata.title)
    said = (
        []
        if row.is_note
        else [(s.subject or version.subject, s.year, s.words) for s in replaced_by(texts)]
    )
    if version.stage > 0 and not version.parts:
        said.append((version.subject, None, f"“{row.metadata.title}” calls itself {version.words}"))
    for subject, year, words in said:
        connection.execute(
            "INSERT INTO replacing VALUES (?, ?, ?, ?)", (subject, year, words, row.seq)
        )
        query = "SELECT seq FROM editions WHERE subject = ? AND seq <> ? LIMIT ?"
        found = connection.execute(query, (subject, row.seq, _MOST_NAMED)).fetchall()
        for (seq,) in found:
            if _replaces(row, _row(connection, seq), subject, year):
                _link(connection, row.seq, seq, Link.SUPERSEDES, words)
    for seq, year, words in connection.execute(
        "SELECT seq, year, words FROM replacing WHERE target = ? AND seq <> ? LIMIT ?",
        (version.subject, row.seq, _MOST_NAMED),
    ).fetchall():
        if _replaces(_row(connection, seq), row, version.subject, year):
            _link(connection, seq, row.seq, Link.SUPERSEDES, words)


def _replaces(newer: _Row, older: _Row, subject: str, year: int | None) -> bool:
    """May a publication that says it replaces `subject` mean this one?"""
    one, other = newer.metadata, older.metadata
    if one.source_id is not None and one.source_id == other.source_id:
        return False
    if {one.publisher, other.publisher} - {None} and one.publisher != other.publisher:
        return False
    if one.publisher is None and len(subject.split()) < _LEAST_SUBJECT:
        return False
    if version_of(one.title).order < version_of(other.title).order:
        return False
    dated, years = other.published or "", version_of(other.title).years
    if year is not None:
        return dated[:4] == str(year) or year in years
    if one.published and dated:
        width = min(len(one.published), len(dated))
        return one.published[:width] > dated[:width]
    return version_of(one.title).order > version_of(other.title).order


def _link(connection: sqlite3.Connection, seq: int, other: int, link: Link, words: str) -> None:
    connection.execute("INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)", (seq, other, link, words))


def _linked(connection: sqlite3.Connection, seq: int) -> list[tuple[int, Link, bool, str]]:
    """(the other, how, whether this one stands first, words)."""
    query = (
        "SELECT other, link, 1, words FROM links WHERE seq = ?1 "
        "UNION ALL SELECT seq, link, 0, words FROM links WHERE other = ?1"
    )
    found = connection.execute(query, (seq,)).fetchall()
    return [(mate, Link(link), bool(mine), words) for mate, link, mine, words in found]


def _member(connection: sqlite3.Connection, seq: int) -> Member:
    row = _row(connection, seq)
    return Member(seq, row.metadata.published, version_of(row.metadata.title).order, row.is_note)


def _row(connection: sqlite3.Connection, seq: int) -> _Row:
    query = "SELECT document_id, metadata, is_note, media_type FROM documents WHERE seq = ?"
    document_id, metadata, is_note, media_type = connection.execute(query, (seq,)).fetchone()
    return _Row(seq, document_id, metadata_from(metadata), bool(is_note), media_type)


def _texts(connection: sqlite3.Connection, seq: int) -> list[str]:
    query = "SELECT text FROM pages WHERE seq = ? ORDER BY number"
    return [text for (text,) in connection.execute(query, (seq,))]


def _places_in(text: str) -> list[str]:
    return [mention.name for mention in _taxonomy().places_in(text)]


@cache
def _taxonomy() -> "Taxonomy":
    from corpus.taxonomy import load_taxonomy

    return load_taxonomy()
