"""Forms of the verbs that reports use for facts: enough to turn a statement into a question."""

import re
from collections.abc import Mapping

_REGULAR = (
    "accept account achieve add address adopt advise agree aim allocate allow announce appear "
    "apply appoint approach approve arrange arrest assess assign attend attract award benefit "
    "calculate carry chair change claim close collect commission commit compare complete "
    "concern conduct confirm connect consider consult contain contribute convict cost cover "
    "create cut decide decline deliver demand deploy describe design detect develop devote "
    "direct dispute distribute double drop earn elect eliminate emit employ enable end engage "
    "enter equip establish estimate evaluate examine exceed expand expect export extend fail "
    "feature finance finish fit follow form fund gain generate grant guarantee halve handle "
    "help host house identify implement import improve include increase inspect install "
    "interest interview introduce invest involve issue join judge last launch leverage licence "
    "limit link list locate manage manufacture map merge mobilise monitor move name need note "
    "observe occupy offer open operate organise oversee own pay permit pilot place plan predict "
    "prevent procure produce promise promote propose protect prove provide publish purchase "
    "qualify raise rank rate reach react receive recommend record recruit reduce refer "
    "refurbish refuse register reject relate release remove renew rent repair replace represent "
    "require reserve resettle respond restore retain retire review save score secure select "
    "sentence serve set share show sign spread staff start state store study submit suffer "
    "supply support surpass survey survive target test top total train transfer transform treat "
    "turn update upgrade use visit vote want work"
).split()
_IRREGULAR: Mapping[str, tuple[str, str]] = {
    "begin": ("began", "begun"), "bring": ("brought", "brought"), "build": ("built", "built"),
    "buy": ("bought", "bought"), "cost": ("cost", "cost"), "cut": ("cut", "cut"),
    "draw": ("drew", "drawn"), "fall": ("fell", "fallen"), "find": ("found", "found"),
    "give": ("gave", "given"), "grow": ("grew", "grown"), "have": ("had", "had"),
    "hold": ("held", "held"), "keep": ("kept", "kept"), "lay": ("laid", "laid"),
    "lead": ("led", "led"), "leave": ("left", "left"), "lose": ("lost", "lost"),
    "make": ("made", "made"), "meet": ("met", "met"), "oversee": ("oversaw", "overseen"),
    "pay": ("paid", "paid"), "put": ("put", "put"), "rise": ("rose", "risen"),
    "run": ("ran", "run"), "see": ("saw", "seen"), "sell": ("sold", "sold"),
    "send": ("sent", "sent"), "set": ("set", "set"), "spend": ("spent", "spent"),
    "spread": ("spread", "spread"), "take": ("took", "taken"), "win": ("won", "won"),
    "write": ("wrote", "written"),
}  # fmt: skip
_THIRD = {"have": "has"}
_DOUBLING = frozenset("plan commit submit drop equip fit map permit refer transfer top".split())


def past_of(base: str) -> str:
    """The past tense.

    >>> [past_of(verb) for verb in ("fund", "receive", "apply", "plan", "lead")]
    ['funded', 'received', 'applied', 'planned', 'led']
    """
    if base in _IRREGULAR:
        return _IRREGULAR[base][0]
    return _with_ed(base)


def _participle_of(base: str) -> str:
    return _IRREGULAR[base][1] if base in _IRREGULAR else _with_ed(base)


def _with_ed(base: str) -> str:
    if base.endswith("e"):
        return f"{base}d"
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ied"
    return f"{base}{base[-1]}ed" if base in _DOUBLING else f"{base}ed"


def _third_of(base: str) -> str:
    if base.endswith("y") and base[-2] not in "aeiou":
        return f"{base[:-1]}ies"
    return _THIRD.get(base) or (f"{base}es" if re.search(r"(?:s|x|ch|sh|o)$", base) else f"{base}s")


BASES = tuple(dict.fromkeys([*_REGULAR, *_IRREGULAR]))
PAST = {past_of(base): base for base in BASES}
"""Past tense -> base. "set" and "cost" are their own past."""
THIRD = {_third_of(base): base for base in BASES}
"""Third person -> base."""
PARTICIPLES = frozenset(_participle_of(base) for base in BASES)
FINITE = frozenset(
    "is are was were has have had will would can could should may might must do does did".split()
)
"""Words that always carry a clause of their own."""
