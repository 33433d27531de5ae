"""Decides what a prepared document is to the library (new, changed, known) and stores it."""

from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from ingest.embed import Embedder
from ingest.errors import LibraryFull
from ingest.files import NO_SPACE, as_text, keep
from ingest.held import HeldDocument
from ingest.library import Entry, Library
from ingest.outcome import Outcome, State
from ingest.prepare import Prepared, key_of


@dataclass(frozen=True)
class Shelver:
    """Puts documents into a library that this process may write to."""

    library: Library
    embedder: Embedder

    def shelve(self, new: Prepared) -> Outcome:
        """Raises LibraryFull, UnreadableDocument if the file changed meanwhile."""
        started = monotonic()
        key = self._key(new)
        held = self.library.document(new.document.document_id)
        if held is not None and self._is_copy(new, held, key):
            message = f"the same file as {held.path}, which is in already"
            return _outcome(new, State.UNCHANGED, started, message)
        if held is not None and self._same_text(new, held):
            return self._described(new, held, key, started)
        known = held is not None or self.library.document_with_key(key) is not None
        self._store(new, key)
        return _outcome(new, State.REPLACED if known else State.ADDED, started)

    def _key(self, new: Prepared) -> str:
        """The document's identity; a second file of one catalogue entry stands by itself."""
        key = key_of(new.document)
        holder = self.library.document_with_key(key)
        path = as_text(new.document.path)
        if holder is None or new.document.is_note or holder.path == path:
            return key
        same = holder.document_id == new.document.document_id
        return key if same or not Path(holder.path).exists() else path

    def _is_copy(self, new: Prepared, held: HeldDocument, key: str) -> bool:
        """True if the very same bytes are held from another place that is still there."""
        path = as_text(new.document.path)
        return held.path != path and held.key != key and Path(held.path).exists()

    def _same_text(self, new: Prepared, held: HeldDocument) -> bool:
        document = new.document
        return (
            held.metadata.title == document.metadata.title
            and held.is_note == document.is_note
            and held.problems == document.problems
            and self.library.passages(held.document_id) == new.passages
            and self.library.pages(held.document_id) == document.pages
        )

    def _described(self, new: Prepared, held: HeldDocument, key: str, started: float) -> Outcome:
        document, seen = new.document, new.seen
        path = as_text(document.path)
        if held.metadata == document.metadata and held.key == key:
            self.library.remember(held.document_id, seen.fingerprint, path)
            return _outcome(new, State.UNCHANGED, started)
        self.library.describe(held.document_id, document.metadata, key, seen.fingerprint)
        self.library.remember(held.document_id, seen.fingerprint, path)
        return _outcome(new, State.REPLACED, started, "what is known about it was updated")

    def _store(self, new: Prepared, key: str) -> None:
        vectors = new.vectors
        if vectors is None:
            vectors = self.embedder.embed_passages(new.texts)
        path, sha256 = new.seen.wanted.path, new.seen.sha256
        try:
            kept = keep(path, sha256, self.library.files)
        except OSError as error:
            if error.errno in NO_SPACE:
                raise LibraryFull(
                    f"The disk that holds {self.library.files} is full. What was stored before is "
                    "safe; free some space and run the same command again."
                ) from error
            raise
        self.library.put(
            Entry(new.document, new.passages, vectors, key, new.seen.fingerprint, kept)
        )


def _outcome(new: Prepared, state: State, started: float, message: str = "") -> Outcome:
    document = new.document
    return Outcome(
        path=document.path,
        state=state,
        document_id=document.document_id,
        title=document.metadata.title,
        pages=len(document.pages),
        passages=len(new.passages),
        seconds=monotonic() - started,
        message=message,
        problems=document.problems,
    )
