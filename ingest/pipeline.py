"""A document's path: file -> reader -> passages -> vectors -> library -> derived indexes."""

import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from corpus.fetch.folder import FetchedFolder
from ingest import derived, mending
from ingest.absence import Absence, look_for, said_by_others, traces_in_library
from ingest.aside import ASIDE_NAME
from ingest.document import PUBLIC
from ingest.embed import load_embedder
from ingest.errors import BrokenDatabase, IndexNotWritten, LibraryFull
from ingest.files import Wanted, expand, sweep_files
from ingest.forgetting import forget
from ingest.held import HeldDocument
from ingest.intake import Intake
from ingest.library import Library
from ingest.lock import writing
from ingest.outcome import Outcome, Progress, Report, State
from ingest.prepare import text_to_embed
from ingest.settings import Settings
from ingest.store import sweep_private
from ingest.storewriter import StoreWriter

log = logging.getLogger(__name__)

OnProgress = Callable[[Progress], None]

# A running assistant should see new documents within seconds; making the index ready must not
# cost more than a twentieth of the work.
_AT_LEAST_S = 3.0
_SHARE = 20
# Chroma's process is begun when so few files are left: it takes a second to load, and 60 MB.
_FEW_LEFT = 3
_CHANGED = frozenset({State.ADDED, State.REPLACED})


def unwatched(progress: Progress) -> None:
    """For work that nobody watches."""


def add(
    paths: Sequence[Path],
    settings: Settings,
    *,
    on_progress: OnProgress = unwatched,
    collection: str = PUBLIC,
) -> Report:
    """Put files and folders in. A file that cannot be read costs only itself.

    collection: for files that do not name one themselves. Raises LibraryBusy, WrongModel,
    DamagedLibrary, ModelUnavailable.
    """
    started = monotonic()
    wanted, refused = expand(paths)
    outcomes = [Outcome(path, State.FAILED, message=reason) for path, reason in refused]
    said: list[str] = []
    with writing(settings.home):
        work = _Work(settings, wanted, on_progress, collection)
        try:
            done, note = work.take_in(said.append)
        except BrokenDatabase as error:
            # Damage that only shows when a row is used. What is in by now is not read again.
            log.warning("%s", error)
            mending.mend(settings, said.append)
            done, note = work.take_in(said.append)
    outcomes += done
    outcomes += _not_done(wanted, outcomes, note)
    told = " ".join(line for line in (*said, note) if line)
    return Report(tuple(outcomes), monotonic() - started, told)


@dataclass(frozen=True)
class _Work:
    """One command's files."""

    settings: Settings
    wanted: Sequence[Wanted]
    on_progress: OnProgress
    collection: str

    def take_in(self, say: Callable[[str], None]) -> tuple[list[Outcome], str]:
        """What became of the files that were reached, and a line if not all were."""
        outcomes: list[Outcome] = []
        note = ""
        settings = self.settings
        with closing(mending.opened(settings, say)) as library:
            sweep_files(library.files, library.kept_names())
            library.place_all()
            watch = _Watch(library, settings, self.wanted, self.on_progress)
            # A store that has something is added to; one that has nothing is filled ahead.
            was_empty = not library.counts()[1]
            try:
                with StoreWriter() as writer:
                    with Intake(library, settings, self.collection) as intake:
                        for outcome in intake.outcomes(self.wanted):
                            outcomes.append(outcome)
                            watch.saw(outcome)
                            if self._nearly_done(outcomes):
                                writer.begin()
                                if was_empty:
                                    writer.ahead(library, settings.index_folder)
                    if library.counts()[0] or settings.index_folder.is_dir():
                        folder = settings.index_folder
                        derived.bring_up(library, folder, write_store=writer.write)
                library.settle()
            except (LibraryFull, IndexNotWritten) as error:
                note = str(error)
            except KeyboardInterrupt:
                note = (
                    "Interrupted. What was stored is safe; run the same command again for the rest."
                )
            sweep_files(library.files, library.kept_names())
        return outcomes, note

    def _nearly_done(self, outcomes: Sequence[Outcome]) -> bool:
        """Whether Chroma will soon be written, so that it may as well be loaded beside the rest."""
        left = len(self.wanted) - len(outcomes)
        return left <= _FEW_LEFT and any(made.state in _CHANGED for made in outcomes)


def add_starter(settings: Settings, *, on_progress: OnProgress = unwatched) -> Report:
    """Put the starter corpus in: the evidence notes that come with the program."""
    from corpus.catalogue import notes_folder

    return add([notes_folder()], settings, on_progress=on_progress)


def remove(name: str, settings: Settings) -> tuple[HeldDocument, Absence]:
    """Take a document out of the library, its indexes, its files and the records of answers.

    Returns what it was, and the proof that nothing of it is left in any file. name: its id, the
    beginning of it, or its catalogue id. Raises UnknownDocument, LibraryBusy, IndexNotWritten.
    """
    with (
        writing(settings.home),
        closing(mending.opened(settings, log.warning, any_model=True)) as library,
    ):
        held = library.find(name)
        traces = traces_in_library(library, held.document_id)
        # First, so that a removal that ends here is one that can be asked for again.
        forget(settings.home, traces, lambda: said_by_others(library, held.document_id))
        library.remove(held.document_id)
        FetchedFolder(settings.fetched_folder).forget(Path(held.path))
        # A database set aside as damaged still has the text.
        shutil.rmtree(settings.home / ASIDE_NAME, ignore_errors=True)
        sweep_files(library.files, library.kept_names())
        derived.bring_up(library, settings.index_folder)
        sweep_private(settings.index_folder, in_use=True)
        return held, look_for(traces, settings)


def rebuild(settings: Settings, *, re_embed: bool = False) -> int:
    """Make the derived indexes anew; with `re_embed` all vectors first, by the configured model.

    Returns the number of passages. Raises LibraryBusy, IndexNotWritten, ModelUnavailable.
    """
    with (
        writing(settings.home),
        closing(mending.opened(settings, log.warning, any_model=re_embed)) as library,
    ):
        if re_embed:
            _embed_again(library, settings)
        library.place_all()
        derived.bring_up(library, settings.index_folder, everything=True)
        library.settle()
        return library.counts()[1]


def _embed_again(library: Library, settings: Settings) -> None:
    embedder = load_embedder(settings)

    def vectors() -> Iterator[tuple[str, NDArray[np.float32]]]:
        for held in library.documents():
            passages = library.passages(held.document_id)
            texts = [text_to_embed(passage, held.metadata.title, embedder) for passage in passages]
            for passage, vector in zip(passages, embedder.embed_passages(texts), strict=True):
                yield passage.passage_id, vector

    library.replace_vectors(embedder.name, vectors())


def _not_done(wanted: Sequence[Wanted], outcomes: Sequence[Outcome], note: str) -> list[Outcome]:
    """An outcome for each file that was not reached."""
    done = {outcome.path for outcome in outcomes}
    reason = f"not done: {note}" if note else "not done"
    return [
        Outcome(file.path, State.FAILED, message=f"{file.path}: {reason}")
        for file in wanted
        if file.path not in done
    ]


class _Watch:
    """Tells how far the work is, and makes new documents findable while it goes on."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        wanted: Sequence[Wanted],
        on_progress: OnProgress,
    ) -> None:
        self._library = library
        self._index_folder = settings.index_folder
        self._sizes = {file.path: max(file.size, 1) for file in wanted}
        self._on_progress = on_progress
        self._started = monotonic()
        self._next_index = self._started + _AT_LEAST_S
        self._done = Progress(0, len(wanted), 0, 0, 0.0, 0, sum(self._sizes.values()))
        on_progress(self._done)

    def saw(self, outcome: Outcome) -> None:
        """After each file."""
        done = self._done
        self._done = replace(
            done,
            done=done.done + 1,
            pages=done.pages + outcome.pages,
            passages=done.passages + outcome.passages,
            seconds=monotonic() - self._started,
            bytes_done=done.bytes_done + self._sizes.get(outcome.path, 0),
            latest=outcome,
        )
        self._on_progress(self._done)
        if monotonic() > self._next_index and self._done.done < self._done.total:
            began = monotonic()
            try:
                derived.bring_up(self._library, self._index_folder, final=False)
            except IndexNotWritten as error:
                # The files still to come matter more; the end of the work tries again and tells.
                log.warning("%s", error)
            spent = monotonic() - began
            self._next_index = monotonic() + max(_AT_LEAST_S, _SHARE * spent)
