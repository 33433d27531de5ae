"""An answer as the public JSON contract states it. The measures read this, never our own classes.

So the same suite runs on our assistant, on a baseline and on any system that writes the contract.
Fields that the contract may gain later are ignored.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

Status = Literal["answered", "partial", "abstained", "needs_clarifying", "out_of_scope"]
VerdictName = Literal["supported", "partly", "not_supported", "unchecked"]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class CitationRecord(_Record):
    """A quote and where it stands. page: 1-based page of the file at `path`."""

    document_id: str = ""
    source_id: str | None = None
    title: str = ""
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    path: str
    page: int
    page_label: str | None = None
    quote: str
    start: int = 0
    end: int = 0
    passage_id: str = ""
    read_by: str = "text"


class ClaimRecord(_Record):
    """One statement of an answer with what it rests on."""

    text: str
    verdict: VerdictName = "unchecked"
    citations: tuple[CitationRecord, ...] = ()
    group: str | None = None


class NoteRecord(_Record):
    """A remark beside the claims: kind is one of the assistant's note kinds."""

    kind: str
    text: str


class HitRecord(_Record):
    """A passage that was found, best first in its answer."""

    path: str
    page_start: int
    page_end: int
    text: str = ""
    passage_id: str = ""
    document_id: str = ""
    source_id: str | None = None
    similarity: float = 0.0
    relevance: float | None = None


class ProvenanceRecord(_Record):
    """What an answer was made from; only the times are read here. Unit: seconds."""

    index_revision: str = ""
    models: Mapping[str, str] = {}
    seconds: Mapping[str, float] = {}


class AnswerRecord(_Record):
    """One answer. A system without notes, hits or a rewritten question may leave them out."""

    question: str
    standalone_question: str = ""
    status: Status
    claims: tuple[ClaimRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    hits: tuple[HitRecord, ...] = ()
    provenance: ProvenanceRecord = ProvenanceRecord()

    @property
    def refused(self) -> bool:
        """True if the system declined to answer: abstained or out of scope."""
        return self.status in ("abstained", "out_of_scope")

    @property
    def citations(self) -> tuple[CitationRecord, ...]:
        """Every citation of every claim, in reading order, repetitions kept."""
        return tuple(citation for claim in self.claims for citation in claim.citations)


class BatchLine(_Record):
    """One line of `lpip-ask --batch`: an answer, or one answer per turn, with the caller's id."""

    id: str
    turns: tuple[AnswerRecord, ...]
