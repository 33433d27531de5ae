"""The judge: rules always, a model where one is set, and one verdict from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.grounding.compare import CLOSE, Reading
from assistant.grounding.pieces import words_of
from assistant.grounding.rules import (
    by_readings,
    findings_of,
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
        known = [_known(reading) for reading in read]
        if self.model is None or None not in known:
            return by_readings(read)
        said = self.model.probabilities(claim, cited, read)
        sure = [float(p) if k is None else k for p, k in zip(said, known, strict=True)]
        # Of a claim of several sentences, the share of it that can be expected to be borne out.
        probability = round(sum(sure) / len(sure), 4)
        return Verdict(_label(sure), Check.MODEL, probability, findings_of(read))


def _known(reading: Reading) -> float | None:
    """0 or 1 for a sentence that needs no second reader: one of the source's own with something
    changed or nothing, or one with another figure; None for any other."""
    if surely_wrong(reading) or (reading.against and reading.in_order >= CLOSE):
        return 0.0
    return 1.0 if reading.in_order == 1 else None


def _label(sure: Sequence[float]) -> Label:
    if min(sure) >= SUPPORTED:
        return Label.SUPPORTED
    return Label.NOT_SUPPORTED if max(sure) < NOT_SUPPORTED else Label.PARTLY
