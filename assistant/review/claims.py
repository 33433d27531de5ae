"""Claims with their evidence, for people to label; their labels as a set to measure judges."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.review.queues import read_items

LABELS = ("not_supported", "partly", "supported")
"""What a person can say of a claim beside its evidence, in rising order."""


class Item(BaseModel):
    """Base of what a queue holds; fields that a later version may add are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Evidence(Item):
    """A cited quote in its context: `before`, `quote` and `after` follow each other on the page.

    page: 1-based; start, end: offsets of the quote into the text of the page, as it is held.
    source_id: catalogue id; file: path below the folder of a case set's files.
    """

    quote: str
    before: str = ""
    after: str = ""
    document_id: str = ""
    title: str = ""
    publisher: str | None = None
    published: str | None = None
    source_id: str | None = None
    file: str = ""
    page: int = Field(default=1, ge=1)
    start: int = 0
    end: int = 0

    @property
    def shown(self) -> str:
        """All that a person is shown of the page, as one text."""
        return f"{self.before}{self.quote}{self.after}"


class ClaimItem(Item):
    """A claim of an answer. judges: judge -> whether it calls the claim supported; not shown to
    people before they have decided. changed: True if it was made wrong on purpose.
    """

    id: str = Field(min_length=1)
    question: str = ""
    claim: str = Field(min_length=1)
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    judges: Mapping[str, bool] = {}
    changed: bool = False

    @property
    def premise(self) -> str:
        """What a judge is shown: what people are shown."""
        return "\n\n".join(one.shown.strip() for one in self.evidence)


def load_claims(path: Path) -> tuple[ClaimItem, ...]:
    """The claims of a queue. Raises BadReview."""
    return read_items(path, ClaimItem)


def labelled_lines(
    items: Sequence[ClaimItem], labels: Mapping[str, Mapping[str, str]]
) -> tuple[str, ...]:
    """JSON Lines `{"id", "premise", "claim", "label"}` of the claims on which most people agree.

    labels: person -> item id -> one of LABELS. label is 1 for supported and 0 for partly or not, as
    sets of labelled pairs have it; what each person said is kept beside it under "labels". A claim
    without a majority is left out: nobody can say what a judge ought to have said.
    """
    found = []
    for item in items:
        said = {who: own[item.id] for who, own in labels.items() if item.id in own}
        supported = sum(label == "supported" for label in said.values())
        if 2 * supported == len(said):
            continue
        pair = {
            "id": item.id,
            "premise": item.premise,
            "claim": item.claim,
            "label": int(2 * supported > len(said)),
            "labels": said,
        }
        found.append(json.dumps(pair, ensure_ascii=False))
    return tuple(found)
