"""What a question compares: its sides, each with the names by which a passage can speak of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.question.words import content_words
from corpus.taxonomy import Taxonomy

# The four partnerships funded in phase 2: "the four LPIPs" names none of them.
FUNDED = ("Rural Wales LPIP", "FORTH2O", "EPIC Futures NI", "YPIP")

_SIDES = (
    re.compile(
        r"\b(?P<a>[^,?]+?)\s+(?:compares?|compared)\s+(?:with|to|against)\s+(?P<b>.+?)[?.]*$", re.I
    ),
    re.compile(r"\bcompare\s+(?P<a>.+?)\s+(?:and|with|to|against)\s+(?P<b>.+?)[?.]*$", re.I),
    re.compile(r"\bdifferences?\b.*\bbetween\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)[?.]*$", re.I),
    re.compile(r"\bhow (?:do|does|did)\s+(?P<a>.+?)\s+and\s+(?P<b>.+?)\s+differ\b", re.I),
    re.compile(
        r"\bhow (?:do|does|did)\s+(?P<a>.+?)\s+differ\s+(?:from|to)\s+(?P<b>.+?)[?.]*$", re.I
    ),
    re.compile(
        r"\b(?:is|are|was|were)\s+(?P<a>.+?)\s+(?:any\s+)?different\s+(?:from|to|than)\s+"
        r"(?P<b>.+?)[?.]*$",
        re.I,
    ),
    re.compile(
        r"\b(?:sets?|distinguish(?:es)?)\s+(?P<a>.+?)\s+(?:apart\s+)?from\s+(?P<b>.+?)[?.]*$", re.I
    ),
    re.compile(r"\b(?P<a>[^,?]+?)\s+(?:versus|vs\.?)\s+(?P<b>.+?)[?.]*$", re.I),
)
_COMPARES = re.compile(
    r"\bcompar|\bdiffer|\bversus\b|\bvs\b|\bdistinguish|\bsets? .+ apart\b", re.I
)
_MORE_THAN = re.compile(
    r"\b(?:more|less|fewer|bigger|larger|smaller|higher|lower|better|worse|earlier|later|longer)\b"
    r".*\bthan\b",
    re.I,
)
_COMPARE = re.compile(r"^\W*(?:please )?compare (?:the )?", re.I)
# What joined a name that was taken out.
_DANGLING = re.compile(
    r"\s+(?:and|with|to|against|versus|vs\.?|than|compared (?:with|to))(?:\s+the)?"
    r"(?:\s*(?P<end>[?.]*)$|(?=\s+(?:fund|approach|differ|on|in|for|over)\b))",
    re.I,
)
_TAIL = re.compile(r"\s+(?:on|in|for|by|fund|approach(?: to)?|about|regarding|over)\s+(?=[a-z]).*$")
_LEAD = re.compile(
    r"^(?:how|does|do|did|the way|the|on|for|about|of"
    r"|(?:evidence|research|findings) (?:for|on|about|of))\s+",
    re.I,
)
_ALL_FOUR = re.compile(
    r"\b(?:four|phase (?:2|two)|(?:each|all) of the(?: funded)?)\b[^.?;,]{0,24}"
    r"\b(?:LPIPs|partnerships)\b",
    re.I,
)
_ANY_PARTNERSHIP = re.compile(r"\b(?:partnerships?|LPIPs?)\b")
_ONE = re.compile(r"\b(?:partnership|LPIP)\b(?! fund)")
# "the Welsh partnership", "the partnership in Scotland": a place is all that tells which.
_OF_A_PLACE = re.compile(
    r"\bthe (?P<place>(?:[A-Z][\w’'-]*(?: and (?:the )?| )?){1,5}) (?:partnership|LPIP)\b"
    r"|\bthe (?:partnership|LPIP) (?:in|for|of|from) (?P<after>(?:the )?"
    r"[A-Z][\w’'-]*(?:(?: and (?:the )?| )[A-Z][\w’'-]*){0,4})"
)
# Another thing that a partnership has, or another partnership.
_NOT_ITSELF = re.compile(
    r"^ (?:hub|programme|conference|awards?|call|scheme|phase|network)\b", re.I
)
_ONE_OF_FOUR = re.compile(
    r"\b(?:did|get|got|win|won|selected|besides|not|which (?:one )?of)\b", re.I
)


# Words by which a question compares, which are no topic.
COMPARING = frozenset(
    content_words(
        "compare compared comparison differ differs difference differences different versus vs "
        "distinguish distinguishes set sets apart partnership partnerships LPIP LPIPs"
    )
)


# What is left of a comparison when the things compared are taken out.
_COMPARED = re.compile(
    r"(?:['’]s?)?\s*\b(?:versus|vs\b\.?|compared? (?:with|to|against)|compares?|compared"
    r"|(?:any )?differen(?:t|ces?)(?: (?:from|to|than|between|in))?"
    r"|differ(?:s|ed)?(?: (?:from|to|in))?"
    r"|distinguish(?:es)?|sets? apart(?: from)?|between)\b",
    re.I,
)
_LOOSE = re.compile(
    r"^(?:[\s,;:?.]|['’]s?\b|\b(?:how|what|(?:is|are|was|were|do|does|did)(?= )|and|or|with|to|from"
    r"|the|of|in|one|their)\b)+"
    r"|(?:[\s,;:?.]|\b(?:and|or|with|to|from|than|of|in|by|the|do|does|is|are)\b)+$",
    re.I,
)


@dataclass(frozen=True)
class Side:
    """One thing compared. names: every name by which a passage may speak of it. worded: as the
    question names it, where that is not the label."""

    label: str
    names: tuple[str, ...]
    worded: str = ""

    def is_named_in(self, said: frozenset[str]) -> bool:
        """Whether a text speaks of it by any name. said: its stemmed content words."""
        return any(frozenset(content_words(name)) <= said for name in self.names)


def sides_of(text: str, taxonomy: Taxonomy) -> tuple[Side, ...]:
    """The sides of a comparison, () when a question compares nothing.

    When exactly two places or partnerships are named in a comparison, they are its sides; "the four
    partnerships" stands for the four that were funded.
    """
    named = tuple(
        dict.fromkeys(text[mention.start : mention.end] for mention in taxonomy.places_in(text))
    )
    if _ALL_FOUR.search(text) and not _ONE_OF_FOUR.search(text):
        others = [name for name in named if _kind(name, taxonomy) == "partnership"]
        return tuple(_side(name, taxonomy) for name in dict.fromkeys((*FUNDED, *others)))
    labels = comparison_sides(text)
    if not labels and not (len(named) == 2 and _MORE_THAN.search(text)):
        return ()
    compared = named if len(named) == 2 else labels
    if not _ANY_PARTNERSHIP.search(text):
        return tuple(_side(label, taxonomy) for label in compared)
    return tuple(
        replace(_side(_funded(label, taxonomy), taxonomy), worded=label) for label in compared
    )


def topic_of(text: str, side: Side, sides: Sequence[Side]) -> str:
    """What a comparison asks of one side: the question without the names of the others, and
    without "the four partnerships", which what is written of one of them does not say. "" where
    it asks only how the sides differ.

    >>> sides = (Side("YPIP", ("YPIP",)), Side("the Hub", ("the Hub",)))
    >>> topic_of("Compare how YPIP and the Hub fund research.", sides[0], sides)
    'how YPIP fund research.'
    >>> topic_of("How is YPIP different from the Hub?", sides[0], sides)
    ''
    """
    text = _ALL_FOUR.sub(" ", text)
    for other in sides:
        if other is not side:
            text = re.sub(rf"\b{re.escape(other.worded or other.label)}\b", " ", text, flags=re.I)
    if side.worded:
        text = re.sub(rf"\b{re.escape(side.worded)}\b", side.label, text, flags=re.I)
    text = _COMPARE.sub("", _DANGLING.sub(r"\g<end>", " ".join(text.split()))).strip()
    own = {word for one in sides for name in one.names for word in content_words(name)}
    return text if set(content_words(text)) - own - COMPARING else ""


def aspect_of(text: str, side: Side, sides: Sequence[Side]) -> str:
    """What a comparison asks of one side, without its name; "" where it asks only how they differ.

    >>> sides = (Side("YPIP", ("YPIP",)), Side("the Hub", ("the Hub",)))
    >>> aspect_of("YPIP versus the Hub: themes and purpose", sides[0], sides)
    'themes and purpose'
    >>> aspect_of("How do the aims of YPIP and the Hub differ?", sides[1], sides)
    'aims'
    """
    topic = topic_of(text, side, sides)
    for name in sorted({side.worded or side.label, *side.names}, key=len, reverse=True):
        topic = re.sub(rf"(?:\bthe )?\b{re.escape(name)}(?:['’]s?)?(?!\w)", " ", topic, flags=re.I)
    topic = _COMPARED.sub(" ", topic)
    while (shorter := " ".join(_LOOSE.sub(" ", topic).split())) != topic:
        topic = shorter
    return topic


def one_of_the_funded(text: str, taxonomy: Taxonomy) -> str | None:
    """The funded partnership that "the Northern Irish partnership" means; None if the text speaks
    of none, of several, or names one already."""
    if not _ONE.search(text):
        return None
    named = {mention.name for mention in taxonomy.places_in(text)}
    homes = {
        name: {place.nation, *place.within} - {None, "England", "UK"}
        for name in FUNDED
        if (place := taxonomy.place(name))
    }
    meant = [name for name, home in homes.items() if home & named]
    known = {place.name for name in FUNDED if (place := taxonomy.place(name))}
    return meant[0] if len(meant) == 1 and not named & known else None


def with_its_name(text: str, taxonomy: Taxonomy) -> str:
    """The text with the funded partnership's name for "the Welsh partnership".

    >>> from corpus.taxonomy import load_taxonomy
    >>> with_its_name("How does the Scottish partnership help?", load_taxonomy())
    'How does FORTH2O help?'
    """
    for found in reversed(list(_OF_A_PLACE.finditer(text))):
        place = found.group("place") or found.group("after")
        name = one_of_the_funded(f"{place} partnership", taxonomy)
        if name and not _NOT_ITSELF.match(text[found.end() :]):
            called = f"the {name}" if name.endswith("LPIP") else name
            text = f"{text[: found.start()]}{called}{text[found.end() :]}"
    return text


def _funded(label: str, taxonomy: Taxonomy) -> str:
    """The funded partnership that "Welsh" means among partnerships, else the label."""
    return one_of_the_funded(f"{label} partnership", taxonomy) or label


def comparison_sides(text: str) -> tuple[str, ...]:
    """The two things compared, in the words of the question; () when it compares nothing.

    >>> comparison_sides("Compare the evidence for enterprise zones and apprenticeships on jobs.")
    ('enterprise zones', 'apprenticeships')
    """
    if not _COMPARES.search(text):
        return ()
    for pattern in _SIDES:
        if found := pattern.search(text):
            first, second = (_label(found.group(name)) for name in ("a", "b"))
            if content_words(first) and content_words(second):
                return first, second
    return ()


def _label(words_of_side: str) -> str:
    label = words_of_side.strip()
    while (shorter := _LEAD.sub("", label)) != label:
        label = shorter
    shorter = _TAIL.sub("", label)
    return shorter if content_words(shorter) else label


def _kind(name: str, taxonomy: Taxonomy) -> str | None:
    place = taxonomy.place(name)
    return place.kind if place else None


def _side(label: str, taxonomy: Taxonomy) -> Side:
    place = taxonomy.place(label)
    names: Sequence[str] = (place.name, *place.other_names) if place else ()
    return Side(label, tuple(dict.fromkeys((label, *names))))
