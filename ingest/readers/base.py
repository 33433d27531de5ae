"""What every reader returns, and the limits it works under."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ingest.document import Block, Page, Table

MIB = 1024 * 1024

# A front-matter value: text, or a list of texts. Numbers, dates and booleans come as their text.
FrontValue = str | tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost.

    max_bytes: size of the file. max_unpacked_bytes: what a packed file (DOCX, ODT) may unpack to.
    max_pages, max_characters, max_cells (of spreadsheets): of the whole file; more is refused, not
    cut. seconds: wall clock of
    one file; stall_seconds: of one page, or of a file without pages. memory_bytes: address space
    of the child process. max_output_bytes: of its answer. open_files: in the child.
    """

    max_bytes: int = 200 * MIB
    max_unpacked_bytes: int = 256 * MIB
    max_pages: int = 5_000
    max_characters: int = 40_000_000
    max_cells: int = 200_000
    seconds: float = 300.0
    stall_seconds: float = 25.0
    memory_bytes: int = 1_024 * MIB
    max_output_bytes: int = 256 * MIB
    open_files: int = 64


@dataclass(frozen=True)
class FileMetadata:
    """What the file says about itself, unjudged: `ingest.metadata` decides what to believe.

    heading: the most prominent line of the first page. created: ISO date on which the file was
    made, which is not when its content was published; modified: on which it was last saved, which
    is no date of publication either, None for kinds that are made once, as PDFs. published: ISO
    date the content itself declares (HTML meta, front matter). front_matter: its keys and values
    in order.
    """

    title: str | None = None
    heading: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    created: str | None = None
    modified: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None
    front_matter: tuple[tuple[str, FrontValue], ...] = ()

    def front(self, name: str) -> FrontValue | None:
        """The front-matter value of that name, or None."""
        return next((value for key, value in self.front_matter if key == name), None)


@dataclass(frozen=True)
class Draft:
    """A file read once, before anything outside the file is known about it.

    problems: one line each for what could not be read, with the way out. lacks_ocr: True if OCR,
    or OCR with more time, may read more of it.
    """

    media_type: str
    pages: tuple[Page, ...]
    blocks: tuple[Block, ...] = ()
    file_metadata: FileMetadata = field(default_factory=FileMetadata)
    problems: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    lacks_ocr: bool = False

    @property
    def is_note(self) -> bool:
        """True if the front matter calls this an evidence note ("note: true")."""
        note = self.file_metadata.front("note")
        return isinstance(note, str) and note.lower() in {"true", "yes"}


# Called after each page, so that a watcher can tell slow from stuck.
OnPage = Callable[[int], None]


def unwatched(page: int) -> None:
    """For reading without a watcher."""


class Reader(Protocol):
    """Turns the file of one kind into pages and blocks. Raises UnreadableDocument."""

    def read(self, path: Path) -> Draft: ...
