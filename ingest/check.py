"""Is everything that should be there there, and nothing else? Looks at library, files, indexes."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ingest import derived
from ingest.embed import embedder_name
from ingest.errors import BrokenDatabase, IndexNotWritten, UnreadableDocument
from ingest.files import keep, sha256_of
from ingest.held import HeldDocument
from ingest.library import Library
from ingest.lock import writing
from ingest.mending import mend
from ingest.reading import LibraryReader
from ingest.settings import Settings
from ingest.soundness import examine


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be. repaired: it was, and has been put right."""

    text: str
    repaired: bool = False


@dataclass(frozen=True)
class Inspection:
    """What was looked at and what was found. sound: nothing is wrong (any more)."""

    documents: int
    passages: int
    revision: int
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """True if nothing is wrong, or all of it was repaired."""
        return all(finding.repaired for finding in self.findings)


def check(settings: Settings, *, repair: bool = False) -> Inspection:
    """Look at everything. repair: make good what can be made good; needs the writer's lock.

    Raises DamagedLibrary, LibraryBusy (with repair), LibraryFull, WrongModel.
    """
    if not repair:
        return _inspect(settings)
    with writing(settings.home):
        before = _inspect(settings)
        told: list[str] = []
        if before.findings:
            mend(settings, told.append)
            with closing(Library(settings.home, embedder_name(settings))) as library:
                _repair(library, settings)
        after = _inspect(settings)
    left = {finding.text for finding in after.findings}
    findings = [Finding(f.text, repaired=f.text not in left) for f in before.findings]
    new = [f for f in after.findings if f.text not in {old.text for old in before.findings}]
    lost = [Finding(line) for line in told if line.startswith("Lost")]
    told = [line for line in told if not line.startswith("Lost")]
    findings += [*new, *lost, *(Finding(line, repaired=True) for line in told)]
    return Inspection(after.documents, after.passages, after.revision, tuple(findings))


def _inspect(settings: Settings) -> Inspection:
    name = embedder_name(settings)
    try:
        with closing(LibraryReader(settings.home, name)) as library:
            documents, passages = library.counts()
            found = [*_rows(library), *_originals(library), *_indexes(library, settings)]
            findings = tuple(Finding(text) for text in found)
            return Inspection(documents, passages, library.revision, findings)
    except BrokenDatabase as error:
        return Inspection(0, 0, 0, (Finding(str(error)),))


def _rows(library: LibraryReader) -> Iterator[str]:
    found = examine(library)
    way_out = "`lpip-ingest check --repair` makes it again."
    for line in found.structure:
        yield f"{library.path}: {line}. {way_out}"
    for document_id, problem in found.documents.items():
        held = library.document(document_id)
        if held is not None:
            yield f"{_name(held)}: {problem}. {way_out}"


def _originals(library: LibraryReader) -> Iterator[str]:
    for held in library.documents():
        if problem := _original_problem(held):
            yield f"{_name(held)}: {problem}"


def _name(held: HeldDocument) -> str:
    return f"{held.document_id} ({held.metadata.title[:60]})"


def _original_problem(held: HeldDocument) -> str | None:
    if held.file is None:
        return "the kept original is gone; its text is still here."
    try:
        if sha256_of(held.file) != held.sha256:
            return "the kept original is damaged; its text is still here."
    except UnreadableDocument as error:
        return f"the kept original cannot be read: {error}"
    return None


def _indexes(library: LibraryReader, settings: Settings) -> Iterator[str]:
    documents, passages = library.counts()
    found = derived.usable(library, settings.index_folder)
    way_out = "It is made again at the next start, or now by `lpip-ingest rebuild`."
    if found.generation is None:
        if documents:
            yield f"The search index is {found.reason}. {way_out}"
        return
    if found.generation.seal.revision == library.revision:
        if found.generation.seal.passages != passages:
            yield f"The keyword index does not hold the {passages} passages. {way_out}"
    elif not derived.is_complete(library, found.generation):
        yield f"The search index is behind the library. {way_out}"


def _repair(library: Library, settings: Settings) -> None:
    for held in library.documents():
        if _original_problem(held) is None:
            continue
        if held.file is not None:
            held.file.unlink(missing_ok=True)
        source = Path(held.path)
        with suppress(OSError, UnreadableDocument):
            if sha256_of(source) == held.sha256:
                library.keep_as(held.document_id, keep(source, held.sha256, library.files))
    with suppress(IndexNotWritten):
        derived.bring_up(library, settings.index_folder, everything=True)
