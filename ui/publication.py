"""One publication: its contents, how its pages were read, what is known and from where. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Page, Passage, ReadBy
from ingest.held import HeldDocument
from ui import words
from ui.markup import escape, facts_html, link, safe_link
from ui.render import long_date

# Where a value was looked up rather than found: everything else was read from the text by rule.
_STATED = frozenset({"catalogue", "sidecar", "front matter"})
_GUESSABLE = ("title", "publisher", "published", "places", "nations", "themes", "doc_type")


@dataclass(frozen=True)
class Section:
    """Passages in a row under the same headings, outermost first. page: of the first, 1-based."""

    path: tuple[str, ...]
    page: int
    passages: tuple[Passage, ...]

    @property
    def start(self) -> int:
        """Offset of its first passage in the text of its page."""
        return self.passages[0].start


@dataclass(frozen=True)
class PagesRead:
    """How the pages of a document were read. empty: 1-based numbers of pages without any text.

    confidence: of OCR, the mean of its pages, in [0, 1]; None if no page was read so.
    """

    text: int
    ocr: int
    empty: tuple[int, ...]
    confidence: float | None


def sections(passages: Sequence[Passage]) -> tuple[Section, ...]:
    """The passages by heading, in order; a heading that comes again later is a section again."""
    found: list[tuple[tuple[str, ...], list[Passage]]] = []
    for passage in passages:
        if not found or found[-1][0] != passage.heading_path:
            found.append((passage.heading_path, []))
        found[-1][1].append(passage)
    return tuple(Section(path, held[0].page_start, tuple(held)) for path, held in found)


def pages_read(pages: Iterable[Page]) -> PagesRead:
    """Counts the pages by how they were read."""
    text = ocr = 0
    empty, confidences = [], []
    for page in pages:
        if not page.text.strip():
            empty.append(page.number)
        elif page.read_by is ReadBy.OCR:
            ocr += 1
            confidences.append(page.confidence or 0.0)
        else:
            text += 1
    mean = sum(confidences) / len(confidences) if confidences else None
    return PagesRead(text, ocr, tuple(empty), mean)


def read_line(read: PagesRead) -> str:
    """ "12 pages of text, 3 read by OCR (91% sure), 1 without text" as plain text."""
    parts = [words.READ_TEXT.of(read.text)] if read.text else []
    if read.ocr:
        sure = f"{read.confidence:.0%}" if read.confidence else "?"
        parts.append(words.READ_OCR.of(read.ocr, sure=sure))
    if read.empty:
        parts.append(words.READ_EMPTY.of(len(read.empty)))
    return ", ".join(parts)


def guessed(document: HeldDocument) -> tuple[str, ...]:
    """Fields whose value was worked out from the text, by name as `words.FIELDS` has it."""
    origins = dict(document.metadata.origins)
    return tuple(
        field
        for field in _GUESSABLE
        if field in origins and not origins[field].startswith(tuple(_STATED))
    )


def flags_html(document: HeldDocument, *, newer: bool) -> str:
    """Small labels for what to know before using it. newer: a newer edition is held."""
    said = [(words.NOTE_BADGE, "badge")] if document.is_note else []
    said += [(words.NEWER_HELD, "verdict")] if newer else []
    said += [(words.NOT_ALL_READ, "verdict")] if document.problems else []
    if document.metadata.status != "current":
        said.append((document.metadata.status.capitalize(), "verdict"))
    return " ".join(f'<span class="{kind}">{escape(text)}</span>' for text, kind in said)


def guessed_html(document: HeldDocument) -> str:
    """One line naming what was worked out from the text; empty if nothing was."""
    names = ", ".join(words.FIELDS[field].lower() for field in guessed(document))
    said = words.GUESSED.format(fields=names)
    return f'<p class="explained">{escape(said)}</p>' if names else ""


def provenance_html(document: HeldDocument, read: PagesRead) -> str:
    """Where the file came from, when, and what proves that it is the same."""
    fetched = dict(document.metadata.fetched)
    told = fetched.get("final") or fetched.get("url") or ""
    address = safe_link(told)
    kept = words.KEPT if document.file is not None else words.NOT_KEPT
    rows: list[tuple[str, str]] = [
        (words.FILE_KIND, escape(document.media_type)),
        (words.HOW_READ, escape(read_line(read))),
        (words.ADDED_ON, escape(long_date(document.added[:10]))),
        (
            words.FETCHED_FROM,
            link(address, address, words.NEW_TAB) if address else escape(told or words.NOT_FETCHED),
        ),
        (
            words.FETCHED_ON,
            escape(long_date(fetched.get("fetched_at", "")[:10]) if told else ""),
        ),
        (words.ORIGINAL_FILE, kept),
        ("SHA-256", f'<code class="hash">{escape(document.sha256)}</code>'),
    ]
    return facts_html(rows)


def known_html(
    document: HeldDocument, labels: Mapping[str, str], more: Sequence[tuple[str, str]] = ()
) -> str:
    """What is known about the publication and where each value came from.

    more: further lines of name and plain text.
    """
    known = document.metadata
    origins = dict(known.origins)
    values = {
        "title": known.title,
        "publisher": known.publisher,
        "authors": ", ".join(known.authors),
        "published": long_date(known.published) if known.published else "",
        "doc_type": labels.get(known.doc_type or "", known.doc_type),
        "places": ", ".join(known.places),
        "nations": ", ".join(known.nations),
        "themes": ", ".join(labels.get(t, t) for t in known.themes),
        "licence": known.licence,
        "status": known.status,
    }
    rows = [
        (name, f"{escape(values[field] or '')}{_origin(origins.get(field))}")
        if values[field]
        else (name, f'<span class="by">{words.UNKNOWN}</span>')
        for field, name in words.FIELDS.items()
    ]
    return facts_html([*rows, *((name, escape(text)) for name, text in more)])


def _origin(origin: str | None) -> str:
    if not origin:
        return ""
    said = words.ORIGIN if origin.startswith(tuple(_STATED)) else words.ORIGIN_GUESSED
    return f' <span class="by">{escape(said.format(origin=origin))}</span>'
