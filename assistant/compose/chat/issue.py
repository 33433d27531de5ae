"""Passages as they are sent to a model: each with an issued id, its orders withheld, in a fence."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.answer import Claim, Hit
from assistant.cite import readable
from assistant.compose.composer import Task
from assistant.evidence import Scored
from assistant.reading import PartEvidence
from assistant.tablequotes import row_claim
from ingest.instructions import instructs, withheld

_ID_LETTERS = 6
# Sentences of a part that are looked at for passages to send.
_LOOKED_AT = 40


@dataclass(frozen=True)
class Issued:
    """A passage, or a row of a table, that may be cited by `issued_id` in one answer.

    text: as sent. row: for a row, the claim that quotes it, with a citation for each cell.
    """

    issued_id: str
    hit: Hit
    text: str
    row: Claim | None = None


def issue(task: Task, limit: int, allowed: Callable[[Hit], bool]) -> tuple[Issued, ...]:
    """At most `limit` passages and rows, those with the best sentences first, parts in turn.

    allowed: whether a hit may be sent. Ids are derived from content, so that no document can name
    one, and the same question gives the same prompt.
    """
    found: dict[str, Issued] = {}
    for scored, asked in _in_turn([*task.evidence, *task.of_sides]):
        if len(found) >= limit:
            break
        if not allowed(scored.sentence.hit):
            continue
        issued = _row(scored, asked, task) if scored.sentence.is_row else _passage(scored)
        if issued is not None:
            found.setdefault(issued.issued_id, issued)
    return tuple(found.values())


def fence_of(issued: Sequence[Issued]) -> str:
    """The line before and after the passages; no document can hold it."""
    digest = hashlib.sha256("".join(each.text for each in issued).encode()).hexdigest()
    return f"=====passages-{digest[:12]}====="


def fenced(issued: Sequence[Issued]) -> str:
    """The passages as lines of JSON, in which no text can end its own string, in their fence."""
    fence = fence_of(issued)
    return "\n".join([fence, *(json.dumps(_shown(e), ensure_ascii=False) for e in issued), fence])


def _shown(issued: Issued) -> dict[str, str]:
    known = issued.hit.metadata
    about = {
        "id": issued.issued_id,
        "publication": known.title,
        "publisher": known.publisher or "",
        "date": known.published or "",
        "place": ", ".join((*known.places, *known.nations)),
        "headings": " > ".join(issued.hit.passage.heading_path),
    }
    safe = {name: readable(said) for name, said in about.items() if said and not instructs(said)}
    return {**safe, "text": issued.text}


def _in_turn(evidence: Sequence[PartEvidence]) -> Iterator[tuple[Scored, str]]:
    """The best sentence of each part, then the second of each, and so on, with the part's text."""
    for rank in zip_longest(*(e.scored[:_LOOKED_AT] for e in evidence)):
        for scored, of_part in zip(rank, evidence, strict=True):
            if scored is not None:
                yield scored, of_part.part.text


def _passage(scored: Scored) -> Issued | None:
    passage = scored.sentence.hit.passage
    text = readable(withheld(passage.text))
    if not text.replace("[…]", "").strip():
        return None
    return Issued(f"p{passage.passage_id[:_ID_LETTERS]}", scored.sentence.hit, text)


def _row(scored: Scored, asked: str, task: Task) -> Issued | None:
    sentence = scored.sentence
    claim = row_claim(sentence.hit, sentence.start, asked, None, task.page_of)
    if claim is None or instructs(claim.text):
        return None
    digest = hashlib.sha256(f"{sentence.hit.passage.passage_id} {claim.text}".encode()).hexdigest()
    return Issued(f"r{digest[:_ID_LETTERS]}", sentence.hit, claim.text, claim)
