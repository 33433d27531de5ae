"""The library's list: which publications are shown and in which order. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum

from ingest.held import HeldDocument
from ingest.standing import Standing
from ui.publication import guessed


class Show(StrEnum):
    """What the list is narrowed to."""

    ALL = "all"
    FULL = "full"
    NOTES = "notes"
    PROBLEMS = "problems"
    UNDATED = "undated"
    GUESSED = "guessed"
    REPLACED = "replaced"


class Order(StrEnum):
    """How the list is ordered."""

    TITLE = "title"
    NEWEST = "newest"
    ADDED = "added"
    PAGES = "pages"


Standings = Mapping[str, Standing]


def kinds(document: HeldDocument, standings: Standings) -> frozenset[Show]:
    """Every narrowing that lets the document through."""
    standing = standings.get(document.document_id)
    old = bool(standing and standing.newer) or document.metadata.status != "current"
    held = {
        Show.ALL: True,
        Show.FULL: not document.is_note,
        Show.NOTES: document.is_note,
        Show.PROBLEMS: bool(document.problems),
        Show.UNDATED: not document.metadata.published,
        Show.GUESSED: bool(guessed(document)),
        Show.REPLACED: old,
    }
    return frozenset(kind for kind, is_so in held.items() if is_so)


def counts(documents: Iterable[HeldDocument], standings: Standings) -> dict[Show, int]:
    """How many documents each narrowing lets through; none that lets nothing through but ALL."""
    counted = Counter(kind for d in documents for kind in kinds(d, standings))
    return {kind: counted[kind] for kind in Show if counted[kind] or kind is Show.ALL}


def listed(
    documents: Iterable[HeldDocument], show: Show, order: Order, standings: Standings
) -> list[HeldDocument]:
    """The documents shown; equal ones keep the order that they came in."""
    found = [d for d in documents if show in kinds(d, standings)]
    if order is Order.NEWEST:
        found.sort(key=lambda d: d.metadata.published or "", reverse=True)
    elif order is Order.ADDED:
        found.sort(key=lambda d: d.added, reverse=True)
    elif order is Order.PAGES:
        found.sort(key=lambda d: -d.page_count)
    else:
        found.sort(key=lambda d: d.metadata.title.casefold())
    return found
