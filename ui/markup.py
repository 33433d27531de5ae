"""Untrusted text made safe to show: HTML escaped, Markdown disarmed, links checked, words lit.

Corpus text, questions, file names and errors reach the page through these functions only. Streamlit
sanitises HTML but fetches the images in it, and reads Markdown in every label, so both are escaped.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit

Span = tuple[int, int]

_PUNCTUATION = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~:$&^='\"@/])")
# Streamlit turns emoji codes (":cat:"), arrows and addresses in text into something else after
# Markdown escapes are gone; an invisible word joiner between their characters is what stops it.
_CODES = re.compile(r"(?<=:)(?=[\w+-]+:)|(?<=[-<>~=])(?=[->~=])|(?<=www)(?=\.)|(?<=:)(?=//)|(?=@)")
_JOINER = "\u2060"
_WORD = re.compile(r"\w+(?:['’]\w+)?")
_BARE_ADDRESS = re.compile(r"[\s\x00-\x1f\x7f<>\"'`\\{}|^]")


def escape(text: str) -> str:
    """`text` as HTML that shows exactly it, without characters that no font can show.

    >>> escape('<img src="x">')
    '&lt;img src=&quot;x&quot;&gt;'
    """
    return html.escape("".join(c for c in text if c >= " " or c in "\n\t"), quote=True)


def plain_label(text: str, limit: int = 200) -> str:
    """`text` for a label, tooltip or toast, where Streamlit reads Markdown: shown as it is.

    limit: characters kept; a longer text ends in an ellipsis. White space is collapsed.
    """
    return _PUNCTUATION.sub(r"\\\1", _CODES.sub(_JOINER, shorten(" ".join(text.split()), limit)))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where one ends near.

    >>> shorten("Department for Levelling Up", 18)
    'Department for…'
    """
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:(") + "…"


def safe_link(url: str | None, page: int | None = None) -> str | None:
    """`url` if it is an ordinary web address, with `#page=N` for a PDF, else None.

    Only http and https with a host are let through: no script, data or file address, nothing with
    white space, quotes or a user name in it. page: 1-based, used when the address ends in ".pdf".
    """
    if not url or _BARE_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        return None
    if page and parts.path.lower().endswith(".pdf") and not parts.fragment:
        return f"{url.rstrip('#')}#page={page}"
    return url


def link(url: str, words: str, new_tab: str) -> str:
    """HTML of a link out of the page; `url` must come from `safe_link`. new_tab: said aloud."""
    address = escape(quote(url, safe=":/?#[]@!$&'()*+,;=%~"))
    return (
        f'<a class="out" href="{address}" target="_blank" rel="noopener noreferrer">'
        f'{escape(words)}<span class="sr"> ({escape(new_tab)})</span></a>'
    )


def facts_html(rows: Iterable[tuple[str, str]]) -> str:
    """A list of what is known. rows: name as text, value as HTML; those without a value are left
    out.
    """
    lines = (f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in rows if value)
    return f'<dl class="facts">{"".join(lines)}</dl>'


def lit(text: str, spans: Iterable[Span], *, first_id: str | None = None) -> str:
    """HTML of `text` with the characters of `spans` marked. Overlapping spans are joined.

    first_id: an HTML id for the first mark, so that the page can be opened at it.
    """
    pieces: list[str] = []
    at = 0
    for start, end in joined(spans, len(text)):
        name = f' id="{escape(first_id)}"' if first_id and at == 0 and not pieces else ""
        pieces.append(escape(text[at:start]))
        pieces.append(f"<mark{name}>{escape(text[start:end])}</mark>")
        at = end
    pieces.append(escape(text[at:]))
    return "".join(pieces)


def joined(spans: Iterable[Span], length: int) -> list[Span]:
    """`spans` cut to [0, length), in order, overlaps joined, empty ones dropped."""
    kept: list[Span] = []
    for start, end in sorted((max(0, s), min(length, e)) for s, e in spans):
        if start >= end:
            continue
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return kept


def word_spans(text: str, query: str) -> list[Span]:
    """Where words of `text` match a word of `query`, as stems: case and endings do not matter.

    >>> word_spans("Skilled workers need skills", "worker skills")
    [(0, 7), (8, 15), (21, 27)]
    """
    stems = {_stem(w) for w in _WORD.findall(query) if w.lower() not in _SMALL_WORDS}
    return [m.span() for m in _WORD.finditer(text) if _stem(m.group()) in stems]


def excerpt(text: str, start: int, end: int, around: int = 700) -> tuple[str, int]:
    """A stretch of `text` that holds [start, end) with about `around` characters on each side.

    Cut at a line or sentence where one is near. Returns the stretch and its offset in `text`.
    """
    left, right = max(0, start - around), min(len(text), end + around)
    if left:
        stop = max(text.rfind("\n", left - 200, left), text.rfind(". ", left - 200, left))
        left = stop + 1 if stop >= 0 else left
    if right < len(text):
        stops = [i for i in (text.find("\n", right), text.find(". ", right)) if i >= 0]
        right = min(*stops, right + 200) + 1 if stops else right
    return text[left:right], left


def _stem(word: str) -> str:
    """A crude English stem, for lighting words only: the search has its own."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


_ENDINGS = ("ings", "ing", "ies", "ers", "er", "ed", "es", "s", "y", "e")
_SMALL = (
    "a an and are as at be been but by can did do does for from had has have how if in into is it "
    "its many much of on or so such than that the their them then there these they this to was "
    "were what when where which who why will with you your"
)
_SMALL_WORDS = frozenset(_SMALL.split())
