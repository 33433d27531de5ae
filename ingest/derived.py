"""Brings the derived indexes up to the library: adds to them, or makes them again."""

import logging
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ingest import generation
from ingest.errors import IndexNotWritten
from ingest.generation import BrokenGeneration, Generation, Seal
from ingest.lexical import KeywordIndex
from ingest.reading import LibraryReader
from ingest.store import Row, finds_itself, sweep_private, write_store

log = logging.getLogger(__name__)

# Passages not yet in Chroma are compared one by one, which is exact and quick for so many.
MOST_OUTSIDE = 2000
_SAMPLES = 5


@dataclass(frozen=True)
class Usable:
    """The generation in use, or why there is none to use, in a few words."""

    generation: Generation | None
    reason: str = ""


def usable(library: LibraryReader, index_folder: Path) -> Usable:
    """The generation in use if it is intact and was made from this library."""
    try:
        found = generation.current(index_folder)
    except BrokenGeneration as error:
        return Usable(None, str(error))
    seal = found.seal
    if seal.library_id != library.library_id or seal.revision > library.revision:
        return Usable(None, "made from another library")
    if seal.model != library.model or seal.chroma_revision < library.vectors_since:
        return Usable(None, "made from other vectors")
    return Usable(found)


def is_complete(library: LibraryReader, found: Generation, *, final: bool = True) -> bool:
    """Whether nothing needs to be written. final: see `bring_up`."""
    if found.seal.revision != library.revision:
        return False
    return not final or _chroma_will_do(library, found)


def bring_up(
    library: LibraryReader, index_folder: Path, *, everything: bool = False, final: bool = True
) -> Generation:
    """A generation that has the library's revision. Only for the writer.

    everything: make both indexes anew even if they are intact. final: False in the middle of long
    work, when Chroma may stay behind (readers compare what it lacks one by one, and drop what it
    should no longer have). Raises IndexNotWritten.
    """
    old = None if everything else usable(library, index_folder).generation
    if old is not None and is_complete(library, old, final=final):
        return old
    try:
        folder = generation.begin(index_folder)
        revision, passages = _write_words(library, folder / "words", old)
        if old is not None and (not final or _chroma_will_do(library, old)):
            shutil.copytree(old.chroma, folder / "chroma", copy_function=os.link)
            kept = old.seal
            chroma = _Chroma(kept.chroma_revision, kept.through, kept.in_chroma)
        else:
            chroma = _write_chroma(library, folder / "chroma", old)
        seal = Seal(
            library.library_id,
            library.model,
            revision,
            passages,
            chroma.revision,
            chroma.through,
            chroma.passages,
        )
        return generation.seal(folder, seal)
    except Exception as error:
        raise IndexNotWritten(
            f"The search index in {index_folder} could not be written ({error}). Nothing in the "
            "library is lost: free some space if the disk is full, then run `lpip-ingest rebuild`."
        ) from error
    finally:
        with suppress(OSError):
            generation.sweep(index_folder)
            sweep_private(index_folder)


@dataclass(frozen=True)
class _Chroma:
    revision: int
    through: int
    passages: int


def _chroma_will_do(library: LibraryReader, found: Generation) -> bool:
    """Whether Chroma lacks little and has nothing that was removed."""
    seal = found.seal
    if library.changes_since(seal.chroma_revision).removed:
        return False
    if not seal.in_chroma:
        return seal.chroma_revision == library.revision
    outside = library.counts()[1] - seal.in_chroma
    return outside <= max(MOST_OUTSIDE, seal.in_chroma // 10)


def _write_words(library: LibraryReader, folder: Path, old: Generation | None) -> tuple[int, int]:
    """Revision and passages of the new keyword index."""
    changes = library.changes_since(old.seal.revision if old else 0)
    if old is not None and not changes.removed:
        shutil.copytree(old.words, folder, copy_function=os.link)
    elif old is not None:
        # Deleted words stay in an index's files until they are merged: start afresh instead.
        changes = library.changes_since(0)
    index = KeywordIndex(folder)
    index.write(words for key in changes.present for words in library.wordings(key))
    return changes.revision, len(index)


def _write_chroma(library: LibraryReader, folder: Path, old: Generation | None) -> _Chroma:
    """Chroma with all passages, taken over from `old` if it only lacks some."""
    revision = library.revision
    through = 0
    if old is not None and not library.changes_since(old.seal.chroma_revision).removed:
        shutil.copytree(old.chroma, folder)
        through = old.seal.through
    documents = library.numbered_documents()
    rows: list[Row] = []
    for number, seq, passage_id, vector in library.vectors_after(through):
        through = number
        rows.append((passage_id, documents[seq], np.frombuffer(vector, "<f4")))
    held, expected = write_store(folder, rows), library.counts()[1]
    sample = rows[:: max(1, len(rows) // _SAMPLES)][:_SAMPLES]
    if held != expected or not finds_itself(folder, sample):
        # Exact products need no Chroma: answers stay right, at some cost in speed.
        log.warning("Chroma, with %d of %d passages, failed its trial", held, expected)
        return _Chroma(revision, through, 0)
    return _Chroma(revision, through, held)
