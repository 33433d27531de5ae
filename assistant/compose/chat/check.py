"""A claim that a model gave, checked before anyone sees it; what fails is told why."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.answer import Citation, Claim
from assistant.cite import cite
from assistant.compose.chat.issue import Issued
from assistant.compose.chat.locate import in_sentences, locate
from assistant.compose.chat.parse import GivenCitation, GivenClaim
from assistant.compose.chat.wording import stays_with
from assistant.compose.composer import Task
from assistant.evidence import Sentence, plain_score
from assistant.question import Side
from assistant.question.words import content_words
from assistant.verdict import Label
from ingest.instructions import instructs

_LONGEST = 600
_MARKUP = re.compile(
    r"!?\[[^\]]*\]\(|</?[a-z!][^>]*>|`{3}|\b(?:data|file|javascript|vbscript):", re.I
)
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"')\]]+|\b[\w.+-]+@[\w-]+\.\w+", re.I)
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
# A quote from a sentence that scores under this share of the best one's says something else.
_TO_THE_POINT = 0.4
_SAME_WORDS = 0.85


class Fault(StrEnum):
    """Why a claim is not shown, as the model is told."""

    EMPTY = "it says nothing"
    TOO_LONG = "it is longer than one sentence"
    LINK = "it holds an address or markup"
    ORDER = "it, or what it quotes, gives orders instead of evidence"
    NOT_CITED = "it cites nothing"
    NOT_ISSUED = "it cites an id that was not listed"
    NOT_VERBATIM = "its quote does not stand letter by letter in the passage with that id"
    FIGURE = "it holds a figure that its quotes do not hold"
    NOT_SUPPORTED = "its quotes do not carry all that it says; stay with their words"
    CUT_ROW = "a row of a table is said whole, as it stands, or not at all"
    OFF_TOPIC = "what it quotes does not answer the question"
    WRONG_SIDE = "what it quotes does not speak of that side of the comparison"
    REPEATED = "it was said before"


@dataclass(frozen=True)
class Failed:
    """A claim that is not shown."""

    given: GivenClaim
    fault: Fault


@dataclass(frozen=True)
class _Cited:
    """Citations with what they say when read: a quote, or a row put together from its cells."""

    citations: tuple[Citation, ...]
    said: str
    is_row: bool = False


class Checker:
    """Checks the claims of one answer, one after the other."""

    def __init__(self, task: Task, issued: Sequence[Issued]) -> None:
        self._task = task
        self._issued = {each.issued_id: each for each in issued}
        self._relevance = _relevance(task)
        self._said: list[Claim] = []

    def check(self, given: GivenClaim) -> Claim | Failed:
        """The claim as it may be shown, or why it may not."""
        text = _tidy(given.text, self._issued)
        if (fault := self._worded(text, given)) is not None:
            return Failed(given, fault)
        citations: list[Citation] = []
        said: list[str] = []
        for named in given.citations:
            found = self._cited(named)
            if isinstance(found, Fault):
                return Failed(given, found)
            citations += (citation for citation in found.citations if citation not in citations)
            said.append(found.said)
            # Of a cell that is cut, or left out, the rest may say something else.
            if found.is_row and found.said.casefold() not in text.casefold():
                return Failed(given, Fault.CUT_ROW)
        fault = self._holds(text, given, citations)
        if fault is not None:
            return Failed(given, fault)
        claim = self._judged(text, tuple(citations), said, given.side)
        if claim is None:
            return Failed(given, Fault.NOT_SUPPORTED)
        self._said.append(claim)
        return claim

    def _worded(self, text: str, given: GivenClaim) -> Fault | None:
        if not content_words(text):
            return Fault.EMPTY
        if len(text) > _LONGEST:
            return Fault.TOO_LONG
        if _MARKUP.search(text):
            return Fault.LINK
        if instructs(text):
            return Fault.ORDER
        if not given.citations:
            return Fault.NOT_CITED
        return Fault.REPEATED if any(_alike(text, claim.text) for claim in self._said) else None

    def _cited(self, named: GivenCitation) -> _Cited | Fault:
        """What an id and a quote stand for; of a row of a table, all of its cells."""
        issued = self._issued.get(named.id.strip().strip("[]()"))
        if issued is None:
            return Fault.NOT_ISSUED
        if issued.row is not None:
            stands = locate(issued.row.text, named.quote)
            cited = _Cited(issued.row.citations, issued.row.text, is_row=True)
            return cited if stands else Fault.NOT_VERBATIM
        passage = issued.hit.passage
        span = locate(passage.text, named.quote)
        if span is None:
            return Fault.NOT_VERBATIM
        wide = in_sentences(passage.text, span)
        if wide is None:
            return Fault.ORDER
        page = self._task.page_of(passage.document_id, passage.page_start)
        citation = cite(issued.hit, page, passage.start + wide[0], passage.start + wide[1])
        return _Cited((citation,), citation.quote) if citation else Fault.NOT_VERBATIM

    def _holds(self, text: str, given: GivenClaim, citations: Sequence[Citation]) -> Fault | None:
        """What can be said against a claim before its words are judged."""
        quoted = " ".join(citation.quote for citation in citations)
        if set(_FIGURE.findall(_plain(text))) - set(_FIGURE.findall(_plain(quoted))):
            return Fault.FIGURE
        known = {citation.metadata.url for citation in citations}
        if any(found.rstrip(".,;") not in known for found in _ADDRESS.findall(text)):
            return Fault.LINK
        if not any(self._to_the_point(citation) for citation in citations):
            return Fault.OFF_TOPIC
        if self._task.plan.sides and given.side is not None:
            side = _side(given.side, self._task.plan.sides)
            if side is None or not any(self._speaks_of(side, citation) for citation in citations):
                return Fault.WRONG_SIDE
        return None

    def _judged(
        self, text: str, citations: tuple[Citation, ...], said: Sequence[str], side: str | None
    ) -> Claim | None:
        named = _side(side, self._task.plan.sides) if side else None
        group = named.label if named else None
        if not stays_with(text, said, citations):
            return None
        verdict = self._task.judge.verdict(text, said)
        return Claim(text, citations, verdict, group) if verdict.label is Label.SUPPORTED else None

    def _to_the_point(self, citation: Citation) -> bool:
        spans = self._relevance.get((citation.document_id, citation.page), [])
        near = [
            share for start, end, share in spans if start < citation.end and citation.start < end
        ]
        # What was not scored (a header cited with its row) says nothing against the claim.
        return max(near, default=1.0) >= _TO_THE_POINT

    def _speaks_of(self, side: Side, citation: Citation) -> bool:
        around = {
            word
            for evidence in self._task.of_sides
            for scored in evidence.scored
            if _within(scored.sentence, citation)
            for word in scored.sentence.around
        }
        return any(set(content_words(name)) <= around for name in side.names)


def told_apart(failed: Iterable[Failed]) -> dict[str, int]:
    """How many claims failed for each fault."""
    counted: dict[str, int] = {}
    for each in failed:
        counted[each.fault.name.lower()] = counted.get(each.fault.name.lower(), 0) + 1
    return counted


def _relevance(task: Task) -> dict[tuple[str, int], list[tuple[int, int, float]]]:
    """(document, page) -> start, end and share of the best score, of every sentence scored."""
    found: dict[tuple[str, int], list[tuple[int, int, float]]] = {}
    for evidence in (*task.evidence, *task.of_sides):
        plain = [plain_score(scored) for scored in evidence.scored]
        best = max(plain, default=0.0)
        for scored, score in zip(evidence.scored, plain, strict=True) if best > 0 else ():
            passage = scored.sentence.hit.passage
            found.setdefault((passage.document_id, passage.page_start), []).append(
                (scored.sentence.start, scored.sentence.end, score / best)
            )
    return found


def _within(sentence: Sentence, citation: Citation) -> bool:
    passage = sentence.hit.passage
    return (
        passage.document_id == citation.document_id
        and passage.page_start == citation.page
        and sentence.start < citation.end
        and citation.start < sentence.end
    )


def _side(named: str, sides: Sequence[Side]) -> Side | None:
    wanted = named.strip().casefold()
    return next((side for side in sides if side.label.casefold() == wanted), None)


def _tidy(text: str, issued: Iterable[str]) -> str:
    """One line without invisible letters and without the ids that models put into their prose."""
    seen = "".join(
        letter
        for letter in text
        if letter.isspace() or unicodedata.category(letter) not in ("Cf", "Cc", "Co", "Cs")
    )
    for issued_id in issued:
        seen = re.sub(rf"\s*[\[(]?\b{issued_id}\b[\])]?", "", seen)
    return " ".join(seen.replace("[…]", " ").split()).lstrip("•*-– ")


def _plain(text: str) -> str:
    """Without the commas of thousands."""
    return text.replace(",", "")


def _alike(first: str, second: str) -> bool:
    one, other = set(content_words(first)), set(content_words(second))
    smaller = min(len(one), len(other))
    same_figures = set(_FIGURE.findall(first)) == set(_FIGURE.findall(second))
    return bool(smaller) and len(one & other) / smaller >= _SAME_WORDS and same_figures
