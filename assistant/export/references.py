"""What a reference list needs to know of a publication, once for every format."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from assistant.answer import Citation, Hit
from assistant.appraise import spoken_date
from ingest.document import Metadata, page_name

# XML 1.0 allows these and nothing else below U+0020; lone surrogates are no text.
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_KINDS = {
    "report": "report",
    "evidence-review": "report",
    "policy-paper": "report",
    "briefing": "report",
    "blog": "post-weblog",
    "webpage": "webpage",
}


@dataclass(frozen=True)
class Cited:
    """A place in a publication. page: as people call it."""

    document_id: str
    metadata: Metadata
    page: str
    is_note: bool


@dataclass(frozen=True)
class Reference:
    """A publication that is cited. kind: as CSL names it. pages: as printed, in order.

    published: ISO date, possibly partial, or None. is_note: what is held is our summary of it.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    url: str | None
    kind: str
    pages: tuple[str, ...]
    is_note: bool

    @property
    def year(self) -> str | None:
        """Of publication."""
        return self.published[:4] if self.published else None

    @property
    def date_parts(self) -> tuple[int, ...]:
        """Year, month and day as far as they are known; () if none is a number."""
        parts = (self.published or "").split("T")[0].split("-")
        return tuple(int(p) for p in parts) if all(p.isdigit() for p in parts) else ()

    @property
    def page_numbers(self) -> str:
        """The pages as reference managers want them: without "p."."""
        return ", ".join(page.removeprefix("p. ") for page in self.pages)

    @property
    def described(self) -> str:
        """One line for a list: authors or publisher, date, title, publisher, address."""
        rest = self.publisher if self.authors and self.publisher not in self.authors else None
        note = "Read as an evidence note" if self.is_note else None
        parts = (f"{self._who} ({self._when})", self.title, rest, note)
        return f"{'. '.join(part.rstrip('.') for part in parts if part)}. {self.url or ''}".rstrip()

    def described_at(self, page: str, remark: str = "") -> str:
        """One line for a footnote, with the page and a remark on how it was read."""
        where = ", ".join(
            part for part in ("evidence note" if self.is_note else page, remark) if part
        )
        line = f"{self._who}, {self.title} ({self._when}), {where}. {self.url or ''}"
        return line.rstrip()

    @property
    def _who(self) -> str:
        return ", ".join(self.authors) or self.publisher or "No author"

    @property
    def _when(self) -> str:
        return spoken_date(self.published) if self.published else "no date"


def references_of(cited: Iterable[Cited]) -> dict[str, Reference]:
    """Document id -> its reference, in order of first appearance."""
    found: dict[str, list[Cited]] = {}
    for one in cited:
        found.setdefault(one.document_id, []).append(one)
    made = _keyed(_reference(same) for same in found.values())
    return dict(zip(found, made, strict=True))


def cited_by(of: Citation | Hit) -> Cited:
    """The publication and page of a citation, or of a passage."""
    if isinstance(of, Citation):
        page = page_name(of.page, of.page_label)
        return Cited(of.document_id, of.metadata, page, of.is_note)
    page = page_name(of.passage.page_start, None)
    return Cited(of.passage.document_id, of.metadata, page, of.is_note)


def text(value: str) -> str:
    """One line without characters that a file for other programs cannot hold."""
    return " ".join(_NO_TEXT.sub("", value).split())


def _reference(same: Sequence[Cited]) -> Reference:
    known, is_note = same[0].metadata, same[0].is_note
    return Reference(
        key="",
        title=text(known.title),
        authors=tuple(text(author) for author in known.authors),
        publisher=text(known.publisher) if known.publisher else None,
        published=known.published,
        url=_web(known.url),
        kind=_KINDS.get(known.doc_type or "", "document"),
        pages=() if is_note else tuple(dict.fromkeys(one.page for one in same)),
        is_note=is_note,
    )


def _web(url: str | None) -> str | None:
    """The address if it is one of the web, without braces, which BibTeX counts."""
    try:
        parts = urlsplit(url or "")
        whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    if not url or not whole or re.search(r"[\s<>\"]", url):
        return None
    return url.replace("{", "%7B").replace("}", "%7D")


def _keyed(references: Iterable[Reference]) -> tuple[Reference, ...]:
    """With keys that are told apart: first author or publisher, year, first word of the title."""
    taken: dict[str, int] = {}
    keyed = []
    for reference in references:
        who = (reference.authors[0].split()[-1] if reference.authors else reference.publisher) or ""
        first = next((w for w in re.findall(r"[A-Za-z]+", reference.title) if len(w) > 3), "")
        name = re.sub(r"[^A-Za-z0-9]", "", who)[:20] or "Anon"
        key = f"{name}{reference.year or 'nd'}{first.capitalize()}"
        taken[key] = taken.get(key, 0) + 1
        # 2 and on, since letters after a year are what a reference style adds by itself.
        key = f"{key}{taken[key]}" if taken[key] > 1 else key
        keyed.append(replace(reference, key=key))
    return tuple(keyed)
