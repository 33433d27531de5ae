"""Brings the derived indexes up to the library: adds to them, or makes them again."""

import logging
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from ingest import generation
from ingest.errors import IndexNotWritten
from ingest.generation import BrokenGeneration, Generation, Seal
from ingest.lexical import KeywordIndex
from ingest.reading import LibraryReader
from ingest.store import sweep_private
from ingest.storewriter import write_store_apart

log = logging.getLogger(__name__)

# Passages not yet in Chroma are compared one by one, which is exact and quick for so many.
MOST_OUTSIDE = 2000
# Up to so many, Chroma is made anew (in seconds) whenever a document was removed or replaced.
_QUICKLY_MADE = 5000


WriteStore = Callable[[Path, str, Path, int], int]
"""See `write_store_apart`."""


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


def is_complete(
    library: LibraryReader,
    found: Generation,
    *,
    final: bool = True,
    most_outside: int = MOST_OUTSIDE,
) -> bool:
    """Whether nothing needs to be written. final, most_outside: see `bring_up`."""
    if found.seal.revision != library.revision:
        return False
    return not final or _chroma_will_do(library, found, most_outside)


def newer_words(
    library: LibraryReader, sealed: Generation, had: tuple[KeywordIndex | None, int]
) -> KeywordIndex | None:
    """The words of what came in after `sealed`, in memory; None if nothing did.

    had: what there was of them at some revision, which is added to.
    """
    fresh, since = had[0], max(sealed.seal.revision, had[1])
    present = library.changes_since(since).present
    if present:
        fresh = fresh or KeywordIndex(None)
        fresh.write(words for key in present for words in library.wordings(key))
    return fresh


def bring_up(
    library: LibraryReader,
    index_folder: Path,
    *,
    everything: bool = False,
    final: bool = True,
    most_outside: int = MOST_OUTSIDE,
    write_store: WriteStore = write_store_apart,
) -> Generation:
    """A generation that has the library's revision. Only for the writer.

    everything: make both indexes anew even if they are intact. final: False in the middle of long
    work, when Chroma may stay behind (readers compare what it lacks one by one, and drop what it
    should no longer have). most_outside: passages that Chroma may lack. Raises IndexNotWritten.
    """
    old = None if everything else usable(library, index_folder).generation
    if old is not None and is_complete(library, old, final=final, most_outside=most_outside):
        return old
    try:
        folder = generation.begin(index_folder)
        revision, passages = _write_words(library, folder / "words", old)
        target = folder / "chroma"
        if old is not None and (not final or _chroma_will_do(library, old, most_outside)):
            chroma = _shared_chroma(old, target)
        elif not final:
            chroma = _no_chroma(target, revision - 1)
        else:
            worth = everything or _is_worth_it(library, old)
            chroma = _write_chroma(library, target, old, write_store, worth=worth)
        made_from = Seal(library.library_id, library.model, revision, passages, *astuple(chroma))
        return generation.seal(folder, made_from)
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


def _chroma_will_do(library: LibraryReader, found: Generation, most_outside: int) -> bool:
    """Whether Chroma lacks little and has nothing that was removed."""
    seal = found.seal
    if library.changes_since(seal.chroma_revision).removed:
        return False
    if not seal.in_chroma:
        return seal.chroma_revision == library.revision
    outside = library.counts()[1] - seal.in_chroma
    return outside <= max(most_outside, seal.in_chroma // 10)


def _write_words(library: LibraryReader, folder: Path, old: Generation | None) -> tuple[int, int]:
    """Revision and passages of the new keyword index."""
    changes = library.changes_since(old.seal.revision if old else 0)
    if old is not None and not changes.removed:
        shutil.copytree(old.words, folder, copy_function=_link)
    elif old is not None:
        # Deleted words stay in an index's files until they are merged: start afresh instead.
        changes = library.changes_since(0)
    folder.mkdir(exist_ok=True)
    index = KeywordIndex(folder)
    index.write(words for key in changes.present for words in library.wordings(key))
    return changes.revision, len(index)


def _shared_chroma(old: Generation, folder: Path) -> _Chroma:
    """The files of the last generation, as they are."""
    shutil.copytree(old.chroma, folder, copy_function=_link)
    return _Chroma(old.seal.chroma_revision, old.seal.through, old.seal.in_chroma)


def _no_chroma(folder: Path, revision: int) -> _Chroma:
    """None for now. revision: the library's if that is meant to last, else an older one."""
    folder.mkdir()
    return _Chroma(revision, 0, 0)


def _is_worth_it(library: LibraryReader, old: Generation | None) -> bool:
    """Whether to make Chroma anew, if it comes to that, or to go on with exact products for now.

    What was removed must leave Chroma's files at once, but making a large store takes minutes: that
    is done when much was added, or by `lpip-ingest rebuild`.
    """
    total = library.counts()[1]
    if old is None or total <= _QUICKLY_MADE:
        return True
    return library.passages_since(old.seal.chroma_revision) >= total // 10


def _write_chroma(
    library: LibraryReader,
    folder: Path,
    old: Generation | None,
    write_store: WriteStore,
    *,
    worth: bool,
) -> _Chroma:
    """Chroma with all passages, taken over from `old` if it only lacks some.

    worth: whether to make it anew if it cannot be taken over.
    """
    revision = library.revision
    through = 0
    if (
        old is not None
        and old.seal.in_chroma
        and not library.changes_since(old.seal.chroma_revision).removed
    ):
        shutil.copytree(old.chroma, folder)
        through = old.seal.through
    elif not worth:
        return _no_chroma(folder, revision)
    held = write_store(library.path.parent, library.model, folder, through)
    if held != library.counts()[1]:
        # Exact products need no Chroma: answers stay right, at some cost in speed.
        log.warning("Chroma failed its trial; comparing with every passage instead")
        held = 0
    return _Chroma(revision, library.newest_number(), held)


def _link(source: str, target: str) -> None:
    """Share a sealed file with the next generation; nobody changes it."""
    try:
        os.link(source, target)
    except OSError:
        # Some file systems know no links.
        shutil.copy2(source, target)
