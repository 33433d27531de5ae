"""Text -> the words that the keyword index compares. The same for passages and for queries.

Numbers, percentages, sums of money and years are written in many ways; each gets one form here,
so that "£3.6m" finds "£3.6 million", "2019/20" finds "2019-20" and "73.1%" finds "73.1 per cent".
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tantivy import TextAnalyzer

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YEARS = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s?(?:[-‐‑–—/]|to(?=\s))\s?(?:(?:19|20))?(\d\d)(?![\d.])"
)
_PERCENT = re.compile(r"%|\bper\s?cents?\b", re.IGNORECASE)
_MONEY = re.compile(r"(?<=\d)\s?(m|mn|mln|bn|k|tn)\b", re.IGNORECASE)
_UNITS = {
    "m": "million", "mn": "million", "mln": "million", "bn": "billion", "tn": "trillion",
    "k": "thousand",
}  # fmt: skip
_DOTTED = re.compile(r"\b(?:[A-Za-z]\.){2,}")
_POSSESSIVE = re.compile(r"['’](?:s\b|(?=\s|$))")
_SOFT = re.compile("[\u00ad\u200b-\u200d\u2060]")
_RAISED_OR_LOWERED = "⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"
_LEVEL = str.maketrans(_RAISED_OR_LOWERED, "0123456789" * 2)
_ANY_TO_LEVEL = re.compile(f"[{_RAISED_OR_LOWERED}]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

# Words that say nothing about a topic; left out of queries, kept in the index for phrases.
_COMMON = """
a about an and any are as at be been by can could did do does for from had has have how i if in
into is it its me my of on or our should so such than that the their them then there these they
this those to was we were what when where which who whom whose why will with would you your
"""
STOPWORDS = frozenset(_COMMON.split())


def plain(text: str) -> str:
    """One form for what is written in several.

    >>> plain("£3.6m in 2019/20, 73.1% of 1,200")
    '£3.6 million in 2019y20 2019, 73.1 percent of 1200'
    """
    if not text.isascii():
        text = _LONE_SURROGATE.sub(" ", _SOFT.sub("", text))
        # Looked for first: few texts have any, and to translate takes ten times as long.
        text = text.translate(_LEVEL) if _ANY_TO_LEVEL.search(text) else text
    text = _THOUSANDS.sub("", text)
    # The first year stays findable by itself.
    text = _YEARS.sub(r"\1y\2 \1", text)
    text = _PERCENT.sub(" percent", text)
    text = _MONEY.sub(lambda found: " " + _UNITS[found[1].lower()], text)
    text = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return _POSSESSIVE.sub("", text)


def analyser() -> "TextAnalyzer":
    """Words and numbers, lower case, without accents, stemmed."""
    import tantivy

    pieces = tantivy.Tokenizer.regex(r"[0-9]+(?:\.[0-9]+)+|[\p{L}\p{M}\p{N}]+")
    builder = tantivy.TextAnalyzerBuilder(pieces)
    for step in (
        tantivy.Filter.remove_long(80),
        tantivy.Filter.lowercase(),
        tantivy.Filter.ascii_fold(),
        tantivy.Filter.stemmer("english"),
    ):
        builder = builder.filter(step)
    return builder.build()


def terms_of(text: str) -> tuple[str, ...]:
    """A text's terms as the keyword index has them, in order.

    >>> terms_of("The funded studies of 2019/20")
    ('the', 'fund', 'studi', 'of', '2019y20', '2019')
    """
    return tuple(_shared_analyser().analyze(plain(text)))


@lru_cache(maxsize=1)
def _shared_analyser() -> "TextAnalyzer":
    return analyser()
