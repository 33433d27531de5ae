"""What is kept of an answer: references to pages, and only such words as no page holds."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from assistant.answer import Answer, Note, Provenance, Status
from assistant.verdict import Verdict
from ingest.document import PUBLIC
from ingest.filters import Filters


class Recheck(StrEnum):
    """What became of a citation since the answer was made."""

    HOLDS = "holds"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True)
class Asker:
    """Whose records are meant, and which collections this person may read."""

    owner: str = "local"
    collections: frozenset[str] = frozenset({PUBLIC})


@dataclass(frozen=True)
class Kept:
    """Where an answer was recorded."""

    conversation_id: str
    answer_id: str


@dataclass(frozen=True)
class Made:
    """An answer with what is recorded beside it.

    keys: id of each document cited -> its identity over time. model, vector: of the question, unit
    norm, to find it again when it is asked in other words; None where it is not wanted.
    """

    answer: Answer
    filters: Filters
    keys: Mapping[str, str]
    model: str | None = None
    vector: NDArray[np.float32] | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation in a list. started, changed: ISO times, UTC. questions: oldest first."""

    conversation_id: str
    name: str
    started: str
    changed: str
    questions: tuple[str, ...]
    answer_ids: tuple[str, ...]


@dataclass(frozen=True)
class Reference:
    """A citation as it is kept: where the quote stood, and its digest in place of its words.

    document_id: None once the document was removed. key: digest of the document's identity over
    time, which another version of the same publication shares.
    """

    document_id: str | None
    passage_id: str | None
    key: str
    page: int
    page_label: str | None
    start: int
    end: int
    quote: str
    is_note: bool


@dataclass(frozen=True)
class RecordedClaim:
    """A claim as it is kept. text: None if it is its quote, read aloud, or if it was forgotten."""

    text: str | None
    is_quote: bool
    verdict: Verdict
    group: str | None
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class RecordedHit:
    """A hit as it is kept."""

    passage_id: str
    similarity: float
    lexical_rank: int | None
    relevance: float | None


@dataclass(frozen=True)
class Record:
    """An answer as it is kept; `recall` makes an Answer of it. asked: ISO time, UTC."""

    answer_id: str
    conversation_id: str
    number: int
    asked: str
    question: str
    standalone_question: str
    status: Status
    filters: Filters
    claims: tuple[RecordedClaim, ...]
    hits: tuple[RecordedHit, ...]
    notes: tuple[Note, ...]
    provenance: Provenance
    suggestions: tuple[str, ...] = ()

    @property
    def kept(self) -> Kept:
        """Where it is recorded."""
        return Kept(self.conversation_id, self.answer_id)

    @property
    def references(self) -> tuple[Reference, ...]:
        """All citations, claim by claim."""
        return tuple(r for claim in self.claims for r in claim.references)


@dataclass(frozen=True)
class Recalled:
    """A recorded answer as it can be shown today.

    answer: a claim whose words are gone with its source has the text "" and no citation. checks:
    for each claim, what became of each of its citations. changed, removed: how many publications.
    """

    record: Record
    answer: Answer
    checks: tuple[tuple[Recheck, ...], ...]
    changed: int = 0
    removed: int = 0

    @property
    def is_stale(self) -> bool:
        """True if a source of the answer changed or went."""
        return bool(self.changed or self.removed)

    def lost(self, claim: int) -> Recheck | None:
        """Why the words of a claim, counted from 0, are gone; None if they are there."""
        if self.answer.claims[claim].text:
            return None
        return Recheck.REMOVED if Recheck.REMOVED in self.checks[claim] else Recheck.CHANGED


@dataclass(frozen=True)
class Asked:
    """A question answered before. likeness: in [0, 1], higher is more alike."""

    answer_id: str
    conversation_id: str
    question: str
    asked: str
    likeness: float


@dataclass(frozen=True)
class Feedback:
    """What a reader thought of an answer, or of one citation of it.

    claim, citation: which citation, counted from 0; None for the whole answer. helpful: True or
    False. reasons: short names. given: ISO time, UTC.
    """

    answer_id: str
    helpful: bool
    reasons: tuple[str, ...] = ()
    text: str = ""
    claim: int | None = None
    citation: int | None = None
    given: str = ""


def digest(text: str) -> str:
    """What is kept in place of text that must not be kept: 32 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
