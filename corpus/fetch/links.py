"""The PDFs that a fetched page offers as its publication."""

from html.parser import HTMLParser
from pathlib import Path

from corpus.errors import Refused
from corpus.fetch.address import WebAddress

_READ = 4 * 1024 * 1024
# What stands around the content and belongs to the site.
_AROUND = frozenset({"nav", "footer", "header", "aside", "template", "script", "style"})
_CONTENT = frozenset({"main", "article"})
# Hosts that keep the files of another.
_KEEPERS = {"www.gov.uk": "assets.publishing.service.gov.uk"}


class _Links(HTMLParser):
    """Addresses of links to PDFs, in the content and anywhere outside the frame of the site."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.content: dict[str, None] = {}
        self.anywhere: dict[str, None] = {}
        self.has_content = False
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _AROUND | _CONTENT:
            self._open.append(tag)
            self.has_content = self.has_content or tag in _CONTENT
        elif tag == "a" and not _AROUND.intersection(self._open):
            href = (dict(attrs).get("href") or "").strip().partition("#")[0]
            if href.lower().partition("?")[0].endswith(".pdf"):
                self.anywhere[href] = None
                if _CONTENT.intersection(self._open):
                    self.content[href] = None

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            del self._open[len(self._open) - 1 - self._open[::-1].index(tag) :]


def pdfs_on(page: Path, address: WebAddress) -> tuple[WebAddress, ...]:
    """PDFs linked from the content of a page on its own host (or the one that keeps its files).

    Each once, in their order. Raises OSError.
    """
    with page.open("rb") as file:
        text = file.read(_READ).decode("utf-8", "replace")
    links = _Links()
    links.feed(text)
    found: dict[WebAddress, None] = {}
    for href in links.content if links.has_content else links.anywhere:
        try:
            target = address.join(href)
        except Refused:
            continue
        if _belongs(target.host, address.host) and not _downgraded(target, address):
            found[target] = None
    return tuple(found)


def _belongs(host: str, page_host: str) -> bool:
    ours, theirs = page_host.removeprefix("www."), host.removeprefix("www.")
    return ours == theirs or theirs.endswith(f".{ours}") or _KEEPERS.get(f"www.{ours}") == host


def _downgraded(target: WebAddress, address: WebAddress) -> bool:
    return address.scheme == "https" and target.scheme == "http"
