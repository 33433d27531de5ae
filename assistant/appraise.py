"""Remarks that change how an answer should be read, by rule, each naming what triggered it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from assistant.answer import Claim, Hit, Note, NoteKind
from assistant.question import Plan
from ingest.document import Metadata
from ingest.standing import Standing

EVERYWHERE = frozenset({"UK", "United Kingdom", "GB", "Great Britain"})
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def appraise(
    plan: Plan,
    claims: Sequence[Claim],
    hits: Sequence[Hit],
    standings: Mapping[str, Standing] = MappingProxyType({}),
) -> tuple[Note, ...]:
    """The notes of an answer, in the order in which a reader needs them.

    standings: document id -> its place among the editions that the asker may see.
    """
    cited = _cited(claims)
    notes = [
        *_editions(cited),
        *_newer(claims, standings),
        *_jurisdiction(plan, cited),
        *_dates(plan, cited),
        *_kinds(claims),
        *([] if claims or plan.names_nothing else _nearest(hits)),
    ]
    return tuple(notes)


def is_elsewhere(plan: Plan, known: Metadata) -> bool:
    """Whether a publication covers other nations than the ones asked about, and only those."""
    asked = set(plan.nations) - EVERYWHERE
    return bool(asked and known.nations and not set(known.nations) & (asked | EVERYWHERE))


def spoken_date(published: str) -> str:
    """An ISO date, possibly partial, as people write it.

    >>> [spoken_date(d) for d in ("2024", "2024-02", "2024-02-19")]
    ['2024', 'February 2024', '19 February 2024']
    """
    parts = published.split("-")
    if len(parts) == 1:
        return parts[0]
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def _cited(claims: Sequence[Claim]) -> tuple[Metadata, ...]:
    found = {c.document_id: c.metadata for claim in claims for c in claim.citations}
    return tuple(found.values())


def _editions(cited: Sequence[Metadata]) -> list[Note]:
    return [
        Note(NoteKind.EDITION, f"“{known.title}” is marked {known.status}{_said(known)}.")
        for known in cited
        if known.status in ("withdrawn", "superseded", "draft", "consultation")
    ]


def _said(known: Metadata) -> str:
    """The words on its first pages that say so."""
    _, quoted, words = dict(known.origins).get("status", "").partition("“")
    return f": {quoted}{words}" if quoted else ""


def _newer(claims: Sequence[Claim], standings: Mapping[str, Standing]) -> list[Note]:
    """One note for each work of which a newer edition is held, unless that is cited as well."""
    cited = {c.document_id: c.metadata for claim in claims for c in claim.citations}
    notes = []
    for document_id, known in cited.items():
        standing = standings.get(document_id)
        newer = standing.newer if standing else ()
        if newer and not {issue.document_id for issue in newer} & cited.keys():
            held = newer[0]
            dated = f" ({spoken_date(held.published)})" if held.published else ""
            text = f"A newer edition of “{known.title}” is held: “{held.title}”{dated}."
            notes.append(Note(NoteKind.EDITION, text))
    return notes


def _jurisdiction(plan: Plan, cited: Sequence[Metadata]) -> list[Note]:
    """Evidence from another nation than the one asked about: policy is often devolved."""
    asked = set(plan.nations) - EVERYWHERE
    if not asked:
        return []
    return [
        Note(
            NoteKind.JURISDICTION,
            f"“{known.title}” covers {' and '.join(known.nations)}, "
            f"not {' or '.join(sorted(asked))}.",
        )
        for known in cited
        if is_elsewhere(plan, known)
    ]


def _dates(plan: Plan, cited: Sequence[Metadata]) -> list[Note]:
    if not cited:
        return []
    dated = sorted(known.published for known in cited if known.published)
    undated = [known.title for known in cited if not known.published]
    if dated:
        span = spoken_date(dated[-1])
        text = f"As of {span}, the date of the newest source cited"
        if undated:
            text += f"; {_count(len(undated), 'source')} cited without a known date"
    else:
        text = "None of the sources cited carries a date"
    caution = " Newer publications may exist outside this library." if plan.latest else ""
    return [Note(NoteKind.DATE, f"{text}.{caution}")]


def _kinds(claims: Sequence[Claim]) -> list[Note]:
    """Notes of the starter corpus are summaries: the reader is told, and sent to the original."""
    citations = [c for claim in claims for c in claim.citations]
    of_notes = {c.document_id for c in citations if c.is_note}
    if not of_notes:
        return []
    are = "is an evidence note" if len(of_notes) == 1 else "are evidence notes"
    return [
        Note(
            NoteKind.SOURCE_KIND,
            f"{_count(len(of_notes), 'source')} cited here {are}: "
            "a summary held in this library. Open the original before quoting it.",
        )
    ]


def _nearest(hits: Sequence[Hit]) -> list[Note]:
    if not hits:
        return [Note(NoteKind.COVERAGE, "Nothing in the library comes near this question.")]
    titles = Counter(hit.metadata.title for hit in hits[:8])
    nearest = "; ".join(f"“{title}”" for title, _ in titles.most_common(3))
    return [Note(NoteKind.COVERAGE, f"The nearest publications held are {nearest}.")]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
