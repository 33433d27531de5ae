"""Which publications are meant: entries of the catalogue, or an address."""

import difflib
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from corpus.catalogue import Catalogue, Source
from corpus.errors import BadChoice
from corpus.fetch.outcome import Wanted
from corpus.taxonomy import Taxonomy

# Of these a web page at the address is often only the way to the publication.
_REPORTS = frozenset({"report", "briefing", "policy-paper", "evidence-review"})


@dataclass(frozen=True)
class Choice:
    """What a person asked for. Ids alone, or the whole catalogue narrowed by theme and place."""

    ids: tuple[str, ...] = ()
    theme: str = ""
    place: str = ""


def chosen(choice: Choice, catalogue: Catalogue, taxonomy: Taxonomy) -> tuple[Source, ...]:
    """The entries meant, with and without an address. Raises BadChoice, naming what is near."""
    if choice.ids:
        return tuple(dict.fromkeys(_entry(each, catalogue) for each in choice.ids))
    theme = taxonomy.theme(choice.theme) if choice.theme else None
    if choice.theme and theme is None:
        names = [each.theme_id for each in taxonomy.themes]
        raise BadChoice(f"{choice.theme!r} is no theme. Themes: {', '.join(names)}.")
    place = _place(choice.place, catalogue, taxonomy) if choice.place else None
    found = tuple(
        source
        for source in catalogue
        if (theme is None or theme.theme_id in source.themes)
        and (place is None or place in (*source.places, *source.nations))
    )
    if not found:
        asked = " and ".join(each for each in (choice.theme, choice.place) if each)
        raise BadChoice(f"no entry of the catalogue is about {asked}.")
    return found


def of_entry(source: Source) -> Wanted:
    """An entry that has an address."""
    is_report = source.doc_type in _REPORTS
    return Wanted(source.source_id, source.url or "", source.source_id, is_report=is_report)


def of_address(url: str, catalogue: Catalogue) -> Wanted:
    """An address that a person gave; the catalogue entry of that address, if there is one.

    The name of the file to be says the host and the last part of the address, and differs for
    every address.
    """
    source = catalogue.by_url(url)
    if source is not None:
        return Wanted(source.source_id, url, source.source_id)
    try:
        parts = urlsplit(url)
        spoken = f"{parts.hostname or ''}-{unquote(parts.path).rstrip('/').rpartition('/')[2]}"
    except ValueError:
        spoken = "address"
    spoken = re.sub(r"\.(?:pdf|html?|docx|aspx|php)$", "", spoken.lower()).removeprefix("www.")
    plain = re.sub(r"[^a-z0-9]+", "-", spoken).strip("-")[:60].strip("-")
    return Wanted(f"{plain or 'address'}-{hashlib.sha256(url.encode()).hexdigest()[:8]}", url)


def _entry(source_id: str, catalogue: Catalogue) -> Source:
    found = catalogue.get(source_id)
    if found is None:
        near = difflib.get_close_matches(source_id, [each.source_id for each in catalogue], 1)
        hint = (
            f"Did you mean {near[0]}?" if near else "lpip-ingest fetch --all --dry-run lists all."
        )
        raise BadChoice(f"{source_id}: no entry of the catalogue has this id. {hint}")
    return found


def _place(name: str, catalogue: Catalogue, taxonomy: Taxonomy) -> str:
    place = taxonomy.place(name)
    if place is not None:
        return place.name
    used = {each for source in catalogue for each in (*source.places, *source.nations)}
    if name in used:
        return name
    near = difflib.get_close_matches(name, [*used, *(each.name for each in taxonomy.places)], 1)
    hint = f"Did you mean {near[0]}?" if near else "Use a name that the catalogue uses."
    raise BadChoice(f"{name!r} is no place that the catalogue knows. {hint}")
