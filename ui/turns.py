"""What one person's session remembers, as values: turns, the open source, outcomes."""

from dataclasses import dataclass

from assistant.answer import Answer
from assistant.records import Asked, Kept, Recalled
from ingest.filters import Filters

ZOOMS = (1.0, 1.5, 2.0, 3.0)


@dataclass(frozen=True)
class Turn:
    """One question of the conversation. Pending until it has an answer, a problem or was stopped.

    problem: one line about why asking failed. kept: where the answer is recorded. recalled: it was
    looked up again, and what came of that. before: questions like this one, asked earlier.
    follow_ups: None until they were looked for.
    """

    question: str
    filters: Filters
    answer: Answer | None = None
    problem: str | None = None
    stopped: bool = False
    kept: Kept | None = None
    recalled: Recalled | None = None
    before: tuple[Asked, ...] = ()
    follow_ups: tuple[str, ...] | None = None

    @property
    def pending(self) -> bool:
        """True while the question waits for its answer."""
        return self.answer is None and self.problem is None and not self.stopped


@dataclass(frozen=True)
class OpenSource:
    """The source beside the page: which page of which document is shown and what is lit there.

    page: shown now, 1-based. quote_page, start, end: where the quote is; start == end when nothing
    is lit. zoom: index into ZOOMS. whole: show all the text, not only what is around the quote.
    place: which citation of the conversation it is, None if it was not opened from one.
    """

    document_id: str
    page: int
    quote_page: int
    start: int = 0
    end: int = 0
    zoom: int = 0
    whole: bool = False
    place: "Place | None" = None


@dataclass(frozen=True)
class Place:
    """A citation of the conversation: turn, claim and citation, each counted from 0."""

    turn: int
    claim: int
    citation: int


@dataclass(frozen=True)
class Outcome:
    """How adding one file ended, as shown: state, file name, message."""

    state: str
    name: str
    message: str
