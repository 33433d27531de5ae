"""The judge: rules always, a model where one is set, and one verdict from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.grounding.compare import CLOSE, Reading
from assistant.grounding.pieces import words_of
from assistant.grounding.rules import (
    by_readings,
    findings_of,
    label_of,
    readings,
    surely_wrong,
    verbatim,
)
from assistant.grounding.support import SupportModel
from assistant.verdict import Check, Label, Verdict

# Of the model's probability, for a claim of which no rule is sure.
SUPPORTED, NOT_SUPPORTED = 0.5, 0.25


class SecondOpinion(Protocol):
    """Another reader of a claim that is already judged, a chat model for one.

    It sees the verdict and returns it as it is or made lower, with `Check.OPINION`; it is asked
    only about claims that the judge lets stand, so that it can never be the only check.
    """

    def verdict(self, claim: str, cited: Sequence[str], so_far: Verdict) -> Verdict: ...


@dataclass(frozen=True)
class Judge:
    """Says whether cited texts support a claim. Safe to share by threads; built by `bootstrap`."""

    model: SupportModel | None = None
    second: SecondOpinion | None = None

    def verdict(self, claim: str, cited: Sequence[str]) -> Verdict:
        """The verdict on a claim beside the texts it cites; UNCHECKED if nothing is cited."""
        found = self._verdict(claim, cited)
        quoted = found.decided_by in (Check.QUOTE, Check.NOTHING)
        if self.second is None or quoted or found.label is Label.NOT_SUPPORTED:
            return found
        return self.second.verdict(claim, cited, found)

    def _verdict(self, claim: str, cited: Sequence[str]) -> Verdict:
        if not words_of(claim) or not any(words_of(text) for text in cited):
            return Verdict()
        if verbatim(claim, cited):
            return Verdict(Label.SUPPORTED, Check.QUOTE)
        read = readings(claim, cited)
        if self.model is None or any(map(_sure, read)):
            return by_readings(read)
        probability = self.model.probability(claim, cited, read)
        return Verdict(
            _label(probability, read), Check.MODEL, round(probability, 4), findings_of(read)
        )


def _sure(reading: Reading) -> bool:
    """True if a rule needs no second reader, as with any changed word in a source's sentence."""
    return surely_wrong(reading) or (bool(reading.against) and reading.in_order >= CLOSE)


def _label(probability: float, read: Sequence[Reading]) -> Label:
    if probability < NOT_SUPPORTED:
        return Label.NOT_SUPPORTED
    if probability < SUPPORTED:
        return Label.PARTLY
    unsure = len(read) > 1 and any(label_of(one) is Label.NOT_SUPPORTED for one in read)
    return Label.PARTLY if unsure else Label.SUPPORTED
