"""What a run has answered so far, kept on disk, so that a killed run goes on where it stopped."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from eval.cases import Case, CaseSet
from eval.contract import AnswerRecord
from eval.reply import RankedPassage, Reply

NAME = "progress.jsonl"


class _Ranked(BaseModel):
    model_config = ConfigDict(extra="ignore")

    path: str
    page_start: int
    page_end: int
    source_id: str | None = None


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    answer: AnswerRecord
    ranking: list[_Ranked]
    seconds: float

    def reply(self) -> Reply:
        ranking = tuple(RankedPassage(**ranked.model_dump()) for ranked in self.ranking)
        return Reply(self.answer, ranking, self.seconds)


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    key: str
    system: str
    case_id: str
    repeats: list[list[_Reply]]


Repeats = tuple[tuple[Reply, ...], ...]
"""The replies of a case, turn by turn, once for each repeat."""


class Progress:
    """One line per answered case. Crashed cases are not kept: they are tried again.

    key: what the answers depend on; lines of another key are dropped.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._path = folder / NAME
        self._key = key
        self._done = {(line.system, line.case_id): line for line in self._read()}
        folder.mkdir(parents=True, exist_ok=True)
        kept = "".join(line.model_dump_json() + "\n" for line in self._done.values())
        self._path.write_text(kept, encoding="utf-8")

    def __len__(self) -> int:
        """Cases already answered."""
        return len(self._done)

    def get(self, system: str, case: Case) -> Repeats | None:
        """The replies of a case that is done, else None."""
        line = self._done.get((system, case.case_id))
        if line is None:
            return None
        return tuple(tuple(one.reply() for one in turns) for turns in line.repeats)

    def put(self, system: str, case: Case, repeats: Repeats) -> None:
        """Keep a case as done, at once and on disk."""
        line = {
            "key": self._key,
            "system": system,
            "case_id": case.case_id,
            "repeats": [[_as_json(reply) for reply in turns] for turns in repeats],
        }
        with self._path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")

    def finish(self) -> None:
        """The run is complete and written: nothing is left to go on from."""
        self._path.unlink(missing_ok=True)

    def _read(self) -> list[_Line]:
        if not self._path.is_file():
            return []
        found = []
        for text in self._path.read_text(encoding="utf-8").split("\n"):
            try:
                line = _Line.model_validate_json(text)
            # The last line of a killed run may be cut; its case is asked again.
            except ValidationError:
                continue
            if line.key == self._key:
                found.append(line)
        return found


def key_of(case_set: CaseSet, settings: Sequence[str]) -> str:
    """Changes with any case and any setting that the answers depend on."""
    return hashlib.sha256(f"{case_set!r}{list(settings)!r}".encode()).hexdigest()[:16]


def _as_json(reply: Reply) -> dict[str, object]:
    return {
        "answer": reply.answer.model_dump(mode="json"),
        "ranking": [asdict(ranked) for ranked in reply.ranking],
        "seconds": reply.seconds,
    }
