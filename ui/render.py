"""Answer -> text and HTML fragments, everything escaped. No Streamlit here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from assistant.answer import (
    Answer,
    Citation,
    Claim,
    Hit,
    Label,
    Note,
    NoteKind,
    Status,
)
from assistant.cite import how_read
from ingest.document import Metadata, ReadBy, page_name
from ingest.filters import Filters
from ui import words
from ui.language import lang
from ui.markup import escape, lit, plain_label, safe_link, shorten, word_spans
from ui.said import said as said_of

_PUBLISHER_LIMIT = 34


@dataclass(frozen=True)
class Group:
    """Claims listed under one heading; heading is None when the answer does not compare."""

    heading: str | None
    claims: tuple[Claim, ...]


def year(published: str | None) -> str:
    """The year of an ISO date, partial or not, or "undated"."""
    return published[:4] if published else words.UNDATED


def long_date(published: str | None) -> str:
    """An ISO date as people write it, as exactly as it is known.

    >>> long_date("2024-02-19"), long_date("2024-02"), long_date("2024"), long_date(None)
    ('19 February 2024', 'February 2024', '2024', 'undated')
    """
    parts = (published or "").split("T")[0].split("-")
    if not parts[0]:
        return words.UNDATED
    if not all(p.isdigit() for p in parts) or (len(parts) > 1 and not 1 <= int(parts[1]) <= 12):
        return published or words.UNDATED
    month = f"{words.MONTHS[int(parts[1]) - 1]} " if len(parts) > 1 else ""
    day = f"{int(parts[2])} " if len(parts) > 2 else ""
    return f"{day}{month}{parts[0]}"


def numbers(answer: Answer) -> dict[str, int]:
    """Document id -> the number it has in this answer, in order of first citation, from 1."""
    ids = dict.fromkeys(c.document_id for c in answer.citations)
    return {document_id: n for n, document_id in enumerate(ids, start=1)}


def place_in_source(citation: Citation) -> str:
    """Where the quote is: "p. 12", "p. iv", "p. 3 (OCR)", "sheet Employment", or "note"."""
    if citation.is_note:
        return words.NOTE_IN_SHORT
    scan = f" ({words.BY_OCR})" if citation.read_by is ReadBy.OCR else ""
    return page_in_short(citation.page, citation.page_label) + scan


def page_in_short(number: int, label: str | None = None) -> str:
    """How people call a page: "p. 12", "p. iv"; a sheet or a slide by its own name."""
    name = page_name(number, label)
    return words.PAGE_IN_SHORT.format(page=name[3:]) if name.startswith("p. ") else name


def chip_text(number: int, citation: Citation) -> str:
    """What a citation's button shows: number, publisher, year, page. Plain text."""
    publisher = shorten(citation.metadata.publisher or citation.metadata.title, _PUBLISHER_LIMIT)
    parts = (publisher, year(citation.metadata.published), place_in_source(citation))
    return f"{number}  {' · '.join(parts)}"


def chip_label(number: int, citation: Citation) -> str:
    """`chip_text` as a button label, its number in bold."""
    return f"**{number}** {plain_label(chip_text(number, citation).partition('  ')[2])}"


def chip_tip(citation: Citation) -> str:
    """The tooltip of a citation: title, publisher and date in full, and how a scan was read."""
    known = citation.metadata
    parts = (known.title, known.publisher, long_date(known.published), how_read(citation))
    return plain_label(". ".join(p for p in parts if p), limit=400)


def cited_pages(claim: Claim) -> tuple[Citation, ...]:
    """The first citation of each page: the cells of a table's row and its headers are one chip."""
    first: dict[tuple[str, int], Citation] = {}
    for citation in claim.citations:
        first.setdefault((citation.document_id, citation.page), citation)
    return tuple(first.values())


def chips_html(claim: Claim, numbered: dict[str, int]) -> str:
    """The citations of a claim that cannot be clicked yet, looking like those that can."""
    texts = (chip_text(numbered[c.document_id], c).split("  ", 1) for c in cited_pages(claim))
    chips = (f'<span class="chip"><b>{n}</b> {escape(text)}</span>' for n, text in texts)
    return f'<div class="chips">{"".join(chips)}</div>'


def question_html(question: str) -> str:
    """The question as asked."""
    return f'<h2 class="question">{escape(question)}</h2>'


def read_as_html(answer: Answer) -> str:
    """How a follow-up was understood; empty when the question stood on its own."""
    if _same(answer.standalone_question, answer.question):
        return ""
    return f'<p class="aside">{words.READ_AS}: “{escape(answer.standalone_question)}”</p>'


def state_html(status: Status, notes: Iterable[Note] = ()) -> str:
    """What a status other than answered means, said plainly; empty for an answer.

    notes: those that belong to the status, see `notes_apart`.
    """
    if status is Status.ANSWERED:
        return ""
    notes = tuple(notes)
    title, body = words.STATUS_TITLE[status], words.STATUS_BODY[status]
    if only_nearest(notes):
        title, body = words.NEAREST_TITLE, words.NEAREST_BODY
    said = "".join(f"<p>{escape(said_of(note.text))}</p>" for note in notes)
    return (
        f'<div class="state state-{status.value}" role="status"><h3>{title}'
        f"</h3>{said}<p>{body}</p></div>"
    )


def only_nearest(notes: Iterable[Note]) -> bool:
    """Whether an answer with these notes quotes only what is near to what was asked."""
    return any(note.kind is NoteKind.NEAREST for note in notes)


def claim_html(claim: Claim, *, fresh: bool = False) -> str:
    """One claim. A verdict is shown only where it warns. fresh: it has just come in."""
    warning = {
        Label.PARTLY: words.VERDICT_PARTLY,
        Label.NOT_SUPPORTED: words.VERDICT_NOT,
    }.get(claim.verdict.label)
    label = f'<span class="verdict">{warning}</span>' if warning else ""
    shown = f"<span{lang('en')}>{escape(claim.text)}</span>{label}"
    return f'<p class="claim{" fresh" if fresh else ""}">{shown}</p>'


def groups(answer: Answer) -> tuple[Group, ...]:
    """The claims in order, by group when the question compares."""
    if not any(claim.group for claim in answer.claims):
        return (Group(None, answer.claims),) if answer.claims else ()
    names = dict.fromkeys(claim.group for claim in answer.claims)
    return tuple(Group(n, tuple(c for c in answer.claims if c.group == n)) for n in names)


def comparison_html(answer: Answer, lost: Mapping[int, str] = MappingProxyType({})) -> str:
    """The claims of a comparison as a table, a row for each, its side named beside it.

    lost: what stands in place of a claim whose words are gone, by its number from 0.
    """
    marks_of = {id(claim): marks for claim, marks in _row_marks(answer)}
    gone = {id(answer.claims[at]): said for at, said in lost.items()}
    rows = []
    for group in groups(answer):
        for at, claim in enumerate(group.claims):
            side = f'<th scope="rowgroup" rowspan="{len(group.claims)}">' if not at else ""
            side += f"{escape(group.heading or '')}</th>" if side else ""
            marks = marks_of[id(claim)]
            said = gone.get(id(claim)) or claim_html(claim)
            rows.append(f"<tr>{side}<td>{said}</td><td class='marks'>{marks}</td></tr>")
    head = "".join(f'<th scope="col">{word}</th>' for word in words.COMPARISON_HEAD)
    return (
        f'<div class="comparison" tabindex="0" role="group" aria-label="{words.COMPARISON}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _row_marks(answer: Answer) -> Iterator[tuple[Claim, str]]:
    """Each claim with the numbers of its buttons below the table."""
    number = 0
    for claim in answer.claims:
        pages = len(cited_pages(claim))
        yield claim, " ".join(f"[{number + nth + 1}]" for nth in range(pages))
        number += pages


def stage_html(detail: str) -> str:
    """What the assistant is doing now."""
    return f'<p class="stage" role="status">{escape(said_of(detail))}</p>'


def by_line(metadata: Metadata, *more: str) -> str:
    """ "Publisher · date · ..." as plain text."""
    parts = (metadata.publisher, long_date(metadata.published), *more)
    return " · ".join(p for p in parts if p)


def hit_html(hit: Hit, query: str) -> str:
    """A passage found, with the query's words lit. Its title is a button beside it."""
    text = " ".join(hit.passage.text.split())
    where = words.NOTE_BADGE.lower() if hit.is_note else page_in_short(hit.passage.page_start)
    return (
        f'<div class="hit"><p class="by">{escape(by_line(hit.metadata, where))}</p>'
        f"<p{lang('en')}>{lit(text, word_spans(text, query))}</p></div>"
    )


def filters_text(filters: Filters, labels: dict[str, str]) -> str:
    """The narrowing in a few words ("Wales · Skills · since 2020"); empty when there is none.

    labels: taxonomy id -> what people call it.
    """
    fields = (filters.nations, filters.places, filters.themes, filters.doc_types)
    parts = [labels.get(value, value) for field in (*fields, filters.publishers) for value in field]
    parts += [words.SINCE.format(year=filters.since)] if filters.since else []
    parts += [words.UNTIL.format(year=filters.until)] if filters.until else []
    parts += [words.ONE_PUBLICATION] if filters.document_ids else []
    return " · ".join(parts)


def filters_html(filters: Filters, labels: dict[str, str]) -> str:
    """The narrowing as a line above an answer; empty when there is none."""
    summary = filters_text(filters, labels)
    return f'<p class="only"><b>{words.ONLY}</b> {escape(summary)}</p>' if summary else ""


def copy_text(answer: Answer) -> str:
    """The answer as plain text with numbered citations and a list of sources."""
    numbered = numbers(answer)
    lines = [answer.question, ""]
    if answer.status is not Status.ANSWERED:
        near = only_nearest(answer.notes)
        lines += [f"{words.NEAREST_TITLE if near else words.STATUS_TITLE[answer.status]}.", ""]
    for group in groups(answer):
        lines += [f"{group.heading}:"] if group.heading else []
        told = [claim for claim in group.claims if claim.text]
        lines += [f"{claim.text} {_marks(claim, numbered)}".rstrip() for claim in told]
        lines += [""]
    notes = [f"{words.NOTE_LABEL[n.kind]}: {said_of(n.text)}" for n in answer.notes]
    lines += [*notes, ""] if notes else []
    return "\n".join([*lines, *_references(answer.citations, numbered)]).strip() + "\n"


def _same(standalone: str, asked: str) -> bool:
    def bare(text: str) -> str:
        return " ".join(text.split()).rstrip("?. ").casefold()

    return not standalone or bare(standalone) == bare(asked)


def _marks(claim: Claim, numbered: dict[str, int]) -> str:
    return " ".join(
        dict.fromkeys(f"[{numbered[c.document_id]}, {place_in_source(c)}]" for c in claim.citations)
    )


def _references(citations: Sequence[Citation], numbered: dict[str, int]) -> list[str]:
    first = {c.document_id: c for c in reversed(citations)}
    lines = []
    for document_id, number in numbered.items():
        known = first[document_id].metadata
        kind = words.NOTE_BADGE.lower() if first[document_id].is_note else None
        parts = (known.publisher, known.title, kind, long_date(known.published))
        described = ". ".join(p.rstrip(".") for p in parts if p)
        lines.append(f"[{number}] {described}. {safe_link(known.url) or ''}".rstrip())
    return [words.SOURCES, *lines] if lines else []
