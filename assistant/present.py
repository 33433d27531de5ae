"""An answer as plain text for a terminal: claims, numbered citations, notes."""

import textwrap
from collections.abc import Iterator, Sequence

from assistant.answer import Answer, Citation, Hit, NoteKind, Status
from assistant.appraise import spoken_date
from assistant.chatbudget import DaySpent
from assistant.cite import how_read, readable
from ingest.document import page_name

_HEADLINES = {
    Status.ANSWERED: "",
    Status.PARTIAL: "Answered in part.",
    Status.ABSTAINED: "The evidence held here does not answer this question.",
    Status.NEEDS_CLARIFYING: "This question has more than one meaning here.",
    Status.OUT_OF_SCOPE: "This question is not one for policy evidence.",
}


def answer_text(answer: Answer, width: int = 88) -> str:
    """The answer as wrapped lines of at most `width` characters (addresses are never broken)."""
    return "\n".join(_answer_lines(answer, width)) + "\n"


def hits_text(hits: Sequence[Hit], width: int = 88) -> str:
    """Ranked passages as wrapped text, best first."""
    lines: list[str] = []
    for number, hit in enumerate(hits, start=1):
        place = f"p. {hit.passage.page_start}"
        facts = _facts(hit.metadata.publisher, hit.metadata.published, place)
        lines.append(f"{number}. {hit.metadata.title} ({facts})")
        if hit.passage.heading_path:
            lines += _wrapped(" > ".join(hit.passage.heading_path), width, "   ")
        lines += _wrapped(
            textwrap.shorten(readable(hit.passage.text), 420, placeholder=" …"), width, "   "
        )
        lines.append(f"   {hit.metadata.url or hit.path}")
        lines.append("")
    return "\n".join(lines) if lines else "No passage matches. Try fewer words or fewer filters.\n"


def usage_text(days: Sequence[DaySpent]) -> str:
    """What language models took, a line for each day and model, newest first."""
    if not days:
        return "No language model was asked.\n"
    lines = [f"{'day (UTC)':12}{'calls':>7}{'sent':>12}{'received':>12}{'money':>12}  model"]
    for each in days:
        took = each.spent
        figures = f"{took.calls:7,}{took.tokens_in:12,}{took.tokens_out:12,}{took.money:12,.4f}"
        lines.append(f"{each.day:12}{figures}  {each.model}")
    return "\n".join(lines) + "\n"


def _answer_lines(answer: Answer, width: int) -> Iterator[str]:
    if answer.standalone_question.strip() != " ".join(answer.question.split()):
        yield from _wrapped(f"Read as: {answer.standalone_question}", width, "")
        yield ""
    nearest = [note.text for note in answer.notes if note.kind is NoteKind.NEAREST]
    if headline := " ".join(nearest) or _HEADLINES[answer.status]:
        yield from _wrapped(headline, width, "")
        yield ""
    yield from _claim_lines(answer, width)
    for note in answer.notes:
        if note.kind is not NoteKind.NEAREST and not (
            answer.status is Status.ABSTAINED and note.text == _HEADLINES[Status.ABSTAINED]
        ):
            yield from _wrapped(f"{label(note.kind)}: {note.text}", width, "  ", first="")
    if answer.suggestions:
        yield ""
        yield "You could ask:"
        for suggestion in answer.suggestions:
            yield from _wrapped(suggestion, width, "  ")


def _claim_lines(answer: Answer, width: int) -> Iterator[str]:
    sources: dict[tuple[str, int], Citation] = {}
    for citation in answer.citations:
        sources.setdefault((citation.document_id, citation.page), citation)
    numbers = {place: number for number, place in enumerate(sources, start=1)}
    group: str | None = None
    for claim in answer.claims:
        if claim.group != group:
            group = claim.group
            yield f"{group}:" if group else ""
        marks = "".join(
            dict.fromkeys(f"[{numbers[c.document_id, c.page]}]" for c in claim.citations)
        )
        yield from _wrapped(f"{claim.text} {marks}", width, "  ", first="• ")
    if sources:
        yield ""
        yield "Sources"
    for number, citation in enumerate(sources.values(), start=1):
        known = citation.metadata
        page = (
            "evidence note" if citation.is_note else page_name(citation.page, citation.page_label)
        )
        place = ", ".join(part for part in (page, how_read(citation)) if part)
        facts = _facts(known.publisher, known.published, place)
        yield from _wrapped(f"[{number}] {known.title} ({facts})", width, "    ", first="")
        yield f"    {_address(citation)}"
    if sources:
        yield ""


def _address(citation: Citation) -> str:
    address = citation.metadata.url
    if citation.is_note:
        return address or "no address of the original is known"
    anchor = f"#page={citation.page}" if (address or citation.path).lower().endswith(".pdf") else ""
    return f"{address or citation.path}{anchor}"


def _facts(publisher: str | None, published: str | None, place: str) -> str:
    date = spoken_date(published) if published else "no date"
    return ", ".join(part for part in (publisher, date, place) if part)


def label(kind: NoteKind) -> str:
    """What a note is about, in a word or two."""
    return kind.value.replace("_", " ").capitalize()


def _wrapped(text: str, width: int, indent: str, first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
