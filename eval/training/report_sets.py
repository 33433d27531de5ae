"""Questions of ours to the development reports, as groups: the sentence that answers among others.

`report_questions.jsonl.gz` holds no text of a report: a question, in plain words and once more in
quite other words, with file, page and span of what answers it.
"""

import logging
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Hit
from assistant.evidence import Sentence, Sought, sentences_of, word_weights, worth_comparing
from assistant.question import plan_question
from assistant.rerank import text_read
from assistant.retrieve import Retriever
from corpus.taxonomy import load_taxonomy
from eval.errors import NothingToRun
from eval.gold import overlaps
from eval.training.groups import Group, rows
from ingest.embed import Embedder
from ingest.filters import Filters
from ingest.index import Index

log = logging.getLogger(__name__)

QUESTIONS = Path(__file__).with_name("report_questions.jsonl.gz")

_CANDIDATES, _READ, _COMPARED = 60, 24, 24
# Of what was found for a question, and of the page that answers it, so many that do not answer.
_FOUND, _BESIDE = 3, 2
_UNANSWERED = 4


@dataclass(frozen=True)
class Place:
    """A stretch of a page: offsets into its text with white space collapsed."""

    file: str
    page: int
    start: int
    end: int


@dataclass(frozen=True)
class ReportQuestion:
    """wordings: the question in plain and in quite other words. places: what answers it, or for
    an unanswerable one what only seems to. also: further pages that say the same."""

    key: str
    kind: str
    wordings: tuple[str, ...]
    places: tuple[Place, ...]
    also: frozenset[tuple[str, int]]

    @property
    def is_answerable(self) -> bool:
        """Whether some report answers it."""
        return self.kind != "unanswerable"


def load_questions(path: Path = QUESTIONS) -> list[ReportQuestion]:
    """All questions of the file. Raises OSError, ValueError, KeyError."""
    return [_question(row) for row in rows(path)]


def _question(row: dict[str, Any]) -> ReportQuestion:
    return ReportQuestion(
        key=row["id"],
        kind=row["kind"],
        wordings=tuple(row["asked"]),
        places=tuple(Place(*place) for place in row["places"]),
        also=frozenset((file, page) for file, page in row.get("also", ())),
    )


def in_half(one: ReportQuestion, half: str) -> bool:
    """Whether its report is of half "0" or "1", by a checksum of the file's name."""
    return str(zlib.crc32(Path(one.places[0].file).stem.encode()) % 2) == half


class Reports:
    """The sentences of a library that holds the reports."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._taxonomy = load_taxonomy()
        self._retriever = Retriever(index, embedder, self._taxonomy)
        held = index.documents(Filters())
        self._named = {Path(document.path).name: document.document_id for document in held}
        self._pages: dict[str, dict[int, list[Sentence]]] = {}

    def missing(self, asked: Sequence[ReportQuestion]) -> set[str]:
        """The files that the questions are about and the library does not hold."""
        return {place.file for one in asked for place in one.places} - self._named.keys()

    def quoted(self, place: Place) -> str:
        """The words of a place, white space collapsed."""
        page = self._index.page(self._named[place.file], place.page)
        return " ".join(page.text.split())[place.start : place.end]

    def on_page(self, file: str, page: int) -> Sequence[Sentence]:
        """What can be quoted from a page."""
        if file not in self._pages:
            by_page: dict[int, list[Sentence]] = {}
            for sentence in sentences_of(list(self._hits(self._named[file]))):
                by_page.setdefault(sentence.hit.passage.page_start, []).append(sentence)
            self._pages[file] = by_page
        return self._pages[file].get(page, ())

    def found(self, question: str) -> list[Sentence]:
        """The sentences that may answer a question by all that needs no relevance model."""
        plan = plan_question(question, (), self._taxonomy)
        part = next((part for part in plan.parts if not part.premise), plan.parts[0])
        found = self._retriever.retrieve(part.query, Filters(), _CANDIDATES).hits[:_READ]
        sentences = sentences_of(found)
        index = self._index
        weights = word_weights(part.query, index.document_frequency, index.passage_count)
        order = {hit.passage.passage_id: rank for rank, hit in enumerate(found)}
        near = worth_comparing(Sought(part, weights, order), sentences, _COMPARED)
        return [sentences[at] for at in near]

    def _hits(self, document_id: str) -> Iterator[Hit]:
        index = self._index
        passages = index.passages(document_id)
        held = index.held([passage.passage_id for passage in passages])
        for one in held.values():
            yield Hit(one.passage, one.metadata, one.path, 0.0, None, is_note=one.is_note)


def report_groups(asked: Sequence[ReportQuestion], reports: Reports, seed: int) -> list[Group]:
    """A group for each wording; a question whose answer cannot be quoted from the library gives
    none, and how many do is logged. Raises NothingToRun if a report is not in the library."""
    missing = reports.missing(asked)
    if missing:
        raise NothingToRun(
            f"the library lacks {len(missing)} reports that questions are about, one of them "
            f"{min(missing)}: fill it with lpip-ingest add FOLDER first"
        )
    drawn = random.Random(seed)
    made = [_groups_of(one, reports, drawn) for one in asked]
    log.info("%d questions, %d of no use here", len(made), sum(not groups for groups in made))
    return [group for groups in made for group in groups]


def _groups_of(one: ReportQuestion, reports: Reports, drawn: random.Random) -> list[Group]:
    right: dict[str, None] = {}
    beside: dict[str, None] = {}
    for place in one.places if one.is_answerable else ():
        quote = reports.quoted(place)
        for sentence in reports.on_page(place.file, place.page):
            is_right = overlaps(sentence.text, quote)
            (right if is_right else beside).setdefault(text_read(sentence))
    if one.is_answerable and not right:
        return []
    judged = one.also | {(place.file, place.page) for place in one.places}
    found = {
        text_read(sentence): None
        for sentence in reports.found(one.wordings[0])
        if not one.is_answerable or _page_of(sentence) not in judged
    }
    wrong = [text for text in found if text not in right]
    others = [text for text in beside if text not in right and len(text.split()) > 3]
    return [
        group
        for wording in one.wordings
        if (group := _group(wording, list(right), wrong, others, drawn))
    ]


def _group(
    question: str,
    right: Sequence[str],
    wrong: Sequence[str],
    beside: Sequence[str],
    drawn: random.Random,
) -> Group | None:
    if not right:
        texts = drawn.sample(wrong, min(_UNANSWERED, len(wrong)))
        return Group(question, tuple(texts), (0.0,) * len(texts), "unanswerable") if texts else None
    texts = [
        *drawn.sample(wrong, min(_FOUND, len(wrong))),
        *drawn.sample(beside, min(_BESIDE, len(beside))),
    ]
    if not texts:
        return None
    answer = drawn.choice(right)
    return Group(question, (answer, *texts), (1.0, *(0.0 for _ in texts)), "reports")


def _page_of(sentence: Sentence) -> tuple[str, int]:
    return Path(sentence.hit.path).name, sentence.hit.passage.page_start
