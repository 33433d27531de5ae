"""The path of a question, top to bottom: plan, retrieve, read, decide, compose, appraise.

Values flow forward; each step returns a new value and none changes what another step made.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from assistant.answer import Answer, Claim, Hit, Note, NoteKind, Provenance, Status
from assistant.appraise import appraise
from assistant.compose.composer import Composed, Composer, Composing, Stage, Task
from assistant.compose.quoting import QuotingComposer
from assistant.decide import clarification, decide, premises, remainder, unanswered
from assistant.disagreement import disagreements
from assistant.errors import BadQuestion
from assistant.grounding.judge import Judge
from assistant.question import Plan, plan_question
from assistant.ranking import Order, best_first
from assistant.reading import PartEvidence, Reader, by_evidence
from assistant.rerank import Reranker
from assistant.retrieve import Retriever
from assistant.settings import AskSettings
from assistant.sides import silent
from assistant.strength import strengths
from assistant.wordvectors import WordVectors
from corpus.taxonomy import Taxonomy
from ingest.embed import Embedder
from ingest.filters import Filters
from ingest.index import Index

_LONGEST_QUESTION = 2000
_SHOWN_HITS = 10


@dataclass(frozen=True)
class Workings:
    """An answer with what led to it. evidence: for each part, then each side of a comparison."""

    plan: Plan
    answer: Answer
    evidence: tuple[PartEvidence, ...] = ()


class Clock:
    """Seconds spent by stage."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self.seconds: dict[str, float] = {}

    def lap(self, stage: str) -> None:
        """Count the time since the last lap under `stage`."""
        now = time.perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._last
        self._last = now


@dataclass(frozen=True)
class Assistant:
    """Answers questions over one library. Safe to share by threads; built by `bootstrap`."""

    index: Index
    embedder: Embedder
    taxonomy: Taxonomy
    vectors: WordVectors
    settings: AskSettings = field(default_factory=AskSettings)
    reranker: Reranker | None = None
    composer: Composer = field(default_factory=QuotingComposer)
    judge: Judge = field(default_factory=Judge)
    order: Order = best_first

    def ask(
        self, question: str, *, history: Sequence[Answer] = (), filters: Filters | None = None
    ) -> Answer:
        """The answer to `question`, read after the answers of `history`, oldest first.

        Raises BadQuestion if it is empty or longer than 2,000 characters.
        """
        return self.explain(question, history=history, filters=filters).answer

    def explain(
        self, question: str, *, history: Sequence[Answer] = (), filters: Filters | None = None
    ) -> Workings:
        """The answer with the plan and the evidence it was made from. Raises BadQuestion."""
        *_, workings = self._steps(question, history, filters or Filters())
        assert isinstance(workings, Workings)
        return workings

    def stream(
        self, question: str, *, history: Sequence[Answer] = (), filters: Filters | None = None
    ) -> Iterator[Stage | Claim | Answer]:
        """Stages while working, each claim once it is checked, the whole answer last."""
        for step in self._steps(question, history, filters or Filters()):
            yield step.answer if isinstance(step, Workings) else step

    def _steps(
        self, question: str, history: Sequence[Answer], filters: Filters
    ) -> Iterator[Stage | Claim | Workings]:
        clock = Clock()
        composing = self.composer.begin()
        earlier = [answer.standalone_question for answer in history]
        plan = plan_question(_checked(question), earlier, self.taxonomy)
        if not plan.declined:
            plan = composing.read(plan, earlier)
        clock.lap("plan")
        if plan.declined:
            notes, made = (_scope_note(plan),), composing.nothing()
            answer = self._finished(plan, Status.OUT_OF_SCOPE, clock, made, notes=notes)
            yield Workings(plan, answer)
            return
        yield Stage("searching", f"Searching {self.index.document_count(filters):,} publications")
        hits = self._found(plan, filters, self.settings.candidates)
        clock.lap("retrieve")
        reading = self._worth_reading(plan, hits)
        yield Stage("reading", _reading(reading))
        evidence = self._read(plan, reading)
        clock.lap("read")
        found = _Found(plan, by_evidence(plan, hits, evidence), reading, evidence, filters)
        yield from self._answered(found, composing, clock)

    def search(self, query: str, *, filters: Filters | None = None, k: int = 20) -> tuple[Hit, ...]:
        """The best `k` passages for `query`, best first, without composing an answer."""
        plan = plan_question(_checked(query), (), self.taxonomy)
        hits = self._found(plan, filters or Filters(), max(k, self.settings.candidates))
        if self.reranker is not None and not plan.sides:
            hits = by_evidence(plan, hits, self._read(plan, self._worth_reading(plan, hits)))
        return hits[:k]

    def _found(self, plan: Plan, filters: Filters, k: int) -> tuple[Hit, ...]:
        return self._retriever.retrieve_plan(plan, filters, k)

    def _worth_reading(self, plan: Plan, hits: Sequence[Hit]) -> Sequence[Hit]:
        # Each side of a comparison has half of the hits to itself, so more of them are read.
        return hits[: self.settings.read * (2 if plan.sides else 1)]

    def _read(self, plan: Plan, reading: Sequence[Hit]) -> tuple[PartEvidence, ...]:
        reader = Reader(self.index, self.embedder, self.taxonomy, self.vectors, self.reranker)
        return reader.read(plan, reading)

    @property
    def _retriever(self) -> Retriever:
        return Retriever(self.index, self.embedder, self.taxonomy, self.order)

    def _answered(
        self, found: "_Found", composing: Composing, clock: Clock
    ) -> Iterator[Stage | Claim | Workings]:
        """Decide, then compose what is to be said, claim by claim."""
        plan, evidence, threshold = found.plan, found.of_parts, self.settings.threshold
        asking = clarification(plan, found.hits)
        status = Status.NEEDS_CLARIFYING if asking else decide(plan, evidence, threshold)
        made = composing.nothing()
        if status in (Status.ANSWERED, Status.PARTIAL) or (asking and asking.shows_evidence):
            made = yield from composing.compose(self._task(found))
        if not made.claims and status in (Status.ANSWERED, Status.PARTIAL):
            status = Status.ABSTAINED
        unsaid = silent(plan, made.claims)
        if unsaid and status is Status.ANSWERED:
            status = Status.PARTIAL
        clock.lap("compose")
        notes = (
            *((asking.note,) if asking else ()),
            *premises(evidence),
            *remainder(plan, status),
            *unsaid,
            *unanswered(plan, evidence, status, threshold),
            *self._remarks(plan, made.claims, found.hits, found.filters),
            *made.notes,
        )
        answer = self._finished(
            plan,
            status,
            clock,
            made,
            hits=tuple(found.hits[:_SHOWN_HITS]),
            notes=notes,
            suggestions=asking.suggestions if asking else (),
        )
        yield Workings(plan, answer, tuple(found.evidence))

    def _task(self, found: "_Found") -> Task:
        return Task(
            plan=found.plan,
            evidence=found.of_parts,
            of_sides=found.of_sides,
            hits=found.reading,
            page_of=self.index.page,
            judge=self.judge,
            limit=self.settings.max_claims,
            threshold=self.settings.threshold,
        )

    def _remarks(
        self, plan: Plan, claims: Sequence[Claim], hits: Sequence[Hit], filters: Filters
    ) -> Iterator[Note]:
        """What changes how the claims should be read."""
        cited = list({c.document_id: None for claim in claims for c in claim.citations})
        yield from appraise(plan, claims, hits, self.index.standings(cited, filters))
        yield from strengths(claims)
        yield from disagreements(claims, self.taxonomy)

    def _finished(
        self,
        plan: Plan,
        status: Status,
        clock: Clock,
        made: Composed,
        *,
        hits: tuple[Hit, ...] = (),
        notes: tuple[Note, ...] = (),
        suggestions: tuple[str, ...] = (),
    ) -> Answer:
        clock.lap("appraise")
        return Answer(
            question=plan.question,
            standalone_question=plan.standalone,
            status=status,
            claims=made.claims,
            hits=hits,
            notes=notes,
            suggestions=suggestions,
            provenance=Provenance(
                index_revision=self.index.revision,
                models={
                    "embedding": self.embedder.name,
                    "composer": made.composer,
                    **({"prompts": ", ".join(made.prompts)} if made.prompts else {}),
                    **({"relevance": self.reranker.name} if self.reranker else {}),
                    **({"judge": self.judge.model.name} if self.judge.model else {}),
                },
                settings={k: str(v) for k, v in self.settings.model_dump().items()},
                seconds=clock.seconds,
                usage=made.usage,
            ),
        )


@dataclass(frozen=True)
class _Found:
    """What was found for a plan. reading: the hits whose sentences were read."""

    plan: Plan
    hits: Sequence[Hit]
    reading: Sequence[Hit]
    evidence: Sequence[PartEvidence]
    filters: Filters

    @property
    def of_parts(self) -> Sequence[PartEvidence]:
        return self.evidence[: len(self.plan.parts)]

    @property
    def of_sides(self) -> Sequence[PartEvidence]:
        return self.evidence[len(self.plan.parts) :]


def _checked(question: str) -> str:
    if not question.strip():
        raise BadQuestion("The question is empty. Type what you want to know.")
    if len(question) > _LONGEST_QUESTION:
        raise BadQuestion(
            f"The question has {len(question):,} characters; at most {_LONGEST_QUESTION:,} are "
            "read. Shorten it, or add the text as a document and ask about it."
        )
    return question


def _scope_note(plan: Plan) -> Note:
    assert plan.declined is not None
    return Note(NoteKind.SCOPE, f"{plan.declined.reason} (It reads “{plan.declined.trigger}”.)")


def _reading(hits: Sequence[Hit]) -> str:
    publications = len({hit.passage.document_id for hit in hits})
    noun = "publication" if publications == 1 else "publications"
    return f"Reading {len(hits)} passages from {publications} {noun}"
