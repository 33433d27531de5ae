"""The sides of a comparison: what is said for each, and which of them the evidence leaves out."""

from collections.abc import Sequence

from assistant.answer import Claim, Note, NoteKind
from assistant.evidence import Scored, Sentence
from assistant.question import Part, Plan, Side
from assistant.question.comparison import COMPARING
from assistant.question.words import content_words
from assistant.reading import PartEvidence

# So many sentences of a side are sure to be shown.
_SHOWN = 2
# A side of which no sentence has a word of the topic is on it all the same when one comes as near
# in meaning as the other side's best but for this much of the cosine.
_FURTHER = 0.1


def spoken_for(sides: Sequence[Side], evidence: Sequence[PartEvidence]) -> list[list[Scored]]:
    """For each side the sentences whose surroundings name it, best first, on the topic compared.

    A side has none when nothing that names it has a word of the topic, comes near it in meaning or
    is heard to answer, while another side's does: then it is another matter that would be set
    beside it.
    """
    spoken = []
    for side, found in zip(sides, evidence, strict=True):
        others = [other for other in sides if other is not side]
        spoken.append([s for s in found.scored if _speaks_for(side, others, s.sentence)])
    topics = [_topic(found.part, sides) for found in evidence]
    on_topic = [_is_on(topic, said) for topic, said in zip(topics, spoken, strict=True)]
    if not any(on_topic):
        return spoken
    nearest = max(_nearest(said) for said, on in zip(spoken, on_topic, strict=True) if on)
    return [
        said if on or _is_heard(said) or _nearest(said) >= nearest - _FURTHER else []
        for said, on in zip(spoken, on_topic, strict=True)
    ]


def silent(plan: Plan, claims: Sequence[Claim]) -> tuple[Note, ...]:
    """One note for each side of a comparison of which no claim speaks; () where none is made."""
    if not claims:
        return ()
    return tuple(
        Note(NoteKind.COVERAGE, f"No evidence on this is held for {side.label}.")
        for side in plan.sides
        if not any(_is_of(side, claim) for claim in claims)
    )


def _is_of(side: Side, claim: Claim) -> bool:
    said = " ".join((claim.text, *(c.metadata.title for c in claim.citations)))
    return claim.group == side.label or side.is_named_in(frozenset(content_words(said)))


def _topic(part: Part, sides: Sequence[Side]) -> frozenset[str]:
    """What is compared: the words of the question that name no side."""
    named = {word for side in sides for name in side.names for word in content_words(name)}
    return frozenset(content_words(part.query)) - named - COMPARING


def _is_on(topic: frozenset[str], said: Sequence[Scored]) -> bool:
    return bool(said) and (not topic or any(topic & scored.sentence.around for scored in said))


def _is_heard(said: Sequence[Scored]) -> bool:
    """Whether the relevance model takes one of the first for an answer (a logit above 0)."""
    return any(s.relevance is not None and s.relevance > 0.0 for s in said[:_SHOWN])


def _nearest(said: Sequence[Scored]) -> float:
    return max((scored.similarity for scored in said[:_SHOWN]), default=-1.0)


def _speaks_for(side: Side, others: Sequence[Side], sentence: Sentence) -> bool:
    """Whether a sentence names the side, or stands where it is spoken of and names no other."""
    if side.is_named_in(sentence.own):
        return True
    return side.is_named_in(sentence.around) and not any(
        other.is_named_in(sentence.own) for other in others
    )
