"""Files -> outcomes, in order. Reading, chunking and embedding run ahead of the storing."""

import logging
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from threading import Lock, Thread
from types import TracebackType
from typing import Self

from ingest.catalogues import added_to
from ingest.document import document_id_of
from ingest.embed import Embedder, load_embedder
from ingest.errors import (
    DamagedLibrary,
    IngestError,
    LibraryBusy,
    LibraryFull,
    ModelUnavailable,
    NothingToIndex,
)
from ingest.files import Wanted, as_text
from ingest.held import Known
from ingest.library import Library
from ingest.ocr import find_engine
from ingest.outcome import Outcome, State
from ingest.prepare import Prepared, Preparer, limits_of
from ingest.readers.ocrplan import KnownPage
from ingest.sandbox import ReaderPool
from ingest.settings import Settings
from ingest.shelving import Shelver

log = logging.getLogger(__name__)

# These concern all files, not one.
_FATAL = (DamagedLibrary, LibraryBusy, LibraryFull, ModelUnavailable)
_AHEAD = 3


class Intake:
    """Takes files into a library that this process may write to. Nothing is loaded before need."""

    def __init__(self, library: Library, settings: Settings, collection: str) -> None:
        added = added_to(settings)
        self._library = library
        self._settings = settings
        self._known = library.known()
        engine = find_engine(settings)
        self._pool = ReaderPool(limits_of(settings), settings.cores, engine)
        self._ahead = ThreadPoolExecutor(settings.cores, thread_name_prefix="prepare")
        self._preparer = Preparer(self._pool, self._embedder, collection, added, engine)
        self._loading = Lock()
        self._starting = Lock()
        self._loader: Thread | None = None
        self._unread = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ahead.shutdown(wait=False, cancel_futures=True)
        self._pool.close(at_once=kind is not None)
        self._ahead.shutdown(wait=True)
        if self._loader is not None:
            self._loader.join()

    def outcomes(self, wanted: Sequence[Wanted]) -> Iterator[Outcome]:
        """One for each file, in order. Raises what concerns all files: LibraryFull and the like."""
        under_way: deque[tuple[Wanted, Future[Prepared | Known]]] = deque()
        self._unread = len(wanted)
        for file in wanted:
            under_way.append((file, self._ahead.submit(self._prepare, file)))
            if len(under_way) > _AHEAD * self._settings.cores:
                yield self._outcome(*under_way.popleft())
        while under_way:
            yield self._outcome(*under_way.popleft())

    def _prepare(self, file: Wanted) -> Prepared | Known:
        try:
            found = self._read(file)
        finally:
            with self._starting:
                self._unread -= 1
                self._pool.keep(self._unread)
        if isinstance(found, Known):
            return found
        if self._library.document(found.document.document_id) is not None:
            return found
        return replace(found, vectors=self._embedder().embed_passages(found.texts))

    def _read(self, file: Wanted) -> Prepared | Known:
        seen = self._preparer.look(file)
        known = self._known.get(as_text(file.path))
        if known is not None and self._preparer.is_as_known(seen, known.fingerprint):
            return known
        self._load_beside()
        scanned = self._library.scanned(document_id_of(seen.sha256))
        read_before = {number: KnownPage(*page) for number, page in scanned.items()}
        return self._preparer.prepare(seen, read_before)

    def _outcome(self, file: Wanted, future: "Future[Prepared | Known]") -> Outcome:
        try:
            found = future.result()
            return _unchanged(file, found) if isinstance(found, Known) else self._shelve(found)
        except _FATAL:
            raise
        except NothingToIndex as error:
            return Outcome(file.path, State.EMPTY, message=str(error))
        except IngestError as error:
            return Outcome(file.path, State.FAILED, message=str(error))
        except Exception as error:
            # One file must never end the work on a thousand; the log has the trace.
            log.exception("%s", file.path)
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            message = f"{file.path}: an error in this program, not in the file ({reason})."
            return Outcome(file.path, State.FAILED, message=message)

    def _shelve(self, prepared: Prepared) -> Outcome:
        return Shelver(self._library, self._embedder()).shelve(prepared)

    def _load_beside(self) -> None:
        """Has the model loaded while the first file is read; the first use of all compiles it."""
        with self._starting:
            if self._loader is None:
                self._loader = Thread(target=self._try_to_load)
                self._loader.start()

    def _try_to_load(self) -> None:
        # Raised again, and told, when the model is needed.
        with suppress(IngestError):
            self._embedder()

    def _embedder(self) -> Embedder:
        with self._loading:
            return self._loaded

    @cached_property
    def _loaded(self) -> Embedder:
        return load_embedder(self._settings)


def _unchanged(file: Wanted, known: Known) -> Outcome:
    return Outcome(
        file.path,
        State.UNCHANGED,
        document_id=known.document_id,
        title=known.title,
        pages=known.page_count,
        passages=known.passage_count,
    )
