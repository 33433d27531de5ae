"""Which headings stand above a piece of text."""

import re
from dataclasses import dataclass

from ingest.readable import readable

_LONGEST = 120
_DEEPEST = 4
# Set as large as a chapter's title, but nothing that follows belongs under them.
_BRIEF = re.compile(
    r"(?:.{0,40}\b)?(?:foreword|preface|contents|acknowledge?ments|abbreviations|list of \w+)\W*",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """A heading as compared: letters and digits only, lower case."""
    return re.sub(r"\W+", "", text).lower()


@dataclass(frozen=True)
class _Heading:
    rank: tuple[float, ...]
    title: str
    page: int


class HeadingStack:
    """The headings in force, outermost first. A rank compares smaller the further out it is."""

    def __init__(self) -> None:
        self._held: list[_Heading] = []

    def push(self, text: str, rank: tuple[float, ...], page: int = 1) -> None:
        """A new heading ends those of its own rank and below, and a foreword on an earlier page."""
        self._held = [h for h in self._held if h.page == page or not _BRIEF.fullmatch(h.title)]
        while self._held and self._held[-1].rank >= rank:
            self._held.pop()
        title = readable(text)[:_LONGEST].strip()
        self._held.append(_Heading(rank, title, page))

    @property
    def path(self) -> tuple[str, ...]:
        """The titles in force; the middle ones go if there are more than four."""
        titles = [heading.title for heading in self._held]
        if len(titles) > _DEEPEST:
            titles = [titles[0], *titles[1 - _DEEPEST :]]
        return tuple(titles)
