"""What became of each file, and how far the work is."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class State(StrEnum):
    """What became of one file."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    FAILED = "failed"


IN = frozenset({State.ADDED, State.REPLACED, State.UNCHANGED})


@dataclass(frozen=True)
class Outcome:
    """One file. message: one line: why it is not in, or what to know although it is.

    seconds: spent on storing it, reading (which overlaps) not counted. problems: one line each
    for what could not be read of a document that is in.
    """

    path: Path
    state: State
    document_id: str | None = None
    title: str | None = None
    pages: int = 0
    passages: int = 0
    seconds: float = 0.0
    message: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """All files of one command, in order. note: a line on the work as a whole, if need be."""

    outcomes: tuple[Outcome, ...]
    seconds: float = 0.0
    note: str = ""

    @property
    def exit_status(self) -> int:
        """0 all in, 1 some not, 2 nothing in."""
        held = sum(outcome.state in IN for outcome in self.outcomes)
        if not held:
            return 2
        return 0 if held == len(self.outcomes) else 1

    def count(self, state: State) -> int:
        """How many files ended like this."""
        return sum(outcome.state is state for outcome in self.outcomes)


@dataclass(frozen=True)
class Progress:
    """How far the work is. bytes_done, bytes_total: of the files, for the time left.

    seconds_left: None until enough is done to tell.
    """

    done: int
    total: int
    pages: int
    passages: int
    seconds: float
    bytes_done: int
    bytes_total: int
    latest: Outcome | None = None

    @property
    def pages_per_second(self) -> float:
        """Average so far."""
        return self.pages / self.seconds if self.seconds > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """By size of what is done and what is not."""
        if not self.bytes_done or self.seconds < 1:
            return None
        return self.seconds * (self.bytes_total - self.bytes_done) / self.bytes_done
