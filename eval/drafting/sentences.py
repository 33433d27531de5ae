"""Sentences of a library from which a question can be drafted: whole, and clear when read alone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.document import Kind
from ingest.held import HeldDocument
from ingest.readable import RAISED
from ingest.reading import LibraryReader
from ingest.sentences import split_sentences

_FROM_WORDS, _TO_WORDS = 7, 40
_WHOLE = re.compile(r"[A-Z0-9£$€].*[a-z0-9%)’']\.")
# It leans on the sentence before, or is spoken by somebody.
_LEANS = re.compile(
    r"^(?:It|They|He|She|We|I|You|This|That|These|Those|There|Its|Their|His|Her|Our|My|Such|Some"
    r"|However|But|And|Or|Also|Thus|Therefore|Hence|So|Yet|Nor|Then|Here|Another|Others?|Both"
    r"|Moreover|Furthermore|Additionally|Similarly|Likewise|Instead|Overall|Finally|For example)\b"
    r"|\b(?:we|our|us|I|you|your|the former|the latter|see (?:page|section|annex|figure))\b"
)
_ASIDE = re.compile(r"\s*\([^()]*\b(?:of the PDF|see|Figure|Table|Annex|ibid)[^()]*\)")
_LABEL = re.compile(
    r"(?:\d+(?:\.\d+)+\.?|\d{1,3}\.(?=\s|[A-Z])|\(?[a-z0-9]{1,3}\)|[•–-])\s*(?=[A-Z])|\d{1,2}\s+(?=(?:The|In|A|An|For|By|Of)\b)"
)
_MARKS = re.compile(rf"[{RAISED}]+")
# "YPIP, the Yorkshire partnership, was …", "the Fund (CIY) paid …"
_APPOSITION = re.compile(
    r"^((?:The )?[A-Z][^,;:()]{2,60}), (?:the|an?|led by|based in|in) [^,;:]{3,80}, "
    r"(?=(?:is|was|are|were|has|had|will|[a-z]+(?:ed|s)|ran|led) )"
)
_ACRONYM = re.compile(r" \((?:the )?[A-Z][A-Za-z0-9&/-]{1,12}\)")
_CAPITAL = re.compile(r"(?<=[a-z,;] )[A-Z]\w+")


@dataclass(frozen=True)
class Sentence:
    """A sentence with where it stands. text: white space collapsed, asides left out.

    quote: page_text[start:end], as it is on the page.
    """

    held: HeldDocument
    page: int
    start: int
    end: int
    quote: str
    text: str

    @property
    def names(self) -> int:
        """How many names it holds after its first word: what makes it clear when read alone."""
        return len(_CAPITAL.findall(self.text))


def sentences_of(library: LibraryReader, held: HeldDocument) -> Iterator[Sentence]:
    """The usable sentences of a document, in its order, each once."""
    seen: set[str] = set()
    for passage in library.passages(held.document_id):
        if passage.kind is not Kind.PROSE or passage.page_start != passage.page_end:
            continue
        for start, end in split_sentences(passage.text):
            if label := _LABEL.match(passage.text, start, end):
                start = label.end()
            quote = passage.text[start:end]
            text = plain(quote)
            if usable(text) and text not in seen:
                seen.add(text)
                at = passage.start + start
                yield Sentence(held, passage.page_start, at, at + len(quote), quote, text)


def plain(quote: str) -> str:
    """The sentence without what only interrupts it: marks of notes, asides, appositions, acronyms.

    >>> plain("YPIP, the Yorkshire\\npartnership, was set up in 2024 (see page 3).")
    'YPIP was set up in 2024.'
    """
    text = _ASIDE.sub("", _MARKS.sub("", " ".join(quote.split())))
    return _APPOSITION.sub(r"\1 ", _ACRONYM.sub("", text))


def usable(text: str) -> bool:
    """Whether a sentence is whole, of ordinary length and clear when read alone.

    >>> usable("The fund paid £3 million to 22 projects."), usable("It paid £3 million to them.")
    (True, False)
    """
    words = len(text.split())
    return (
        _FROM_WORDS <= words <= _TO_WORDS
        and _WHOLE.fullmatch(text) is not None
        and _LEANS.search(text) is None
        and text.count("(") == text.count(")")
        and not re.search(r"[a-z][.!?] ?[A-Z]|\bhttps?:|[|•…]|\s[.,;]", text)
    )
