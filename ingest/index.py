"""A reader's view of everything held: library, Chroma and keyword index as one thing.

Searches see what the library holds now. What a derived index lacks or should no longer have is
made good from the library, so a writer at work never spoils an answer.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import RLock
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from ingest import derived, generation
from ingest.document import Page, Passage, Table
from ingest.embed import embedder_name
from ingest.errors import BrokenDatabase, IndexNotWritten, LibraryBusy
from ingest.filters import Filters
from ingest.generation import Generation
from ingest.held import HeldDocument, HeldPassage
from ingest.lexical import FieldWeights, KeywordIndex
from ingest.lock import writing
from ingest.mending import mend_if_free
from ingest.ocrwords import Box, boxes_of
from ingest.reading import LibraryReader
from ingest.settings import Settings
from ingest.standing import Standing
from ingest.store import PassageStore
from ingest.vectors import VectorTable

log = logging.getLogger(__name__)

Say = Callable[[str], None]

_LOOK_AGAIN_S = 1.0
# So many more than asked for, to make good for passages that are gone.
_SLACK = 20


@dataclass(frozen=True)
class _State:
    """What one revision's searches use; replaced as a whole.

    words: of the sealed generation; fresh: of what came in after it, None if nothing did.
    """

    revision: int
    table: VectorTable
    words: KeywordIndex
    sealed: Generation | None
    fresh: KeywordIndex | None = None


class Index:
    """Searches and look-ups. Safe to share by threads. Made by `open`."""

    def __init__(self, settings: Settings, library: LibraryReader, say: Say) -> None:
        self._settings = settings
        self._library = library
        self._say = say
        self._lock = RLock()
        self._store: PassageStore | None = None
        self._store_number = 0
        self._looked = monotonic()
        self._state = self._load(None)

    @classmethod
    def open(cls, settings: Settings, *, say: Say = log.info) -> "Index":
        """Open the library of `settings`; an empty one is made if there is none.

        say: told in one line when the library or a derived index is missing or damaged and is made
        again. Raises WrongModel, DamagedLibrary, LibraryBusy.
        """
        mend_if_free(settings, say)
        try:
            return cls._opened(settings, say)
        except BrokenDatabase:
            mend_if_free(settings, say, surely=True)
            return cls._opened(settings, say)

    @classmethod
    def _opened(cls, settings: Settings, say: Say) -> "Index":
        library = LibraryReader(settings.home, embedder_name(settings))
        try:
            return cls(settings, library, say)
        except BaseException:
            library.close()
            raise

    def close(self) -> None:
        """Let go of files; the object is of no use afterwards."""
        with self._lock:
            self._close_store()
            self._library.close()

    @property
    def revision(self) -> str:
        """Names the state of the library that searches see, e.g. "3f2a9c1b-128"."""
        return f"{self._library.library_id[:8]}-{self._state.revision}"

    def refresh(self) -> bool:
        """Take in what was written since; True if anything was. Searches call it by themselves."""
        with self._lock:
            self._looked = monotonic()
            if self._library.is_replaced or self._library.is_copy:
                # Threads that still ask the old one keep it open until they have their answer.
                self._library = LibraryReader(self._settings.home, embedder_name(self._settings))
                self._state = self._load(None)
                return True
            state = self._state
            number = generation.current_number(self._settings.index_folder)
            same = state.sealed is None or state.sealed.number == number
            if state.revision == self._library.revision and same:
                return False
            self._library.check_model(embedder_name(self._settings))
            self._state = self._load(state)
            return self._state.revision != state.revision

    def dense(
        self, vector: NDArray[np.float32], k: int, filters: Filters
    ) -> list[tuple[str, float]]:
        """(passage_id, cosine) best first, among what `filters` allow."""
        state = self._current()
        allowed = self._allowed(state, filters)
        asked = np.asarray(vector, np.float32).reshape(-1)
        if not len(state.table) or allowed == []:
            return []
        many = len(state.table) > self._settings.exact_up_to
        if allowed is None and many and state.sealed and state.sealed.seal.in_chroma:
            return self._approximate(state, state.sealed, asked, k)
        return state.table.nearest(asked, k, allowed)

    def lexical(
        self, query: str, k: int, filters: Filters, *, weights: FieldWeights | None = None
    ) -> list[tuple[str, float]]:
        """(passage_id, BM25 score) best first, among what `filters` allow; any text is legal."""
        state = self._current()
        allowed = self._allowed(state, filters)
        ids = None if allowed is None else self._ids(allowed)
        found = dict(state.words.search(query, k + _SLACK, ids, weights))
        if state.fresh is not None:
            found |= state.fresh.search(query, k + _SLACK, ids, weights)
        hits = [(key, score) for key, score in found.items() if key in state.table]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))[:k]

    def document_frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word, in any of its forms, stands."""
        state = self._current()
        found = state.words.frequency(words)
        fresh = state.fresh.frequency(words) if state.fresh is not None else {}
        return {word: count + fresh.get(word, 0) for word, count in found.items()}

    @property
    def passage_count(self) -> int:
        """Passages that searches see."""
        return len(self._state.table)

    def held(self, passage_ids: Sequence[str]) -> dict[str, HeldPassage]:
        """The passages among these ids that are in the library, in the order asked for."""
        return self._library.held(passage_ids)

    def vectors(self, passage_ids: Sequence[str]) -> NDArray[np.float32]:
        """(n, dim) float32, unit norm. Raises KeyError for an id that is not held."""
        return self._current().table.vectors(passage_ids)

    def neighbours(
        self, passage_id: str, *, before: int = 1, after: int = 1
    ) -> tuple[Passage, ...]:
        """Passages around one in the same document, in order, itself left out."""
        return self._library.neighbours(passage_id, before, after)

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in order; none if it is not held."""
        return self._library.passages(document_id)

    def page(self, document_id: str, number: int) -> Page:
        """A page by its 1-based number. Raises KeyError."""
        return self._library.page(document_id, number)

    def tables_under(self, passage: Passage) -> tuple[Table, ...]:
        """The tables of which a passage holds rows."""
        held = self._library.tables(passage.document_id, passage.page_start)
        return tuple(t for t in held if t.start < passage.end and passage.start < t.end)

    def places(
        self, document_id: str, number: int, spans: Sequence[tuple[int, int]]
    ) -> tuple[Box, ...]:
        """Boxes of the words of spans on a page that OCR read, in points from its upper left."""
        return boxes_of(self._library.words(document_id, number), spans)

    def document(self, document_id: str) -> HeldDocument | None:
        """The document with this id."""
        return self._library.document(document_id)

    def standings(self, document_ids: Sequence[str], filters: Filters) -> dict[str, Standing]:
        """Where documents stand among the editions that `filters` let the asker see, by id.

        A document that is the only one of its work is left out.
        """
        return self._library.standings(filters.collections, document_ids)

    def documents(self, filters: Filters) -> tuple[HeldDocument, ...]:
        """The documents that `filters` allow, by title."""
        return self._library.documents(filters)

    def document_count(self, filters: Filters) -> int:
        """How many documents `filters` allow."""
        return len(self._library.allowed(filters))

    def _current(self) -> _State:
        # One search looks; the others go on with what is there.
        if monotonic() - self._looked > _LOOK_AGAIN_S and self._lock.acquire(blocking=False):
            try:
                self.refresh()
            finally:
                self._lock.release()
        return self._state

    def _allowed(self, state: _State, filters: Filters) -> list[int] | None:
        """Numbers of the documents a search may see; None if that is all of them."""
        allowed = self._library.allowed(filters)
        return None if np.isin(state.table.distinct_documents, allowed).all() else allowed

    def _ids(self, documents: list[int]) -> list[str]:
        known = self._library.numbered_documents()
        return [known[seq] for seq in documents if seq in known]

    def _approximate(
        self, state: _State, sealed: Generation, vector: NDArray[np.float32], k: int
    ) -> list[tuple[str, float]]:
        """What Chroma finds, with exact cosines, and the newest passages it does not have yet."""
        try:
            with self._lock:
                if self._store is None or self._store_number != sealed.number:
                    self._close_store()
                    self._store = PassageStore(sealed.chroma, self._settings.index_folder)
                    self._store_number = sealed.number
                found = self._store.search(vector, k + _SLACK)
        except FileNotFoundError:
            # A writer has switched to the next generation; the next look takes it.
            return state.table.nearest(vector, k, None)
        except Exception:
            log.exception("Chroma did not answer; comparing with every passage instead")
            return state.table.nearest(vector, k, None)
        near = [(key, state.table.cosine(key, vector)) for key, _ in found if key in state.table]
        near += state.table.nearest(vector, k, None, beyond=sealed.seal.through)
        return sorted(near, key=lambda hit: (-hit[1], hit[0]))[:k]

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
            self._store = None

    def _load(self, previous: _State | None) -> _State:
        library = self._library
        revision = library.revision
        if previous is not None and library.vectors_since <= previous.revision:
            table = previous.table.updated(library)
        else:
            table = VectorTable.load(library)
        sealed = self._sealed()
        if previous is not None and sealed is not None and previous.sealed == sealed:
            fresh = derived.newer_words(library, sealed, (previous.fresh, previous.revision))
            return _State(revision, table, previous.words, sealed, fresh)
        while sealed is not None:
            try:
                fresh = derived.newer_words(library, sealed, (None, 0))
                return _State(revision, table, KeywordIndex(sealed.words), sealed, fresh)
            except OSError:
                # A writer has switched to the next generation since we looked.
                newer = self._sealed()
                sealed = None if newer == sealed else newer
        words = KeywordIndex(None)
        words.write(w for key in library.changes_since(0).present for w in library.wordings(key))
        return _State(revision, table, words, None)

    def _sealed(self) -> Generation | None:
        """The derived indexes, made good if no writer is at work; None if there are none."""
        library, folder = self._library, self._settings.index_folder
        if not library.counts()[0]:
            return None
        found = derived.usable(library, folder)
        if found.generation is not None and derived.is_complete(library, found.generation):
            return found.generation
        try:
            with writing(self._settings.home, patience=0, mending=True):
                found = derived.usable(library, folder)
                if found.generation is None:
                    held = f"{library.counts()[1]:,} passages"
                    told = f"The search index is {found.reason}; making it again from the library"
                    self._say(f"{told} ({held}).")
                return derived.bring_up(library, folder)
        except LibraryBusy:
            # The writer switches generations; one that was swept a moment ago has a successor.
            return derived.usable(library, folder).generation
        except IndexNotWritten as error:
            self._say(str(error))
            return derived.usable(library, folder).generation
