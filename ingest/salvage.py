"""Makes a damaged library database again: from its own rows where they are what was stored, and
from the cards and the kept originals where they are not. The damaged file is kept aside.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.aside import ASIDE_NAME, new_aside
from ingest.cards import (
    CARDS_NAME,
    Card,
    Cards,
    Columns,
    Rows,
    Value,
    columns_of,
    digest_of,
    rows_of,
)
from ingest.embed import embedder_name
from ingest.errors import IngestError, LibraryFull, WrongModel
from ingest.files import NO_SPACE
from ingest.library import Library
from ingest.opened import LIBRARY_NAME
from ingest.rereading import Rereader
from ingest.schema import full
from ingest.settings import Settings
from ingest.soundness import inconsistency
from ingest.weights import sync_folder

_MAKING = "salvaging"
_PARTS = ("", "-wal", "-shm")


@dataclass
class _Found:
    """What there is of each document. to_read: its row, and its card if that is intact.

    unsure: rows taken over that no card vouches for. nameless: nothing but an original.
    """

    cards: dict[str, Card | None]
    taken_over: set[str] = field(default_factory=set)
    unsure: dict[str, dict[str, Value]] = field(default_factory=dict)
    to_read: dict[str, tuple[dict[str, Value], Card | None]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    keys: set[Value] = field(default_factory=set)
    lost: dict[str, str] = field(default_factory=dict)


def salvage(settings: Settings, reason: str, say: Callable[[str], None]) -> None:
    """Put a new database in the place of a damaged or missing one. Only for the writer.

    reason: what is wrong, in a few words. say: told in one line what was done, and in one more for
    each document that is lost. Raises LibraryFull, WrongModel.
    """
    home = settings.home
    making = home / _MAKING
    try:
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        found = _gather(home, making, settings)
        aside = _switch(home, making / LIBRARY_NAME, found)
    except OSError as error:
        if error.errno in NO_SPACE:
            raise full(home / LIBRARY_NAME) from error
        raise
    finally:
        shutil.rmtree(making, ignore_errors=True)
    read = len(found.to_read) + len(found.nameless) - len(found.lost)
    say(
        f"The library database was damaged ({reason}) and was made again: "
        f"{len(found.taken_over):,} documents from its rows, {read:,} by reading their originals "
        f"again. What was there before is kept in {aside}."
    )
    for line in found.lost.values():
        say(line)


def _gather(home: Path, making: Path, settings: Settings) -> _Found:
    """A new database in `making`, as complete as it can be."""
    cards = Cards(home / CARDS_NAME)
    placed = cards.revisions()
    newest_first = sorted(placed, key=lambda key: -placed[key])
    found = _Found({key: cards.read(key, placed[key]) for key in newest_first})
    intact = [card for card in found.cards.values() if card is not None]
    model = intact[0].model if intact else embedder_name(settings)
    with closing(Library(home, model, any_model=True, database=making / LIBRARY_NAME)) as library:
        library.reach(max(placed.values(), default=0) + 1)
        with _source(home, making) as source:
            for card in intact:
                _take_with_card(card, source, library, found)
            if source is not None:
                _take_without_card(source, library, found)
        for document_id, row in found.unsure.items():
            held = library.document(document_id)
            if held is None or inconsistency(library, held):
                found.taken_over.discard(document_id)
                found.to_read[document_id] = (row, None)
        known = found.taken_over | found.to_read.keys()
        found.nameless = [key for key, card in found.cards.items() if not card and key not in known]
        library.place_all()
        _read_originals(library, settings, found)
        library.settle_cards()
        library.settle()
    return found


@contextmanager
def _source(home: Path, making: Path) -> Iterator[sqlite3.Connection | None]:
    """A copy of what is left of the database; None if nothing is. Reading it may fail anywhere."""
    # Killed between moving the damaged one aside and moving the new one in, it lies aside.
    aside = sorted((home / ASIDE_NAME).glob(f"*/{LIBRARY_NAME}"))
    place = home / LIBRARY_NAME
    if not place.is_file() and aside:
        place = aside[-1]
    if not place.is_file():
        yield None
        return
    for part in _PARTS[:2]:
        lying = place.with_name(place.name + part)
        if lying.is_file():
            shutil.copyfile(lying, making / f"source.db{part}")
    with closing(sqlite3.connect(making / "source.db")) as connection:
        # Lets a file be read that is shorter than it says.
        connection.execute("PRAGMA writable_schema = ON")
        yield connection


def _take_with_card(
    card: Card, source: sqlite3.Connection | None, library: Library, found: _Found
) -> None:
    if card.row["key"] in found.keys:
        # An older edition, whose card a killed writer left.
        return
    found.keys.add(card.row["key"])
    rows = None if source is None else _rows(source, card.row["seq"], card.columns)
    if rows is not None and digest_of(rows) == card.digest:
        library.take_over(rows, card.columns)
        found.taken_over.add(card.document_id)
    else:
        found.to_read[card.document_id] = (card.row, card)


def _take_without_card(source: sqlite3.Connection, library: Library, found: _Found) -> None:
    """Documents of a library made before there were cards, or whose card is damaged as well."""
    with _tolerant():
        columns = columns_of(source)
        names = columns.get("documents", [])
        listed = ", ".join(f'"{name}"' for name in names)
        for values in source.execute(f"SELECT {listed} FROM documents"):
            row: dict[str, Value] = dict(zip(names, values, strict=True))
            document_id = str(row["document_id"])
            if found.cards.get(document_id) or row["key"] in found.keys:
                continue
            found.keys.add(row["key"])
            rows = _rows(source, row["seq"], columns)
            if rows is None or not _is_taken(library, rows, columns):
                found.to_read[document_id] = (row, None)
            else:
                found.taken_over.add(document_id)
                found.unsure[document_id] = row


def _is_taken(library: Library, rows: Rows, columns: Columns) -> bool:
    try:
        library.take_over(rows, columns)
    except IngestError:
        # Two rows that cannot both be there, say.
        return False
    return True


def _read_originals(library: Library, settings: Settings, found: _Found) -> None:
    with Rereader(library, settings) as rereader:
        for document_id, (row, card) in found.to_read.items():
            with _counted(document_id, found):
                rereader.put_again(row, card)
        for document_id in found.nameless:
            with _counted(document_id, found):
                rereader.put_afresh(document_id)


@contextmanager
def _counted(document_id: str, found: _Found) -> Iterator[None]:
    try:
        yield
    except (LibraryFull, WrongModel):
        raise
    except IngestError as error:
        found.lost[document_id] = f"Lost: {error}"


def _rows(source: sqlite3.Connection, seq: Value, columns: Columns) -> Rows | None:
    with _tolerant():
        return rows_of(source, seq, columns)
    return None


@contextmanager
def _tolerant() -> Iterator[None]:
    """What cannot be read of a damaged database is made again from originals."""
    try:
        yield
    except (sqlite3.Error, UnicodeError, OverflowError):
        return


def _switch(home: Path, made: Path, found: _Found) -> Path:
    """The new database in, the damaged one and cards of lost documents aside."""
    aside = new_aside(home)
    for part in _PARTS:
        damaged = home / f"{LIBRARY_NAME}{part}"
        if damaged.exists():
            damaged.rename(aside / damaged.name)
    made.rename(home / LIBRARY_NAME)
    for document_id in found.lost:
        for card in (home / CARDS_NAME).glob(f"{document_id}.*"):
            card.rename(aside / card.name)
    for folder in (aside, home / CARDS_NAME, home):
        sync_folder(folder)
    return aside
