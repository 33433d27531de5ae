"""What a composer is: it says, claim by claim, what the evidence lets be said.

The status of an answer is decided before anything is composed, and no composer can change it.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.answer import Claim, Hit, Note
from assistant.grounding.judge import Judge
from assistant.question import Plan
from assistant.reading import PartEvidence
from ingest.document import Page

PageOf = Callable[[str, int], Page]


@dataclass(frozen=True)
class Stage:
    """What is being done, for a reader who waits."""

    name: str
    detail: str


@dataclass(frozen=True)
class Task:
    """What is to be answered, and from what.

    evidence: for each part of the plan, then of_sides for each side of a comparison. hits: the
    passages read, best first. page_of: (document id, 1-based page) -> the stored page.
    judge: what every claim has to pass. limit: claims, at most.
    threshold: below it a part is not answered.
    """

    plan: Plan
    evidence: Sequence[PartEvidence]
    of_sides: Sequence[PartEvidence]
    hits: Sequence[Hit]
    page_of: PageOf
    judge: Judge
    limit: int
    threshold: float


@dataclass(frozen=True)
class Composed:
    """What was said, all of it checked.

    composer: who said it, for the provenance. notes: how it went, where a reader should know.
    usage: what a language model took for this answer: calls, tokens_in, tokens_out, money, and
    claims offered and left out; empty without one. prompts: the versions of those sent.
    """

    composer: str
    claims: tuple[Claim, ...] = ()
    notes: tuple[Note, ...] = ()
    usage: Mapping[str, float] = field(default_factory=dict)
    prompts: tuple[str, ...] = ()


class Composing(Protocol):
    """The composing of one answer."""

    def read(self, plan: Plan, earlier: Sequence[str]) -> Plan:
        """The plan as understood better, or as it is. earlier: stand-alone questions before it."""
        ...

    def compose(self, task: Task) -> Generator[Stage | Claim, None, Composed]:
        """Each claim as soon as it is checked; returns what was said."""
        ...

    def nothing(self) -> Composed:
        """For a question that ends without anything being said."""
        ...


class Composer(Protocol):
    """Begins the composing of each answer. Safe to share by threads."""

    def begin(self) -> Composing: ...
