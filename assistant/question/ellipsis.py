"""A piece of a question ("and in Wales?", "why?", "same for YPIP") put into the one before."""

import re

# Words by which more is asked of the same.
_PLEASE = r"(?:(?:can|could) you |please )?"
_AGAIN = re.compile(
    r"^(?:really|are you (?:sure|certain)|is (?:that|this|it) (?:right|true|so|correct)|go on"
    rf"|{_PLEASE}(?:tell me|say|give me|show me) more(?: details?| about (?:that|this|it))?"
    rf"|more(?: details?)?(?: please)?|{_PLEASE}(?:summarise|explain|expand on|elaborate on)"
    r"(?: (?:that|this|it))?(?: (?:again|please))?|elaborate)\W*$",
    re.I,
)
_COMPARED = re.compile(
    rf"^{_PLEASE}compare(?: (?:that|this|it))? (?:with|to|against)\s+(?P<other>[^?]+?)\W*$", re.I
)
_SAME = re.compile(
    r"^(?:(?:is|was) )?(?:it |that )?(?:the )?same (?:question |thing )?"
    r"(?:for|in|about|of|with|true (?:for|of|in))\s+(?P<other>[^?]+?)\W*$",
    re.I,
)
_ABOUT = re.compile(r"^(?:what|how) about\s+(?P<topic>[^?]+?)\W*$", re.I)
_ADDED = re.compile(
    r"^(?P<place>(?:in|for|on|at|from|since|by|under|with|across|among|within)\s+[^?]+?)\W*$", re.I
)
_NAME = re.compile(r"^(?:the\s+)?[\w’'&-]+(?:\s+[\w’'&-]+){0,4}\W*$")
_ASKS = re.compile(
    r"\b(?:who|whom|whose|what|which|when|where|why|how|is|are|was|were|do|does|did|has|have|had|can"
    r"|could|will|would|should)\b",
    re.I,
)
# "why?", "from whom?", "over how many years?": what is new, without the verb.
_WH = re.compile(
    r"^(?:(?:from|by|to|for|with|in|since|until|at|on|over|under)\s+)?"
    r"(?:who|whom|when|where|why|what|how(?: (?:much|long|often))?"
    r"|(?:how many|which)(?:\s+\w+){0,2})\W*$",
    re.I,
)
_ASKED_FOR = re.compile(
    r"^(?:(?:in|by|for|at|on|over|from|to|since|until)\s+)?"
    r"(?:how (?:much|many)(?:\s+[\w-]+)?|how(?: \w+)?|what(?: \w+)?|which(?:\s+[\w-]+){1,3}?"
    r"|who|whom|when|where|why)\s+"
    r"(?=(?:did|does|do|is|are|was|were|has|have|had|can|will|would|should)\b)",
    re.I,
)
_AUXILIARY = re.compile(
    r"^(?:did|does|do|is|are|was|were|has|have|had|can|will|would|should)\b", re.I
)
_PROPER = re.compile(r"(?<!^)\b[A-Z][\w’'&-]*(?:\s+(?:of\s+|the\s+|&\s+)?[A-Z][\w’'&-]*)*")
_COMMON = re.compile(r"(?<= )(?:LPIP|Hub|Partnership|Fund|Deal|Programme|Scheme)$")
_THE_ONE = re.compile(
    r"^the (?!(?:phase|round|wave|stage|year|part|tier) one$)[\w’' -]+ one$", re.I
)
_COUNTED = re.compile(
    r"^(?:the )?(phase|round|wave|stage|year|part|tier) (?:\d+|one|two|three|four)$", re.I
)
_BEFORE_A_PLACE = re.compile(r"\b(?:in|for|across|of|within|from|to|at)\s+(?:the\s+)?$", re.I)
# Where whom or where a question is about stands: "did Hull benefit", "jobs in Hull".
_HOLDER = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|can|will|would|should|in|for|across|of|within"
    r"|from|to|at)\s+(?:the\s+)?$",
    re.I,
)
_PREPOSITION = re.compile(r"(?<!^)\b(on|for|in|of|about|to|from|at|by|with)\s+(?=[^?]*$)", re.I)
# A longer one sets a scene of its own.
_PIECE = 8
_POINTS = re.compile(r"\b(?:their|its|his|her|it|them|that|this|these|those)\b", re.I)
_NOTE = re.compile(r"\s*\([^)]*\)")


def completed(asked: str, previous: str, *, led: bool) -> str | None:
    """The question that `asked` makes with the one before; None if it is none of these pieces.

    led: whether "and", "but" or the like stood before it.

    >>> completed("same for YPIP", "Who leads FORTH2O?", led=False)
    'Who leads YPIP?'
    >>> completed("why?", "Did enterprise zones create jobs?", led=False)
    'why did enterprise zones create jobs?'
    """
    frame = previous.rstrip("?. ")
    if _AGAIN.match(asked):
        return previous
    if compared := _COMPARED.match(asked):
        return f"{frame} compared with {compared.group('other')}?"
    same = _SAME.match(asked) or _ABOUT.match(asked)
    if same and not _POINTS.search(same.groups()[0]):
        return _swapped(frame, same.groups()[0])
    if (added := _ADDED.match(asked)) and not _ASKS.search(asked) and _is_short(asked):
        return _added(frame, added.group("place"))
    if _WH.match(asked) and not _AUXILIARY.search(asked):
        return _asked_anew(_NOTE.sub("", frame), asked)
    if led and _NAME.match(asked) and not _ASKS.search(asked):
        return _swapped(frame, asked.rstrip("?!. "))
    return None


def _is_short(asked: str) -> bool:
    return len(asked.split()) <= _PIECE


def _asked_anew(frame: str, asked: str) -> str | None:
    """Another question word in front of what was said: None if the frame has no place for it."""
    lead = _ASKED_FOR.match(frame)
    if lead is None and not _AUXILIARY.match(frame):
        return None
    rest = frame[lead.end() :] if lead else frame[0].lower() + frame[1:]
    if lead and lead.group().strip().lower() == "how much":
        rest += " money"
    return f"{asked.rstrip('?!. ')} {rest}?"


def _swapped(frame: str, other: str) -> str:
    """The frame asked of `other`: a name takes the place of a name, a topic that of a topic."""
    if (counted := _COUNTED.match(other)) and (
        like := re.search(rf"\b{counted.group(1)} (?:\d+|one|two|three|four)\b", frame, re.I)
    ):
        return f"{frame[: like.start()]}{other}{frame[like.end() :]}?"
    names = list(_PROPER.finditer(frame))
    named = re.sub(r"^the\s+", "", other, flags=re.I)[:1].isupper() or other.lower().startswith(
        "the "
    )
    noted = [name for name in names if "(" in frame[: name.start()]]
    holders = [name for name in names if _HOLDER.search(frame[: name.start()])]
    if named and names:
        return _put(frame, (noted or holders or names)[-1], other)
    if named:
        return f"{frame} in {other}?"
    frame = _NOTE.sub("", frame)
    prepositions = list(_PREPOSITION.finditer(frame))
    if prepositions:
        return f"{frame[: prepositions[-1].end()]}{other}?"
    return f"{frame}: {other}?"


def _added(frame: str, place: str) -> str:
    """The frame with "in Wales" in place of another place, or after all that it says."""
    place = place[0].lower() + place[1:]
    preposition, other = place.split(maxsplit=1)
    same = list(
        re.finditer(
            rf"\b{preposition}\s+(?:the\s+)?[A-Z0-9][\w’'-]*(?:\s+[A-Z][\w’'-]*)*", frame, re.I
        )
    )
    same = [found for found in same if re.search(r"\s[A-Z0-9]", found.group())]
    if same:
        return _put(frame, same[-1], place)
    names = [n for n in _PROPER.finditer(frame) if _BEFORE_A_PLACE.search(frame[: n.start()])]
    if names and other[:1].isupper() and preposition.lower() in ("in", "for", "across"):
        return _put(frame, names[-1], other)
    return f"{frame} {place}?"


def _put(frame: str, found: re.Match[str], words: str) -> str:
    taken = found.group()
    # "And the Stirling one?" after one on "the Rural Wales LPIP".
    if (noun := _COMMON.search(taken)) and _THE_ONE.match(words):
        words = f"{words[:-3]}{noun.group()}"
    kept = taken[-2:] if taken.endswith(("'s", "’s")) and not words.endswith(("'s", "’s")) else ""
    before = frame[: found.start()]
    if words.lower().startswith("the ") and before.lower().endswith("the "):
        before = before[:-4]
    return f"{before}{words}{kept}{frame[found.end() :]}?"
