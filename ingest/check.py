"""Is everything that should be there there, and nothing else? Looks at library, files, indexes."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from ingest import derived
from ingest.embed import embedder_name
from ingest.errors import IndexNotWritten, UnreadableDocument
from ingest.files import keep, sha256_of
from ingest.held import HeldDocument
from ingest.library import Library
from ingest.lock import writing
from ingest.reading import LibraryReader
from ingest.settings import Settings


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

    Raises DamagedLibrary, LibraryBusy (with repair), WrongModel.
    """
    name = embedder_name(settings)
    if not repair:
        with closing(LibraryReader(settings.home, name)) as library:
            return _inspect(library, settings)
    with writing(settings.home), closing(Library(settings.home, name)) as library:
        before = _inspect(library, settings)
        if before.findings:
            _repair(library, settings)
        after = _inspect(library, settings)
    left = {finding.text for finding in after.findings}
    findings = tuple(Finding(f.text, repaired=f.text not in left) for f in before.findings)
    return Inspection(after.documents, after.passages, after.revision, findings)


def _inspect(library: LibraryReader, settings: Settings) -> Inspection:
    documents, passages = library.counts()
    found = [*_database(library), *_documents(library), *_indexes(library, settings)]
    findings = tuple(Finding(text) for text in found)
    return Inspection(documents, passages, library.revision, findings)


def _database(library: LibraryReader) -> Iterator[str]:
    for line in library.integrity():
        yield f"{library.path}: {line}. Restore a copy, or add the documents to a new LPIP_HOME."


def _documents(library: LibraryReader) -> Iterator[str]:
    vectors = library.vector_problems()
    for held in library.documents():
        name = f"{held.document_id} ({held.metadata.title[:60]})"
        again = f"Run `lpip-ingest remove {held.document_id}`, then add {held.path} again."
        if held.document_id in vectors:
            yield f"{name}: {vectors[held.document_id]}. {again}"
        texts = {page.number: page.text for page in library.pages(held.document_id)}
        passages = library.passages(held.document_id)
        if len(texts) != held.page_count or len(passages) != held.passage_count:
            yield f"{name}: pages or passages are missing. {again}"
        elif any(texts.get(p.page_start, "")[p.start : p.end] != p.text for p in passages):
            yield f"{name}: a passage is not the text of its page. {again}"
        if problem := _original_problem(held):
            yield f"{name}: {problem}"


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
