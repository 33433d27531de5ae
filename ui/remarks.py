"""What is said beside an answer: its notes, and what became of its sources. No Streamlit."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answer import Answer, Note, NoteKind, Status
from assistant.records import Recalled, Recheck
from ui import words
from ui.markup import escape
from ui.render import long_date
from ui.said import dated
from ui.said import said as said_of

_AS_OF = re.compile(r"As of ([^,.]+)[,.]")
# What changes whether an answer may be used at all must not wait for a click.
_SAID_AT_ONCE = (NoteKind.DISAGREEMENT, NoteKind.PREMISE, NoteKind.MODEL, NoteKind.COVERAGE)


def notes_apart(answer: Answer) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
    """The notes that say why the status is what it is, and the other remarks.

    What an abstention does not cover, and what is nearest, the page says by itself.
    """
    reasons = {
        Status.PARTIAL: {NoteKind.COVERAGE, NoteKind.NEAREST},
        Status.NEEDS_CLARIFYING: {NoteKind.CLARIFY},
        Status.OUT_OF_SCOPE: {NoteKind.SCOPE},
    }.get(answer.status, set())
    why = tuple(note for note in answer.notes if note.kind in reasons)
    said = {NoteKind.COVERAGE} if answer.status is Status.ABSTAINED else set()
    others = (n for n in answer.notes if n not in why and n.kind not in said)
    return why, tuple(others)


def notes_html(notes: Iterable[Note]) -> str:
    """The remarks beside an answer: quiet labels that open to say why."""
    texts: dict[NoteKind, list[str]] = {}
    for note in notes:
        texts.setdefault(note.kind, []).append(note.text)
    labels = "".join(_note_html(kind, said) for kind, said in texts.items())
    return f'<div class="notes">{labels}</div>' if labels else ""


def _note_html(kind: NoteKind, said: Sequence[str]) -> str:
    count = f" ({len(said)})" if len(said) > 1 else ""
    label = f"{words.NOTE_LABEL[kind]}{count}"
    if kind is NoteKind.DATE:
        day = _AS_OF.match(said[0])
        label = f"{words.NOTE_LABEL[kind]} {escape(dated(day[1]))}" if day else words.NOTE_UNDATED
    lines = "".join(f"<p>{escape(said_of(text))}</p>" for text in said)
    return (
        f'<details class="note note-{kind.value}"{" open" if kind in _SAID_AT_ONCE else ""}>'
        f"<summary>{label}</summary>{lines}</details>"
    )


def stale_text(changed: int, removed: int) -> str:
    """How many sources of an answer changed or went; empty if none did.

    >>> stale_text(2, 1)
    '2 sources changed since, 1 source was removed'
    """
    said = ((changed, words.STALE_CHANGED), (removed, words.STALE_REMOVED))
    return ", ".join(message.of(count) for count, message in said if count)


def stale_html(recalled: Recalled) -> str:
    """That sources of an answer changed or went; empty if none did."""
    said = stale_text(recalled.changed, recalled.removed)
    if not said:
        return ""
    return (
        f'<div class="state state-stale" role="status"><h3>{escape(said)}</h3>'
        f"<p>{words.STALE_BODY}</p></div>"
    )


def lost_html(why: Recheck) -> str:
    """In place of a claim whose words are gone with its source."""
    said = words.LOST_REMOVED if why is Recheck.REMOVED else words.LOST_CHANGED
    return f'<p class="claim lost">{said}</p>'


def day_name(day: date, today: date) -> str:
    """ "Today", "Yesterday", or the date.

    >>> day_name(date(2026, 11, 24), date(2026, 11, 26))
    '24 November 2026'
    """
    named = {0: words.TODAY, 1: words.YESTERDAY}.get((today - day).days)
    return named or long_date(day.isoformat())
