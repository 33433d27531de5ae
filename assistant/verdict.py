"""What a judge says of a claim beside the texts it cites."""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """Whether the cited text supports a claim."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    NOT_SUPPORTED = "not_supported"
    UNCHECKED = "unchecked"


class Check(StrEnum):
    """What decided: the claim stands word for word, a rule, a model, or nothing was checked."""

    NOTHING = "nothing"
    QUOTE = "quote"
    RULE = "rule"
    MODEL = "model"
    OPINION = "opinion"


class FindingKind(StrEnum):
    """What a finding is about."""

    NUMBER = "number"
    UNIT = "unit"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"
    DIRECTION = "direction"
    SCOPE = "scope"
    WORDS = "words"


@dataclass(frozen=True)
class Finding:
    """A place where claim and cited text part or, if `agrees`, say one thing in two ways.

    claim, cited: the words on both sides, as they stand there; "" where a side has none.
    """

    kind: FindingKind
    claim: str
    cited: str = ""
    agrees: bool = False


@dataclass(frozen=True)
class Verdict:
    """A label, what decided it, and the words on both sides.

    probability: that the cited text supports the claim, calibrated on labelled pairs; None where
    a rule decided.
    """

    label: Label = Label.UNCHECKED
    decided_by: Check = Check.NOTHING
    probability: float | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def sentence(self) -> str:
        """The verdict in one sentence, for a reader who knows nothing of judges."""
        against = [finding for finding in self.findings if not finding.agrees]
        if against and self.label is not Label.SUPPORTED:
            return f"{_OPENING[self.label]}: {_said(against[0])}."
        alike = [finding for finding in self.findings if finding.agrees and finding.cited]
        if alike and self.label is Label.SUPPORTED:
            return (
                f"The source bears this out; where this says “{alike[0].claim}”, "
                f"it says “{alike[0].cited}”."
            )
        return _WHOLE[self.label, self.decided_by is Check.QUOTE]


UNCHECKED = Verdict()

_OPENING = {
    Label.PARTLY: "The source bears out only part of this",
    Label.NOT_SUPPORTED: "The source does not bear this out",
    Label.UNCHECKED: "This was not checked",
}
_WHOLE = {
    (Label.SUPPORTED, True): "These are the source's own words.",
    (Label.SUPPORTED, False): "The source bears this out in other words.",
    (Label.PARTLY, False): "The source bears out part of this; read the quote before using it.",
    (Label.NOT_SUPPORTED, False): "The source does not say this; read the quote before using it.",
    (Label.UNCHECKED, False): "This was not checked against a source.",
}
_ABOUT = {
    FindingKind.NUMBER: "the figure",
    FindingKind.UNIT: "the unit",
    FindingKind.DATE: "the date",
    FindingKind.NAME: "the name",
    FindingKind.NEGATION: "the negation",
    FindingKind.DIRECTION: "the direction",
    FindingKind.SCOPE: "the scope",
    FindingKind.WORDS: "the words",
}


def _said(finding: Finding) -> str:
    about = _ABOUT[finding.kind]
    if finding.claim and finding.cited:
        return f"{about} differs, “{finding.claim}” here and “{finding.cited}” there"
    if finding.claim:
        return f"{about} “{finding.claim}” is not in it"
    return f"{about} “{finding.cited}” of the source is left out"
