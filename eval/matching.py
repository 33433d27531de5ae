"""Whether a string stands in an answer, told apart from look-alikes. Pure.

Case, accents, white space, typographic quotes and dashes, thousands separators, "£3.6m" and
"per cent" do not matter. "81" is not found in "1981", "181" or "81.5"; a word of four letters or
more may be a stem ("increas" is found in "increasing"), shorter words and number words are whole.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from eval.cases import Point
from eval.contract import AnswerRecord, ClaimRecord

_SAME = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-"})
_NUMBER_WORD = re.compile(
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(thir|four|fif|six|seven|eigh|"
    "nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)
_WHOLE_BELOW = 4


@lru_cache(maxsize=4096)
def normalise(text: str) -> str:
    """The form in which answers and expected strings are compared.

    >>> normalise("It cost £3.6m,  up 12 per cent on 1,200 –  Ynys Môn’s")
    "it cost £3.6 million, up 12% on 1200 - ynys mon's"
    """
    folded = unicodedata.normalize("NFKD", text.translate(_SAME))
    plain = "".join(c for c in folded if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", plain)
    plain = re.sub(r"£\s+(?=\d)", "£", plain)
    plain = re.sub(r"(£\d[\d.]*)\s?(?:mn?|million)\b", r"\1 million", plain)
    plain = re.sub(r"(£\d[\d.]*)\s?(?:bn?|billion)\b", r"\1 billion", plain)
    plain = re.sub(r"(?<=\d)\s?(?:%|per cent\b|percent\b)", "%", plain)
    return " ".join(plain.split())


def holds(text: str, wanted: str) -> bool:
    """True if the normalised `text` contains `wanted`.

    >>> holds(normalise("81 of 89 in 2013"), "89"), holds(normalise("in 1981"), "81")
    (True, False)
    >>> holds(normalise("nineteen notes"), "nine"), holds(normalise("nineteen notes"), "not")
    (False, False)
    """
    return _pattern(wanted).search(text) is not None


@lru_cache(maxsize=4096)
def _pattern(wanted: str) -> re.Pattern[str]:
    term = normalise(wanted)
    if not term:
        raise ValueError("an expected string is empty")
    before = r"(?<!\w)(?<!\d[.,])" if term[0].isalnum() else ""
    last = re.split(r"[^\w]", term)[-1]
    after = ""
    if term[-1].isdigit():
        after = r"(?!\d)(?![.,]\d)"
    elif last and (len(last) < _WHOLE_BELOW or _NUMBER_WORD.fullmatch(last)):
        after = r"(?!\w)"
    return re.compile(before + re.escape(term) + after)


def answer_text(answer: AnswerRecord) -> str:
    """What a reader reads as the answer: claims with their groups, then notes."""
    claims = (f"{claim.group or ''} {claim.text}" for claim in answer.claims)
    return normalise("\n".join([*claims, *(note.text for note in answer.notes)]))


def is_met(point: Point, answer: AnswerRecord) -> bool:
    """True if any alternative of the point stands in the answer."""
    places = list(_units(answer)) if point.together else [answer_text(answer)]
    return any(
        all(holds(place, wanted) for wanted in group) for group in point.any_of for place in places
    )


def opening_of(answer: AnswerRecord, words: int) -> AnswerRecord:
    """The answer cut after so many words of its claims; notes are kept."""
    left = words
    kept: list[ClaimRecord] = []
    for claim in answer.claims:
        spoken = claim.text.split()
        if left <= 0:
            break
        cut = (
            claim
            if len(spoken) <= left
            else claim.model_copy(update={"text": " ".join(spoken[:left])})
        )
        kept.append(cut)
        left -= len(spoken)
    return answer.model_copy(update={"claims": tuple(kept)})


def _units(answer: AnswerRecord) -> Iterable[str]:
    """Each claim with what is printed beside it (source and date), then each note."""
    for claim in answer.claims:
        yield normalise(" ".join([claim.group or "", claim.text, *_beside(claim)]))
    for note in answer.notes:
        yield normalise(note.text)


def _beside(claim: ClaimRecord) -> Iterable[str]:
    for citation in claim.citations:
        yield from (citation.title, citation.publisher or "", citation.published or "")
