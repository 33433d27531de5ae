"""What readers thought of answers and citations: given, listed, written as CSV."""

import csv
import io
import json
import sqlite3
from dataclasses import dataclass

from assistant.export.cells import safe_cell
from assistant.records.database import Database, now
from assistant.records.rows import clean, packed
from assistant.records.values import Asker, Feedback

COLUMNS = ("given", "question", "status", "about", "helpful", "reasons", "text", "answer_id")


@dataclass(frozen=True)
class Given:
    """A piece of feedback with the question and status of the answer that it is about."""

    feedback: Feedback
    question: str
    status: str


def give(database: Database, asker: Asker, feedback: Feedback) -> bool:
    """Keep feedback in place of what was said of the same thing before.

    False if the answer is not the asker's. Raises RecordsUnavailable.
    """
    place = (feedback.answer_id, feedback.claim, feedback.citation)
    with database.changing() as connection:
        own = connection.execute(
            "SELECT 1 FROM answers a JOIN conversations c USING (conversation_id) "
            "WHERE a.answer_id = ? AND c.owner = ?",
            (feedback.answer_id, asker.owner),
        ).fetchone()
        if own is None:
            return False
        connection.execute(
            "DELETE FROM feedback WHERE answer_id = ? AND claim IS ? AND citation IS ?", place
        )
        connection.execute(
            "INSERT INTO feedback (answer_id, claim, citation, helpful, reasons, text, given) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (*place, feedback.helpful, packed(feedback.reasons), clean(feedback.text), now()),
        )
    return True


def given(database: Database, owner: str | None) -> tuple[Given, ...]:
    """Oldest first. owner: whose; None for everybody's. Raises RecordsUnavailable."""
    with database.reading() as connection:
        rows = connection.execute(
            "SELECT f.*, a.question, a.status FROM feedback f JOIN answers a USING (answer_id) "
            "JOIN conversations c USING (conversation_id) "
            "WHERE ? IS NULL OR c.owner = ? ORDER BY f.given, f.feedback_id",
            (owner, owner),
        ).fetchall()
    return tuple(Given(_feedback(row), row["question"], row["status"]) for row in rows)


def feedback_csv(found: tuple[Given, ...]) -> str:
    """As CSV with a header; about: "answer", or "claim 2, citation 1"."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow(COLUMNS)
    for one in found:
        said = one.feedback
        helpful = "yes" if said.helpful else "no"
        row = (
            *(said.given, one.question, one.status, _about(said), helpful),
            *("; ".join(said.reasons), said.text, said.answer_id),
        )
        written.writerow([safe_cell(value) for value in row])
    return text.getvalue()


def _about(feedback: Feedback) -> str:
    if feedback.claim is None:
        return "answer"
    return f"claim {feedback.claim + 1}, citation {(feedback.citation or 0) + 1}"


def _feedback(row: sqlite3.Row) -> Feedback:
    return Feedback(
        answer_id=row["answer_id"],
        helpful=bool(row["helpful"]),
        reasons=tuple(json.loads(row["reasons"])),
        text=row["text"],
        claim=row["claim"],
        citation=row["citation"],
        given=row["given"],
    )
