"""Draft questions for people to accept, change or reject; the accepted ones as a case file."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field

from assistant.review.ballots import Decision
from assistant.review.claims import Evidence, Item
from assistant.review.queues import read_items

ACCEPTED, REJECTED = "accepted", "rejected"
QUESTION, POINTS = "question", "must_contain"
"""What a person can change of a draft."""


class DraftItem(Item):
    """A question drafted from passages. type: the slice it goes to in a report.

    expected: "answer", or "abstain" where the library does not say it. must_contain: what a right
    answer says; `a | b` are alternatives. evidence: where the answer stands; for a question to
    refuse, the passage that it was made from. why: what the draft rests on, in words.
    """

    id: str = Field(min_length=1)
    type: str
    question: str = Field(min_length=1)
    expected: Literal["answer", "abstain"]
    must_contain: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    table: bool = False
    why: str = ""


def load_drafts(path: Path) -> tuple[DraftItem, ...]:
    """The drafts of a queue. Raises BadReview."""
    return read_items(path, DraftItem)


def with_edits(item: DraftItem, edited: Mapping[str, str]) -> DraftItem:
    """The draft as a person changed it: QUESTION, and POINTS with one point a line."""
    changed = {
        QUESTION: edited.get(QUESTION, "").strip() or item.question,
        POINTS: _lines(edited[POINTS]) if POINTS in edited else item.must_contain,
    }
    return item.model_copy(update=changed)


def settled(decisions: Iterable[Mapping[str, Decision]]) -> dict[str, Decision]:
    """Item id -> what holds for it when several people decided: one rejection is enough to leave
    it out, else the latest word counts.
    """
    found: dict[str, Decision] = {}
    for one in (one for own in decisions for one in own.values()):
        before = found.get(one.id)
        rank = (one.choice == REJECTED, one.at)
        if before is None or rank > (before.choice == REJECTED, before.at):
            found[one.id] = one
    return found


def accepted_cases(
    name: str, items: Sequence[DraftItem], decisions: Mapping[str, Decision]
) -> str | None:
    """The accepted drafts as a case file, which `lpip-eval run` reads; None if there is none.

    name: what the report calls the set. decisions: item id -> what holds for it.
    """
    cases = [
        _case(with_edits(item, decision.edited), decision.reviewer)
        for item in items
        if (decision := decisions.get(item.id)) is not None and decision.choice == ACCEPTED
    ]
    if not cases:
        return None
    return yaml.safe_dump({"name": name, "cases": cases}, allow_unicode=True, sort_keys=False)


def _case(item: DraftItem, reviewer: str) -> dict[str, object]:
    case: dict[str, object] = {
        "id": item.id,
        "type": item.type,
        "question": item.question,
        "expected": item.expected,
        "remark": f"drafted from a passage, accepted by {reviewer}",
    }
    if item.table:
        case["table"] = True
    if item.expected == "answer":
        case["points"] = [_point(point) for point in item.must_contain]
        case["gold"] = [_gold(one) for one in item.evidence]
    return case


def _point(point: str) -> dict[str, object]:
    return {"point": point, "any_of": [one.strip() for one in point.split("|") if one.strip()]}


def _gold(one: Evidence) -> dict[str, object]:
    place: dict[str, object] = {"source": one.source_id} if one.source_id else {"file": one.file}
    return {**place, "page": one.page, "quote": one.quote}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" |") for line in text.splitlines() if line.strip(" |"))
