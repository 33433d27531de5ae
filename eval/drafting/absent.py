"""Questions close to ones that the library answers, changed so that it does not."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from corpus.taxonomy import Taxonomy
from eval.drafting.question import DATE, NEAR_MISS, WHO, Question

_WORD = re.compile(r"[A-Za-z0-9]{4,}|\d+")
_ASKING = frozenset(
    word[:5] for word in "when what many much percentage does were will have with from that".split()
)
_YEAR = re.compile(r"(?<![\d–-])(?:19|20)\d\d(?![\d–-])")
_OTHER_THINGS = {
    "delegates": "exhibitors", "jobs": "apprenticeships", "applications": "appeals",
    "projects": "volunteers", "members": "volunteers", "studies": "interviews",
    "people": "charities", "responses": "petitions",
}  # fmt: skip
_ENOUGH = 0.5
"""A passage that holds the new word and this share of the others may answer after all."""


@dataclass(frozen=True)
class Held:
    """Every passage's words, to look what is held together. words: lower case, five letters."""

    passages: Sequence[tuple[str, frozenset[str]]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Held":
        """From the passages' texts, each with its title."""
        return cls(tuple((text.casefold(), _words(text)) for text in texts))

    def answers(self, new: str, question: str) -> bool:
        """Whether any passage may say of `new` what is asked."""
        sought = new.casefold()
        others = _words(question.casefold().replace(sought, " ")) - _ASKING
        return any(
            sought in text and len(others & words) >= _ENOUGH * len(others)
            for text, words in self.passages
        )


def near_miss(
    question: Question, held: Held, taxonomy: Taxonomy, rng: Random
) -> tuple[Question, str] | None:
    """The question with one place, year or thing changed so that nothing held answers it, and what
    was changed; None if no change will do.
    """
    changes = [*_places(question.text, taxonomy), *_years(question), *_things(question.text)]
    rng.shuffle(changes)
    for start, end, new in changes:
        old = question.text[start:end]
        text = f"{question.text[:start]}{new}{question.text[end:]}"
        if not held.answers(new, text):
            return Question(NEAR_MISS, text, (), question.asks), f"{old} changed to {new}"
    return None


def _places(text: str, taxonomy: Taxonomy) -> Iterator[tuple[int, int, str]]:
    for mention in taxonomy.places_in(text):
        place = taxonomy.place(mention.name)
        # An adjective ("Welsh") cannot be exchanged for a name, nor a state, nor part of a title.
        written = text[mention.start : mention.end]
        titled = text.rfind("“", 0, mention.start) > text.rfind("”", 0, mention.start)
        if place is None or written != place.name or place.kind == "group" or titled:
            continue
        for other in taxonomy.places:
            related = other.name in place.within or place.name in other.within
            if other.kind == place.kind and other.name != place.name and not related:
                yield mention.start, mention.end, other.name


def _years(question: Question) -> Iterator[tuple[int, int, str]]:
    if question.kind in (DATE, WHO):
        return
    for year in _YEAR.finditer(question.text):
        for step in (-6, -4, -3, 3, 4):
            yield year.start(), year.end(), str(int(year.group()) + step)


def _things(text: str) -> Iterator[tuple[int, int, str]]:
    for thing in re.finditer(rf"(?<=[Hh]ow many )(?:{'|'.join(_OTHER_THINGS)})\b", text):
        yield thing.start(), thing.end(), _OTHER_THINGS[thing.group()]


def _words(text: str) -> frozenset[str]:
    return frozenset(word[:5] for word in _WORD.findall(text.casefold()))
