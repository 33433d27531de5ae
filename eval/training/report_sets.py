"""Questions of ours to the development reports, as groups: the sentence that answers among others.

`report_questions.jsonl.gz` holds no text of a report: a question, in plain words and once more in
quite other words, with file, page and span of what answers it.
"""

import logging
import math
import random
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Hit
from assistant.evidence import Sentence, Sought, sentences_of, word_weights
from assistant.question import plan_question
from assistant.reading import with_tables
from assistant.rerank import Reranker, text_read
from assistant.retrieve import Retriever
from assistant.wordvectors import WordVectors
from assistant.worthreading import worth_reading
from corpus.taxonomy import load_taxonomy
from eval.errors import NothingToRun
from eval.training.groups import Group, rows
from ingest.embed import Embedder, load_embedder
from ingest.filters import Filters
from ingest.index import Index
from ingest.settings import Settings

log = logging.getLogger(__name__)

QUESTIONS = Path(__file__).with_name("report_questions.jsonl.gz")

_CANDIDATES, _READ, _COMPARED = 60, 24, 24
# Of what was found for a question, and of the page that answers it, so many that do not answer.
_FOUND, _BESIDE = 3, 2
# Of what was found for a question that none answers, with what only seems to answer it.
_UNANSWERED, _SEEMING = 4, 2
# Of two texts that differ by so many logits the one is drawn e times as often as the other.
_HARDER = 2.0


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

    def __init__(self, index: Index, embedder: Embedder, vectors: WordVectors) -> None:
        self._index = index
        self.embedder = embedder
        self.vectors = vectors
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

    def holds(self, sentence: Sentence, place: Place) -> bool:
        """Whether a sentence of the place's page says at least half of the place, or the place
        half of it."""
        text = self._index.page(self._named[place.file], place.page).text
        before, said = (
            len(" ".join(t.split()))
            for t in (text[: sentence.start], text[sentence.start : sentence.end])
        )
        start = before + bool(before)
        shared = min(start + said, place.end) - max(start, place.start)
        return 2 * shared >= max(6, min(said, place.end - place.start))

    def on_page(self, file: str, page: int) -> Sequence[Sentence]:
        """What can be quoted from a page."""
        if file not in self._pages:
            by_page: dict[int, list[Sentence]] = {}
            for sentence in sentences_of(list(self._hits(self._named[file]))):
                by_page.setdefault(sentence.hit.passage.page_start, []).append(sentence)
            self._pages[file] = by_page
        return self._pages[file].get(page, ())

    def every(self) -> Iterator[Sentence]:
        """What can be quoted from the library, document by document."""
        for document in self._index.documents(Filters()):
            yield from sentences_of(list(self._hits(document.document_id)))

    def found(self, question: str) -> list[Sentence]:
        """The sentences that may answer a question by all that needs no relevance model."""
        sought, sentences = self.sought(question)
        near = worth_reading(sought, sentences, _COMPARED, self.vectors)
        return [sentences[at] for at in sorted(near)]

    def sought(self, question: str) -> tuple[Sought, Sequence[Sentence]]:
        """A question with all sentences of the passages that are read for it."""
        plan = plan_question(question, (), self._taxonomy)
        part = next((part for part in plan.parts if not part.premise), plan.parts[0])
        found = self._retriever.retrieve(part.query, Filters(), _CANDIDATES).hits[:_READ]
        sentences = sentences_of([with_tables(hit, self._index) for hit in found])
        index = self._index
        weights = word_weights(part.query, index.document_frequency, index.passage_count)
        order = {hit.passage.passage_id: rank for rank, hit in enumerate(found)}
        return Sought(part, weights, order), sentences

    def _hits(self, document_id: str) -> Iterator[Hit]:
        index = self._index
        passages = index.passages(document_id)
        held = index.held([passage.passage_id for passage in passages])
        for one in held.values():
            hit = Hit(one.passage, one.metadata, one.path, 0.0, None, is_note=one.is_note)
            yield with_tables(hit, index)


def reports_in(library: Path) -> Reports:
    """The reports of a library. Raises NothingToRun, IngestError."""
    if not (library / "library.db").is_file():
        raise NothingToRun(f"{library}: no library. Fill one with lpip-ingest add FOLDER.")
    settings = Settings(home=library)
    return Reports(
        Index.open(settings), load_embedder(settings), WordVectors(settings.models_folder)
    )


def report_groups(
    asked: Sequence[ReportQuestion], reports: Reports, seed: int, reads: Reranker | None = None
) -> list[Group]:
    """A group for each wording; a question whose answer cannot be quoted from the library gives
    none, and how many do is logged. Raises NothingToRun if a report is not in the library.

    reads: a model by which texts that do not answer are drawn the oftener the more they seem to;
    what it takes for a better answer than the right one may be one, and is left out.
    """
    missing = reports.missing(asked)
    if missing:
        raise NothingToRun(
            f"the library lacks {len(missing)} reports that questions are about, one of them "
            f"{min(missing)}: fill it with lpip-ingest add FOLDER first"
        )
    made = [
        # What is drawn for a question is the same whatever others are asked.
        _groups_of(one, reports, random.Random(f"{seed} {one.key}"), reads)
        for one in asked
    ]
    log.info("%d questions, %d of no use here", len(made), sum(not groups for groups in made))
    return [group for groups in made for group in groups]


def _groups_of(
    one: ReportQuestion, reports: Reports, drawn: random.Random, reads: Reranker | None
) -> list[Group]:
    held: dict[str, None] = {}
    beside: dict[str, None] = {}
    for place in one.places:
        for sentence in reports.on_page(place.file, place.page):
            holds = reports.holds(sentence, place)
            (held if holds else beside).setdefault(text_read(sentence))
    if one.is_answerable and not held:
        return []
    judged = one.also | {(place.file, place.page) for place in one.places}
    found = {
        text_read(sentence): None
        for sentence in reports.found(one.wordings[0])
        if not one.is_answerable or page_of(sentence) not in judged
    }
    wrong = [text for text in found if text not in held]
    right: list[str] = []
    others: list[str] = []
    if one.is_answerable:
        right = list(held)
        others = [text for text in beside if text not in held and len(text.split()) > 3]
    draw = Draw(_how_hard(one.wordings[0], right, [*wrong, *others], reads), drawn)
    made = [
        _group(wording, right, wrong, others, draw)
        if one.is_answerable
        else _unanswered(wording, list(held)[:_SEEMING], wrong, draw)
        for wording in one.wordings
    ]
    return [group for group in made if group]


def _how_hard(
    question: str, right: Sequence[str], others: Sequence[str], reads: Reranker | None
) -> dict[str, float]:
    """The logit of each of the others that is below that of the best right text."""
    if reads is None:
        return dict.fromkeys(others, 0.0)
    best = max(map(float, reads.scores(question, right)), default=math.inf)
    logits = zip(others, map(float, reads.scores(question, others)), strict=True)
    return {text: logit for text, logit in logits if logit < best}


@dataclass(frozen=True)
class Draw:
    """Draws texts, none twice, by how hard they are to tell from an answer."""

    hard: dict[str, float]
    drawn: random.Random

    def some(self, texts: Sequence[str], most: int) -> list[str]:
        """At most so many of the texts: the first by logit and Gumbel noise, which draws each in
        proportion to the exponential of its logit over `_HARDER`."""
        keys = {
            text: self.hard[text] / _HARDER - math.log(-math.log(self.drawn.uniform(1e-9, 1)))
            for text in texts
            if text in self.hard
        }
        return sorted(keys, key=lambda text: -keys[text])[:most]


def _group(
    question: str,
    right: Sequence[str],
    wrong: Sequence[str],
    beside: Sequence[str],
    draw: Draw,
) -> Group | None:
    texts = [*draw.some(wrong, _FOUND), *draw.some(beside, _BESIDE)]
    if not texts:
        return None
    answer = draw.drawn.choice(right)
    return Group(question, (answer, *texts), (1.0, *(0.0 for _ in texts)), "reports")


def _unanswered(
    question: str, seeming: Sequence[str], wrong: Sequence[str], draw: Draw
) -> Group | None:
    texts = (*seeming, *draw.some(wrong, _UNANSWERED - len(seeming)))
    return Group(question, texts, (0.0,) * len(texts), "unanswerable") if texts else None


def page_of(sentence: Sentence) -> tuple[str, int]:
    """Name of the file and number of the page that a sentence stands on."""
    return Path(sentence.hit.path).name, sentence.hit.passage.page_start
