"""Hand-made documents and a library filled with them, for tests of storing and finding."""

import hashlib
from pathlib import Path

import numpy as np

from ingest import derived
from ingest.document import (
    Document,
    Metadata,
    Page,
    Passage,
    document_id_of,
    passage_id_of,
)
from ingest.embed import Embedder
from ingest.library import Entry, Library
from ingest.lock import writing
from ingest.settings import Settings
from ingest.storewriter import write_store_here

MODEL = "all-MiniLM-L6-v2@53aa5117"


def document(text: str, title: str = "A report", **about: object) -> Document:
    """One page of text; `about` fills in its metadata."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    metadata = Metadata(title=title, **about)  # type: ignore[arg-type]
    page = Page(1, None, text)
    path = Path(f"/reports/{title}.txt")
    return Document(document_id_of(sha256), path, sha256, "text/plain", metadata, (page,))


def passages(made: Document) -> tuple[Passage, ...]:
    """A passage for each line."""
    found: list[Passage] = []
    text, start = made.pages[0].text, 0
    for line in text.splitlines():
        start = text.index(line, start)
        key = passage_id_of(made.document_id, 1, start, line)
        end = start + len(line)
        found.append(
            Passage(key, made.document_id, 1, 1, start, end, line, ("Aims",), ordinal=len(found))
        )
        start = end
    return tuple(found)


def entry(made: Document, embedder: Embedder | None = None, key: str | None = None) -> Entry:
    """Ready to store; vectors point in directions of their own without an embedder."""
    chunks = passages(made)
    texts = [passage.text for passage in chunks]
    vectors = embedder.embed_passages(texts) if embedder else directions(texts)
    return Entry(made, chunks, vectors, key or made.metadata.title, "f")


def directions(
    texts: list[str], dimension: int = 384
) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """A unit vector for each text, the same for the same text."""
    rows = []
    for text in texts:
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
        rows.append(np.random.default_rng(seed).normal(size=dimension))
    matrix = np.array(rows, np.float32).reshape(-1, dimension)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


def direction(text: str) -> "np.ndarray[tuple[int], np.dtype[np.float32]]":
    """The vector of one text."""
    return directions([text])[0]


def shelve(settings: Settings, *documents: Document, embedder: Embedder | None = None) -> None:
    """Put documents into the library of `settings` and bring its indexes up."""
    with writing(settings.home):
        library = Library(settings.home, MODEL)
        for made in documents:
            library.put(entry(made, embedder))
        # In this process: quicker, and these tests look at no byte of Chroma's files.
        derived.bring_up(library, settings.index_folder, write_store=write_store_here)
        library.close()
