"""Makes the library sound before it is used, and says so in one line."""

from collections.abc import Callable
from contextlib import closing, suppress

from ingest import stamp
from ingest.embed import embedder_name
from ingest.errors import BrokenDatabase, IngestError, LibraryBusy, LibraryFull, WrongModel
from ingest.library import Library
from ingest.lock import writing
from ingest.rereading import Rereader
from ingest.salvage import salvage
from ingest.settings import Settings
from ingest.soundness import NO_CARD, Soundness, examine

Say = Callable[[str], None]


def mend_if_free(settings: Settings, say: Say, *, surely: bool = False) -> None:
    """For a reader: make the library sound unless a writer is at work or it was left in order.

    surely: something is known to be wrong. Raises LibraryBusy then, LibraryFull, WrongModel.
    """
    if not surely and not needs_a_look(settings):
        return
    try:
        with writing(settings.home, patience=0, mending=True):
            mend(settings, say)
    except (LibraryBusy, LibraryFull):
        # Someone else is at it, or there is no room: what is sound can be read all the same.
        if surely:
            raise


def needs_a_look(settings: Settings) -> bool:
    """Whether the database may be other than the last writer left it."""
    return not stamp.is_as_left(settings.library_path)


def opened(settings: Settings, say: Say, *, any_model: bool = False) -> Library:
    """The library, sound, to be written to. Only for the writer; raises as `mend` and Library."""
    if needs_a_look(settings):
        mend(settings, say)
    name = embedder_name(settings)
    try:
        return Library(settings.home, name, any_model=any_model)
    except BrokenDatabase:
        mend(settings, say)
        return Library(settings.home, name, any_model=any_model)


def mend(settings: Settings, say: Say) -> Soundness:
    """Look at every row and put right what is wrong; returns what was. Only for the writer.

    Raises LibraryFull, WrongModel.
    """
    found = _look(settings)
    if found.structure:
        salvage(settings, _shortly(found.structure[0]), say)
    elif found.documents:
        with closing(Library(settings.home, embedder_name(settings), any_model=True)) as library:
            read_again(library, settings, found.documents, say)
            library.settle_cards()
            library.settle()
    return found


def _look(settings: Settings) -> Soundness:
    name = embedder_name(settings)
    try:
        with closing(Library(settings.home, name, any_model=True)) as library:
            if library.model != name and library.counts()[0] and library.cards_name(name):
                return Soundness((f"its model is said to be {library.model}",), {})
            found = examine(library)
            if not found.structure and not found.documents:
                with suppress(LibraryFull):
                    # A full disk keeps nobody from reading or removing; cards can be drawn later.
                    library.settle_cards()
                    library.settle()
            return found
    except BrokenDatabase as error:
        return Soundness((str(error),), {})


def read_again(
    library: Library, settings: Settings, wrong: dict[str, str], say: Say
) -> dict[str, str]:
    """Make the rows of documents again from their originals; returns what could not be, and why.

    wrong: document_id -> what is wrong with it.
    """
    left: dict[str, str] = {}
    placed = library.cards.revisions()
    with Rereader(library, settings) as rereader:
        for document_id, problem in wrong.items():
            if problem == NO_CARD:
                library.draw_card(document_id)
                continue
            card = library.cards.read(document_id, placed.get(document_id, 0))
            row = card.row if card else library.row(document_id)
            try:
                rereader.put_again(row, card)
            except (LibraryFull, WrongModel, BrokenDatabase):
                raise
            except IngestError as error:
                left[document_id] = str(error)
                say(f"{problem.capitalize()}: {error}")
    mended = [key for key, problem in wrong.items() if problem != NO_CARD and key not in left]
    if mended:
        say(f"{len(mended):,} documents were not as they were stored, and were read again.")
    return left


def _shortly(reason: str) -> str:
    return reason if len(reason) <= 160 else f"{reason[:160]}…"
