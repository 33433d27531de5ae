"""The partnerships that a question names: sentences on another one are no answer to it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.question.words import content_words
from corpus.mentions import Mention
from corpus.taxonomy import Taxonomy

_PARTNERSHIP = "partnership"
# Words for bodies that are not named: then the named one is not all that is asked about.
_UNNAMED = re.compile(r"\b(?:partnerships?|LPIPs|others?)\b")

_NOT_OF_IT = r"(?<!of )(?<!of the )(?<!in )(?<!in the )"
_VERB = r"(?:is|was|has|had|have|receive[sd]?|gets?|got|won|brings?|employs?|covers?)\b"
_NO_CALL = r"(?!(?:['’]s?)? (?:call|fund)\b)"
_GIVEN_TO = r"(?:awarded|given|granted|went|goes|paid) to"


@dataclass(frozen=True)
class Subject:
    """One partnership named. wordings: as the question names it. names: every wording by which a
    text can speak of it; rivals: names of the others, each as a set of stemmed content words.
    full: its names as they are written."""

    wordings: tuple[str, ...]
    names: tuple[frozenset[str], ...]
    rivals: tuple[frozenset[str], ...] = ()
    full: tuple[str, ...] = ()

    def is_named_in(self, query: str) -> bool:
        """Whether a query names it as the question does, or by a name of its own."""
        lower = query.lower()
        return any(name.lower() in lower for name in (*self.wordings, *self.full))

    def says_of_it(self, text: str) -> bool:
        """Whether a text says something of the partnership itself, not of its call or its fund.

        >>> epic = Subject(("EPIC",), (), full=("EPIC Futures NI",))
        >>> epic.says_of_it("Phase 2 of the EPIC Futures NI call made £750,000 available.")
        False
        >>> epic.says_of_it("EPIC Futures NI (NI) is a £4.8 million project.")
        True
        """
        return any(
            re.search(rf"{_NOT_OF_IT}\b{name}(?: \([^)]*\))*(?:,[^,.]{{3,80}},)? {_VERB}", text)
            or re.search(rf"\b{_GIVEN_TO} (?:the )?(?:[\w-]+-led )?{name}\b{_NO_CALL}", text)
            for name in map(re.escape, self.full)
        )

    def is_spoken_of(self, own: frozenset[str], around: frozenset[str]) -> bool:
        """Whether a sentence is on it: it names it, or stands where it is named and names no rival.

        own, around: stemmed content words of the sentence, and of its passage, headings, title and
        publisher.
        """
        if any(name <= own for name in self.names):
            return True
        return any(name <= around for name in self.names) and not any(
            rival <= own for rival in self.rivals
        )


def subjects_in(text: str, taxonomy: Taxonomy) -> tuple[Subject, ...]:
    """The partnerships that a question names; () if none, or if it asks about others as well."""
    mentions = taxonomy.places_in(text)
    if _UNNAMED.search(without_mentions(text, mentions)):
        return ()
    named: dict[str, list[str]] = {}
    for mention in mentions:
        if _is_one(mention.name, taxonomy):
            named.setdefault(mention.name, []).append(text[mention.start : mention.end])
    return tuple(_subject(name, worded, taxonomy) for name, worded in named.items())


def without_subjects(text: str, subjects: Sequence[Subject]) -> str:
    """The question without the names of its partnerships: what is asked about them."""
    wordings = {wording for subject in subjects for wording in subject.wordings}
    for wording in sorted(wordings, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(wording)}\b", " ", text, flags=re.I)
    return " ".join(text.split())


def without_mentions(text: str, mentions: Sequence[Mention]) -> str:
    """The text without the stretches that name something. mentions: in the order of the text."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


def _is_one(name: str, taxonomy: Taxonomy) -> bool:
    place = taxonomy.place(name)
    return place is not None and place.kind == _PARTNERSHIP


def _subject(name: str, wordings: Sequence[str], taxonomy: Taxonomy) -> Subject:
    own = [place for place in taxonomy.places if place.name == name]
    others = [p for p in taxonomy.places if p.kind == _PARTNERSHIP and p.name != name]
    return Subject(
        tuple(wordings),
        tuple(_worded(n for place in own for n in (place.name, *place.other_names))),
        tuple(_worded(n for place in others for n in (place.name, *place.other_names))),
        tuple(n for place in own for n in (place.name, *place.other_names)),
    )


def _worded(names: Iterable[str]) -> Iterator[frozenset[str]]:
    for name in dict.fromkeys(names):
        if said := frozenset(content_words(name)):
            yield said
