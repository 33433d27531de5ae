"""Which stretches of a passage can be quoted: sentences, lists with their lead-in, small tables."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby

from assistant.question.words import STOP, words
from ingest.document import Kind, Passage
from ingest.leadins import reads_on
from ingest.sentences import split_sentences

Span = tuple[int, int]

# A quote longer than this, in characters, is no longer read; a table may be a little longer.
_LONGEST_LIST = 600
_LONGEST_TABLE = 800
_LONGEST_WIDENED = 500
_SOON_READ = 450
_LEANS = re.compile(
    r"^(?:it|they|this|these|those|that|he|she|its|their|his|her|such|both|however|but|and|also"
    r"|therefore|thus|as a result|in addition|moreover|furthermore|in particular|for example"
    r"|the latter|the former|here|there|for (?:this|these) reasons?|(?:in order )?to (?:do|achieve)"
    r" this|of these|in response|as a consequence)\b",
    re.I,
)
# "We will help them to do this by:" says of nobody what is done.
_POINTS_BACK = re.compile(
    r"^[^:]*\b(?:them|they|these|this(?! (?:chapter|report|paper|guide|section|table)))\b[^:]*:"
    r"\s*\n",
    re.I,
)
# "Unless ...", "This excludes ...": when what was said before is not so.
_QUALIFIES = re.compile(
    r"^(?:(?:if|unless|except|where) (?:so|not|they|this|it|these)\b|unless\b|except\b"
    r"|(?:this|these|it|they|the figures?) (?:excludes?|omits?|leaves? out"
    r"|(?:does|do|did) not (?:include|cover|apply)|(?:is|are) subject to\b))",
    re.I,
)
_BULLET = re.compile(r"^(?:[•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—*-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")
_ITEM_ENDS = re.compile(r"[;,](?: (?:and|or))?\s*$")
# A paragraph with a number ends a list whose items have none.
_NUMBERED = re.compile(r"\(?\d{1,2}[.)]\s")
_LOOSE_STOP = re.compile(r"\s+\.$")
_TICK = re.compile(r"[-–£$€]?\d[\d,.]*%?$")
# So many lines at least make an axis; a table of two columns may stand in as few.
_AXIS = 6
# So many words with a full stop, and no tab, are no row of cells.
_SENTENCE = 8
# Beyond this share of words with a capital, words without any mark are a title; with a date at the
# end, a reference.
_MOSTLY, _HALF = 0.7, 0.5
_DATED_AT_END = re.compile(r"[,(]\s*(?:[A-Z][a-z]+ )?(?:19|20)\d\d\)?\.?$")
_LABEL = re.compile(
    r"\d{1,3}\.\s?(?=[A-Z])"
    r"|(?:[A-Z]\.\d{1,2}|\d{1,2}(?:\.\d{1,3})+\.?|\(?[ivx]{1,5}[.)]|\(?[a-z0-9]{1,2}\))\s+"
)
_REFERENCE = re.compile(r"^(?:sources?|notes?|figure|chart|box|see|ibid)\b[ :.\d]|^https?://", re.I)
# An entry of a bibliography: "(Ed)", "(Vol 3, pp 133-206)", "Available at:".
_ENTRY = re.compile(
    r"\([Ee]ds?\.?\)|\bpp\.? ?\d+ ?[-–] ?\d|\b[Aa]vailable (?:at|from):"
    r"|\b[Vv]ol\.? \d+\b.*\bpp?\.? ?\d"
)


# A passage is read again by the next question about the same thing.
@lru_cache(maxsize=2048)
def quotable(passage: Passage) -> tuple[Span, ...]:
    """Spans [start, end) into the passage's text that can stand as a quote, in order.

    A sentence that leans on the one before ("It ...") takes it along; the items of a list stay with
    their lead-in where both are short enough; a small table is one quote, a long one goes by rows.
    The numbers along a chart are none.
    """
    if passage.kind is Kind.FOOTNOTE:
        return ()
    spans = split_sentences(passage.text)
    if passage.kind is Kind.TABLE or _reads_like_a_table(passage.text):
        return tuple(_cells(passage.text, spans))
    return tuple(_said(passage.text, spans))


def _said(text: str, spans: list[Span]) -> Iterator[Span]:
    return (span for span in _stretches(text, spans) if _says_something(text, span))


def _cells(text: str, spans: list[Span]) -> Iterator[Span]:
    """Rows of cells that belong together, and sentences that stand among them by themselves."""
    for prose, group in groupby(spans, key=lambda span: _is_sentence(text[slice(*span)])):
        if prose:
            yield from _said(text, list(group))
        else:
            yield from (span for span in _rows(group) if not _no_cells(text[slice(*span)]))


def _no_cells(text: str) -> bool:
    return _is_axis(text) or ("\t" not in text and is_title(text))


def _is_sentence(said: str) -> bool:
    return "\t" not in said and len(words(said)) >= _SENTENCE and said.rstrip()[-1:] in ".!?"


def _reads_like_a_table(text: str) -> bool:
    """Many figures and hardly a sentence: cells that were not recognised as a table."""
    tokens = text.split()
    figures = sum(
        not token.isalpha() and any(letter.isdigit() for letter in token) for token in tokens
    )
    stops = len(re.findall(r"[a-z]{3}[.?!](?:\s|$)", text))
    return len(tokens) >= 12 and figures / len(tokens) > 0.2 and stops <= len(tokens) / 40


def _is_axis(text: str) -> bool:
    """The numbers beside a chart: most lines hold one figure and no word."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return len(lines) >= _AXIS and sum(map(bool, map(_TICK.match, lines))) > len(lines) / 2


def _rows(spans: Iterable[Span]) -> Iterator[Span]:
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
            yield _without_label(text, start, spans[taken][1])
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
    if not reads_on(text[start:end]):
        return None
    last, first = None, end
    for following in range(position + 1, len(spans)):
        a, b = spans[following]
        if last is not None and _NUMBERED.match(text, a) and not _NUMBERED.match(text, first):
            break
        first = a if last is None else first
        item = _BULLET.match(text[a:b]) or _ITEM_ENDS.search(text[a:b])
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


def with_what_belongs(passage: Passage, start: int, end: int) -> Span:
    """The span with the sentence before, if it is a list whose lead-in points back to it, and the
    one after, if that says when it is not so; as it is where this makes it too long to read."""
    text = passage.text
    spans = split_sentences(text)
    before = next((span for span in reversed(spans) if span[1] <= start), None)
    after = next((span for span in spans if span[0] >= end), None)
    a, b = start, end
    if before and _POINTS_BACK.match(text[start:end]) and _can_lead(text, before):
        a = before[0]
    if after and "\n\n" not in text[end : after[0]] and _QUALIFIES.match(text[slice(*after)]):
        b = after[1]
    return (a, b) if b - a <= _LONGEST_TABLE else (start, end)


def with_what_follows(passage: Passage, start: int, end: int) -> Span:
    """The span with the next sentence of its paragraph, where both together are soon read: in a
    report it often says the other half ("Ideally, there should be three inspections")."""
    text = passage.text
    after = next((span for span in split_sentences(text) if span[0] >= end), None)
    if after is None or "\n\n" in text[end : after[0]] or not _can_lead(text, after):
        return start, end
    if _LABEL.match(text, *after) or _BULLET.match(text[slice(*after)]):
        return start, end
    return (start, after[1]) if after[1] - start <= _SOON_READ else (start, end)


def _says_something(text: str, span: Span) -> bool:
    """Whether a stretch is more than a heading, a reference or a scrap."""
    said = text[span[0] : span[1]]
    count = len(words(said))
    if count < 4 or _REFERENCE.match(said) or _ENTRY.search(said) or is_title(said):
        return False
    return count >= 7 or said.rstrip().endswith((".", "!", "?", ";", "%")) or "\t" in said


def is_title(said: str) -> bool:
    """Words with capitals and no mark that ends or divides them (the head of a page, a heading), or
    with the date at their end: the publication that a footnote names."""
    dated = _DATED_AT_END.search(said)
    if re.search(r"[.!?;:,\d]", said[: dated.start()].replace(",", "") if dated else said):
        return False
    telling = [word for word in said.split() if word.lower() not in STOP and word[0].isalpha()]
    capitals = sum(word[0].isupper() for word in telling)
    return bool(telling) and capitals / len(telling) > (_HALF if dated else _MOSTLY)
