"""Words of a question: which carry meaning, and how two forms of one word are matched."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"£?\d[\d,]*(?:\.\d+)?%?|[^\W\d_]+(?:['’][^\W\d_]+)?", re.UNICODE)

# Function words, and words that only say "this is a question".
STOP = frozenset(
    """
    a about above according after again against all also am an and any anything are as ask
    asked at away be became because been before being below between both but by came can
    cannot come could did do does doing done down during each either else ever every few for
    from further gave get gets getting give given gives go goes going gone got had has have
    having he held her here hers him his how however i if in information into is it its itself
    just know latest let like look made make makes making many may me might mine more most
    much must my near need neither no nor not now of off on once one only or other ought our
    ours out over own per please put rather really said same say says she should show since so
    some something still such take tell than that the their theirs them then there these they
    thing things this those through to together too toward under until up upon us use used
    using very via want wanted was way we well went were what whatever when where whether
    which while who whom whose why will with within without would yes yet you your yours
""".split()
)


def words(text: str) -> list[str]:
    """Lower-case words and numbers, in order; "£3.6" keeps its sign, "7,500" its comma."""
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in order, each stemmed, without duplicates."""
    kept = (stem(word) for word in words(text) if word not in STOP and len(word) > 1)
    return list(dict.fromkeys(kept))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: plural and verb endings off, accents folded, so that "funded" meets "fund".

    >>> [stem(w) for w in ("apprenticeships", "funding", "studies", "Môn", "2024")]
    ['apprenticeship', 'fund', 'study', 'mon', '2024']
    """
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", word.lower())
        if not unicodedata.combining(letter)
    ).removesuffix("'s")
    if not folded.isalpha() or len(folded) < 4:
        return folded.replace(",", "")
    for ending, replacement in (
        ("ies", "y"),
        ("sses", "ss"),
        ("ations", "at"),
        ("ation", "at"),
        ("ating", "at"),
        ("ated", "at"),
        ("ings", ""),
        ("ing", ""),
        ("ied", "y"),
        ("ed", ""),
        ("es", "e"),
        ("s", ""),
        ("ly", ""),
    ):
        if folded.endswith(ending) and len(folded) - len(ending) >= 3:
            if ending == "s" and folded.endswith(("ss", "us", "is")):
                return folded
            folded = folded[: len(folded) - len(ending)] + replacement
            break
    if len(folded) > 4 and folded.endswith("e"):
        folded = folded[:-1]
    if len(folded) > 4 and folded[-1] == folded[-2] and folded[-1] not in "lsz":
        folded = folded[:-1]
    return folded
