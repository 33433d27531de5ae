"""The claims of a run as a queue for people: each with its quotes in their context."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from assistant.review import ClaimItem, Evidence
from eval.contract import CitationRecord, ClaimRecord
from eval.errors import NothingToRun
from eval.judges.judge import Judge
from eval.mutation.damage import DAMAGES, NAME, Draw
from eval.stored import StoredSystem
from ingest.reading import LibraryReader

SEED = 20261126
AROUND = 260
"""Characters of the page shown on each side of a quote."""


@dataclass(frozen=True)
class Asked:
    """A claim of a run with the question that it answers."""

    question: str
    claim: ClaimRecord


def claims_of(system: StoredSystem) -> tuple[Asked, ...]:
    """Every claim of the run that cites something, each once, in its order."""
    found: dict[tuple[object, ...], Asked] = {}
    for case in system.cases:
        for turn in case.turns:
            for claim in turn.reply.answer.claims if turn.reply else ():
                if claim.citations:
                    places = tuple((c.path, c.page, c.quote) for c in claim.citations)
                    found.setdefault((claim.text, places), Asked(turn.turn.question, claim))
    return tuple(found.values())


def review_items(
    asked: Sequence[Asked], library: LibraryReader, *, limit: int, damage: float
) -> tuple[ClaimItem, ...]:
    """So many claims, drawn with a fixed seed, as items for people.

    damage: share of them in [0, 1] that is made wrong in one known way. An assistant that quotes is
    hardly ever wrong; without some wrong claims nothing could be learnt of a judge, or of how
    carefully people read.
    Raises NothingToRun if the run has no claim with a citation.
    """
    if not asked:
        raise NothingToRun("The run holds no claim that cites anything")
    rng = Random(SEED)
    drawn = rng.sample(asked, min(limit, len(asked)))
    wrong = {number for number in range(len(drawn)) if rng.random() < damage}
    items = []
    for number, one in enumerate(drawn):
        changed = _damaged(one.claim.text, drawn, Random(f"{SEED} {number}"))
        text = changed if number in wrong and changed else one.claim.text
        evidence = tuple(_evidence(citation, library) for citation in one.claim.citations)
        items.append(
            ClaimItem(
                id=_id(text, evidence),
                question=one.question,
                claim=text,
                evidence=evidence,
                changed=text != one.claim.text,
            )
        )
    return tuple(items)


def judged(items: Sequence[ClaimItem], judges: Iterable[Judge], at: float) -> tuple[ClaimItem, ...]:
    """The items with what each judge says; from the score `at` on, it says supported."""
    pairs = [(item.premise, item.claim) for item in items]
    said: list[dict[str, bool]] = [{} for _ in items]
    for judge in judges:
        for verdicts, score in zip(said, judge.score(pairs), strict=True):
            verdicts[judge.name] = bool(score >= at)
    return tuple(
        item.model_copy(update={"judges": verdicts})
        for item, verdicts in zip(items, said, strict=True)
    )


def _damaged(text: str, others: Sequence[Asked], rng: Random) -> str | None:
    near = [one.claim.text for one in others if one.claim.text != text]
    names = [name for other in near for name in NAME.findall(other)]
    draw = Draw(rng, names or ["Aberdeen", "Norwich"], near)
    found = [wrong for change in DAMAGES.values() if (wrong := change(text, draw)) is not None]
    return rng.choice(found) if found else None


def _evidence(citation: CitationRecord, library: LibraryReader) -> Evidence:
    """The quote in its context, as far as the library still holds the page."""
    before, after = "", ""
    if library.document(citation.document_id) is not None:
        before, after = around(
            _pages(library, citation.document_id).get(citation.page, ""),
            citation.start,
            citation.end,
            citation.quote,
        )
    return Evidence(
        quote=citation.quote,
        before=before,
        after=after,
        document_id=citation.document_id,
        title=citation.title or citation.path,
        publisher=citation.publisher,
        published=citation.published,
        source_id=citation.source_id,
        page=citation.page,
        start=citation.start,
        end=citation.end,
    )


def _pages(library: LibraryReader, document_id: str) -> Mapping[int, str]:
    return {page.number: page.text for page in library.pages(document_id)}


def around(page: str, start: int, end: int, quote: str) -> tuple[str, str]:
    """What stands before and after a quote on its page, cut at words; ("", "") if it is not there.

    >>> around("One two. Three four.", 9, 14, "Three")
    ('One two. ', ' four.')
    """
    if page[start:end] != quote:
        start = page.find(quote)
        if start < 0:
            return "", ""
        end = start + len(quote)
    left = page[max(0, start - AROUND) : start]
    right = page[end : end + AROUND]
    if start > AROUND:
        left = "…" + left[left.find(" ") + 1 :]
    if end + AROUND < len(page):
        right = right[: right.rfind(" ")] + "…"
    return left, right


def _id(claim: str, evidence: Iterable[Evidence]) -> str:
    parts = [claim, *(f"{one.document_id} {one.page} {one.start}" for one in evidence)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
