"""Answers in the JSON contract, one JSON value per line: what `lpip-ask --batch` writes."""

import json
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from eval.contract import AnswerRecord, BatchLine
from eval.errors import BadAnswers


def load_answers(path: Path) -> tuple[BatchLine, ...]:
    """All answers of a file. A line that reports an error instead of an answer is left out.

    Raises BadAnswers naming the file and the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadAnswers(f"{path}: cannot be read: {error}") from error
    lines = tuple(_lines(path, text))
    if not lines:
        raise BadAnswers(f"{path}: no answer in the file; write one with lpip-ask --batch")
    return lines


def _lines(path: Path, text: str) -> Iterator[BatchLine]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            content = json.loads(line)
            answer = _batch_line(number, content)
        except json.JSONDecodeError as error:
            raise BadAnswers(f"{path}, line {number}: not JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadAnswers(f"{path}, line {number}: {field}: {first['msg']}") from error
        if answer is not None:
            yield answer


def _batch_line(number: int, content: object) -> BatchLine | None:
    if isinstance(content, dict) and "error" in content:
        return None
    name = str(content.get("id", number)) if isinstance(content, dict) else str(number)
    if isinstance(content, dict) and "turns" in content:
        return BatchLine.model_validate({"id": name, "turns": content["turns"]})
    return BatchLine(id=name, turns=(AnswerRecord.model_validate(content),))
