"""What a publication is called, where file properties, first page and file name disagree."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.dates import dates_in
from ingest.document import Kind
from ingest.publishers import is_publisher
from ingest.readers.base import Draft

_WORTHLESS = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|(?:un|no)titled.*|(?:draft|documents?)[\s\d_v.-]*"
    r"|presentations?\s*\d*|slide\s*\d+|layout\s*\d+|project name|(?:page )?title|cover"
    r"|new document|print|template|report|final|page \d+|c(?:m|md|mnd|p)\.?\s?\d+"
    r"|\S+\.(?:docx?|pdf|indd|qxd|qxp|xlsx?|pptx?|p65|pmd|rtf|odt|tif|ps|eps|ai)\b.*"
    r"|.*\.(?:docx?|pdf|indd|qxd|qxp|pptx?)|https?:\S+|[\W\d_]+|index|home)",
    re.IGNORECASE,
)
# What a printer driver makes of a file's name.
_PRINTED_FROM = re.compile(r"microsoft (?:word|powerpoint|excel)\s*-\s*", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s+(?:[|–—·»]|-)\s+[^|–—·»]{2,40}$")
_NO_TITLE = re.compile(
    r"(?:hm government|presented to|©|\(c\)|crown copyright|contents|foreword|www\.|isbn"
    r"|this (?:document|publication)|version \d|author\b|price\b|official|unclassified"
    r"|do not remove)",
    re.IGNORECASE,
)
_LONGEST = 250
_PAGES_READ = 3
# Of the words of a declared title, so many must be on the first pages if it is this document's.
_SEEN_SHARE = 0.8
_SHORT_WORDS = 3
_SUBTITLE = 90
_BETWEEN = 30
_COVER = 800
PROPERTIES, FIRST_PAGES, FILE_NAME = "file properties", "first pages", "file name"


@dataclass(frozen=True)
class Title:
    """origin: file properties, first pages, or file name."""

    text: str
    origin: str


def guess_title(draft: Draft, path: Path) -> Title:
    """The declared title if the first pages bear it out, else the largest line, else the file name.

    A declared title that is the subtitle on the first page stands after the main line; a main line
    of few words has the line below it added.
    """
    declared, heading = _declared(draft, path), _heading(draft)
    if declared and (not heading or draft.media_type == "text/html"):
        return Title(declared, PROPERTIES)
    if declared and _seen(declared, draft):
        main = heading if _is_subtitle(declared, heading, draft.pages[0].text) else ""
        return Title(f"{main}: {declared}" if main else declared, PROPERTIES)
    if heading:
        return Title(_with_subtitle(heading, draft), FIRST_PAGES)
    if on_cover := next(_paragraphs(draft), ""):
        return Title(on_cover, FIRST_PAGES)
    return Title(_from_name(path), FILE_NAME)


def is_title(text: str) -> bool:
    """Could this be what a publication is called?"""
    letters = sum(char.isalpha() for char in text)
    return (
        4 <= len(text) <= _LONGEST
        and letters >= 0.5 * len(text)
        and not _WORTHLESS.fullmatch(text)
        and not _NO_TITLE.match(text)
        and not is_publisher(text.rstrip(" -–"))
    )


def _declared(draft: Draft, path: Path) -> str:
    given = draft.file_metadata.title or ""
    title = " ".join(_PRINTED_FROM.sub("", given).split())
    if draft.media_type == "text/html":
        title = _SITE_SUFFIX.sub("", title)
    is_name = _squeezed(title) == _squeezed(path.stem) or _PRINTED_FROM.match(given)
    return title if is_title(title) and not is_name else ""


def _heading(draft: Draft) -> str:
    heading = " ".join((draft.file_metadata.heading or "").split())
    return heading if is_title(heading) else next(_headings(draft), "")


def _is_subtitle(declared: str, heading: str, page: str) -> bool:
    """True if the declared title stands just below the main line of the first page."""
    text, main, below = _squeezed(page), _squeezed(heading), _squeezed(declared)
    at = text.find(main)
    return 0 <= at < text.find(below) <= at + len(main) + _BETWEEN and main not in below


def _seen(title: str, draft: Draft) -> bool:
    words = re.findall(r"\w{3,}", title.casefold())
    there = set(re.findall(r"\w{3,}", " ".join(p.text for p in draft.pages[:2]).casefold()))
    return sum(word in there for word in words) >= _SEEN_SHARE * len(words)


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _headings(draft: Draft) -> Iterator[str]:
    for block in draft.blocks:
        text = " ".join(draft.pages[block.page - 1].text[block.start : block.end].split())
        if block.kind is Kind.HEADING and block.page <= _PAGES_READ and is_title(text):
            yield text


def _paragraphs(draft: Draft) -> Iterator[str]:
    """What stands on a page that looks like a cover, cut to the length of a title."""
    cover = draft.pages[0].text if len(draft.pages) > 1 else ""
    for paragraph in cover.split("\n\n") if len(cover) < _COVER else ():
        text = " ".join(paragraph.split())
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST - 2].rsplit(' ', 1)[0]} …"
        if is_title(text):
            yield text


def _with_subtitle(heading: str, draft: Draft) -> str:
    """A main line of few words with the line below it, if that is no date."""
    if len(heading.split()) > _SHORT_WORDS or not draft.pages:
        return heading
    paragraphs = [" ".join(part.split()) for part in draft.pages[0].text.split("\n\n")]
    if heading not in paragraphs[:-1]:
        return heading
    below = paragraphs[paragraphs.index(heading) + 1]
    is_date = any(len(found.iso) and len(below) < 25 for found in dates_in(below))
    fits = len(below) <= _SUBTITLE and is_title(below) and not is_date and below[-1] not in ".:;,"
    fits = fits and below not in _about_tables(draft)
    return f"{heading}: {below}" if fits and _squeezed(below) != _squeezed(heading) else heading


def _about_tables(draft: Draft) -> set[str]:
    """Captions and rows on the first page, which are no part of a title."""
    text = draft.pages[0].text
    return {
        " ".join(text[block.start : block.end].split())
        for block in draft.blocks
        if block.page == 1 and block.kind in (Kind.CAPTION, Kind.TABLE)
    }


def _from_name(path: Path) -> str:
    """The file's name in words.

    >>> _from_name(Path("2013_More_20Great_20Childcare_20v2.pdf"))
    '2013 More Great Childcare v2'
    """
    name = re.sub(r"(?<![0-9])(?:%20|_20)(?=[A-Za-z])", " ", path.stem)
    return " ".join(re.sub(r"[_+]+|(?<=\w)-(?=\w)", " ", name).split()) or path.name
