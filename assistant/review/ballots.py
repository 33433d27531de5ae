"""What a person decided, line by line: nothing is overwritten, the last line on an item counts."""

import json
import os
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.errors import BadReview
from assistant.review.queues import Queue

_NOTHING: Mapping[str, str] = {}


class Decision(BaseModel):
    """A person's word on an item. choice is None where an earlier one was taken back.

    edited: for a draft question, what the person changed: field -> new text. at: ISO time, UTC.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    reviewer: str
    choice: str | None
    at: str
    edited: Mapping[str, str] = {}


@dataclass(frozen=True)
class Ballot:
    """One person's decisions on one queue."""

    path: Path
    reviewer: str

    @classmethod
    def of(cls, queue: Queue, reviewer: str) -> "Ballot":
        """The ballot of a person, by the name they typed. Case and spaces do not matter.

        Raises BadReview for a name without a letter or digit.
        """
        name = " ".join(reviewer.split())[:60]
        slug = re.sub(r"[^\w]+", "-", name.casefold()).strip("-_")
        if not slug:
            raise BadReview("Type your name, so that your decisions can be told from others'")
        return cls(queue.decisions / f"{slug}.jsonl", name)

    def decisions(self) -> dict[str, Decision]:
        """Item id -> what the person says of it now, in the order in which it was said."""
        found: dict[str, Decision] = {}
        for one in self._lines():
            found.pop(one.id, None)
            if one.choice is not None:
                found[one.id] = one
        return found

    def choices(self) -> dict[str, str]:
        """Item id -> choice, in the order in which they were made."""
        return {key: one.choice or "" for key, one in self.decisions().items()}

    def put(self, item_id: str, choice: str | None, edited: Mapping[str, str] = _NOTHING) -> None:
        """Keep a decision, on disk when this returns."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        line = Decision(id=item_id, reviewer=self.reviewer, choice=choice, at=now, edited=edited)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(line.model_dump(mode="json"), ensure_ascii=False) + "\n"
        with self.path.open("ab+") as stream:
            # A line that a kill cut short must not swallow the next one.
            if stream.tell() and not self.path.read_bytes().endswith(b"\n"):
                text = "\n" + text
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())

    def undo(self) -> None:
        """Take the latest decision back, if there is one."""
        latest = next(reversed(self.decisions()), None)
        if latest is not None:
            self.put(latest, None)

    def order(self, ids: Sequence[str]) -> list[str]:
        """The items in this person's own order, the same each time: two people who tire at the
        end must not tire on the same items.
        """
        mixed = sorted(ids)
        random.Random(self.path.stem).shuffle(mixed)
        return mixed

    def _lines(self) -> list[Decision]:
        if not self.path.is_file():
            return []
        found = []
        for line in self.path.read_text(encoding="utf-8").split("\n"):
            try:
                found.append(Decision.model_validate_json(line))
            # The last line of a process that was killed may be cut.
            except ValidationError:
                continue
        return found


def ballots(queue: Queue) -> dict[str, Ballot]:
    """Everyone who decided something on the queue, by the name that they typed last."""
    found = {}
    for path in sorted(queue.decisions.glob("*.jsonl")):
        said = Ballot(path, path.stem).decisions()
        if said:
            name = next(reversed(said.values())).reviewer
            found[name] = Ballot(path, name)
    return found
