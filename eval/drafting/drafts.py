"""Draft questions of a library: drawn by seed, mixed by kind, each with its evidence."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from assistant.review import DraftItem, Evidence
from corpus.taxonomy import Taxonomy
from eval.drafting.absent import Held, near_miss
from eval.drafting.naming import questions_from
from eval.drafting.question import COMPARISON, NEAR_MISS, Question
from eval.drafting.sentences import Sentence, sentences_of
from eval.errors import NothingToRun
from eval.reviewing import around
from ingest.held import HeldDocument
from ingest.reading import LibraryReader

SHARES = {NEAR_MISS: 0.3, COMPARISON: 0.1}
"""Of all drafts; the rest are questions that one sentence answers."""
_COMMON = frozenset("The Government Ministers Minister Department In".split())
_NAME = re.compile(r"(?<= )[‘“]?([A-Z][\w’'&-]*|[A-Z]{2,})")
_PLAIN_TITLE = re.compile(r"[A-Z][\w’',:&() -]{8,70}")


@dataclass(frozen=True)
class _Drafted:
    question: Question
    sentence: Sentence


def make_drafts(
    library: LibraryReader, taxonomy: Taxonomy, *, count: int, seed: int
) -> tuple[DraftItem, ...]:
    """At most so many drafts; the same library and seed give the same ones.

    Raises NothingToRun if no sentence of the library has a shape that a rule knows.
    """
    held = sorted(library.documents(), key=lambda document: document.key)
    lower = _lower_words(library, held)
    rng = Random(seed)
    found = [one for document in held for one in _of_document(library, document, lower)]
    rng.shuffle(found)
    if not found:
        raise NothingToRun("No sentence of the library has a shape that a question can be made of")
    compared = _comparisons(found)[: round(count * SHARES[COMPARISON])]
    passages = Held.of(
        f"{document.metadata.title}\n{passage.text}"
        for document in held
        for passage in library.passages(document.document_id)
    )
    missed = _near_misses(found, passages, taxonomy, (rng, round(count * SHARES[NEAR_MISS])))
    plain = [_item(library, one.question, [one.sentence], "") for one in found]
    room = count - len(missed) - len(compared)
    items = [
        *plain[:room],
        *(_item(library, question, evidence, "") for question, evidence in compared),
        *(_item(library, question, [sentence], why) for question, sentence, why in missed),
    ]
    rng.shuffle(items)
    return tuple({item.id: item for item in items}.values())


def _lower_words(library: LibraryReader, held: Iterable[HeldDocument]) -> frozenset[str]:
    """Words that the library mostly writes without a capital inside sentences."""
    seen: Counter[str] = Counter()
    for document in held:
        for page in library.pages(document.document_id):
            seen.update(re.findall(r"(?<=[a-z,] )[A-Za-z]+\b", page.text))
    return frozenset(w for w in seen if w.islower() and seen[w] >= seen[w.capitalize()])


def _of_document(
    library: LibraryReader, document: HeldDocument, lower: frozenset[str]
) -> list[_Drafted]:
    """At most one question of a kind from a sentence, each clear without the document beside it."""
    found = []
    for sentence in sentences_of(library, document):
        by_kind: dict[str, Question] = {}
        for question in questions_from(sentence.text, lower):
            by_kind.setdefault(question.kind, question)
        for question in by_kind.values():
            if placed := _placed(question, document.metadata.title):
                found.append(_Drafted(placed, sentence))
    return found


def _placed(question: Question, title: str) -> Question | None:
    """A question that names too little says which document it is about; None without a title."""
    names = [name for name in _NAME.findall(question.text) if name not in _COMMON]
    if len(names) >= 2:
        return question
    if not _PLAIN_TITLE.fullmatch(title):
        return None
    text = f"According to “{title}”, {question.text[0].lower()}{question.text[1:]}"
    return Question(question.kind, text, question.points, question.asks)


def _comparisons(found: Sequence[_Drafted]) -> list[tuple[Question, list[Sentence]]]:
    """Two questions of one kind about documents with a theme in common, asked as one."""
    made: list[tuple[Question, list[Sentence]]] = []
    used: set[str] = set()
    for at, one in enumerate(found):
        for other in found[at + 1 :]:
            pair = (one.question, other.question)
            if used & {q.text for q in pair} or not _comparable(one, other):
                continue
            used |= {q.text for q in pair}
            second = f"{pair[1].text[0].lower()}{pair[1].text[1:]}"
            text = f"{pair[0].text[:-1]}, and {second}"
            points = (*pair[0].points, *pair[1].points)
            question = Question(COMPARISON, text, points, one.question.asks)
            made.append((question, [one.sentence, other.sentence]))
    return made


def _comparable(one: _Drafted, other: _Drafted) -> bool:
    first, second = one.sentence.held, other.sentence.held
    asks = one.question.asks
    return (
        asks == other.question.asks
        and asks.startswith(("how much", "how many "))
        and first.document_id != second.document_id
        and bool(set(first.metadata.themes) & set(second.metadata.themes))
        and one.question.text.startswith("How") and other.question.text.startswith("How")
        and len(f"{one.question.text} {other.question.text}".split()) <= 36
    )  # fmt: skip


def _near_misses(
    found: Sequence[_Drafted], passages: Held, taxonomy: Taxonomy, draw: tuple[Random, int]
) -> list[tuple[Question, Sentence, str]]:
    rng, most = draw
    made: list[tuple[Question, Sentence, str]] = []
    for one in found:
        if len(made) == most:
            break
        if changed := near_miss(one.question, passages, taxonomy, rng):
            made.append((changed[0], one.sentence, changed[1]))
    return made


def _item(
    library: LibraryReader, question: Question, sentences: Sequence[Sentence], why: str
) -> DraftItem:
    digest = hashlib.sha256(question.text.encode()).hexdigest()[:8]
    return DraftItem(
        id=f"{question.kind}-{digest}",
        type=question.kind,
        question=question.text,
        expected="abstain" if question.kind == NEAR_MISS else "answer",
        must_contain=question.points,
        evidence=tuple(_evidence(library, sentence) for sentence in sentences),
        why=why,
    )


def _evidence(library: LibraryReader, sentence: Sentence) -> Evidence:
    known = sentence.held.metadata
    page = library.page(sentence.held.document_id, sentence.page).text
    before, after = around(page, sentence.start, sentence.end, sentence.quote)
    return Evidence(
        quote=sentence.quote,
        before=before,
        after=after,
        document_id=sentence.held.document_id,
        title=known.title,
        publisher=known.publisher,
        published=known.published,
        source_id=known.source_id,
        file="/".join(Path(sentence.held.path).parts[-2:]),
        page=sentence.page,
        start=sentence.start,
        end=sentence.end,
    )
