"""How a question ends: answered, answered in part, asked back, or honestly not answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Hit, Note, NoteKind, Status
from assistant.question import Part, Plan
from assistant.reading import PartEvidence
from assistant.typed import Asks, asks

THINGS = {
    Asks.MONEY: "the sum",
    Asks.SHARE: "the share",
    Asks.COUNT: "the number",
    Asks.NUMBER: "the figure",
    Asks.DATE: "the date",
    Asks.NAME: "the name",
    Asks.ADVICE: "the recommendation",
}
"""What a note calls the thing that is not given."""
_NO_ANSWER = "The evidence held here does not answer this question."
_NO_TOPIC = (
    "The question names nothing to look for. Ask about a place, a partnership, a theme or a "
    "publication, for example “What do the partnerships do on skills?”"
)


@dataclass(frozen=True)
class Clarification:
    """What is asked back. shows_evidence: True if each meaning's evidence is offered beside it."""

    note: Note
    suggestions: tuple[str, ...]
    shows_evidence: bool


def decide(plan: Plan, evidence: Sequence[PartEvidence], threshold: float) -> Status:
    """The status by how many parts are answered at `threshold`; what is only near counts as a part.

    What is left when some are set aside is answered in part at best: quotes show who is in a list,
    never that the list is complete.
    """
    if all(part.is_answered(threshold) for part in evidence):
        return Status.PARTIAL if plan.remainder else Status.ANSWERED
    likely = any(part.is_likely(threshold) for part in evidence)
    return Status.PARTIAL if likely else Status.ABSTAINED


def unanswered(
    plan: Plan, evidence: Sequence[PartEvidence], status: Status, threshold: float
) -> tuple[Note, ...]:
    """One note for each part that the evidence held here does not answer; () if it answers all."""
    if status is Status.ABSTAINED:
        return (Note(NoteKind.COVERAGE, _NO_TOPIC if plan.names_nothing else _NO_ANSWER),)
    if status is not Status.PARTIAL:
        return ()
    # Where nothing is answered, what is quoted is no part of an answer, only near it.
    alone = not any(part.is_answered(threshold) for part in evidence)
    return tuple(
        _not_given(part, NoteKind.NEAREST if alone else NoteKind.COVERAGE)
        if part.is_likely(threshold)
        else Note(NoteKind.COVERAGE, f"The evidence held here does not say: {_asked(part.part)}")
        for part in evidence
        if not part.is_answered(threshold) and not part.part.premise
    )


def _not_given(evidence: PartEvidence, kind: NoteKind) -> Note:
    part = evidence.part
    said = f"The evidence held here may not answer this: {_asked(part)}"
    if not evidence.gives:
        thing = THINGS[asks(part.kind, part.text)]
        said = f"The evidence held here does not give {thing} asked for: {_asked(part)}"
    return Note(kind, f"{said} What is quoted is the nearest to it.")


def _asked(part: Part) -> str:
    return f"{part.text.rstrip('?')}?"


def remainder(plan: Plan, status: Status) -> tuple[Note, ...]:
    """The warning that a list of the others may not be complete; () when none was asked for."""
    if status is not Status.PARTIAL or not plan.remainder:
        return ()
    return (
        Note(
            NoteKind.COVERAGE,
            "The question asks for what is left when some are set aside. The evidence held here "
            "cannot show that its list of the others is complete.",
        ),
    )


def premises(evidence: Sequence[PartEvidence]) -> tuple[Note, ...]:
    """One note for each thing that the question takes for granted."""
    return tuple(
        Note(
            NoteKind.PREMISE,
            f"The question takes for granted that {part.part.text}. "
            "Compare that with the evidence quoted before relying on it.",
        )
        for part in evidence
        if part.part.premise
    )


def clarification(plan: Plan, hits: Sequence[Hit]) -> Clarification | None:
    """What to ask back when the question has several meanings here, else None."""
    if plan.ambiguity:
        labels = [meaning.label for meaning in plan.ambiguity.meanings]
        listed = "; or ".join(labels)
        note = Note(
            NoteKind.CLARIFY,
            f"“{plan.ambiguity.term}” means several things in this field. Do you mean {listed}?",
        )
        asked = tuple(f"{plan.standalone.rstrip('?')}: {label}?" for label in labels)
        return Clarification(note, asked, shows_evidence=True)
    if plan.vague:
        titles = list(dict.fromkeys(hit.metadata.title for hit in hits[:12]))[:4]
        if len(titles) > 1:
            listed = "; ".join(f"“{title}”" for title in titles)
            note = Note(
                NoteKind.CLARIFY,
                f"Which {plan.vague} do you mean? Publications that may fit: {listed}.",
            )
            asked = tuple(f"{plan.standalone.rstrip('?')}: {title}?" for title in titles)
            return Clarification(note, asked, shows_evidence=False)
    return None
