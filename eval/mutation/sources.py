"""Right answers to damage: sentences of a library, or the claims of a run of the suite."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from eval.contract import CitationRecord
from eval.errors import NothingToRun
from eval.mutation.testing import SEED, RightAnswer
from eval.stored import StoredSystem
from ingest.document import Kind
from ingest.reading import LibraryReader
from ingest.sentences import split_sentences

_FROM_WORDS, _TO_WORDS = 8, 60
_WHOLE = re.compile(r"[A-Z][^\n]*[a-z0-9%)]\.")


def from_library(library: LibraryReader, count: int) -> tuple[RightAnswer, ...]:
    """So many whole sentences of prose, drawn with a fixed seed, no more than a few a document.

    Raises NothingToRun if the library holds none.
    """
    documents = sorted(library.documents(), key=lambda held: held.key)
    most = max(1, -(-count * 2 // max(1, len(documents))))
    found = [
        answer
        for held in documents
        for answer in _of_document(library, held.document_id, held.key, most)
    ]
    if not found:
        raise NothingToRun("The library holds no sentence to try: put documents in first")
    drawn = Random(SEED).sample(found, min(count, len(found)))
    return tuple(sorted(drawn, key=lambda answer: answer.answer_id))


def _of_document(
    library: LibraryReader, document_id: str, key: str, most: int
) -> list[RightAnswer]:
    pages = {page.number: page.text for page in library.pages(document_id)}
    found = [
        RightAnswer(
            f"{Path(key).name} p. {number} at {start}",
            " ".join(quote.split()),
            quote,
            pages[number],
            elsewhere(pages, number, quote),
        )
        for number, start, quote in _sentences(library, document_id)
    ]
    return Random(f"{SEED} {key}").sample(found, min(most, len(found)))


def _sentences(library: LibraryReader, document_id: str) -> Iterator[tuple[int, int, str]]:
    for passage in library.passages(document_id):
        if passage.kind is not Kind.PROSE or passage.page_start != passage.page_end:
            continue
        for start, end in split_sentences(passage.text):
            quote = passage.text[start:end]
            words = len(quote.split())
            if _FROM_WORDS <= words <= _TO_WORDS and _WHOLE.fullmatch(" ".join(quote.split())):
                yield passage.page_start, passage.start + start, quote


def elsewhere(pages: dict[int, str], cited: int, quote: str) -> str:
    """The next page of the file that does not hold the quote, else the one before; "" if none."""
    order: Sequence[int] = [n for n in pages if n > cited] + [n for n in pages if n < cited][::-1]
    return next((pages[n] for n in order if quote not in pages[n]), "")


def from_run(system: StoredSystem, library: LibraryReader) -> tuple[RightAnswer, ...]:
    """The claims of a run's answers, each with its first citation, where that still opens.

    Raises NothingToRun if none does.
    """
    found = []
    for case_id, case in system.by_id.items():
        for number, turn in enumerate(case.turns):
            claims = turn.reply.answer.claims if turn.reply else ()
            for at, claim in enumerate(claims):
                name = f"{case_id} {number + 1}.{at + 1}"
                found += [
                    right
                    for citation in claim.citations[:1]
                    if (right := _cited(name, claim.text, citation, library)) is not None
                ]
    if not found:
        raise NothingToRun("No citation of the run opens in the library: give the run's own")
    return tuple(found)


def _cited(
    name: str, text: str, citation: CitationRecord, library: LibraryReader
) -> RightAnswer | None:
    if library.document(citation.document_id) is None:
        return None
    pages = {page.number: page.text for page in library.pages(citation.document_id)}
    page = pages.get(citation.page, "")
    if citation.quote not in page:
        return None
    return RightAnswer(
        name, text, citation.quote, page, elsewhere(pages, citation.page, citation.quote)
    )
