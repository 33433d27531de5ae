"""Chroma, through LangChain: approximate nearest neighbours, derived from the library.

The only module that knows Chroma. It is given vectors, never text: what it keeps as the text of a
passage is the passage's id.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ingest.settings import quiet_environment

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

_COLLECTION = "passages"
_PRIVATE = "open-"
_BATCH = 250
# Chroma's default of 100 misses more; see the README for what was measured.
_EF_SEARCH = 200

Row = tuple[str, str, NDArray[np.float32]]
"""passage_id, document_id, vector of unit norm."""


def write_store(folder: Path, rows: Iterable[Row]) -> int:
    """Put rows into the store in `folder`, which may be new. Returns how many it holds then."""
    vectors: dict[str, list[float]] = {}
    with _opened(folder, _given(vectors)) as chroma:
        for batch in _batches(rows):
            vectors.clear()
            vectors.update({key: vector.tolist() for key, _, vector in batch})
            # add_texts() upserts: a known id gets the new vector.
            chroma.add_texts(
                [key for key, _, _ in batch],
                metadatas=[{"document_id": document_id} for _, document_id, _ in batch],
                ids=[key for key, _, _ in batch],
            )
        return len(chroma.get(include=[])["ids"])


def finds_itself(folder: Path, sample: Sequence[Row]) -> bool:
    """Whether each sampled vector finds itself, or its equal where passages repeat."""
    with _opened(folder) as chroma:
        return all(_search(chroma, vector, 1)[0][1] > 0.999 for _, _, vector in sample)


class PassageStore:
    """A sealed store, open for searching. Safe to share by threads.

    Chroma writes into its files even when it is only asked, and keeps them open: so it gets a copy
    of its own, and the sealed one stays as it was tried out.
    """

    def __init__(self, sealed: Path, scratch: Path) -> None:
        """scratch: folder in which a private folder is made, removed by `close`."""
        self._cleanup = ExitStack()
        with self._cleanup as cleanup:
            own = Path(cleanup.enter_context(private_folder(scratch)))
            shutil.copytree(sealed, own, dirs_exist_ok=True)
            self._chroma = cleanup.enter_context(_opened(own))
            self._cleanup = cleanup.pop_all()

    def search(self, vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
        """(passage_id, cosine) best first."""
        return _search(self._chroma, vector, k)

    def close(self) -> None:
        """Let go of files and memory."""
        self._cleanup.close()


def private_folder(scratch: Path) -> TemporaryDirectory[str]:
    """A new folder of this process in `scratch`; `sweep_private` takes what a killed one left."""
    return TemporaryDirectory(prefix=f"{_PRIVATE}{os.getpid()}-", dir=scratch)


def sweep_private(scratch: Path, *, in_use: bool = False) -> None:
    """Remove private folders of processes that are no longer there.

    in_use: all of them, because something in them was removed. Their owners, if Chroma fails them
    then, compare with every passage until they have taken the next generation.
    """
    for path in scratch.glob(f"{_PRIVATE}*"):
        pid = path.name.removeprefix(_PRIVATE).split("-")[0]
        if in_use or (pid.isdigit() and not _alive(int(pid))):
            shutil.rmtree(path, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@contextmanager
def _opened(folder: Path, embeddings: "Embeddings | None" = None) -> Iterator["Chroma"]:
    quiet_environment()
    import chromadb
    from chromadb.config import Settings
    from langchain_chroma import Chroma

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    try:
        yield Chroma(
            client=client,
            collection_name=_COLLECTION,
            embedding_function=embeddings,
            # Left to itself Chroma measures L2 distances.
            collection_configuration={"hnsw": {"space": "cosine", "ef_search": _EF_SEARCH}},
        )
    finally:
        client.close()  # type: ignore[attr-defined]  # Client has it, the declared type has not


def _given(vectors: dict[str, list[float]]) -> "Embeddings":
    """An embedding that looks vectors up by passage id: the library has made them already."""
    from langchain_core.embeddings import Embeddings

    class Given(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return [vectors[key] for key in texts]

        def embed_query(self, text: str) -> list[float]:
            return vectors[text]

    return Given()


def _search(chroma: "Chroma", vector: NDArray[np.float32], k: int) -> list[tuple[str, float]]:
    found = chroma.similarity_search_by_vector_with_relevance_scores(vector.tolist(), k=k)
    # Despite the method's name the number is a distance: smaller is nearer.
    return [(document.page_content, 1.0 - distance) for document, distance in found]


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
