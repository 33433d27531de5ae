"""Two sources that give different figures for the same thing: both are shown, side by side."""

import re
from collections.abc import Sequence
from itertools import combinations

from assistant.answer import Citation, Claim, Note, NoteKind
from assistant.appraise import spoken_date
from assistant.quantities import Quantity, agree, quantities
from assistant.question.words import content_words
from corpus.taxonomy import Taxonomy

# Share of the smaller sentence's words, figures aside, that both must have to speak of one thing.
_ALIKE = 0.55
_LEAST_WORDS = 3
# Of two figures for one thing neither is many times the other: that is a part beside its whole.
_LARGEST_RATIO = 4
# A sentence that names so many places more speaks of them all together.
_MORE = 2
_WHOLE = re.compile(r"\b(?:includ(?:es|ed|ing)|of which|in total|altogether|the full)\b")
_EACH = re.compile(r"\b(?:each|apiece|per)\b")
# "Phase two", "Table 3": a number that is a name counts nothing.
_NUMBERED = re.compile(
    r"\b(?:phase|stage|round|wave|step|part|section|chapter|annex|appendix|volume|version|page"
    r"|table|figure|box|level|tier|type|band|grade|option|scenario|strand|lot|pillar|theme|mission"
    r"|objective|goal|recommendation|article|schedule|class|work package|scope|nuts|itl)s? $",
    re.I,
)
# How every review and report speaks, whatever it is about.
_FRAME = frozenset(
    content_words(
        "what works growth review reviews evidence considered found finds evaluations evaluation "
        "studies study report reports reported according announced published said says UK OECD"
    )
)
_AFTER = re.compile(r"\s*(?:-|of the |of |new |more )?([A-Za-z]{3,})")


def disagreements(claims: Sequence[Claim], taxonomy: Taxonomy) -> tuple[Note, ...]:
    """A note for each pair of claims from different publications that cannot both be the figure.

    They speak of the same thing (most of their words are the same), name no different place or
    year, are not a whole and its part, and give figures of one unit that do not agree.
    """
    notes = []
    for first, second in combinations([claim for claim in claims if claim.citations], 2):
        sources = first.citations[0], second.citations[0]
        if sources[0].document_id == sources[1].document_id or _of_other_nations(*sources):
            continue
        pair = differing(first.text, second.text, taxonomy)
        if pair:
            notes.append(_note(pair, sources))
    return tuple(notes)


def differing(first: str, second: str, taxonomy: Taxonomy) -> tuple[str, str] | None:
    """The two figures, as written, by which two sentences on one thing differ; None if none do."""
    if not _same_matter(first, second) or _elsewhere(first, second, taxonomy):
        return None
    if any(bool(mark.search(first)) != bool(mark.search(second)) for mark in (_WHOLE, _EACH)):
        return None
    here, there = _counted(first), _counted(second)
    if _years(here) and _years(there) and _years(here) != _years(there):
        return None
    for one in here:
        rivals = [q for q in there if _of_one_kind(one, q, first, second)]
        if rivals and not any(agree(one, q) for q in rivals):
            other = rivals[0]
            if not any(agree(q, other) for q in here if _of_one_kind(q, other, first, second)):
                return first[one.start : one.end], second[other.start : other.end]
    return None


def _counted(text: str) -> list[Quantity]:
    """The figures of a text that measure something."""
    return [q for q in quantities(text) if q.unit or not _NUMBERED.search(text[: q.start])]


def _of_other_nations(first: Citation, second: Citation) -> bool:
    one, other = set(first.metadata.nations), set(second.metadata.nations)
    return bool(one and other and not one & other and "UK" not in one | other)


def _same_matter(first: str, second: str) -> bool:
    one, other = (_words(text) for text in (first, second))
    smaller = min(len(one), len(other))
    return smaller >= _LEAST_WORDS and len(one & other) / smaller >= _ALIKE


def _words(text: str) -> set[str]:
    return {word for word in content_words(text) if not any(c.isdigit() for c in word)} - _FRAME


def _elsewhere(first: str, second: str, taxonomy: Taxonomy) -> bool:
    one, other = ({m.name for m in taxonomy.places_in(text)} for text in (first, second))
    if not one or not other:
        return False
    # Of one of four partnerships, and of all four.
    of_all = (one < other or other < one) and abs(len(one) - len(other)) >= _MORE
    return of_all or not one & other


def _years(found: Sequence[Quantity]) -> set[float]:
    return {q.value for q in found if q.unit == "year"}


def _of_one_kind(one: Quantity, other: Quantity, first: str, second: str) -> bool:
    """Whether two figures measure the same: money, a share, or the same things counted."""
    if one.unit != other.unit or one.unit == "year":
        return False
    if max(one.value, other.value) > _LARGEST_RATIO * min(one.value, other.value):
        return False
    if one.unit:
        return True
    counted = _AFTER.match(first[one.end :]), _AFTER.match(second[other.end :])
    if counted[0] is None or counted[1] is None:
        return False
    return bool(set(content_words(counted[0].group(1))) & set(content_words(counted[1].group(1))))


def _note(pair: tuple[str, str], cited: tuple[Citation, Citation]) -> Note:
    told = [
        f"“{figure}” ({citation.metadata.title}, {_date(citation)})"
        for figure, citation in zip(pair, cited, strict=True)
    ]
    return Note(NoteKind.DISAGREEMENT, f"Sources differ: {told[0]} and {told[1]}.")


def _date(citation: Citation) -> str:
    published = citation.metadata.published
    return spoken_date(published) if published else "no date"
