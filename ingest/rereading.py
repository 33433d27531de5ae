"""Reads kept originals again, to make the rows of documents whose rows are lost."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.cards import Card, Value
from ingest.embed import Embedder, load_embedder
from ingest.errors import UnreadableDocument, WrongModel
from ingest.files import Wanted, keep, sha256_of
from ingest.held import DOCUMENT_COLUMNS, HeldDocument, document_of
from ingest.library import Entry, Library
from ingest.ocr import find_engine
from ingest.prepare import Preparer, Seen, limits_of
from ingest.sandbox import ReaderPool
from ingest.settings import Settings


class Rereader:
    """Puts documents into a library again from what is known of them and their originals."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        engine = find_engine(settings)
        self._pool = ReaderPool(limits_of(settings), 1, engine)
        self._preparer = Preparer(self._pool, lambda: self._embedder, engine=engine)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.close()

    def put_again(self, row: Mapping[str, Value], card: Card | None = None) -> None:
        """Make a document's rows anew. row: its row in `documents`; card: what else is known.

        Raises UnreadableDocument if the original is lost as well, WrongModel, LibraryFull.
        """
        held = held_from(row, self._library.files)
        kept = original(held, self._library)
        path = self._library.files / kept
        fingerprint = str(row["fingerprint"])
        seen = Seen(Wanted(path, path.stat().st_size), held.sha256, fingerprint)
        prepared = self._preparer.prepare(seen, held=held)
        vectors = self._embedder.embed_passages(prepared.texts)
        self._library.put(
            Entry(prepared.document, prepared.passages, vectors, held.key, fingerprint, kept)
        )
        self._library.restore(held.document_id, {**row, "kept": kept}, card.further if card else {})

    def put_afresh(self, document_id: str) -> None:
        """Put in an original of which nothing else is known, as `add` would. Raises as above."""
        for path in self._library.files.glob(f"{document_id}*"):
            sha256 = sha256_of(path)
            if path.name.startswith(sha256):
                fingerprint = f"{sha256[:16]} from its original alone"
                seen = Seen(Wanted(path, path.stat().st_size), sha256, fingerprint)
                made = self._preparer.prepare(seen)
                vectors = self._embedder.embed_passages(made.texts)
                # No file lies there: whatever is added next with these bytes gives it a place.
                nowhere = Path("/unknown") / path.name
                document = replace(made.document, path=nowhere)
                self._library.put(
                    Entry(document, made.passages, vectors, str(nowhere), fingerprint, path.name)
                )
                return
        raise UnreadableDocument(
            f"{document_id}: its rows, its card and its original are all damaged. Add it again."
        )

    @cached_property
    def _embedder(self) -> Embedder:
        embedder = load_embedder(self._settings)
        if embedder.name != self._library.model:
            raise WrongModel(
                f"Documents of the library in {self._settings.home} have to be read again, whose "
                f"embedding model is {self._library.model}; {embedder.name} is configured. Set "
                "LPIP_EMBEDDING_MODEL to the first."
            )
        return embedder


def held_from(row: Mapping[str, Value], files: Path) -> HeldDocument:
    """The document that a row of `documents` stands for."""
    return document_of(tuple(row[name] for name in DOCUMENT_COLUMNS.split(", ")), files)


def original(held: HeldDocument, library: Library) -> str:
    """Name of the intact original in the files folder, copied there again if need be.

    Raises UnreadableDocument if neither the kept one nor the file at the old path is what was read.
    """
    if held.file is not None and sha256_of(held.file) == held.sha256:
        return held.file.name
    source = Path(held.path)
    if not source.is_file() or sha256_of(source) != held.sha256:
        raise UnreadableDocument(
            f"{held.metadata.title} ({held.document_id}): the kept original is lost or damaged, "
            f"and {held.path} is not the file that was read. Add the document again."
        )
    if held.file is not None:
        held.file.unlink()
    return keep(source, held.sha256, library.files)
