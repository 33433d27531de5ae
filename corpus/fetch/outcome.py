"""What is to be fetched, and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Ending(StrEnum):
    """What became of one address."""

    FETCHED = "fetched"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


HERE = frozenset({Ending.FETCHED, Ending.UNCHANGED})


@dataclass(frozen=True)
class Wanted:
    """One address. name: of the file to be, without its ending; a catalogue id, or made from it.

    source_id: of the catalogue entry, None if there is none. is_report: a page found at the
    address may only lead to the publication.
    """

    name: str
    url: str
    source_id: str | None = None
    is_report: bool = True


@dataclass(frozen=True)
class FetchOutcome:
    """One address. message: one line: why it is not here, or what to know although it is.

    path: the file, None if there is none. size in bytes; seconds with all waiting.
    """

    name: str
    url: str
    ending: Ending
    message: str = ""
    path: Path | None = None
    size: int = 0
    seconds: float = 0.0
    source_id: str | None = None

    @property
    def about(self) -> str:
        """What it is about: the address, and the catalogue entry if there is one."""
        return ": ".join(part for part in (self.source_id, self.url) if part)

    @property
    def line(self) -> str:
        """The message with what it is about, for a place where nothing else says that."""
        return f"{self.about}: {self.message}"


@dataclass(frozen=True)
class FetchReport:
    """All outcomes, in the order asked. note: a line on the work as a whole, if need be.

    stopped: by a person, or by something that concerns all addresses.
    """

    outcomes: tuple[FetchOutcome, ...]
    seconds: float = 0.0
    note: str = ""
    stopped: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """What is here now, new or not."""
        return tuple(outcome.path for outcome in self.outcomes if outcome.path is not None)

    def count(self, ending: Ending) -> int:
        """How many addresses ended like this."""
        return sum(outcome.ending is ending for outcome in self.outcomes)


@dataclass(frozen=True)
class FetchProgress:
    """How far the work is: addresses, bytes and seconds."""

    done: int
    total: int
    size: int
    seconds: float
    latest: FetchOutcome | None = None
