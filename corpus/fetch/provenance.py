"""Where a fetched file came from, kept beside it as NAME.fetched.json."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

ENDING = ".fetched.json"


@dataclass(frozen=True)
class Provenance:
    """How one file was fetched.

    name: of the catalogue entry, or made from the address. file: the file's name in its folder.
    requested, final: the address asked for and the one that gave the file; redirects: those in
    between. fetched_at, checked_at: ISO times, UTC; when the bytes came, when they were last found
    unchanged. content_type, etag, last_modified: as the server said, empty if it did not.
    """

    name: str
    file: str
    requested: str
    final: str
    sha256: str
    size: int
    fetched_at: str
    checked_at: str
    redirects: tuple[str, ...] = ()
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""
    source_id: str | None = None

    def told(self) -> tuple[tuple[str, str], ...]:
        """As pairs of text for a document's metadata; what is empty is left out."""
        pairs = (
            ("requested", self.requested),
            ("redirects", " -> ".join(self.redirects)),
            ("final", self.final),
            ("fetched_at", self.fetched_at),
            ("sha256", self.sha256),
            ("content_type", self.content_type),
            ("etag", self.etag),
            ("last_modified", self.last_modified),
        )
        return tuple((name, text) for name, text in pairs if text)


_CHECKED = TypeAdapter(Provenance)


def beside(file: Path) -> Provenance | None:
    """The provenance of a file, None if nothing (or nothing readable) is kept beside it."""
    found = read(file.with_name(f"{file.stem}{ENDING}"))
    return found if found is not None and found.file == file.name else None


def read(path: Path) -> Provenance | None:
    """None if the file is not there or is damaged: the publication is then fetched anew."""
    try:
        return _CHECKED.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def as_json(provenance: Provenance) -> str:
    """For keeping."""
    return json.dumps(asdict(provenance), ensure_ascii=False, indent=1) + "\n"
