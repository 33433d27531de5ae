"""How a question ends: answered, answered in part, asked back, or honestly not answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Hit, Note, NoteKind, Status
from assistant.question import Plan
from assistant.reading import PartEvidence


@dataclass(frozen=True)
class Clarification:
    """What is asked back. shows_evidence: True if each meaning's evidence is offered beside it."""

    note: Note
    suggestions: tuple[str, ...]
    shows_evidence: bool


def decide(plan: Plan, evidence: Sequence[PartEvidence], threshold: float) -> Status:
    """The status by how many parts are likely to be answered at `threshold`.

    What is left when some are set aside is answered in part at best: quotes show who is in a list,
    never that the list is complete.
    """
    likely = sum(part.probability >= threshold for part in evidence)
    if likely == len(evidence):
        return Status.PARTIAL if plan.remainder else Status.ANSWERED
    return Status.PARTIAL if likely else Status.ABSTAINED


def unanswered(
    evidence: Sequence[PartEvidence], status: Status, threshold: float
) -> tuple[Note, ...]:
    """One note naming what the evidence held here does not say; () when everything is answered."""
    if status is Status.ABSTAINED:
        return (Note(NoteKind.COVERAGE, "The evidence held here does not answer this question."),)
    if status is not Status.PARTIAL:
        return ()
    return tuple(
        Note(
            NoteKind.COVERAGE, f"The evidence held here does not say: {part.part.text.rstrip('?')}?"
        )
        for part in evidence
        if part.probability < threshold and not part.part.premise
    )


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
