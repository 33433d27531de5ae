"""What a question asks the meaning of, and whether a sentence tells it."""

import re

_START = r"^\W*(?:(?:so|and|but) )?"
# Questions that can ask for nothing but a meaning: the name stands in the one group that is filled.
ASKS_MEANING = re.compile(
    rf"{_START}(?:(?:what(?:’s|'s| is| are| was) )?(?:the |its )?(?:definition|meaning) of (.+)"
    r"|what(?:’s|'s| is| are| was| were)(?: exactly)? meant by (.+)"
    r"|what(?: exactly)? (?:does|do|did) ((?:(?!\b(?:this|that|it|they)\b).)+?)"
    r" (?:stand for|mean)\b(?! (?:by|for|to)\b)"
    r"|what (?:does|do|did) .{2,60}? mean by (.+)"
    r"|what (?:counts|is counted|qualifies) as (.+)"
    r"|how (?:does|do|did) (?:\S+ ){1,7}?define (?:and \w+ )?(.+)"
    r"|how (?:is|are|was|were) (.+?) defined\b)",
    re.I,
)
_ASKS_WHAT = re.compile(rf"{_START}what(?:’s|'s| is| are| was| were)(?: exactly)? (.+)", re.I)
_SORT = re.compile(r"^(?:(?:the|an?) )?(?:(?:term|phrase|word|acronym|abbreviation) )?", re.I)
_QUOTED = re.compile(r"[‘“'\"](?:(?:the|an?) )?([^’”\"]{2,60}?)[’”'\"](?!\w)")
# What stands behind a name ("in the Home Office plan"), or is part of it ("payment by results").
_BEHIND = re.compile(
    r",? (?:in|under|for|within|according to|as|by|when|on|at|and|mean|is used)\b.*", re.I
)
_MOST_WORDS = 8

_IS = (
    r"(?:, which)? (?:is|are|was|were)(?: (?:described|defined) as)?"
    r" (?:an?|the|any|one|when|where|how)\b"
)
_MEANS = (
    r",? (?:means?|refers? to|stands? for|is short for|describes?|is defined)\b|, (?:the|an?)\b"
)
_AFTER = rf"\)?(?:\s*\([^)]{{0,200}}\)|,[^,.]{{3,40}},)?(?:{_IS}|{_MEANS})"
_BEFORE = (
    r"\b(?<!so-)(?<!not )(?:known as|called|termed|referred to as|defines?|defined) (?:the |an? )?"
)


def names_asked(question: str) -> tuple[str, ...]:
    """What a question may ask the meaning of: the name with all that stands behind it, and
    without; () if it asks for none.

    >>> names_asked("What does 'the mosaic effect' mean in the white paper?")
    ('mosaic effect',)
    >>> names_asked("What is payment by results?")
    ('payment by results', 'payment')
    """
    asked = " ".join(question.split())
    found = ASKS_MEANING.match(asked) or _ASKS_WHAT.match(asked)
    if found is None:
        return ()
    rest = _SORT.sub("", next(filter(None, found.groups())))
    if quoted := _QUOTED.match(rest):
        return (quoted.group(1),)
    whole = rest.strip(" ?.!:;,'\"‘’“”")
    names = dict.fromkeys((whole, _BEHIND.sub("", whole)))
    return tuple(n for n in names if len(n) > 1 and len(n.split()) <= _MOST_WORDS)


def says_what_it_is(name: str, text: str) -> bool:
    """Whether `text`, on one line, says of `name` what it is: "X, the ...", "X (Y) is a ...",
    "X stands for", "known as X". One X or several.

    >>> says_what_it_is("retrofits", "A retrofit means work on homes that stand.")
    True
    """
    one = re.sub(r"(?:ies|s)$", "", name) if len(name) > 4 and not name.isupper() else name
    said = rf"[‘“'\"]?{re.escape(one)}(?:y|ies|e?s)?[’”'\"]?"
    told = (
        rf"(?<!of )(?<!of the )(?<!, )\b{said}{_AFTER}|{_BEFORE}{said}\b"
        rf"|^\W*(?:an? |the )?{said} (?:is|are) (?:that|those)\b"
    )
    return re.search(told, text, re.I) is not None
