"""An answer in a file (`lpip-ask --json`): read, and its quotes looked up again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import AssistantError
from assistant.records.values import Recheck
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.index import Index


class BadAnswerFile(AssistantError):
    """The file is not an answer of ours; names the file and what is wrong."""


class CitedQuote(BaseModel):
    """A citation of the JSON contract, as far as it is looked up again."""

    model_config = ConfigDict(extra="ignore")

    document_id: str
    source_id: str | None = None
    title: str
    page: int = Field(ge=1)
    quote: str = Field(min_length=1)
    start: int = Field(ge=0)


class FiledClaim(BaseModel):
    """A claim of the JSON contract."""

    model_config = ConfigDict(extra="ignore")

    text: str
    citations: list[CitedQuote]


class FiledAnswer(BaseModel):
    """An answer of the JSON contract, version 1."""

    model_config = ConfigDict(extra="ignore")

    version: int = Field(ge=1, le=1)
    question: str
    claims: list[FiledClaim]


@dataclass(frozen=True)
class Rechecked:
    """A citation looked up again. where: the page it stands on now, if that is another."""

    cited: CitedQuote
    found: Recheck
    where: str = ""


def read_answer(path: Path) -> FiledAnswer:
    """The answer in a file. Raises BadAnswerFile."""
    try:
        return FiledAnswer.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise BadAnswerFile(
            f"{path}: {error.strerror}. Give a file that lpip-ask --json wrote."
        ) from error
    except UnicodeDecodeError as error:
        raise BadAnswerFile(f"{path}: not UTF-8 at byte {error.start}.") from error
    except json.JSONDecodeError as error:
        raise BadAnswerFile(f"{path}, line {error.lineno}: not JSON ({error.msg}).") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "answer"
        raise BadAnswerFile(f"{path}: {field}: {first['msg']}.") from error


def recheck_file(answer: FiledAnswer, index: Index) -> Iterator[Rechecked]:
    """Each citation in order: whether its quote stands where it stood, elsewhere, or nowhere."""
    for claim in answer.claims:
        for cited in claim.citations:
            yield _rechecked(cited, index)


def _rechecked(cited: CitedQuote, index: Index) -> Rechecked:
    held = index.document(cited.document_id)
    if held is not None:
        if (number := _page_of(cited, held, index)) is None:
            return Rechecked(cited, Recheck.CHANGED)
        return Rechecked(cited, Recheck.HOLDS, "" if number == cited.page else f"now p. {number}")
    if (newer := _successor(cited, index)) is None:
        return Rechecked(cited, Recheck.REMOVED)
    number = _page_of(cited, newer, index)
    said = "the quote is not in it" if number is None else f"the quote stands there, p. {number}"
    return Rechecked(cited, Recheck.CHANGED, f"another version is held; {said}")


def _page_of(cited: CitedQuote, held: HeldDocument, index: Index) -> int | None:
    """On which page the quote stands, the cited one first."""
    for number in dict.fromkeys((cited.page, *range(1, held.page_count + 1))):
        if number <= held.page_count:
            page = index.page(held.document_id, number)
            if cited.quote in page.text:
                return page.number
    return None


def _successor(cited: CitedQuote, index: Index) -> HeldDocument | None:
    if cited.source_id is None:
        return None
    same = (d for d in index.documents(Filters()) if d.metadata.source_id == cited.source_id)
    return next((document for document in same if not document.is_note), None)
