"""Whether a claim stays with the words of its quotes: stricter than a judge, so that both must err.

A judge may take "local" for "national" where all else fits. Here each word has to come from the
quotes, in their order; a claim may leave words out, say who says it, and change small words.
"""

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation
from assistant.cite import readable
from assistant.question.words import stem

_WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?|[%£$€]")
_OPENING = re.compile(r"\s*according to [^,]+,", re.IGNORECASE)
_CLOSING = re.compile(r",? according to [^,]+$", re.IGNORECASE)
# Words that carry no claim of their own.
_SMALL = frozenset(
    """
    a an the of in on at to for from by with as and that this these those which who whose it its
    they their there is are was were be been being has have had do does did also into
""".split()
)
# Words that say who says it.
_SAYING = frozenset(
    stem(word)
    for word in """
    according says said say reports reported report finds found find states stated state notes
    noted describes described describe review study evidence publication paper authors author
    published researchers concludes concluded
""".split()
)


def stays_with(text: str, said: Sequence[str], citations: Sequence[Citation]) -> bool:
    """True if every word of the claim that is not small stands in what its sources say, in that
    order. Only an attribution ("according to X", "X reports that") may name the publication.
    """
    quoted = _words(" ".join(readable(quote) for quote in said))
    naming = {word for c in citations for word in _words(_named(c))}
    naming = {w for w in naming if w in quoted or not any(c.isdigit() for c in w)}
    at = 0
    for word in _unattributed(text, naming):
        if word in _SMALL or word in _SAYING:
            continue
        found = _next(quoted, word, at)
        if found is None:
            return False
        at = found + 1
    return True


def _unattributed(text: str, naming: set[str]) -> list[str]:
    """The claim's words without those that only say whose claim it is, at its beginning or end.

    Elsewhere a title's word is a word like any other: "national authorities" are not borne out by
    "local authorities" because the title says "national".
    """

    def names(part: str) -> bool:
        return all(w in naming or w in _SMALL or w in _SAYING for w in _words(part))

    if (opening := _OPENING.match(text)) and names(opening[0]):
        text = text[opening.end() :]
    if (closing := _CLOSING.search(text)) and names(closing[0]):
        text = text[: closing.start()]
    words = _words(text)
    whose = next((i for i, w in enumerate(words) if w not in naming and w not in _SMALL), 0)
    return words[whose:] if words and words[whose] in _SAYING else words


def _next(quoted: Sequence[str], word: str, at: int) -> int | None:
    return next((i for i in range(at, len(quoted)) if quoted[i] == word), None)


def _named(citation: Citation) -> str:
    known = citation.metadata
    return " ".join([known.title, known.publisher or "", *known.authors])


def _words(text: str) -> list[str]:
    return list(_stems(_WORD.findall(text.lower().replace("’", "'"))))


def _stems(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        yield word if word in _SMALL else stem(word)
