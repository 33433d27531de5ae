"""Is the text layer of a PDF page what is printed on it? Decides which pages go to OCR."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from ingest.vocabulary import vocabulary

# The commonest words of Welsh: the vocabulary below holds English.
_WELSH = frozenset(
    "ac am ar bod bydd byddai chi cyn dan dros dylai ein eich ei eu fel fod gael gan gyda gydag "
    "gyfer hefyd heb hon honno hwn hyn hynny mae mewn nad neu nid oedd oes ond pan pob rhai rhwng "
    "roedd sef sut sydd trwy wedi wrth ydych ydym ydyn ydyw yma yn yng ynghylch yr yw".split()
)
_BEYOND_LATIN = re.compile(r"[^\0-\u024f]")
_WORD = re.compile(r"[A-Za-z]{3,}")
_UNMAPPED = re.compile("[\ufffd\ue000-\uf8ff]")

# Below so many words of three letters, shares mean nothing.
ENOUGH_WORDS = 20
# Running text has 0.8 to 1.0 of its words in the vocabulary, tables of names 0.5 and more, text of
# which the letters are shifted or drawn from a broken font map under 0.25.
LEAST_KNOWN = 0.4
# A quarter of a Welsh page is common words, of which another language has next to none.
WELSH = 0.1
# Of the visible characters; a chart's symbols come to less.
MOST_UNMAPPED = 0.2
# A photograph with a title on it has fewer words than a page of text, and so has a scan on which
# a stamp or a running head was put as text. Only pages that are a picture nearly all over count.
FEW_WORDS = 25
MOSTLY_PICTURE = 0.75


class Fault(StrEnum):
    """Why a text layer is not to be trusted."""

    ABSENT = "no text layer"
    GARBLED = "a text layer that is not what is printed"
    SPARSE = "hardly any text on a picture"


@dataclass(frozen=True)
class Wording:
    """What a text is made of. words: of three letters or more. known: how many of them are words.

    welsh: how many are among the commonest of Welsh. other: letters outside the Latin alphabet, of
    which nothing is known here.
    """

    words: int
    known: int
    welsh: int
    other: int

    @property
    def share(self) -> float:
        """Share of the words that are known, in [0, 1]; 0 without words."""
        return self.known / self.words if self.words else 0.0


def wording_of(text: str) -> Wording:
    """Counts the words of a text and those that the vocabulary holds."""
    words = [word.lower() for word in _WORD.findall(text)]
    common = vocabulary()
    welsh = sum(word in _WELSH for word in words)
    known = sum(word in common or word in _WELSH for word in words)
    other = sum(char.isalpha() for char in _BEYOND_LATIN.findall(text))
    return Wording(len(words), known, welsh, other)


def fault_of(text: str, raw: Callable[[], str], picture: Callable[[], float]) -> Fault | None:
    """What is wrong with a page's text layer, None if nothing is.

    raw: gives the page's characters as the file has them, unmapped ones included. picture: gives
    the share of the page that pictures cover. Both are asked only when the text leaves doubt.
    """
    if not text:
        return Fault.ABSENT
    wording = wording_of(text)
    if wording.words >= ENOUGH_WORDS and wording.share >= 0.75:
        return Fault.SPARSE if wording.words < FEW_WORDS and picture() > MOSTLY_PICTURE else None
    if wording.other > 3 * wording.words or wording.welsh > WELSH * wording.words:
        return None
    visible = "".join(raw().split())
    if len(_UNMAPPED.findall(visible)) > MOST_UNMAPPED * len(visible):
        return Fault.GARBLED
    if wording.words >= ENOUGH_WORDS and wording.share < LEAST_KNOWN:
        return Fault.GARBLED
    if wording.words < FEW_WORDS and picture() > MOSTLY_PICTURE:
        return Fault.SPARSE
    return None
