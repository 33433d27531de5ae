"""Claim beside cited text, by rule: words, figures, dates, names, negation, direction, scope."""

from collections.abc import Sequence

from assistant.cite import readable
from assistant.grounding.compare import CLOSE, Evidence, Reading, compared, evidence
from assistant.grounding.pieces import stands_in, words_of
from assistant.grounding.wording import sentences
from assistant.verdict import Check, Finding, FindingKind, Label, Verdict

# Shares of a sentence's content words that its source has to hold.
_NEARLY_ALL, _MOST, _SOME = 0.8, 0.75, 0.5
_TURNED = frozenset((FindingKind.NEGATION, FindingKind.DIRECTION))
FIGURES = frozenset((FindingKind.NUMBER, FindingKind.UNIT, FindingKind.DATE))


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

    NOT_SUPPORTED: a figure, unit or date is another one, half of its words are missing,
    or in what otherwise is a sentence of the source a name is changed, or it is negated or turned
    round. PARTLY: the same of a sentence in other words; a figure is missing; it reaches further
    than its source; or a quarter of its words is missing.
    """
    kinds = {finding.kind for finding in reading.against}
    if surely_wrong(reading) or reading.held_anywhere < _SOME:
        return Label.NOT_SUPPORTED
    if kinds or reading.held < _MOST:
        return Label.PARTLY
    return Label.SUPPORTED


def surely_wrong(reading: Reading) -> bool:
    """True if no second reader is needed to see it."""
    kinds = {finding.kind for finding in reading.against} - {FindingKind.SCOPE}
    turned = bool(kinds & _TURNED) and reading.held >= _NEARLY_ALL
    # A figure without its like in the source may be counted or known from elsewhere on the page.
    another = any(finding.kind in FIGURES and finding.cited for finding in reading.against)
    return another or turned or (bool(kinds) and reading.in_order >= CLOSE)


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
