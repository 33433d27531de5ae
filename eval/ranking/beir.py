"""Retrieval sets in the layout of BEIR (Thakur et al. 2021, https://arxiv.org/abs/2104.08663).

A folder with corpus.jsonl and queries.jsonl (plain or .gz: {"_id", "title", "text"}) and qrels.tsv
(query, document, grade; a first line of names is skipped), or qrels/SPLIT.tsv.
"""

import csv
import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import BadCollection

Qrels = Mapping[str, Mapping[str, int]]
"""Query id -> document id -> grade; grades above 0 are relevant."""


@dataclass(frozen=True)
class Document:
    """One document of a collection; title may be empty."""

    document_id: str
    title: str
    text: str

    @property
    def whole(self) -> str:
        """Title and text, as the models read it."""
        return f"{self.title}\n{self.text}" if self.title else self.text


@dataclass(frozen=True)
class Collection:
    """Documents, the queries that have a relevant document, and their judgments."""

    name: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    qrels: Qrels


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str = Field(alias="_id")
    title: str | None = None
    text: str
    split: str | None = None


def load_collection(folder: Path, split: str | None = None) -> Collection:
    """A BEIR folder. split: only queries of that split. Raises BadCollection."""
    documents = tuple(
        Document(line.id, line.title or "", line.text) for line in _read(folder, "corpus")
    )
    asked = [line for line in _read(folder, "queries") if split in (None, line.split)]
    by_split = folder / "qrels" / f"{split}.tsv"
    if not asked and by_split.is_file():
        asked = list(_read(folder, "queries"))
    qrels = _read_qrels(by_split if by_split.is_file() else folder / "qrels.tsv")
    judged = {line.id: line.text for line in asked if any(qrels.get(line.id, {}).values())}
    if not judged:
        of = f" of the split {split!r}" if split else ""
        raise BadCollection(f"{folder}: no query{of} has a relevant document")
    kept = {query_id: qrels[query_id] for query_id in judged}
    return Collection(folder.name, documents, judged, kept)


def _read(folder: Path, name: str) -> Iterator[_Line]:
    path = folder / f"{name}.jsonl"
    if not path.is_file():
        path = folder / f"{name}.jsonl.gz"
    try:
        content = path.read_bytes()
        text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadCollection(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _Line.model_validate(json.loads(line))
        except json.JSONDecodeError as error:
            raise BadCollection(f"{path}, line {number}: not JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadCollection(f"{path}, line {number}: {field}: {first['msg']}") from error


def _read_qrels(path: Path) -> Qrels:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError) as error:
        raise BadCollection(f"{path}: cannot be read: {error}") from error
    qrels: dict[str, dict[str, int]] = {}
    for number, row in enumerate(rows, 1):
        if number == 1 and row and not row[-1].lstrip("-").isdecimal():
            continue
        try:
            query_id, document_id, grade = row
            qrels.setdefault(query_id, {})[document_id] = int(grade)
        except ValueError as error:
            raise BadCollection(
                f"{path}, line {number}: not query, document and a whole grade, parted by tabs"
            ) from error
    return qrels
