"""Judges of a damaged answer: the product's own check, or any judge of pairs with a threshold."""

from assistant.grounding.judge import Judge as ProductJudge
from assistant.verdict import Label
from eval.judges.judge import Judge
from eval.mutation.testing import Passes, Shown


def product_passes(shown: Shown) -> bool:
    """What the assistant does before it shows a claim: the quote stands verbatim on its page, and
    the judge calls the claim supported. Partly supported is flagged, so it does not pass."""
    return passes_by(ProductJudge())(shown)


def passes_by(judge: ProductJudge) -> Passes:
    """The same by one judge of the product, as it was built."""

    def passes(shown: Shown) -> bool:
        if shown.quote not in shown.page:
            return False
        return judge.verdict(shown.claim, (shown.quote,)).label is Label.SUPPORTED

    return passes


def passes_with(chosen: Judge, threshold: float) -> Passes:
    """The same with another judge of (quote, claim) in the place of the product's."""

    def passes(shown: Shown) -> bool:
        if shown.quote not in shown.page:
            return False
        return bool(chosen.score([(shown.quote, shown.claim)])[0] >= threshold)

    return passes
