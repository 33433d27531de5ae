"""What an answer is: claims with citations, never prose to be parsed back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.verdict import UNCHECKED
from assistant.verdict import Label as Label
from assistant.verdict import Verdict as Verdict
from ingest.document import Metadata, Passage, ReadBy, Table


class Status(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    ABSTAINED = "abstained"
    NEEDS_CLARIFYING = "needs_clarifying"
    OUT_OF_SCOPE = "out_of_scope"


class NoteKind(StrEnum):
    """What a note beside an answer is about."""

    EDITION = "edition"
    JURISDICTION = "jurisdiction"
    DISAGREEMENT = "disagreement"
    COVERAGE = "coverage"
    NEAREST = "nearest"
    STRENGTH = "strength"
    DATE = "date"
    SOURCE_KIND = "source_kind"
    CLARIFY = "clarify"
    SCOPE = "scope"
    PREMISE = "premise"
    MODEL = "model"


@dataclass(frozen=True)
class Hit:
    """A passage found for a query. Higher is better for `similarity` and `relevance`.

    similarity: cosine of query and passage vectors, in [-1, 1]. lexical_rank: 1 for the best
    keyword match, None if the keyword search did not return it. relevance: the best logit that the
    relevance model gave one of its sentences, None if it read none. tables: those of which the
    passage holds rows, once it is read.
    """

    passage: Passage
    metadata: Metadata
    path: str
    similarity: float
    lexical_rank: int | None = None
    relevance: float | None = None
    is_note: bool = False
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A quote found verbatim on its page: page_text[start:end] == quote, page is 1-based.

    read_by, confidence: see `Page`; a page that OCR read should be checked against its picture.
    """

    passage_id: str
    document_id: str
    metadata: Metadata
    path: str
    page: int
    page_label: str | None
    quote: str
    start: int
    end: int
    is_note: bool = False
    read_by: ReadBy = ReadBy.TEXT
    confidence: float | None = None


@dataclass(frozen=True)
class Claim:
    """One checkable statement with what it rests on.

    group: the source or place it is listed under when the question compares, else None.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict = UNCHECKED
    group: str | None = None


@dataclass(frozen=True)
class Note:
    """A remark that changes how an answer should be read."""

    kind: NoteKind
    text: str


@dataclass(frozen=True)
class Provenance:
    """What an answer was made from: enough to make it again.

    usage: what a language model took (see `Composed.usage`); empty without one.
    """

    index_revision: str
    models: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    usage: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """The outcome of one question. An abstention has no claims; its hits are the nearest misses.

    suggestions: questions that could be asked next or instead.
    """

    question: str
    standalone_question: str
    status: Status
    claims: tuple[Claim, ...]
    hits: tuple[Hit, ...]
    notes: tuple[Note, ...]
    provenance: Provenance
    suggestions: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """All citations, in order of first appearance, each once."""
        return tuple(dict.fromkeys(c for claim in self.claims for c in claim.citations))
