"""What is known about a publication: catalogue, then side-car, front matter, the file itself."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path

import yaml

from corpus.catalogue import STATUSES, Catalogue, Source
from corpus.fetch.provenance import beside
from corpus.taxonomy import Taxonomy
from ingest.document import PUBLIC, Metadata
from ingest.errors import BadMetadata
from ingest.guesses import guess
from ingest.readers.base import Draft, FrontValue
from ingest.readers.markdown import front_values

CATALOGUE, SIDECAR, FRONT_MATTER, FILE = "catalogue", "sidecar", "front matter", "file"
CURRENT = "current"
HOSTED_MODELS = ("allowed", "refused")
# Other spellings accepted in side-cars and front matter.
_SYNONYMS = {
    "id": "source_id", "date": "published", "author": "authors", "type": "doc_type",
    "license": "licence", "place": "places", "nation": "nations", "theme": "themes",
}  # fmt: skip
_LISTS = frozenset({"authors", "places", "nations", "themes", "supersedes"})
_KNOWN = frozenset(f.name for f in fields(Metadata)) - {"origins", "fetched"}
_NOT_OF_ENTRIES = frozenset({"collection", "hosted_models"})


@dataclass(frozen=True)
class Described:
    """Fields found in one place; an empty one says nothing.

    within: field -> where in that place, for people.
    """

    origin: str
    texts: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    within: Mapping[str, str] = field(default_factory=dict)


def describe(draft: Draft, path: Path, catalogue: Catalogue, taxonomy: Taxonomy) -> Metadata:
    """Metadata of a file; each field from the first of the four places that knows it.

    The catalogue entry is found by the source id in side-car or front matter, by the address, or
    by a file name that equals an id. Raises BadMetadata: file, field, what is allowed.
    """
    sidecar = _sidecar(path, taxonomy)
    front = _front_matter(draft, path, taxonomy)
    source = _source(draft, path, catalogue, (sidecar, front))
    guessed = guess(draft, path, taxonomy)
    file = Described(FILE, guessed.texts, guessed.lists, guessed.origins)
    metadata = _merged((_from_catalogue(source), sidecar, front, file), path)
    fetched = beside(path)
    return replace(metadata, fetched=fetched.told()) if fetched is not None else metadata


def _merged(places: Sequence[Described], path: Path) -> Metadata:
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    origins: dict[str, str] = {}
    for place in places:
        for name, text in place.texts.items():
            # What a text says of its own withdrawal is newer than who held it to be current.
            if text and (name not in texts or (name == "status" and texts[name] == CURRENT)):
                texts[name], origins[name] = text, place.within.get(name, place.origin)
        for name, values in place.lists.items():
            if values and name not in lists:
                lists[name], origins[name] = values, place.within.get(name, place.origin)
    return Metadata(
        title=texts.get("title") or path.stem,
        source_id=texts.get("source_id"),
        publisher=texts.get("publisher"),
        published=texts.get("published"),
        url=texts.get("url"),
        doc_type=texts.get("doc_type"),
        licence=texts.get("licence"),
        status=texts.get("status", CURRENT),
        collection=texts.get("collection", PUBLIC),
        hosted_models=texts.get("hosted_models", HOSTED_MODELS[0]),
        authors=lists.get("authors", ()),
        places=lists.get("places", ()),
        nations=lists.get("nations", ()),
        themes=lists.get("themes", ()),
        supersedes=lists.get("supersedes", ()),
        origins=tuple(sorted(origins.items())),
    )


def _source(
    draft: Draft, path: Path, catalogue: Catalogue, places: Sequence[Described]
) -> Source | None:
    for place in places:
        if source := catalogue.get(place.texts.get("source_id", "")):
            return source
    addresses = [*(place.texts.get("url") for place in places), draft.file_metadata.url]
    for address in addresses:
        if address and (source := catalogue.by_url(address)):
            return source
    return catalogue.get(path.stem)


def _from_catalogue(source: Source | None) -> Described:
    if source is None:
        return Described(CATALOGUE)
    texts = {name: getattr(source, name) or "" for name in _KNOWN - _LISTS - _NOT_OF_ENTRIES}
    lists = {name: getattr(source, name) for name in _LISTS}
    return Described(CATALOGUE, texts, lists)


def _sidecar(path: Path, taxonomy: Taxonomy) -> Described:
    """NAME.meta.yaml beside the file, NAME with or without the file's ending."""
    for sidecar in (Path(f"{path}.meta.yaml"), path.with_suffix(".meta.yaml")):
        if sidecar.is_file():
            return _checked(_loaded(sidecar), sidecar, SIDECAR, taxonomy, strict=True)
    return Described(SIDECAR)


def _loaded(sidecar: Path) -> list[tuple[str, FrontValue]]:
    try:
        loaded = yaml.safe_load(sidecar.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        cause = " ".join(str(error).split())[:160]
        raise BadMetadata(f"{sidecar}: cannot be read as YAML in UTF-8: {cause}") from error
    if loaded is None:
        return []
    if not isinstance(loaded, dict):
        raise BadMetadata(
            f"{sidecar}: must hold lines like `title: ...`, found {type(loaded).__name__}."
        )
    return list(front_values(loaded))


def _front_matter(draft: Draft, path: Path, taxonomy: Taxonomy) -> Described:
    """Ours (with `source_id` or `note`) must be right; that of other people is taken as it fits."""
    values = draft.file_metadata.front_matter
    ours = draft.is_note or draft.file_metadata.front("source_id") is not None
    return _checked(values, path, FRONT_MATTER, taxonomy, strict=ours)


def _checked(
    values: Sequence[tuple[str, FrontValue]],
    file: Path,
    origin: str,
    taxonomy: Taxonomy,
    *,
    strict: bool,
) -> Described:
    """The known fields, checked. strict: a wrong one is an error, else it is left out."""
    texts: dict[str, str] = {}
    lists: dict[str, tuple[str, ...]] = {}
    for given, value in values:
        name = _SYNONYMS.get(given, given)
        try:
            if name not in _KNOWN:
                if origin == SIDECAR:
                    raise BadMetadata(_unknown(given))
            elif name in _LISTS:
                listed = (value,) if isinstance(value, str) else value
                lists[name] = tuple(_allowed(name, part, taxonomy) for part in listed if part)
            elif isinstance(value, str):
                texts[name] = _allowed(name, value, taxonomy)
            else:
                raise BadMetadata("must be one text, not a list.")
        except BadMetadata as error:
            if strict:
                raise BadMetadata(f"{file}: field {given}: {error}") from None
    return Described(origin, texts, lists)


def _unknown(given: str) -> str:
    near = difflib.get_close_matches(given, sorted(_KNOWN | set(_SYNONYMS)), 1)
    hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(_KNOWN))}."
    return f"is not a known field. {hint}"


def _allowed(name: str, text: str, taxonomy: Taxonomy) -> str:
    """The text as the vocabulary writes it. Raises BadMetadata without file and field."""
    text = " ".join(text.split())
    if name == "themes":
        theme = taxonomy.theme(text)
        return theme.theme_id if theme else _refuse(text, [t.theme_id for t in taxonomy.themes])
    if name == "doc_type":
        return _doc_type(text, taxonomy)
    if name in ("places", "nations"):
        place = taxonomy.place(text)
        if name == "nations" and (place is None or place.kind not in ("nation", "group")):
            nations = [p.name for p in taxonomy.places if p.kind == "nation"]
            _refuse(text, [*nations, "UK"])
        # A place that the taxonomy does not know may still be a place.
        return place.name if place else text
    if name == "status" and text not in STATUSES:
        _refuse(text, STATUSES)
    if name == "hosted_models" and text not in HOSTED_MODELS:
        _refuse(text, HOSTED_MODELS)
    if name == "published":
        return _date(text)
    if name == "url" and not text.startswith(("https://", "http://")):
        raise BadMetadata(f"{text!r} must be an address that begins https:// or http://.")
    return text


def _doc_type(text: str, taxonomy: Taxonomy) -> str:
    for doc_type in taxonomy.doc_types:
        names = (doc_type.doc_type_id, doc_type.label, *doc_type.other_names)
        if text.casefold() in (name.casefold() for name in names):
            return doc_type.doc_type_id
    return _refuse(text, [doc_type.doc_type_id for doc_type in taxonomy.doc_types])


def _date(text: str) -> str:
    from ingest.dates import is_iso, iso_in

    found = text if is_iso(text) else iso_in(text)
    if found is None:
        raise BadMetadata(f"{text!r} must be a date such as 2024, 2024-02 or 2024-02-19.")
    return found


def _refuse(text: str, allowed: Sequence[str]) -> str:
    raise BadMetadata(f"{text!r} is not allowed; must be one of {', '.join(allowed)}.")
