"""The judge: rules always, a model where one is set, and one verdict from both."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.grounding.rules import checked_by_rule
from assistant.verdict import Verdict


class SupportModel(Protocol):
    """Reads a claim beside the texts it cites."""

    @property
    def name(self) -> str: ...

    def probability(self, claim: str, cited: Sequence[str]) -> float:
        """That the texts together support the claim, in [0, 1], calibrated on labelled pairs."""
        ...


@dataclass(frozen=True)
class Judge:
    """Says whether cited texts support a claim. Safe to share by threads; built by `bootstrap`."""

    model: SupportModel | None = None

    def verdict(self, claim: str, cited: Sequence[str]) -> Verdict:
        """The verdict on a claim beside the texts it cites; UNCHECKED if nothing is cited."""
        return checked_by_rule(claim, tuple(cited))
