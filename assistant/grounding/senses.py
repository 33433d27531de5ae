"""Words that turn a statement round: negations, directions, and how far it reaches."""

from assistant.grounding.wording import Token
from assistant.question.words import stem

_NEGATORS = frozenset(
    "not no never neither nor none nobody nothing nowhere without cannot hardly scarcely "
    "barely unable".split()
)
_BOUNDS = frozenset(("no more than", "no less than", "not more than"))

# Each line: words that say one thing / words that say its opposite.
_OPPOSITES = """
rise rises rose risen rising increase increases increased increasing grow grows grew grown growing \
growth climb climbed higher more up raise raised expand expanded / fall falls fell fallen falling \
decrease decreases decreased decreasing decline declined declining drop dropped shrink shrank \
lower less fewer down reduce reduced reduction cut contract contracted
gain gains gained / loss losses lose lost
highest / lowest
high / low
above over exceed exceeds exceeded / below under
more_than / less_than fewer_than
improve improves improved improving improvement / worsen worsens worsened worsening
best better / worst worse
largest larger biggest bigger greatest greater large big / smallest smaller small
most / least
before earlier / after later
first / last
support supports supported backed favour favoured / oppose opposes opposed
accept accepts accepted approve approved / reject rejects rejected refuse refused
allow allows allowed permit permitted / prohibit prohibits prohibited ban bans banned forbid
strong stronger strongest strengthen strengthened / weak weaker weakest weaken weakened
fast faster fastest quick quicker / slow slower slowest
positive positively / negative negatively
north northern / south southern
east eastern / west western
urban / rural
public / private
inside / outside
old older oldest / young younger youngest new newer
men male boys / women female girls
begin begins began begun start started opened launched / end ends ended close closed finished
include includes included including / exclude excludes excluded excluding
succeed succeeds succeeded success successful / fail fails failed failure unsuccessful
long longer / short shorter
national nationally / local locally
maximum / minimum
majority / minority
import imports imported / export exports exported
early / late
same similar / different
possible / impossible
likely / unlikely
agree agrees agreed / disagree disagrees disagreed
surplus / deficit
voluntary / mandatory compulsory
permanent / temporary
rich richer / poor poorer
won win wins / lost lose loses
"""
_QUANTIFIERS = {
    "all": 4, "every": 4, "each": 4, "always": 4, "entirely": 4, "wholly": 4, "completely": 4,
    "fully": 4, "whole": 4, "entire": 4, "both": 4, "any": 4,
    "most": 3, "mostly": 3, "mainly": 3, "largely": 3, "usually": 3, "generally": 3,
    "majority": 3, "many": 2, "several": 2, "some": 1, "often": 2, "sometimes": 1, "few": 1,
    "partly": 1, "partially": 1, "half": 2,
}  # fmt: skip
_MODALS = {
    "may": 1, "might": 1, "could": 1, "can": 1, "should": 1, "will": 2, "must": 2, "shall": 2,
}  # fmt: skip
_LIMITS = {
    "at least": 1, "no less than": 1, "more than": 1, "over": 1, "at most": -1, "up to": -1,
    "no more than": -1, "not more than": -1, "less than": -1, "fewer than": -1, "under": -1,
    "exactly": 0, "precisely": 0, "nearly": 2, "almost": 2,
}  # fmt: skip
_ONLY = {"only": 1, "solely": 1, "merely": 1, "exclusively": 1}
_FAMILIES = (_QUANTIFIERS, _MODALS, _LIMITS, _ONLY)
# Left out, these make a statement reach further than its source; "about" and the like do not.
_BINDING = frozenset(
    "may might could only solely up_to at_most at_least some most many few partly mainly mostly "
    "often sometimes usually".replace("_", " ").split()
) | {"up to", "at most", "at least"}


def _sides() -> dict[str, list[tuple[int, int]]]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, line in enumerate(_OPPOSITES.strip().splitlines()):
        for side, words in enumerate(line.split(" / ")):
            for word in words.split():
                found.setdefault(word.replace("_", " "), []).append((number, side))
                found.setdefault(stem(word), []).append((number, side))
    return found


_SIDES = _sides()


def negates(token: Token) -> bool:
    """True for "not", "never", "isn't" and their like."""
    low = token.text.lower()
    return low in _NEGATORS or low.endswith("n't")


def opposite(one: Token, other: Token) -> bool:
    """True if the two say opposite things: "rose" and "fell", "urban" and "rural"."""
    return any((pair, 1 - side) in directions(other) for pair, side in directions(one)) and not any(
        place in directions(other) for place in directions(one)
    )


def directions(token: Token) -> list[tuple[int, int]]:
    """The pairs of opposites that a word belongs to, each with its side."""
    if token.named:
        return []
    return _SIDES.get(token.text.lower()) or _SIDES.get(token.norm) or []


def reach(token: Token) -> tuple[int, int] | None:
    """How far a word lets a statement go: its family and its level there, or None."""
    low = " ".join(token.text.lower().split())
    for family, levels in enumerate(_FAMILIES):
        if low in levels and (token.text.islower() or not token.named):
            return family, levels[low]
    return None


def binds(token: Token) -> bool:
    """True if a statement without this word says more than it did."""
    return " ".join(token.text.lower().split()) in _BINDING
