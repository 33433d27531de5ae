"""Which stretches of a passage can be quoted: sentences, lists with their lead-in, small tables."""

import re
from collections.abc import Callable, Iterator

from assistant.question.words import words
from ingest.document import Kind, Passage
from ingest.sentences import split_sentences

Span = tuple[int, int]

# A quote longer than this, in characters, is no longer read; a table may be a little longer.
_LONGEST_LIST = 600
_LONGEST_TABLE = 800
_LONGEST_WIDENED = 500
_LEANS = re.compile(
    r"^(?:it|they|this|these|those|that|he|she|its|their|his|her|such|both|however|but|and|also"
    r"|therefore|thus|as a result|in addition|moreover|furthermore|in particular|for example"
    r"|the latter|the former|here|there)\b",
    re.I,
)
_BULLET = re.compile(r"^(?:[•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_LOOSE_STOP = re.compile(r"\s+\.$")
_LABEL = re.compile(
    r"\d{1,3}\.(?=[A-Z])|(?:\d{1,2}(?:\.\d{1,3})+\.?|\(?[ivx]{1,5}[.)]|\(?[a-z0-9]{1,2}\))\s+"
)
_REFERENCE = re.compile(r"^(?:sources?|notes?|figure|chart|box|see|ibid)\b[ :.\d]|^https?://", re.I)


def quotable(passage: Passage) -> list[Span]:
    """Spans [start, end) into the passage's text that can stand as a quote, in order.

    A sentence that leans on the one before ("It ...") takes it along; the items of a list stay with
    their lead-in where both are short enough; a small table is one quote, a long one goes by rows.
    """
    if passage.kind is Kind.FOOTNOTE:
        return []
    spans = split_sentences(passage.text)
    if passage.kind is Kind.TABLE or _reads_like_a_table(passage.text):
        return list(_rows(spans))
    return [span for span in _stretches(passage.text, spans) if _says_something(passage.text, span)]


def _reads_like_a_table(text: str) -> bool:
    """Many figures and hardly a sentence: cells that were not recognised as a table."""
    tokens = text.split()
    figures = sum(any(letter.isdigit() for letter in token) for token in tokens)
    stops = len(re.findall(r"[a-z]{3}[.?!](?:\s|$)", text))
    return len(tokens) >= 12 and figures / len(tokens) > 0.2 and stops <= len(tokens) / 40


def _rows(spans: list[Span]) -> Iterator[Span]:
    """Neighbouring rows, as many as fit."""
    start: int | None = None
    end = 0
    for a, b in spans:
        if start is not None and b - start > _LONGEST_TABLE:
            yield start, end
            start = None
        if start is None:
            start = a
        end = b
    if start is not None:
        yield start, end


def _stretches(text: str, spans: list[Span]) -> Iterator[Span]:
    position = 0
    while position < len(spans):
        start, end = spans[position]
        taken = _items_after(text, spans, position)
        if taken:
            yield start, spans[taken][1]
            position = taken + 1
            continue
        if position and _LEANS.match(text[start:end]) and _can_lead(text, spans[position - 1]):
            start = spans[position - 1][0]
        yield _without_label(text, start, end)
        position += 1


def _can_lead(text: str, span: Span) -> bool:
    """Whether a stretch is a whole sentence, so that the next can be read together with it."""
    said = text[span[0] : span[1]]
    return (
        "\t" not in said and len(words(said)) >= 4 and said.rstrip("\"'”’)0123456789")[-1:] in ".!?"
    )


def _without_label(text: str, start: int, end: int) -> Span:
    """The stretch without its paragraph number ("3.25."), which stands in the margin, and without a
    full stop that a raised footnote mark has pushed away."""
    label = _LABEL.match(text, start, end)
    if label and label.end() < end:
        start = label.end()
    return start, start + len(_LOOSE_STOP.sub("", text[start:end]))


def _items_after(text: str, spans: list[Span], position: int) -> int | None:
    """The position of the last item that belongs to a lead-in ("... to:") and still fits."""
    start, end = spans[position]
    if not text[start:end].endswith(":"):
        return None
    last = None
    for following in range(position + 1, len(spans)):
        a, b = spans[following]
        item = _BULLET.match(text[a:b]) or text[a:b].rstrip().endswith((";", ",", "; and"))
        if b - start > _LONGEST_LIST or not (item or last == following - 1 or last is None):
            break
        if not item and last is not None:
            break
        last = following
    return last


def widened(passage: Passage, start: int, end: int, *, until: Callable[[str], bool]) -> Span:
    """The span with neighbouring sentences added, after before before, until `until` is content.

    start, end: offsets into the passage's text. The span stays as it is when no widening within
    500 characters satisfies `until`.
    """
    text = passage.text
    if until(text[start:end]):
        return start, end
    spans = split_sentences(text)
    later = [b for a, b in spans if a >= end][:2]
    earlier = [a for a, b in spans if b <= start][-2:][::-1]
    for a, b in [*((start, b) for b in later), *((a, end) for a in earlier)]:
        if b - a <= _LONGEST_WIDENED and until(text[a:b]):
            return a, b
    return start, end


def _says_something(text: str, span: Span) -> bool:
    """Whether a stretch is more than a heading, a reference or a scrap."""
    said = text[span[0] : span[1]]
    count = len(words(said))
    if count < 4 or _REFERENCE.match(said):
        return False
    return count >= 7 or said.rstrip().endswith((".", "!", "?", ";", "%")) or "\t" in said
