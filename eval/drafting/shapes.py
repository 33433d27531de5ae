"""The shapes in which reports write figures, dates and the beginnings of sentences."""

import re

from eval.drafting.verbs import PARTICIPLES, PAST, THIRD

SMALL = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        range(2, 13),
        strict=True,
    )
)
"""Numbers that reports write as words."""

_NUMBER = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?"
_WORDS = "|".join([*SMALL, *(word.title() for word in SMALL)])
MONEY = rf"(?>[£$€](?:{_NUMBER})(?: ?(?:million|billion|trillion|bn|m|k)\b)?)"
SHARE = rf"(?>(?:{_NUMBER})(?:%| per ?cent\b))"
_WHOLE = r"\d{1,3}(?:,\d{3})+|\d+"
COUNT = (
    rf"(?>(?:{_NUMBER}) (?:million|thousand)\b|(?:{_WHOLE})|(?:{_WORDS})\b)"
    r"(?![%,.]|\w| ?per ?cent)"
)
ABOUT = (
    r"(?:(?:[Aa]bout|[Aa]round|[Nn]early|[Aa]lmost|[Oo]ver|[Mm]ore than|[Ll]ess than|[Uu]nder"
    r"|[Aa]t least|[Aa]pproximately|[Ss]ome|[Uu]p to|[Aa]n estimated|[Aa] total of"
    r"|[Jj]ust (?:over|under)) )?"
)
_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|[Ss]pring|[Ss]ummer|[Aa]utumn|[Ww]inter"
)
_DAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?"
WHEN = rf"{_DAY}(?P<when>(?:(?:\d{{1,2}} )?(?:{_MONTHS}) )?(?:19|20)\d\d)\b(?![-–/]\d)"
OPENING = re.compile(
    r"(?:In|By|Of|Among|Between|During|Across|Within|For|At|Under) [^,;:]{4,70}, (?=\S)"
)
"""What may stand before the subject, with its comma."""


def forms(*tables: dict[str, str]) -> str:
    """The forms of these tables as alternatives, the longest first."""
    return "|".join(sorted({form for table in tables for form in table}, key=len, reverse=True))


ACTS = forms(PAST, THIRD)
PASTS = forms(PAST)
DONE = "|".join(sorted(PARTICIPLES, key=len, reverse=True))
SUBJECT = r"(?P<subject>[^,;:]+?)"


def variants(figure: str) -> str:
    """The figure as a right answer may write it, alternatives apart by `|`.

    >>> variants("Six"), variants("1,200"), variants("7")
    ('six|6', '1,200', '7|seven')
    """
    words = {str(value): word for word, value in SMALL.items()}
    low = figure.lower()
    if low in SMALL:
        return f"{low}|{SMALL[low]}"
    return f"{figure}|{words[figure]}" if figure in words else figure
