"""An answer as rows of the file of records, and back."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import asdict

from assistant.answer import Answer, Citation, Claim, Note, NoteKind, Provenance, Status
from assistant.records.values import (
    Kept,
    Made,
    Record,
    RecordedClaim,
    RecordedHit,
    Reference,
    digest,
)
from assistant.verdict import Check, Finding, FindingKind, Label, Verdict
from ingest.filters import Filters
from ingest.readable import readable

_TUPLES = ("places", "nations", "themes", "doc_types", "publishers", "document_ids")


def put_answer(
    connection: sqlite3.Connection, kept: Kept, number: int, when: str, made: Made
) -> None:
    """All rows of an answer. number: its place in the conversation, from 0. when: ISO time."""
    answer = made.answer
    connection.execute(
        "INSERT INTO answers VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            kept.answer_id,
            kept.conversation_id,
            number,
            when,
            clean(answer.question),
            clean(answer.standalone_question),
            answer.status.value,
            filters_json(made.filters),
            packed(sorted(made.filters.collections)),
            packed([clean(text) for text in answer.suggestions]),
            packed({name: _plain(value) for name, value in vars(answer.provenance).items()}),
            made.model,
            None if made.vector is None else made.vector.astype("<f4").tobytes(),
        ),
    )
    _put_claims(connection, kept.answer_id, answer, made.keys)
    _put_rest(connection, kept.answer_id, answer)


def _put_claims(
    connection: sqlite3.Connection, answer_id: str, answer: Answer, keys: Mapping[str, str]
) -> None:
    for number, claim in enumerate(answer.claims):
        is_quote = _is_quote(claim)
        connection.execute(
            "INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)",
            (
                answer_id,
                number,
                None if is_quote else clean(claim.text),
                is_quote,
                verdict_json(claim.verdict),
                claim.group,
            ),
        )
        connection.executemany(
            "INSERT INTO citations VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                (answer_id, number, nth, *_cited(citation, keys))
                for nth, citation in enumerate(claim.citations)
            ],
        )


def _put_rest(connection: sqlite3.Connection, answer_id: str, answer: Answer) -> None:
    connection.executemany(
        "INSERT INTO hits VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                answer_id,
                number,
                hit.passage.document_id,
                hit.passage.passage_id,
                hit.similarity,
                hit.lexical_rank,
                hit.relevance,
            )
            for number, hit in enumerate(answer.hits)
        ],
    )
    connection.executemany(
        "INSERT INTO notes VALUES (?, ?, ?, ?)",
        [(answer_id, n, note.kind.value, clean(note.text)) for n, note in enumerate(answer.notes)],
    )


def record_of(connection: sqlite3.Connection, row: sqlite3.Row) -> Record:
    """From a row of `answers`."""
    found = (row["answer_id"],)
    claims = connection.execute("SELECT * FROM claims WHERE answer_id = ? ORDER BY number", found)
    hits = connection.execute("SELECT * FROM hits WHERE answer_id = ? ORDER BY number", found)
    return Record(
        answer_id=row["answer_id"],
        conversation_id=row["conversation_id"],
        number=row["number"],
        asked=row["asked"],
        question=row["question"],
        standalone_question=row["standalone"],
        status=Status(row["status"]),
        filters=filters_from(row["filters"], row["collections"]),
        claims=tuple(_claim(connection, claim) for claim in claims.fetchall()),
        hits=tuple(
            RecordedHit(h["passage_id"], h["similarity"], h["lexical_rank"], h["relevance"])
            for h in hits
        ),
        notes=_notes(connection, row["answer_id"]),
        provenance=Provenance(**json.loads(row["provenance"])),
        suggestions=tuple(json.loads(row["suggestions"])),
    )


def filters_json(filters: Filters) -> str:
    """The narrowing without the collections, as one line of JSON."""
    given = {name: value for name, value in asdict(filters).items() if name != "collections"}
    return packed({name: value for name, value in given.items() if value})


def filters_from(text: str, collections: str) -> Filters:
    """The inverse of `filters_json`; collections: as a JSON list."""
    found = json.loads(text)
    for name in _TUPLES:
        found[name] = tuple(found.get(name, ()))
    return Filters(collections=frozenset(json.loads(collections)), **found)


def verdict_json(verdict: Verdict) -> str:
    """A verdict as one line of JSON."""
    return packed(asdict(verdict))


def verdict_from(text: str) -> Verdict:
    """The inverse of `verdict_json`."""
    found = json.loads(text)
    return Verdict(
        label=Label(found["label"]),
        decided_by=Check(found["decided_by"]),
        probability=found["probability"],
        findings=tuple(
            Finding(**{**finding, "kind": FindingKind(finding["kind"])})
            for finding in found["findings"]
        ),
    )


def packed(value: object) -> str:
    """JSON without blanks, so that it is never like the metadata of a document, byte for byte."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def clean(text: str) -> str:
    """Text that a database takes, whatever a terminal made of what was typed."""
    return text.encode("utf-8", "replace").decode()


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value


def _is_quote(claim: Claim) -> bool:
    return len(claim.citations) == 1 and claim.text == readable(claim.citations[0].quote)


def _cited(citation: Citation, keys: Mapping[str, str]) -> tuple[str | int | None, ...]:
    return (
        citation.document_id,
        citation.passage_id,
        digest(keys.get(citation.document_id, citation.document_id)),
        citation.page,
        citation.page_label,
        citation.start,
        citation.end,
        digest(citation.quote),
        citation.is_note,
    )


def _claim(connection: sqlite3.Connection, row: sqlite3.Row) -> RecordedClaim:
    cited = connection.execute(
        "SELECT * FROM citations WHERE answer_id = ? AND claim = ? ORDER BY number",
        (row["answer_id"], row["number"]),
    )
    return RecordedClaim(
        text=row["text"],
        is_quote=bool(row["is_quote"]),
        verdict=verdict_from(row["verdict"]),
        group=row["claim_group"],
        references=tuple(
            Reference(
                document_id=c["document_id"],
                passage_id=c["passage_id"],
                key=c["key"],
                page=c["page"],
                page_label=c["page_label"],
                start=c["start"],
                end=c["end"],
                quote=c["quote"],
                is_note=bool(c["is_note"]),
            )
            for c in cited
        ),
    )


def _notes(connection: sqlite3.Connection, answer_id: str) -> tuple[Note, ...]:
    rows = connection.execute(
        "SELECT kind, text FROM notes WHERE answer_id = ? ORDER BY number", (answer_id,)
    )
    return tuple(Note(NoteKind(row["kind"]), row["text"]) for row in rows)
