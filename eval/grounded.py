"""Is an answer grounded? What `assert_grounded` checks, as a list of what is wrong."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from eval.contract import AnswerRecord, ClaimRecord
from eval.page_text import Rule, find_quote
from eval.support import Supports

if TYPE_CHECKING:
    from assistant.answer import Answer

FindQuote = Callable[[Path, int, str], Rule]


def ungrounded(
    answer: AnswerRecord, supports: Supports, look_up: FindQuote = find_quote
) -> tuple[str, ...]:
    """One line per fault, () for a grounded answer.

    A claim must cite something, every quote must stand on its page (looked up in the cited file,
    not by our own reader), and the quotes together must support the claim. An answer that says it
    answers must claim something; a refusal has nothing to check.
    """
    if not answer.claims and not answer.refused and answer.status != "needs_clarifying":
        return (f"status {answer.status}, yet nothing is claimed",)
    return tuple(
        f"claim {number}: {fault}: {claim.text}"
        for number, claim in enumerate(answer.claims, 1)
        for fault in _faults(claim, supports, look_up)
    )


def as_record(answer: "AnswerRecord | Answer | Mapping[str, object]") -> AnswerRecord:
    """An answer of the assistant, or one in the JSON contract, as the checks read it."""
    if isinstance(answer, AnswerRecord):
        return answer
    if isinstance(answer, Mapping):
        return AnswerRecord.model_validate(answer)
    from assistant.contract import answer_json

    return AnswerRecord.model_validate(answer_json(answer))


def _faults(claim: ClaimRecord, supports: Supports, look_up: FindQuote) -> list[str]:
    if not claim.citations:
        return ["cites nothing"]
    faults = []
    for citation in claim.citations:
        rule = look_up(Path(citation.path), citation.page, citation.quote)
        if not rule.opens:
            where = f"{Path(citation.path).name} page {citation.page}"
            faults.append(f"quote {rule.value} ({where})")
    if not supports("\n".join(citation.quote for citation in claim.citations), claim.text):
        faults.append("not supported by what it cites")
    return faults
