"""Claim beside cited text, by rule: words, figures, dates, names, negation, direction, scope."""

from collections.abc import Sequence

from assistant.cite import readable
from assistant.grounding.compare import Evidence, Reading, compared, evidence
from assistant.grounding.pieces import stands_in, words_of
from assistant.grounding.wording import sentences
from assistant.verdict import Check, Finding, FindingKind, Label, Verdict

# Shares of a sentence's content words that its source has to hold.
_MOST, _SOME = 0.75, 0.5
_GRAVE = frozenset(FindingKind) - {FindingKind.SCOPE}


def verbatim(claim: str, cited: Sequence[str]) -> bool:
    """True if the claim's words stand in one of the texts in the same order without a gap."""
    wanted = words_of(readable(claim))
    return bool(wanted) and any(stands_in(words_of(readable(text)), wanted) for text in cited)


def readings(claim: str, cited: Sequence[str]) -> tuple[Reading, ...]:
    """Each sentence of the claim beside the stretch of evidence nearest to it."""
    known: Evidence = evidence(cited)
    return tuple(compared(sentence, known) for sentence in sentences(claim))


def label_of(reading: Reading) -> Label:
    """What the rules say of one sentence.

    NOT_SUPPORTED: a figure, unit, date or name is missing or another one, it is negated or turned
    round, or half of its words are missing. PARTLY: it reaches further than its source, or a
    quarter of its words is missing.
    """
    kinds = {finding.kind for finding in reading.against}
    if kinds & _GRAVE or reading.held_anywhere < _SOME:
        return Label.NOT_SUPPORTED
    if kinds or reading.held < _MOST:
        return Label.PARTLY
    return Label.SUPPORTED


def together(labels: Sequence[Label]) -> Label:
    """The label of a claim from those of its sentences: PARTLY if they differ.

    >>> together([Label.SUPPORTED, Label.NOT_SUPPORTED]).value
    'partly'
    """
    found = set(labels)
    if not found:
        return Label.UNCHECKED
    return found.pop() if len(found) == 1 else Label.PARTLY


def by_readings(found: Sequence[Reading]) -> Verdict:
    """The verdict that the rules come to, with every finding."""
    labels = [label_of(reading) for reading in found]
    return Verdict(together(labels), Check.RULE, findings=findings_of(found))


def findings_of(found: Sequence[Reading]) -> tuple[Finding, ...]:
    """All findings, those against the claim first; of words if a sentence has no other."""
    every = [finding for reading in found for finding in reading.findings]
    every += [
        Finding(FindingKind.WORDS, reading.sentence)
        for reading in found
        if label_of(reading) is not Label.SUPPORTED and not reading.against
    ]
    return tuple(sorted(every, key=lambda finding: finding.agrees))
