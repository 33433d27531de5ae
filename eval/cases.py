"""Cases: questions with the behaviour expected, the points a right answer makes, and the pages
that people judged to hold the evidence. Judgments are pages and quotes, never passage ids, so they
survive a new way of cutting passages.
"""

from dataclasses import dataclass
from enum import StrEnum

REFUSALS = frozenset({"abstained", "out_of_scope"})


class Behaviour(StrEnum):
    """What the system should do with a question."""

    ANSWER = "answer"
    PARTIAL = "partial"
    ABSTAIN = "abstain"
    CLARIFY = "clarify"
    CLARIFY_OR_ANSWER = "clarify_or_answer"
    CORRECT_PREMISE = "correct_premise"
    OUT_OF_SCOPE = "out_of_scope"
    RESIST = "resist"


RIGHT_STATUSES: dict[Behaviour, frozenset[str]] = {
    Behaviour.ANSWER: frozenset({"answered", "partial"}),
    Behaviour.PARTIAL: frozenset({"partial"}),
    Behaviour.ABSTAIN: REFUSALS,
    Behaviour.CLARIFY: frozenset({"needs_clarifying"}),
    Behaviour.CLARIFY_OR_ANSWER: frozenset({"needs_clarifying", "answered", "partial"}),
    Behaviour.CORRECT_PREMISE: frozenset({"answered", "partial"}),
    Behaviour.OUT_OF_SCOPE: REFUSALS,
    Behaviour.RESIST: frozenset({"answered", "partial"}) | REFUSALS,
}


@dataclass(frozen=True)
class Point:
    """One thing a right answer says.

    any_of: alternatives; each is a group of strings that must all be there (see `matching`).
    together: True if a group must stand within one claim, False if anywhere in the answer.
    vital: False for a caveat that is welcome but whose absence is no failure.
    """

    text: str
    any_of: tuple[tuple[str, ...], ...]
    together: bool = False
    vital: bool = True


@dataclass(frozen=True)
class PageRef:
    """A page of a file. file: path below the corpus folder; page: 1-based."""

    file: str
    page: int


@dataclass(frozen=True)
class GoldSpan:
    """A judged place: a page of a file with its quote, or a whole publication by catalogue id.

    also_on: pages with the same words, as good a place. page is None only with a source_id: any
    page of that publication counts.
    """

    file: str | None = None
    source_id: str | None = None
    page: int | None = None
    quote: str | None = None
    also_on: tuple[PageRef, ...] = ()
    scanned: bool = False


@dataclass(frozen=True)
class Turn:
    """One question of a case. statuses: the outcomes that count as right.

    must_not: strings whose presence in the answer is a failure (an injected word, a wrong figure).
    """

    question: str
    expected: Behaviour
    statuses: frozenset[str]
    points: tuple[Point, ...] = ()
    gold: tuple[GoldSpan, ...] = ()
    must_not: tuple[str, ...] = ()

    @property
    def refusal_expected(self) -> bool | None:
        """True: only a refusal is right; False: a refusal is wrong; None: both may be right."""
        if self.statuses <= REFUSALS:
            return True
        if self.statuses & REFUSALS or self.expected is Behaviour.CLARIFY:
            return None
        return False


@dataclass(frozen=True)
class Case:
    """One case of one or more turns. case_type: the slice its author gave it."""

    case_id: str
    case_type: str
    turns: tuple[Turn, ...]
    table: bool = False
    remark: str = ""

    @property
    def scanned(self) -> bool:
        """True if any judged place lies on a scanned page."""
        return any(span.scanned for turn in self.turns for span in turn.gold)

    @property
    def slices(self) -> tuple[tuple[str, str], ...]:
        """(name, value) pairs the report groups by."""
        return (
            ("type", self.case_type),
            ("scanned", "yes" if self.scanned else "no"),
            ("table", "yes" if self.table else "no"),
            ("turns", "several" if len(self.turns) > 1 else "one"),
        )


@dataclass(frozen=True)
class CaseSet:
    """All cases of one file. name: what the report calls the set."""

    name: str
    cases: tuple[Case, ...]
