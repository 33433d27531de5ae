"""Finding known names in a text by a look-up word by word, however long the list of names."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

_WORD = re.compile(r"[^\W_]+")
# Between two words of one name: space, hyphen, apostrophe, ampersand, slash, or a bare full stop.
_GAP = re.compile(r"(?:\s*[-\u2010-\u2015'\u2019&/]?\s*|\.)\Z")
_GAP_WITH_COMMA = re.compile(r"\s*,?\s*\Z")
_SENTENCE_START = re.compile(r"(?:\A|[.!?:;\n]\s*)[\"'\u2018\u201c]?\Z")
_UNIVERSITY_BEFORE = re.compile(r"\b[Uu]niversit(?:y|ies) of (?:the )?\Z")
_UNIVERSITY_AFTER = re.compile(r"\A (?:[A-Z][a-z]+ )?(?:University|Universities|Business School)\b")

_MASKED = ""


@dataclass(frozen=True)
class Mention:
    """A known name found at text[start:end]; `name` is the vocabulary's own name or id for it."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class _Known:
    words: tuple[str, ...]
    target: str
    gap: re.Pattern[str]
    spelling: str | None
    everyday: bool


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int


def plain(name: str) -> str:
    """Lower case, no accents, single spaces for anything that is no letter or digit."""
    return " ".join(_plain_words(name))


class Finder:
    """Finds names in texts: whole words, any case and accents, longest first, no overlap.

    names: (name as written, what a mention is called). case_sensitive: names found only as they are
    written. common_words: names found only with a capital, and not as the first word of a sentence.
    masks: phrases whose words are no mention of anything.
    """

    def __init__(
        self,
        names: Iterable[tuple[str, str]],
        *,
        case_sensitive: Collection[str] = (),
        common_words: Collection[str] = (),
        masks: Sequence[str] = (),
    ) -> None:
        self._by_first: dict[str, list[_Known]] = {}
        for name, target in [*names, *((mask, _MASKED) for mask in masks)]:
            words = _plain_words(name)
            everyday = name in common_words
            spelling = name if everyday or name in case_sensitive else None
            gap = _GAP_WITH_COMMA if "," in name else _GAP
            known = _Known(words, target, gap, spelling, everyday)
            self._by_first.setdefault(words[0], []).append(known)
        # Longest first, and of two equal names the one that asks for its spelling.
        for same_first in self._by_first.values():
            same_first.sort(key=lambda known: (-len(known.words), known.spelling is None))

    def find(self, text: str) -> tuple[Mention, ...]:
        """Mentions in `text`, in order of position."""
        found: list[Mention] = []
        words = [_Word(_bare(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]
        at = 0
        while at < len(words):
            known = self._longest_at(text, words, at)
            if known is None or self._hides_longer(text, words, at, known):
                at += 1
                continue
            start, end = words[at].start, words[at + len(known.words) - 1].end
            if known.target != _MASKED and not _is_university(text, start, end):
                found.append(Mention(known.target, start, end))
            at += len(known.words)
        return tuple(found)

    def _hides_longer(self, text: str, words: Sequence[_Word], at: int, known: _Known) -> bool:
        # "the North" must not take its word from "the North East".
        if known.words[0] != "the":
            return False
        inner = self._longest_at(text, words, at + 1)
        return inner is not None and len(inner.words) >= len(known.words)

    def _longest_at(self, text: str, words: Sequence[_Word], at: int) -> _Known | None:
        for known in self._by_first.get(words[at].text, ()):
            stretch = words[at : at + len(known.words)]
            if tuple(word.text for word in stretch) != known.words:
                continue
            if _spelt(known, text, stretch):
                return known
        return None


def _spelt(known: _Known, text: str, stretch: Sequence[_Word]) -> bool:
    if not all(known.gap.match(text, a.end, b.start) for a, b in pairwise(stretch)):
        return False
    if known.spelling is None:
        return True
    start, end = stretch[0].start, stretch[-1].end
    written = text[start:end]
    if known.everyday:
        return written == known.spelling and not _SENTENCE_START.search(text, 0, start)
    # "the Hub" may open a sentence; nothing else about its spelling may differ.
    return (
        written[1:] == known.spelling[1:] and written[0] in known.spelling[0] + written[0].upper()
    )


def _is_university(text: str, start: int, end: int) -> bool:
    before = _UNIVERSITY_BEFORE.search(text, max(0, start - 30), start)
    return bool(before or _UNIVERSITY_AFTER.match(text[end : end + 60]))


def _plain_words(name: str) -> tuple[str, ...]:
    return tuple(_bare(word) for word in _WORD.findall(name))


def _bare(word: str) -> str:
    if word.isascii():
        return word.lower()
    split = unicodedata.normalize("NFKD", word)
    return "".join(letter for letter in split if not unicodedata.combining(letter)).lower()
