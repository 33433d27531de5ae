"""Terms that mean several things in this field, and the words that tell which one is meant."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """One reading: `label` is offered to the reader, `query` finds its evidence."""

    label: str
    query: str


@dataclass(frozen=True)
class Ambiguity:
    """A term of the question with at least two meanings and no word that tells which."""

    term: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True)
class _Term:
    pattern: re.Pattern[str]
    settled_by: re.Pattern[str]
    meanings: tuple[Meaning, ...]


# "HS2 phase one" is that of HS2.
_NAME_BEFORE = re.compile(r"(?:(?<=\w )[A-Z][\w’'-]+|[A-Z]{2}[\w’'-]*) $")
_TERMS = (
    _Term(
        re.compile(r"\bphase (?:1|one|2|two)\b", re.I),
        re.compile(
            r"\b(?:LPIPs?|EPIC|UKRI|local policy innovation|hub|commissioning|partnerships?"
            r"|pride in place|deals?|YPIP|rural wales|stirling|forth2?o?|london|west midlands|ARFOR"
            r"|UKSPF|coastal|northern ireland|ulster|projects?)\b",
            re.I,
        ),
        (
            Meaning(
                "the LPIP programme: UKRI's {term} awards to partnerships",
                "LPIP programme {term} awards to partnerships funding",
            ),
            Meaning(
                "EPIC Futures NI: {term} of its commissioning call",
                "EPIC Futures NI commissioning call {term} funding projects",
            ),
        ),
    ),
    _Term(
        re.compile(r"\bLEPs?\b"),
        re.compile(
            r"\b(?:enterprise|economic partnership|England|English|Northern Ireland|NI|Oxfordshire"
            r"|Black Country|Humber|council areas?)\b",
            re.I,
        ),
        (
            Meaning(
                "Local Enterprise Partnerships (England)", "Local Enterprise Partnership England"
            ),
            Meaning(
                "Local Economic Partnerships (Northern Ireland, from 2024)",
                "Local Economic Partnership Northern Ireland",
            ),
        ),
    ),
)


def ambiguity_in(question: str) -> Ambiguity | None:
    """The first term of `question` that has several meanings here and nothing that settles it.

    >>> ambiguity_in("What is the phase 1 funding?").term
    'phase 1'
    >>> ambiguity_in("What is the LPIP phase 1 funding?") is None
    True
    >>> ambiguity_in("How much did HS2 phase one cost?") is None
    True
    """
    for known in _TERMS:
        found = known.pattern.search(question)
        if found and not _settled(known, found, question):
            term = found.group()
            meanings = tuple(
                Meaning(m.label.format(term=term), m.query.format(term=term))
                for m in known.meanings
            )
            return Ambiguity(term, meanings)
    return None


def _settled(known: _Term, found: re.Match[str], question: str) -> bool:
    phase = found.group().lower().startswith("phase")
    named = phase and _NAME_BEFORE.search(question[: found.start()])
    return bool(named or known.settled_by.search(question.replace(found.group(), " ")))
