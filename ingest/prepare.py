"""A file -> a document with its passages, ready to be embedded. Runs ahead of the storing."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.chunk import chunk, embedding_text
from ingest.document import PUBLIC, Document, Metadata, Passage, document_id_of
from ingest.embed import Embedder
from ingest.errors import NothingToIndex
from ingest.files import Wanted, as_text, fingerprint, sha256_of
from ingest.held import HeldDocument
from ingest.metadata import describe
from ingest.ocr import Engine
from ingest.readers.base import Draft, Limits
from ingest.readers.ocrplan import NOTHING_KNOWN, KnownPage
from ingest.sandbox import ReaderPool
from ingest.settings import Settings

if TYPE_CHECKING:
    from corpus.catalogue import Catalogue
    from corpus.taxonomy import Taxonomy
    from ingest.catalogues import Added

_SPECIAL_TOKENS = 2


@dataclass(frozen=True)
class Seen:
    """What is known of a file before it is read."""

    wanted: Wanted
    sha256: str
    fingerprint: str


@dataclass(frozen=True)
class Prepared:
    """A document read and chunked. texts: what is embedded, one for each passage.

    vectors: (n_passages, dim) float32; None where it seemed that they would not be needed.
    """

    seen: Seen
    document: Document
    passages: tuple[Passage, ...]
    texts: tuple[str, ...]
    vectors: NDArray[np.float32] | None = None


class Preparer:
    """Reads and chunks files. Safe to share by threads."""

    def __init__(
        self,
        pool: ReaderPool,
        embedder: Callable[[], Embedder],
        collection: str = PUBLIC,
        added: "Added | None" = None,
        engine: Engine | None = None,
    ) -> None:
        """engine: what the pool reads scans with."""
        self._pool = pool
        self._engine = engine
        self._embedder = embedder
        self._collection = collection
        self._added = added

    def look(self, wanted: Wanted) -> Seen:
        """What a file is, without reading more than its bytes. Raises UnreadableDocument."""
        sha256 = sha256_of(wanted.path)
        digest = self._added.digest if self._added else ""
        return Seen(wanted, sha256, fingerprint(wanted.path, sha256, self._collection, digest))

    def is_as_known(self, seen: Seen, known_fingerprint: str) -> bool:
        """True if reading the file again would give nothing new."""
        return known_fingerprint in (seen.fingerprint, self._lacking(seen).fingerprint)

    def prepare(
        self,
        seen: Seen,
        known: Mapping[int, KnownPage] = NOTHING_KNOWN,
        held: HeldDocument | None = None,
    ) -> Prepared:
        """known: pages of the same file that OCR has read before. held: what is known of a document
        whose kept original is read again; it stays so.

        Raises UnreadableDocument, NothingToIndex, BadMetadata.
        """
        path = seen.wanted.path
        draft = self._pool.read(path, known)
        metadata = held.metadata if held else self._described(draft, path)
        document = Document(
            document_id=document_id_of(seen.sha256),
            path=Path(held.path) if held else path,
            sha256=seen.sha256,
            media_type=draft.media_type,
            metadata=metadata,
            pages=draft.pages,
            blocks=draft.blocks,
            is_note=draft.is_note,
            problems=draft.problems,
            tables=draft.tables,
        )
        embedder = self._embedder()
        passages = chunk(document, embedder.count_tokens, embedder.max_tokens)
        if not passages:
            raise NothingToIndex(f"{path}: no sentence to index was found in it.")
        texts = tuple(text_to_embed(passage, metadata.title, embedder) for passage in passages)
        seen = self._lacking(seen) if draft.lacks_ocr else seen
        return Prepared(seen, document, passages, texts)

    def _lacking(self, seen: Seen) -> Seen:
        """As a file is remembered that OCR other than today's may read more of."""
        engine = self._engine.name if self._engine else "none"
        digest = hashlib.sha256(f"{seen.fingerprint}\nwithout {engine}".encode())
        return replace(seen, fingerprint=digest.hexdigest()[:32])

    def _described(self, draft: Draft, path: Path) -> Metadata:
        metadata = describe(draft, path, self._catalogue, self._taxonomy)
        if metadata.collection == PUBLIC:
            metadata = replace(metadata, collection=self._collection)
        return metadata

    @cached_property
    def _catalogue(self) -> "Catalogue":
        from corpus.catalogue import load_catalogue

        return self._added.catalogue if self._added else load_catalogue()

    @cached_property
    def _taxonomy(self) -> "Taxonomy":
        from corpus.taxonomy import load_taxonomy

        return load_taxonomy()


def limits_of(settings: Settings) -> Limits:
    """What reading one file may cost."""
    return Limits(
        max_bytes=settings.max_file_mb * 1024 * 1024,
        max_pages=settings.max_pages,
        seconds=settings.read_seconds,
        memory_bytes=settings.read_memory_mb * 1024 * 1024,
    )


def key_of(document: Document) -> str:
    """A document's identity over time: the catalogue id if it has one, else its path.

    A note and the publication that it is about share an id; they are two documents.
    """
    if document.metadata.source_id is None:
        return as_text(document.path)
    return (
        f"note:{document.metadata.source_id}" if document.is_note else document.metadata.source_id
    )


def text_to_embed(passage: Passage, title: str, embedder: Embedder) -> str:
    """The passage with what stands above it, as far as the model takes it whole."""
    longest = embedder.max_tokens - _SPECIAL_TOKENS
    for text in (embedding_text(passage, title), embedding_text(passage, "")):
        if embedder.count_tokens(text) <= longest:
            return text
    return passage.rendering or passage.text
