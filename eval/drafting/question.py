"""A drafted question, and whether it is fit to be asked."""

import re
from dataclasses import dataclass

FIGURE, DATE, WHO, LIST = "figure", "date", "who", "list"
COMPARISON, NEAR_MISS = "comparison", "near-miss"


@dataclass(frozen=True)
class Question:
    """A question with what a right answer says; alternatives of a point are apart by `|`.

    asks: its opening ("how many projects", "when"), by which questions of one kind are found.
    """

    kind: str
    text: str
    points: tuple[str, ...]
    asks: str


def made(kind: str, text: str, points: tuple[str, ...], asks: str) -> Question | None:
    """The question with its capital, or None if it would be a bad one.

    Neither too short to have one answer nor too long to be asked, nothing that points at the text
    around it, brackets whole, and the answer not in it.
    """
    asked = text[0].upper() + text[1:]
    answers = [one for point in points for one in point.split("|")]
    bad = (
        not 5 <= len(asked.split()) <= 32
        or any(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", asked) for one in answers)
        or re.search(r"\b(?:this|these|those|such|above|below|here|it|he|she)\b", asked)
        or asked.count("(") != asked.count(")")
        or re.search(r"[“”\"]| [-–—] ", asked)
    )
    return None if bad else Question(kind, asked, points, asks)
