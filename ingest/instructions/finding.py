"""Where a text gives orders to a reading machine: the stretches that are never evidence. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.instructions.disguises import base64_tokens, ciphered, disguised, visible
from ingest.instructions.patterns import DISGUISED, PATTERNS, Pattern, possible, sign_of
from ingest.sentences import split_sentences

Span = tuple[int, int]
Hints = dict[str, tuple[Pattern, ...]]

# Whole stretches set apart by marks; what stands between them need not be a sentence.
_REGION = re.compile(
    r"<!--.*?(?:-->|$)|<\|im_start\|>.*?(?:<\|im_end\|>|$)|\[INST\].*?(?:\[/INST\]|$)"
    r"|<\s*(system|instructions?|prompt)[\w ]*>.*?</\s*\1[\w ]*>"
    r"|\{\s*[\"'](?:tool_calls?|function_call|tool_use)[\"']\s*:.*?\}(?:\s*\})*"
    r"|[\u202d\u202e\u2066\u2067][^\u202c\u2069]*[\u202c\u2069]?"
    # Longer than what spells the flag of a nation.
    r"|[\U000e0020-\U000e007f]{8,}",
    re.IGNORECASE | re.DOTALL,
)
# Inside a sentence: marks of another speaker begin or end something of their own.
_CUT_BEFORE = re.compile(
    r"(?:\n\s*(?:(?:user|assistant|system|human|developer|q|a)\s*:|#{1,6}\s"
    r"|\d{4}-\d\d-\d\d[ T]\d\d:)"
    r"|(?<=\s)[\"“‘(]?ignore (?:all|any|previous)\b)",
    re.IGNORECASE,
)
_CUT_AROUND = re.compile(
    r"<\|[a-z_]{2,30}\|>|```\w*|</?\s*(?:system|assistant|user|human|context|documents?"
    r"|instructions?|prompt|question|passages?)[\w ]*>",
    re.IGNORECASE,
)
# A word of capitals and digits that a new sentence follows without a stop.
_CODE_WORD = re.compile(r"\b[A-Z]{3,}[-_]?\d{3,}\b(?=\s+[\"“'(]?[A-Z])|\n(?=[ \t]+[A-Z])")
_BARE_CODE = re.compile(r"\W*[A-Z]{3,}[-_]?\d{3,}\W*")
_LABEL = re.compile(r"\W*\[\d{1,2}\]")
_TURNS = re.compile(
    r"(?:^|\s)Q:\s*(?P<q>[^\n]{1,99}?)\s*\n?\s*A:\s*(?P<a>[^\n]{1,600}?)(?=\s+Q:|\s*\n|\s*$)"
)
_MANY_TURNS = 3
_STUFFED_WORDS = 5
_STUFFED_TIMES = 3
_BETWEEN = 160
_LEAST_WORDS = 4


@dataclass(frozen=True)
class Instruction:
    """text[start:end] gives an order. sign: its kind. disguise: how it was hidden, "" if not."""

    start: int
    end: int
    sign: str
    disguise: str = ""


@lru_cache(maxsize=4096)
def instructions_in(text: str) -> tuple[Instruction, ...]:
    """The stretches of a text that give orders to a machine, in order, without overlap."""
    found = [Instruction(*m.span(), "marks", _turned(m.group())) for m in _orders(text)]
    found += _repeated(text)
    edges = {at for order in found for at in (order.start, order.end)}
    pieces = [
        piece
        for piece in _pieces(text, edges)
        if not any(_overlap(piece, (order.start, order.end)) for order in found)
    ]
    among = possible(visible(text).text, PATTERNS)
    hints = _hints(text)
    for piece in pieces:
        if (order := _order(text, piece, among, hints)) is not None:
            found.append(order)
    return tuple(_joined(text, pieces, sorted(found, key=lambda f: f.start)))


def instructs(text: str) -> bool:
    """True if any stretch of the text gives an order."""
    return bool(instructions_in(text))


def kept_spans(text: str, spans: Sequence[Span]) -> list[Span]:
    """What is left of spans of a text without its orders; scraps of under four words go too."""
    orders = instructions_in(text)
    if not orders:
        return list(spans)
    return [part for span in spans for part in _without(text, span, orders)]


def withheld(text: str) -> str:
    """The text with "[…]" in place of each order."""
    parts: list[str] = []
    at = 0
    for order in instructions_in(text):
        parts += [text[at : order.start], "[…]"]
        at = order.end
    return "".join([*parts, text[at:]])


def _orders(text: str) -> Iterator[re.Match[str]]:
    """Regions; those of turned writing only where letters are turned that need not be."""
    if not text.isascii() or any(mark in text for mark in ("<", "[INST", "{")):
        yield from _REGION.finditer(text)


def _turned(region: str) -> str:
    if region[0] in "\u202d\u202e\u2066\u2067":
        return "turned writing"
    if ord(region[0]) > 0xE0000:
        return "invisible letters"
    return "comment" if region.startswith("<!--") else ""


def _pieces(text: str, edges: set[int]) -> list[Span]:
    """Sentences, cut further at edges, and where marks of another speaker or a code word stand."""
    cuts = edges | {found.start() for found in _CUT_BEFORE.finditer(text)}
    cuts |= {at for found in _CUT_AROUND.finditer(text) for at in found.span()}
    cuts |= {found.end() for found in _CODE_WORD.finditer(text)}
    cuts |= {at for token in base64_tokens(text) for at in token}
    pieces = []
    for start, end in split_sentences(text):
        inside = sorted(cut for cut in cuts if start < cut < end)
        for a, b in zip([start, *inside], [*inside, end], strict=True):
            stripped = text[a:b].strip()
            if stripped:
                left = a + text[a:b].index(stripped)
                pieces.append((left, left + len(stripped)))
    return pieces


def _order(text: str, piece: Span, among: Sequence[Pattern], hints: Hints) -> Instruction | None:
    """The order that a piece gives, or None."""
    start, end = piece
    said = text[start:end]
    seen = visible(said)
    if (found := sign_of(seen.text, among)) is not None:
        disguise = seen.disguise or ("zero-width letters" if "\u200b" in said else "")
        return Instruction(start, end, found[0], disguise)
    for reading in disguised(said):
        if (found := sign_of(reading.text, DISGUISED)) is not None:
            return Instruction(start, end, found[0], reading.disguise)
    for reading in ciphered(said) if hints else ():
        if (found := sign_of(reading.text, hints.get(reading.disguise, ()))) is not None:
            # Where turned writing begins, read backwards, it ends; what follows is none of it.
            ends = end - found[1] if reading.disguise == "reversed" else end
            return Instruction(start, ends, found[0], reading.disguise)
    return None


def _hints(text: str) -> Hints:
    """Cipher -> patterns that may match somewhere in the text under it."""
    found = {r.disguise: possible(r.text, DISGUISED) for r in ciphered(text)}
    return {disguise: patterns for disguise, patterns in found.items() if patterns}


def _repeated(text: str) -> Iterator[Instruction]:
    """Turns of a conversation that all end alike, and words stuffed in to be found."""
    turns = list(_TURNS.finditer(text)) if "Q:" in text else []
    answers = Counter(turn["a"].strip().casefold() for turn in turns)
    said, times = answers.most_common(1)[0] if answers else ("", 0)
    if times >= _MANY_TURNS:
        alike = [turn for turn in turns if turn["a"].strip().casefold().startswith(said)]
        yield Instruction(alike[0].start(), alike[-1].start("a") + len(said), "turns")
    for start, end in split_sentences(text):
        if _stuffed(text[start:end].casefold().split()):
            yield Instruction(start, end, "stuffed")


def _stuffed(words: Sequence[str]) -> bool:
    """True if a phrase is said three times on end."""
    if len(words) - len(set(words)) < _STUFFED_WORDS * (_STUFFED_TIMES - 1):
        return False
    for period in range(_STUFFED_WORDS, len(words) // _STUFFED_TIMES + 1):
        run = 0
        for word, later in zip(words, words[period:], strict=False):
            run = run + 1 if word == later else 0
            if run >= period * (_STUFFED_TIMES - 1):
                return True
    return False


def _joined(
    text: str, pieces: Sequence[Span], found: Sequence[Instruction]
) -> Iterator[Instruction]:
    """The orders with what belongs to them: a word that they dictate, a label they speak of, and
    the little that stands between two of them."""
    flagged = {(f.start, f.end): f for f in found}
    order = sorted({*flagged, *(p for p in pieces if not any(_overlap(p, f) for f in flagged))})
    for at, span in enumerate(order):
        if span in flagged:
            continue
        before = flagged.get(order[at - 1]) if at else None
        after = flagged.get(order[at + 1]) if at + 1 < len(order) else None
        said = text[span[0] : span[1]]
        code = (before or after) and _BARE_CODE.fullmatch(said)
        between = before and after and span[1] - span[0] <= _BETWEEN
        labelled = _LABEL.match(said) and any(
            f.start >= span[1]
            and f.start - span[1] < _BETWEEN
            and _LABEL_WITHIN.search(text[f.start : f.end])
            for f in found
        )
        if code or between or labelled:
            flagged[span] = Instruction(*span, (before or after or found[0]).sign)
    yield from sorted(flagged.values(), key=lambda f: f.start)


_LABEL_WITHIN = re.compile(r"\[\d{1,2}\]")


def _overlap(first: Span, second: Span) -> bool:
    return first[0] < second[1] and second[0] < first[1]


def _without(text: str, span: Span, orders: Sequence[Instruction]) -> Iterator[Span]:
    start, end = span
    for order in orders:
        if order.start >= end or order.end <= start:
            continue
        yield from _worth(text, start, order.start)
        start = max(start, order.end)
    if (start, end) == span:
        yield span
    else:
        yield from _worth(text, start, end)


def _worth(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch without what is not part of a sentence at its ends."""
    while start < end and not (text[start].isalnum() or text[start] in '£$€"“‘('):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if len(text[start:end].split()) >= _LEAST_WORDS:
        yield start, end
