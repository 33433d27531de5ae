"""`lpip-ingest fetch`, and the addresses among the paths of `lpip-ingest add`."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from ingest.errors import NothingAsked
from ingest.settings import Settings

if TYPE_CHECKING:
    from corpus.catalogue import Source
    from corpus.fetch.outcome import Wanted
    from ingest.fetching import FetchAndAdd
    from ingest.report import Json

FETCH_TEXT = "download publications of the catalogue and put them in"
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a command says: as JSON values, or shown on a console; and its exit status."""

    values: "Json | list[Json]"
    show: Callable[[Console], None]
    status: int


def describe(command: argparse.ArgumentParser) -> None:
    """The arguments of `fetch`."""
    command.add_argument("ids", nargs="*", metavar="ID", help="ids of catalogue entries")
    command.add_argument("--all", action="store_true", help="the whole catalogue")
    command.add_argument("--theme", default="", help="entries on this theme, such as skills")
    command.add_argument("--place", default="", help="entries about this place or nation")
    command.add_argument(
        "--attachments", action="store_true", help="also the PDF, where a page offers exactly one"
    )
    command.add_argument("--dry-run", action="store_true", help="list them and fetch nothing")
    command.add_argument("--collection", default="public", help="who may read them (public)")
    command.epilog = (
        "Every site's robots.txt is honoured, with one request at a time and a pause between. "
        "Files are kept in LPIP_HOME/fetched; run again, only what changed is downloaded."
    )


def is_address(text: str) -> bool:
    """Whether an argument of `add` is an address, and not a path.

    >>> is_address("https://example.org/x.pdf"), is_address("C:/x.pdf")
    (True, False)
    """
    return _ADDRESS.match(text) is not None


def fetch(chosen: argparse.Namespace, settings: Settings) -> Answer:
    """Fetches the entries that were chosen, or only says which. Raises CorpusError, IngestError."""
    from corpus.fetch.choice import Choice, of_entry
    from corpus.fetch.choice import chosen as entries_of
    from corpus.taxonomy import load_taxonomy
    from ingest.catalogues import catalogue_of
    from ingest.fetching import check_allowed, without_address

    narrowed = bool(chosen.all or chosen.theme or chosen.place)
    if narrowed == bool(chosen.ids):
        raise NothingAsked(
            "Say what to fetch: either ids of catalogue entries, or --all, --theme or --place. "
            "Add --dry-run to see the list first."
        )
    choice = Choice(tuple(chosen.ids), chosen.theme, chosen.place)
    entries = entries_of(choice, catalogue_of(settings), load_taxonomy())
    if chosen.dry_run:
        return _plan(entries, settings)
    check_allowed(settings)
    done = _fetch_and_add(chosen, settings, [of_entry(entry) for entry in entries if entry.url])
    # Who asks for all of a theme cannot do anything about entries without an address.
    lacking = () if narrowed else tuple(without_address(e) for e in entries if not e.url)
    outcomes = (*done.fetches.outcomes, *lacking)
    return _answer(replace(done, fetches=replace(done.fetches, outcomes=outcomes)))


def add(chosen: argparse.Namespace, settings: Settings) -> Answer:
    """Adds paths, and addresses after fetching them. Raises CorpusError, IngestError."""
    from corpus.fetch.choice import of_address
    from ingest.catalogues import catalogue_of

    if not all(each.strip() for each in chosen.paths):
        raise NothingAsked("One of the paths is empty. An empty path is not taken for this folder.")
    catalogue = catalogue_of(settings)
    addresses = dict.fromkeys(each for each in chosen.paths if is_address(each))
    paths = [Path(each) for each in chosen.paths if not is_address(each)]
    wanted = [of_address(each, catalogue) for each in addresses]
    return _answer(_fetch_and_add(chosen, settings, wanted, paths))


def _fetch_and_add(
    chosen: argparse.Namespace,
    settings: Settings,
    wanted: "Sequence[Wanted]",
    paths: Sequence[Path] = (),
) -> "FetchAndAdd":
    from ingest.fetching import Watch, fetch_and_add
    from ingest.fetchreport import FetchBar
    from ingest.report import ProgressBar

    console = Console(stderr=True)
    with FetchBar(console) as fetching, ProgressBar(console) as adding:
        return fetch_and_add(
            wanted,
            settings,
            ways=chosen.ways,
            attachments=chosen.attachments,
            paths=paths,
            collection=chosen.collection,
            watch=Watch(fetching, adding),
        )


def _answer(done: "FetchAndAdd") -> Answer:
    from ingest.fetchreport import fetches_json, print_fetches

    return Answer(
        fetches_json(done), lambda console: print_fetches(done, console), done.exit_status
    )


def _plan(entries: "Sequence[Source]", settings: Settings) -> Answer:
    from corpus.fetch.folder import FetchedFolder
    from ingest.fetchreport import plan_json, print_plan

    folder = FetchedFolder(settings.fetched_folder)
    plan = [(entry, folder.known(entry.source_id)) for entry in entries]
    return Answer(plan_json(plan), lambda console: print_plan(plan, console), 0)
