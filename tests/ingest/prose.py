"""Made-up reports of any length, the same each time: for tests that compare whole texts."""

import random

_WORDS = (
    "growth skills local place partners evidence council programme jobs housing transport energy "
    "people communities invest support deliver plan region towns rural water health learning "
    "business research culture heritage young older carers wages rates quarter target measure "
    "review public service data open access network capital revenue grant share pilot scheme"
).split()


def sentences(seed: int, count: int = 40) -> list[str]:
    """Sentences of twelve words; another seed gives others."""
    chance = random.Random(seed)
    made = (" ".join(chance.choices(_WORDS, k=12)) for _ in range(count))
    return [f"{words.capitalize()}." for words in made]


def prose(seed: int, count: int = 40) -> str:
    """The sentences as one page, one to a line."""
    return "\n".join(sentences(seed, count))
