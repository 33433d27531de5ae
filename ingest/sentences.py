"""Where the sentences of a text begin and end, as spans into that text."""

import re
from collections.abc import Iterator

from ingest.readable import NOTE_MARK

# A stop after one of these does not end a sentence, whatever follows.
_NEVER_ENDS = frozenset(
    "e.g i.e eg ie cf viz vs dr mr mrs ms prof rev hon sir lord gen col sgt st no nos para paras "
    "p pp fig figs tab sec sect ch chap vol vols ed eds art arts cm cmnd cmd hc hl rt approx est "
    "incl excl s ss ca c ref refs app n.b nb messrs mt ft al u.k u.s u.s.a e.u u.n".split()
)
# A stop after one of these ends a sentence only if a capital letter or an opening mark follows.
_SELDOM_ENDS = frozenset(
    "etc ltd plc inc co corp bros dept govt a.m p.m ph.d jr sr "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
# "No. 10" and "p. 4" are abbreviations; "the answer is no. 10 people" is rarer in reports, but a
# capital after "no." means that the sentence ended.
_NEEDS_NUMBER = frozenset(
    "no nos para paras p pp fig figs art arts c ch cm cmnd cmd ref n s ss".split()
)

_BULLETS = "•●○▪■□◦‣⁃∙·➢➤►▶✓✔❖◆–—*"
_HARD_BREAK = re.compile(
    rf"\n[ \t]*\n\s*"  # a blank line
    rf"|\n(?=[ \t]*[{re.escape(_BULLETS)}-][ \t]+\S)"  # a bullet
    r"|\n(?=[ \t]*(?:\(?(?:[0-9]{1,2}|[a-z]|[ivx]{1,4})\)|[0-9]{1,2}\.|[a-z]\.)[ \t]+\S)"
    r"|\n(?=[^\n]*\t)|(?<=\t)[^\n\t]*(\n)"  # a row of a table: its cells are set apart by tabs
)
# A line whose only tab stands behind the label of a paragraph ("B.4", "25.", "•") is no row.
_LABELLED_LINE = re.compile(
    rf"[ ]*(?:[{re.escape(_BULLETS)}]|(?:[A-Z]{{1,2}}\.?)?\d{{1,3}}\.(?:\d{{1,3}}\.?)*"
    r"|[A-Z]{1,2}\.?\d{1,3}\.?|\(?\d{1,3}\)"
    r"|\(?(?:[a-z]|[ivx]{1,4})[.)])\t(?=[^\W\d_a-z]|[(\"“‘])(?:[^\t\n ]+ +){4,}[^\t\n]*"
)
_SMALL_NEXT = re.compile(r"(?<![.:;!?])\s+(?=[^\W\d_A-Z])(?![a-z]{1,4}[.)]\s|www\.)")
_STOP = re.compile(
    rf"[.!?…]+[\"'”’»)\]]*(?:\[?\d{{1,3}}\]?(?=\s))?(?P<mark>(?:{NOTE_MARK})?)(?=\s|$)"
)
# The label of an item or a paragraph ("1.", "2.14.", "(iv).", "a."), not a sentence of its own.
_LABEL = re.compile(r"\s*\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})\)?")
_WORD_BEFORE = re.compile(r"([A-Za-z][A-Za-z.]*)$")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans [start, end) of the sentences of `text`, in order, without overlap.

    Each span is free of white space at its ends; together they hold every non-space character but
    the raised marks of footnotes after a sentence.
    Blank lines, bullets and numbered items, and rows of tables (lines with tabs, but for one behind
    the number of a paragraph) always end one.

    >>> [text[a:b] for text in ["It rose 3.5%. Dr. Ali agreed."] for a, b in split_sentences(text)]
    ['It rose 3.5%.', 'Dr. Ali agreed.']
    """
    return [span for start, end in _stretches(text) for span in _sentences_within(text, start, end)]


def starts_with_bullet(text: str) -> bool:
    """True if the text begins as an item of a list does."""
    return bool(re.match(rf"\s*[{re.escape(_BULLETS)}-][ \t]+\S", text))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts between hard breaks, stripped, empty ones left out."""
    start = 0
    for breaks_at, goes_on_at in _hard_breaks(text):
        yield from _stripped(text, start, breaks_at)
        start = goes_on_at
    yield from _stripped(text, start, len(text))


def _hard_breaks(text: str) -> Iterator[tuple[int, int]]:
    """Where a stretch ends and where the next may begin, for each break."""
    at = 0
    while match := _HARD_BREAK.search(text, at):
        breaks_at = match.start(1) if match.group(1) else match.start()
        if match.group(1) and _LABELLED_LINE.fullmatch(
            text, text.rfind("\n", 0, breaks_at) + 1, breaks_at
        ):
            # A sentence that has begun there goes on in small letters, whatever lies between.
            small = _SMALL_NEXT.match(text, breaks_at)
            at = small.end() if small else breaks_at
            continue
        yield breaks_at, match.end()
        at = match.end()


def _sentences_within(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        if match.end() == end or _ends_sentence(text, begin, match, end):
            yield from _stripped(text, begin, match.start("mark"))
            begin = match.end()
    yield from _stripped(text, begin, end)


def _ends_sentence(text: str, begin: int, match: re.Match[str], end: int) -> bool:
    follows = text[match.end() : min(end, match.end() + 40)].lstrip()
    if not follows:
        return True
    first = follows.lstrip("\"'“‘«([")[:1]
    if match.group().startswith(("!", "?")):
        return not first.islower()
    if match.group().startswith(("…", "..")):
        return first.isupper()
    if first.islower():
        return False
    if _LABEL.fullmatch(text, begin, match.start()):
        return False
    before = _WORD_BEFORE.search(text, max(begin, match.start() - 24), match.start())
    return before is None or _word_can_end(before.group(1), first, text[begin : match.start()])


def _word_can_end(word: str, first: str, sentence: str) -> bool:
    """Whether a stop after `word` can end the sentence when `first` is the next character."""
    low = word.lower().rstrip(".")
    if len(word) == 1 and word.isupper() and word not in "I":
        # An initial ("J. Smith"), unless the text reads "vitamin C." or "Plan B."
        return first.isupper() and _is_labelled(sentence)
    if low in _NEEDS_NUMBER:
        return not (first.isdigit() or first in "£$€§")
    if low in _NEVER_ENDS:
        return False
    if low in _SELDOM_ENDS:
        return first.isupper() and low not in {"ph.d", "jan", "feb"}
    return True


def _is_labelled(sentence: str) -> bool:
    words = sentence.split()
    label = words[-2].lower().strip("(") if len(words) > 1 else ""
    return label in {"plan", "option", "annex", "appendix", "part", "table", "box", "group", "band"}


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    kept = piece.strip()
    if kept:
        yield start + left, start + left + len(kept)
