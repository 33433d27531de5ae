"""Queues of items for people to decide on: where they lie, and how they are read and written."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assistant.errors import BadReview


class Kind(StrEnum):
    """What a queue holds; the name of its folder."""

    CLAIMS = "claims"
    DRAFTS = "drafts"


@dataclass(frozen=True)
class Queue:
    """One queue. path: its items; decisions: the folder of what people decided."""

    kind: Kind
    name: str
    path: Path

    @property
    def decisions(self) -> Path:
        """One file for each person; made with the first decision."""
        return self.path.with_suffix("")


def queue(folder: Path, kind: Kind, name: str) -> Queue:
    """The queue of that name, there or not. Raises BadReview if the name is no file name.

    folder: the review folder of a library's home.
    """
    if not re.fullmatch(r"[\w][\w .-]{0,79}", name) or name.endswith("."):
        raise BadReview(
            f"{name!r} cannot name a queue: use letters, digits, spaces, points, - and _"
        )
    return Queue(kind, name, folder / kind / f"{name}.jsonl")


def queues(folder: Path, kind: Kind) -> tuple[Queue, ...]:
    """Every queue of a kind, the newest first."""
    found = [path for path in (folder / kind).glob("*.jsonl") if path.is_file()]
    newest = sorted(found, key=lambda path: (-path.stat().st_mtime_ns, path.name))
    return tuple(Queue(kind, path.stem, path) for path in newest)


Item = TypeVar("Item", bound=BaseModel)


def write_items(into: Queue, items: Iterable[BaseModel]) -> int:
    """Write the queue's items, in place of those it had; returns how many."""
    lines = [item.model_dump_json(exclude_none=True) for item in items]
    into.path.parent.mkdir(parents=True, exist_ok=True)
    scratch = into.path.with_suffix(".tmp")
    scratch.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    scratch.replace(into.path)
    return len(lines)


def read_items(path: Path, kind: type[Item]) -> tuple[Item, ...]:
    """The items of a file. Raises BadReview naming the file and the line."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadReview(f"{path}: cannot be read: {error}") from error
    found = []
    # Not splitlines(): texts may hold line separators that JSON leaves as they are.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(kind.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"]) or "the whole line"
            raise BadReview(
                f"{path}, line {number}: {field}: {first['msg']}; make the queue again"
            ) from error
    return tuple(found)
