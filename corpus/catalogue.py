"""The catalogue: one Source per publication that the assistant should be able to hold."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from corpus.errors import BadCatalogue
from corpus.yamlfile import one_line, read_yaml

DOC_TYPES = ("report", "briefing", "blog", "policy-paper", "evidence-review", "webpage")
STATUSES = ("current", "superseded", "withdrawn", "consultation", "draft")
THEMES = (
    "inclusive-local-economy", "greener-economy", "innovation", "skills", "communities",
    "cultural-recovery", "felt-experiences", "place-partnerships", "evidence-and-evaluation",
    "devolution-and-funding", "programme",
)  # fmt: skip

# How the remark at the head of every evidence note begins: it is no evidence and never a claim.
NOTE_REMARK = "Evidence note:"

_ALLOWED = {
    "id": "a unique name of small letters, digits and hyphens, such as lpip-hub-about",
    "title": "text",
    "publisher": "text or null",
    "authors": "a list of names, or left out",
    "date": "a real date written 2024, 2024-02 or 2024-02-13, or null",
    "url": "an address that begins https:// or http://, or left out with no_url saying why",
    "no_url": "text that says why there is no address, only where url is left out",
    "seen_as": "text that says which copy was read, or left out",
    "doc_type": f"one of {', '.join(DOC_TYPES)}",
    "places": "a list of place names of the taxonomy",
    "nations": "a list of nation names of the taxonomy",
    "themes": f"a list out of {', '.join(THEMES)}",
    "licence": "text or null",
    "status": f"one of {', '.join(STATUSES)}",
    "supersedes": "a list of ids of other entries, or left out",
}


@dataclass(frozen=True)
class Source:
    """One publication.

    published: ISO date, possibly partial ("2024", "2024-02", "2024-02-13"); None if none was seen.
    url: None only where no address is known; `no_url` then says why.
    places, nations, themes: names and ids of the taxonomy. supersedes: ids of older editions held.
    status: "current" means that nothing held here says otherwise.
    seen_as: which copy the facts were read from, when it was not the publisher's own page.
    """

    source_id: str
    title: str
    publisher: str | None
    authors: tuple[str, ...]
    published: str | None
    url: str | None
    doc_type: str
    places: tuple[str, ...]
    nations: tuple[str, ...]
    themes: tuple[str, ...]
    licence: str | None
    status: str
    supersedes: tuple[str, ...]
    no_url: str | None = None
    seen_as: str | None = None


class Catalogue:
    """All sources, in the order of the file."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self._by_id = {source.source_id: source for source in sources}
        self._by_url: dict[str, Source] = {}
        for source in sources:
            if source.url:
                # Two entries may describe one page (two readings of it): the first one stands.
                self._by_url.setdefault(_plain_url(source.url), source)

    def __iter__(self) -> Iterator[Source]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, source_id: str) -> Source | None:
        """The source with this id, None if there is none."""
        return self._by_id.get(source_id)

    def by_url(self, url: str) -> Source | None:
        """The source at this address; scheme, www, port, fragment and last slash do not matter."""
        return self._by_url.get(_plain_url(url))


def load_catalogue(path: Path | None = None, *, extra: Path | None = None) -> Catalogue:
    """The catalogue at `path`, or the packaged one; the entries of `extra` laid over it.

    An entry of `extra` takes the place of the one with its id. Raises BadCatalogue: file, entry,
    field, what is allowed.
    """
    sources = _read(path or Path(__file__).with_name("catalogue.yaml"), {})
    if extra is not None:
        sources |= _read(extra, sources)
    return Catalogue(tuple(sources.values()))


def notes_folder() -> Path:
    """The folder with the evidence notes of the starter corpus."""
    return Path(__file__).with_name("notes")


def _read(file: Path, held: Mapping[str, Source]) -> dict[str, Source]:
    """The entries of one file, by id. held: entries that these may supersede as well."""
    entries = read_yaml(file, BadCatalogue)
    if not isinstance(entries, list):
        raise BadCatalogue(f"{file}: must be a YAML list with one entry per publication.")
    try:
        checked = _ENTRIES.validate_python(entries)
    except ValidationError as problem:
        raise BadCatalogue(_first_problem(file, entries, problem)) from None
    _check_ids(file, checked, held)
    return {entry.id: entry.source() for entry in checked}


def _plain_url(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # "http://[": no address, so it can equal none
        return url
    host = (parts.hostname or "").removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _date_as_text(value: object) -> object:
    # YAML reads an unquoted 2024 as a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _real_date(value: str) -> str:
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise ValueError("not an ISO date")
    date.fromisoformat(f"{value}-01-01"[:10] if len(value) < 8 else value)
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", value):
        raise ValueError("not a web address")
    return value


_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Entry(BaseModel):
    """One entry as it stands in the file."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: _Text
    publisher: _Text | None = None
    authors: tuple[_Text, ...] = ()
    date: Annotated[str, BeforeValidator(_date_as_text), AfterValidator(_real_date)] | None = None
    url: Annotated[str, AfterValidator(_web_address)] | None = None
    no_url: _Text | None = None
    seen_as: _Text | None = None
    doc_type: Literal[DOC_TYPES]  # type: ignore[valid-type]  # one list for the check and the message
    places: tuple[_Text, ...]
    nations: tuple[_Text, ...]
    themes: tuple[Literal[THEMES], ...]  # type: ignore[valid-type]  # as above
    licence: _Text | None = None
    status: Literal[STATUSES] = "current"  # type: ignore[valid-type]  # as above
    supersedes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _says_why_without_address(self) -> Self:
        if (self.url is None) == (self.no_url is None):
            raise ValueError(
                f"field url and field no_url: give exactly one; url is {_ALLOWED['url']}"
            )
        return self

    def source(self) -> Source:
        return Source(
            source_id=self.id,
            title=self.title,
            publisher=self.publisher,
            authors=self.authors,
            published=self.date,
            url=self.url,
            doc_type=self.doc_type,
            places=self.places,
            nations=self.nations,
            themes=self.themes,
            licence=self.licence,
            status=self.status,
            supersedes=self.supersedes,
            no_url=self.no_url,
            seen_as=self.seen_as,
        )


_ENTRIES = TypeAdapter(list[_Entry])


def _first_problem(file: Path, entries: Sequence[object], problem: ValidationError) -> str:
    first = problem.errors(include_url=False)[0]
    number = first["loc"][0]
    entry = entries[number] if isinstance(number, int) else None
    name = entry.get("id") if isinstance(entry, dict) else None
    label = f"entry {number + 1 if isinstance(number, int) else number}" + (
        f" ({name})" if name else ""
    )
    others = problem.error_count() - 1
    more = f" ({others} more like it or other)" if others else ""
    return f"{file}: {label}: {one_line(first, _ALLOWED)}.{more}"


def _check_ids(file: Path, entries: Sequence[_Entry], held: Collection[str]) -> None:
    known: set[str] = set()
    for number, entry in enumerate(entries, start=1):
        if entry.id in known:
            raise BadCatalogue(
                f"{file}: entry {number} ({entry.id}): field id is used twice; "
                f"it must be {_ALLOWED['id']}."
            )
        known.add(entry.id)
    for number, entry in enumerate(entries, start=1):
        for older in entry.supersedes:
            if older == entry.id or (older not in known and older not in held):
                raise BadCatalogue(
                    f"{file}: entry {number} ({entry.id}): field supersedes names {older!r}; "
                    f"it must be {_ALLOWED['supersedes']}."
                )
