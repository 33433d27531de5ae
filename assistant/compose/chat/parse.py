"""Claims out of a model's reply while it is still being written, mended where JSON is broken."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_BARE_WORDS = ((r"\bNone\b", "null"), (r"\bTrue\b", "true"), (r"\bFalse\b", "false"))
_LONGEST_OBJECT = 20_000


class _Given(BaseModel):
    model_config = ConfigDict(extra="ignore")


class GivenCitation(_Given):
    """What a model says a claim rests on."""

    id: str
    quote: str


class GivenClaim(_Given):
    """A claim as a model gave it: material to be checked, never to be shown as it is."""

    text: str
    citations: list[GivenCitation] = []
    side: str | None = None


@dataclass
class Reading:
    """What was read of one reply.

    unreadable: objects in it that are no claims. complete: what it began came to its end.
    """

    unreadable: int = 0
    complete: bool = False
    claims: list[GivenClaim] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """True if all of it was read, though it may say that there is nothing to claim."""
        return bool(self.claims or self.complete) and not self.unreadable


def claims_in(pieces: Iterable[str], reading: Reading) -> Iterator[GivenClaim]:
    """Each claim as soon as its object is complete; `reading` is kept up to date.

    Any object with a "text" counts, wherever it stands: models put lists into other lists, into
    fences, and prose around them.
    """
    scanner = _Scanner()
    for piece in pieces:
        for letter in piece:
            if (text := scanner.take(letter)) is None:
                continue
            found = _claim(text)
            if found is None:
                reading.unreadable += 1
            else:
                reading.claims.append(found)
                yield found
    reading.complete = scanner.complete


def object_in(text: str) -> Mapping[str, Any] | None:
    """The first JSON object of a reply, mended if need be; None if there is none."""
    start = text.find("{")
    if start < 0:
        return None
    found = _loaded(text[start : text.rfind("}") + 1])
    return found if isinstance(found, dict) else None


class _Scanner:
    """Follows braces and strings letter by letter.

    The outermost object and those that hold the list of claims are passed through; an object with a
    key "text" is collected whole, with the citations inside it.
    """

    def __init__(self) -> None:
        self._opened: list[int] = []
        self._text: list[str] = []
        self._in_string = False
        self._escaped = False
        self._ended = False

    @property
    def complete(self) -> bool:
        """True if an object was read, and none is still open."""
        return self._ended and not self._opened

    def take(self, letter: str) -> str | None:
        """The text of an object that ends with this letter, if it is to be read."""
        if not self._opened and letter != "{":
            return None
        self._text.append(letter)
        if self._in_string:
            self._string(letter)
            return None
        if letter == '"':
            self._in_string = True
        elif letter == "{":
            self._opened.append(len(self._text) - 1)
        elif letter == "}":
            return self._closed()
        self._cut_loose()
        return None

    def _string(self, letter: str) -> None:
        if self._escaped:
            self._escaped = False
        elif letter == "\\":
            self._escaped = True
        elif letter == '"':
            self._in_string = False

    def _closed(self) -> str | None:
        start = self._opened.pop()
        text = "".join(self._text[start:])
        inner = '"id"' in text and '"text"' not in text and bool(self._opened)
        if inner:
            return None
        # What encloses claims that were read already holds nothing more of its own.
        del self._text[start:]
        if not self._opened:
            self._text.clear()
            self._ended = True
        return text if '"text"' in text or (not self._opened and '"claims"' not in text) else None

    def _cut_loose(self) -> None:
        if len(self._text) > _LONGEST_OBJECT:
            self._opened.clear()
            self._text.clear()
            self._in_string = False


def _claim(text: str) -> GivenClaim | None:
    found = _loaded(text)
    if not isinstance(found, dict):
        return None
    try:
        return GivenClaim.model_validate(found)
    except ValidationError:
        return None


def _loaded(text: str) -> Any:
    """The JSON value of a text, as it is or mended; None if it cannot be read."""
    for candidate in (text, _mended(text)):
        try:
            return json.loads(candidate, strict=False)
        except (json.JSONDecodeError, RecursionError):
            continue
    return None


def _mended(text: str) -> str:
    """What models do to JSON undone: commas too many, Python's words, marks that are not straight
    around keys, a fence."""
    text = text.strip().removeprefix("```json").strip("`")
    text = re.sub(r"[“”](?=\s*[:,}\]])|(?<=[{,\[:])(\s*)[“”]", r'\1"', text)
    if '"' not in text:
        text = text.replace("'", '"')
    for pattern, word in _BARE_WORDS:
        text = re.sub(pattern, word, text)
    return _TRAILING_COMMA.sub(r"\1", text)
