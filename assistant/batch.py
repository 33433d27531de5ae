"""Many questions in one run: JSON Lines in, one JSON answer per line out, in order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.answer import Answer
from assistant.contract import Json, answer_json
from assistant.errors import AssistantError, BadBatch
from assistant.pipeline import Assistant
from ingest.filters import Filters


class BatchLine(BaseModel):
    """One line of a batch file: a question, or the turns of a conversation."""

    model_config = ConfigDict(extra="ignore")

    id: str | int
    question: str | None = None
    turns: list[str] | None = Field(default=None, min_length=1)

    @model_validator(mode="after")
    def _asks_something(self) -> "BatchLine":
        if (self.question is None) == (self.turns is None):
            raise ValueError('give either "question" or "turns"')
        return self


@dataclass(frozen=True)
class BatchOutcome:
    """What became of one line: its JSON, or the one-line reason why there is none."""

    answer: dict[str, Json] | None
    error: str | None = None


def run_batch(
    lines: Iterable[str], assistant: Assistant, filters: Filters, *, name: str
) -> Iterator[BatchOutcome]:
    """The outcome of each non-empty line, in order; a bad line never stops the ones after it."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield BatchOutcome(_answered(_parsed(line, name, number), assistant, filters))
        except AssistantError as error:
            yield BatchOutcome(None, _located(error, name, number))


def _parsed(line: str, name: str, number: int) -> BatchLine:
    try:
        return BatchLine.model_validate(json.loads(line.lstrip("\ufeff")))
    except json.JSONDecodeError as error:
        raise BadBatch(f"{name}, line {number}: not JSON ({error.msg}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "line"
        raise BadBatch(f"{name}, line {number}: {where}: {first['msg']}.") from error


def _answered(line: BatchLine, assistant: Assistant, filters: Filters) -> dict[str, Json]:
    if line.question is not None:
        return {"id": line.id, **answer_json(assistant.ask(line.question, filters=filters))}
    history: list[Answer] = []
    for turn in line.turns or []:
        history.append(assistant.ask(turn, history=tuple(history), filters=filters))
    return {"id": line.id, "turns": [answer_json(answer) for answer in history]}


def _located(error: AssistantError, name: str, number: int) -> str:
    text = str(error)
    return text if text.startswith(name) else f"{name}, line {number}: {text}"
