"""Conversations and answers, kept, found, renamed and deleted; each person sees their own."""

import json
import secrets
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assistant.evidence import names_in
from assistant.question.words import STOP, stem
from assistant.records.database import Database, now
from assistant.records.rows import clean, put_answer, record_of
from assistant.records.values import Asked, Asker, Conversation, Kept, Made, Record

_LONGEST_NAME = 120
_MOST_COMPARED = 2000
# See README, "Records".
_ALIKE = 0.78
_STOP_STEMS = frozenset(stem(word) for word in STOP)

Vector = NDArray[np.float32]


class Records:
    """What was asked and answered. Safe to share by threads and processes.

    Every method raises RecordsUnavailable when the file cannot be used.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, asker: Asker, made: Made, conversation_id: str | None = None) -> Kept:
        """Record an answer at the end of a conversation, or as the first of a new one."""
        answer, when = made.answer, now()
        kept = Kept(conversation_id or secrets.token_hex(8), secrets.token_hex(8))
        with self.database.changing() as connection:
            if not self._own(connection, asker, kept.conversation_id):
                kept = replace(kept, conversation_id=secrets.token_hex(8))
                connection.execute(
                    "INSERT INTO conversations VALUES (?, ?, ?, ?, ?)",
                    (kept.conversation_id, asker.owner, _named(answer.question), when, when),
                )
            (number,) = connection.execute(
                "SELECT coalesce(max(number) + 1, 0) FROM answers WHERE conversation_id = ?",
                (kept.conversation_id,),
            ).fetchone()
            put_answer(connection, kept, number, when, made)
            connection.execute(
                "UPDATE conversations SET changed = ? WHERE conversation_id = ?",
                (when, kept.conversation_id),
            )
        return kept

    def drop(self, asker: Asker, answer_ids: Sequence[str]) -> None:
        """Forget some answers, because their questions are asked anew in other words."""
        with self.database.changing() as connection:
            connection.executemany(
                "DELETE FROM answers WHERE answer_id = ? AND conversation_id IN "
                "(SELECT conversation_id FROM conversations WHERE owner = ?)",
                [(answer_id, asker.owner) for answer_id in answer_ids],
            )

    def conversations(self, asker: Asker, words: str = "") -> tuple[Conversation, ...]:
        """The asker's conversations, the last used first; those that hold all `words`."""
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT c.*, a.answer_id, a.question, a.standalone, a.collections "
                "FROM conversations c JOIN answers a USING (conversation_id) "
                "WHERE c.owner = ? ORDER BY c.changed DESC, c.rowid DESC, a.number",
                (asker.owner,),
            ).fetchall()
        found: dict[str, list[sqlite3.Row]] = {}
        for row in rows:
            found.setdefault(row["conversation_id"], []).append(row)
        wanted = words.casefold().split()
        return tuple(
            _conversation(answers)
            for answers in found.values()
            if all(_may_read(asker, row) for row in answers) and _holds_words(answers, wanted)
        )

    def conversation(self, asker: Asker, conversation_id: str) -> tuple[Record, ...]:
        """The answers of a conversation, oldest first; empty if it is not the asker's."""
        return self._records(asker, "c.conversation_id = ?", conversation_id)

    def answer(self, asker: Asker, answer_id: str) -> Record | None:
        """One answer, or None if it is not the asker's."""
        found = self._records(asker, "a.answer_id = ?", answer_id)
        return found[0] if found else None

    def asked_so(self, asker: Asker, question: str) -> tuple[Record, ...]:
        """The asker's answers to exactly this question, the oldest first."""
        found = self._records(asker, "a.question = ?", question)
        return tuple(sorted(found, key=lambda record: record.asked))

    def rename(self, asker: Asker, conversation_id: str, name: str) -> None:
        """Give a conversation another name; an empty one is ignored."""
        if not name.strip():
            return
        with self.database.changing() as connection:
            connection.execute(
                "UPDATE conversations SET name = ? WHERE conversation_id = ? AND owner = ?",
                (_named(name), conversation_id, asker.owner),
            )

    def delete(self, asker: Asker, conversation_id: str) -> bool:
        """Delete a conversation with its answers and feedback; False if it is not the asker's."""
        with self.database.changing() as connection:
            deleted = connection.execute(
                "DELETE FROM conversations WHERE conversation_id = ? AND owner = ?",
                (conversation_id, asker.owner),
            ).rowcount
        self.database.settle()
        return bool(deleted)

    def resembling(
        self, asker: Asker, question: str, vector: tuple[str, Vector], most: int = 3
    ) -> tuple[Asked, ...]:
        """Earlier questions of the asker that are like this one, the most alike first.

        vector: the embedding model's name and the question's vector, unit norm.
        """
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT a.answer_id, a.conversation_id, a.standalone, a.asked, a.collections, "
                "a.vector FROM answers a JOIN conversations c USING (conversation_id) "
                "WHERE c.owner = ? AND a.model = ? AND a.status IN ('answered', 'partial') "
                "ORDER BY a.asked DESC LIMIT ?",
                (asker.owner, vector[0], _MOST_COMPARED),
            ).fetchall()
        found: dict[str, Asked] = {}
        for row in rows:
            alike = likeness(question, row["standalone"], vector[1], row["vector"])
            if alike >= _ALIKE and _may_read(asker, row):
                asked = Asked(
                    row["answer_id"],
                    row["conversation_id"],
                    row["standalone"],
                    row["asked"],
                    alike,
                )
                found.setdefault(row["standalone"].casefold(), asked)
        return tuple(sorted(found.values(), key=lambda asked: -asked.likeness)[:most])

    def _records(self, asker: Asker, where: str, value: str) -> tuple[Record, ...]:
        with self.database.reading() as connection:
            rows = connection.execute(
                "SELECT a.* FROM answers a JOIN conversations c USING (conversation_id) "
                f"WHERE {where} AND c.owner = ? ORDER BY a.number",
                (value, asker.owner),
            ).fetchall()
            return tuple(record_of(connection, row) for row in rows if _may_read(asker, row))

    @staticmethod
    def _own(connection: sqlite3.Connection, asker: Asker, conversation_id: str) -> bool:
        query = "SELECT 1 FROM conversations WHERE conversation_id = ? AND owner = ?"
        return connection.execute(query, (conversation_id, asker.owner)).fetchone() is not None


def likeness(first: str, second: str, vector: Vector, other: bytes) -> float:
    """How alike two questions are, in [0, 1]: their cosine, if they name the same things.

    Two questions that differ in a place, programme, year or figure are near in every embedding, and
    have different answers. other: the second one's vector as it is stored.
    """
    if _names(first) != _names(second):
        return 0.0
    return max(0.0, float(vector @ np.frombuffer(other, "<f4")))


def _names(question: str) -> frozenset[str]:
    # The first word of a question has a capital whatever it is.
    return names_in(f"so {question}") - _STOP_STEMS


def _named(text: str) -> str:
    """A name of one line; a long one is cut at a word."""
    line = " ".join(clean(text).split())
    return line if len(line) <= _LONGEST_NAME else line[:_LONGEST_NAME].rsplit(" ", 1)[0] + "…"


def _may_read(asker: Asker, row: sqlite3.Row) -> bool:
    return frozenset(json.loads(row["collections"])) <= asker.collections


def _conversation(answers: Sequence[sqlite3.Row]) -> Conversation:
    first = answers[0]
    return Conversation(
        conversation_id=first["conversation_id"],
        name=first["name"],
        started=first["started"],
        changed=first["changed"],
        questions=tuple(row["question"] for row in answers),
        answer_ids=tuple(row["answer_id"] for row in answers),
    )


def _holds_words(answers: Sequence[sqlite3.Row], words: Sequence[str]) -> bool:
    said = " ".join(f"{row['name']} {row['question']} {row['standalone']}" for row in answers)
    return all(word in said.casefold() for word in words)
