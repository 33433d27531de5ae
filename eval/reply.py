"""What a system under test hands back for one question, and what a system is."""

from dataclasses import dataclass
from typing import Protocol

from eval.cases import Case
from eval.contract import AnswerRecord


@dataclass(frozen=True)
class RankedPassage:
    """A passage of a ranking: the pages of its file (1-based) and its catalogue entry."""

    path: str
    page_start: int
    page_end: int
    source_id: str | None = None


@dataclass(frozen=True)
class Reply:
    """One turn answered. ranking: all passages retrieved for the question, best first; it reaches
    deeper than the answer's own hits. seconds: wall time of the answer, retrieval measures apart.
    """

    answer: AnswerRecord
    ranking: tuple[RankedPassage, ...]
    seconds: float


class System(Protocol):
    """Anything that answers a case turn by turn; what it raises is one failed case."""

    @property
    def name(self) -> str: ...

    def answer(self, case: Case) -> tuple[Reply, ...]: ...
