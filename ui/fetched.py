"""The catalogue as a choice of what to fetch, and what became of it, in lines. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import Source
from corpus.fetch.outcome import Ending, FetchOutcome, FetchProgress
from ingest.fetching import FetchAndAdd
from ingest.fetchreport import size_text
from ingest.outcome import IN, State
from ingest.report import duration
from ui import words
from ui.session import Outcome


@dataclass(frozen=True)
class Sought:
    """How the list is narrowed: words of title, publisher or date; any of the themes and places."""

    text: str = ""
    themes: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def offered(catalogue: Iterable[Source], sought: Sought) -> tuple[Source, ...]:
    """Entries with an address that fit, by title."""
    found = [source for source in catalogue if source.url and _fits(source, sought)]
    return tuple(sorted(found, key=lambda source: source.title.casefold()))


def entry_label(source: Source, held: Collection[str]) -> str:
    """One line for a list, as plain text. held: ids of entries whose publication is held."""
    about = ", ".join(part for part in (source.publisher, (source.published or "")[:4]) if part)
    here = f" ({words.ENTRY_HELD})" if source.source_id in held else ""
    return f"{source.title}{f' · {about}' if about else ''}{here}"


def progress_text(progress: FetchProgress) -> str:
    """E.g. "3 of 12 fetched, 4.2 MB"."""
    return words.FETCH_PROGRESS.format(
        done=progress.done, total=progress.total, size=size_text(progress.size)
    )


def lines(done: FetchAndAdd, titles: Mapping[str, str]) -> tuple[Outcome, ...]:
    """An outcome for each address: how it came, and what the library made of it.

    titles: name of what was wanted -> title to show.
    """
    added = {outcome.path.resolve(): outcome for outcome in done.added.outcomes}
    shown = []
    for outcome in done.fetches.outcomes:
        name = titles.get(outcome.name, outcome.name)
        in_library = added.get(Path(outcome.path).resolve()) if outcome.path else None
        if outcome.path is None or in_library is None:
            why = outcome.message if outcome.path is None else words.FETCHED_NOT_ADDED
            shown.append(Outcome(State.FAILED, name, why))
        elif in_library.state in IN:
            shown.append(Outcome(in_library.state, name, _how(outcome)))
        else:
            shown.append(Outcome(in_library.state, name, in_library.message))
    notes = (done.fetches.note, done.added.note)
    return (*shown, *(Outcome(State.FAILED, "", note) for note in notes if note))


def _fits(source: Source, sought: Sought) -> bool:
    there = " ".join((source.title, source.publisher or "", source.published or "")).casefold()
    return (
        all(word in there for word in sought.text.casefold().split())
        and (not sought.themes or bool(set(sought.themes) & set(source.themes)))
        and (not sought.places or bool({*sought.places} & {*source.places, *source.nations}))
    )


def _how(outcome: FetchOutcome) -> str:
    taken = {"size": size_text(outcome.size), "time": duration(outcome.seconds)}
    came = words.FETCHED_IN.format(**taken)
    came = came if outcome.ending is Ending.FETCHED else words.NOT_CHANGED
    return f"{came} {outcome.message}".strip()
