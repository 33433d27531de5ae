"""From what a person types as filters to the allow-list of a search; unknown names are refused."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.errors import BadFilter
from corpus.taxonomy import Taxonomy
from ingest.filters import Filters
from ingest.index import Index

_DATE = re.compile(r"(?:19|20)\d{2}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@dataclass(frozen=True)
class Narrowing:
    """Filters as typed: names in any spelling that the taxonomy knows, dates as YYYY[-MM[-DD]]."""

    places: Sequence[str] = ()
    nations: Sequence[str] = ()
    themes: Sequence[str] = ()
    doc_types: Sequence[str] = ()
    publishers: Sequence[str] = ()
    since: str | None = None
    until: str | None = None
    newest_only: bool = False


def filters_from(typed: Narrowing, taxonomy: Taxonomy, index: Index) -> Filters:
    """The filters meant. A place stands for all places within it.

    Raises BadFilter naming the value and the nearest known ones.
    """
    return Filters(
        places=_places(typed.places, taxonomy),
        nations=tuple(_nation(name, taxonomy) for name in typed.nations),
        themes=tuple(_theme(name, taxonomy) for name in typed.themes),
        doc_types=tuple(_doc_type(name, taxonomy) for name in typed.doc_types),
        publishers=_publishers(typed.publishers, index),
        since=_date("--since", typed.since),
        until=_date("--until", typed.until),
        newest_only=typed.newest_only,
    )


def _places(names: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    wanted: list[str] = []
    for name in names:
        place = taxonomy.place(name)
        if place is None:
            known = [n for p in taxonomy.places for n in (p.name, *p.other_names)]
            raise BadFilter(_unknown("place", name, known))
        wanted.append(place.name)
        wanted += [p.name for p in taxonomy.places if place.name in (*p.within, p.nation)]
    return tuple(dict.fromkeys(wanted))


def _nation(name: str, taxonomy: Taxonomy) -> str:
    place = taxonomy.place(name)
    nations = [p.name for p in taxonomy.places if p.kind == "nation"]
    if place is None or (place.kind != "nation" and place.name not in ("UK", "Great Britain")):
        raise BadFilter(_unknown("nation", name, [*nations, "UK"]))
    return place.name


def _theme(name: str, taxonomy: Taxonomy) -> str:
    theme = taxonomy.theme(name)
    if theme is None:
        raise BadFilter(_unknown("theme", name, [t.theme_id for t in taxonomy.themes]))
    return theme.theme_id


def _doc_type(name: str, taxonomy: Taxonomy) -> str:
    for kind in taxonomy.doc_types:
        if name.casefold() in map(str.casefold, (kind.doc_type_id, kind.label, *kind.other_names)):
            return kind.doc_type_id
    raise BadFilter(_unknown("type", name, [kind.doc_type_id for kind in taxonomy.doc_types]))


def _publishers(names: Sequence[str], index: Index) -> tuple[str, ...]:
    """Every publisher held whose name contains what was typed."""
    if not names:
        return ()
    held = sorted(
        {d.metadata.publisher for d in index.documents(Filters()) if d.metadata.publisher}
    )
    wanted: list[str] = []
    for name in names:
        found = [publisher for publisher in held if name.casefold() in publisher.casefold()]
        if not found:
            raise BadFilter(_unknown("publisher", name, held))
        wanted += found
    return tuple(dict.fromkeys(wanted))


def _date(option: str, value: str | None) -> str | None:
    if value is not None and not _DATE.fullmatch(value):
        raise BadFilter(f"{option} {value!r} is not a date. Write YYYY, YYYY-MM or YYYY-MM-DD.")
    return value


def _unknown(what: str, name: str, known: Sequence[str]) -> str:
    folded: dict[str, str] = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.6)
    if near:
        hint = f"Did you mean {', '.join(folded[n] for n in near)}?"
    else:
        hint = f"Known: {', '.join(known[:12])}{' …' if len(known) > 12 else ''}."
    return f"{name!r} is not a known {what}. {hint}"
