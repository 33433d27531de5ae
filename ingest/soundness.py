"""Is the database what was written into it? Compares its rows with the digests on the cards."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ingest.errors import BrokenDatabase
from ingest.held import HeldDocument
from ingest.reading import LibraryReader

# A writer at work puts rows in a moment before their card; it has moved on by the next look.
_LOOKS = 3
NO_CARD = "its card is missing or damaged"


@dataclass(frozen=True)
class Soundness:
    """What is wrong. structure: what only a new database puts right; documents: id -> problem."""

    structure: tuple[str, ...]
    documents: dict[str, str]


def examine(library: LibraryReader) -> Soundness:
    """Look at every row. Raises nothing for damage: it is what is reported."""
    try:
        structure = [*library.integrity(), *_lost(library)]
        if structure:
            return Soundness(tuple(structure), {})
        return Soundness((), dict(_wrong(library)))
    except BrokenDatabase as error:
        return Soundness((str(error),), {})


def _lost(library: LibraryReader) -> Iterator[str]:
    """Commits that the database no longer knows of, as when its log was lost."""
    missing: set[str] | None = None
    for _ in range(_LOOKS):
        placed = library.cards.revisions()
        held = set(library.numbered_documents().values())
        now = placed.keys() - held - set(library.carding())
        missing = now if missing is None else missing & now
        if not missing:
            break
    if missing:
        yield f"{len(missing)} documents that were in are not in it any more"
    newest = max(library.cards.revisions().values(), default=0)
    if newest > library.revision:
        yield f"it is of revision {library.revision}, and {newest} was reached"


def _wrong(library: LibraryReader) -> Iterator[tuple[str, str]]:
    placed = library.cards.revisions()
    for held in library.documents():
        if _is_as_on_card(library, held.document_id, placed.get(held.document_id)):
            continue
        problem = inconsistency(library, held)
        if problem is None and held.document_id in library.carding():
            continue
        if library.document(held.document_id) == held:
            yield held.document_id, problem or _disagreement(library, held.document_id)


def _is_as_on_card(library: LibraryReader, document_id: str, revision: int | None) -> bool:
    for _ in range(_LOOKS):
        card = None if revision is None else library.cards.read(document_id, revision)
        if card is not None and library.digest(card.row["seq"], card.columns) == card.digest:
            return True
        revision = library.cards.revisions().get(document_id)
    return False


def _disagreement(library: LibraryReader, document_id: str) -> str:
    revision = library.cards.revisions().get(document_id)
    if revision is None or library.cards.read(document_id, revision) is None:
        return NO_CARD
    return "its rows are not what was stored"


def inconsistency(library: LibraryReader, held: HeldDocument) -> str | None:
    """What the rows of a document show to be wrong by themselves, without a card."""
    texts = {page.number: page.text for page in library.pages(held.document_id)}
    passages = library.passages(held.document_id)
    if len(texts) != held.page_count or len(passages) != held.passage_count:
        return "pages or passages are missing"
    if any(texts.get(p.page_start, "")[p.start : p.end] != p.text for p in passages):
        return "a passage is not the text of its page"
    vectors = library.vectors_of(held.document_id)
    if len(vectors) != len(passages):
        return "vectors are missing"
    norms = [float(np.linalg.norm(np.frombuffer(vector, "<f4"))) for vector in vectors]
    if any(not abs(norm - 1.0) <= 0.01 for norm in norms):
        return "a vector is damaged"
    return None
