"""The themes that a publication is about, by its title and by what its text names often."""

from collections import Counter
from collections.abc import Sequence

from corpus.taxonomy import Taxonomy

# Words of every policy text: they name a theme in a title only. "Programme" names none.
_WEAK = frozenset(
    "qualifications workforce funding training environment culture cultural arts evaluation "
    "evaluations innovation skills productivity neighbourhoods climate communities".split()
) | {
    "what works",
    "economic growth",
    "labour market",
    "research and development",
    "r&d",
    "research and innovation",
}
_NO_THEME = frozenset({"programme", "funding"})
# What kind of publication it is says little about its matter, where it says anything of that.
_KINDS = frozenset({"evidence review", "evidence reviews", "evaluation", "what works"})
_BY_THE_WAY = "programme"
# "Local Policy Innovation Partnership" is about no innovation.
_IN_NAMES = frozenset({"innovation", "programme"})
_SHORT, _FEW = 3_000, 2
_TITLE_VOTES = 4
_LEAST_VOTES = 2
_PER_CHARACTERS = 8_000
_NEARLY = 0.5
_MOST_THEMES = 3


def themes_of(title: str, texts: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Theme ids, most named first, three at most.

    texts: of pages, without their addresses and references. A name within the name of a place,
    a partnership or its programme does not count. A long text must name a theme more often.
    """
    titled = _named(title, taxonomy)
    about = {theme for theme, word in titled if word not in _KINDS | _NO_THEME}
    in_title = {
        theme
        for theme, word in titled
        if word not in _NO_THEME and (word not in _KINDS or about <= {theme})
    }
    votes = Counter(
        theme for text in texts for theme, word in _named(text, taxonomy) if _counts(word)
    )
    votes.subtract(theme for theme, word in titled if _counts(word))
    votes.update(dict.fromkeys(in_title, _TITLE_VOTES))
    if len(+votes) > 1:
        del votes[_BY_THE_WAY]
    length = sum(map(len, texts))
    least = max(_LEAST_VOTES, length // _PER_CHARACTERS, _NEARLY * max(votes.values(), default=0))
    ranked = [(theme, count) for theme, count in votes.most_common() if count >= least]
    if not ranked and length < _SHORT and len(+votes) <= _FEW:
        ranked = (+votes).most_common()
    return tuple(theme for theme, _ in ranked[:_MOST_THEMES])


def _counts(word: str) -> bool:
    return word not in _WEAK and word not in _NO_THEME


def _named(text: str, taxonomy: Taxonomy) -> list[tuple[str, str]]:
    """(theme id, the words in lower case); words that two themes share stand for both."""
    taken = [(m.start, m.end) for m in taxonomy.places_in(text)]
    found = []
    for m in taxonomy.themes_in(text):
        word = text[m.start : m.end].casefold()
        hidden = any(start < m.end and m.start < end for start, end in taken)
        if not (hidden and m.name in _IN_NAMES):
            found += [(theme, word) for theme in dict.fromkeys([m.name, *_also(word, taxonomy)])]
    return found


def _also(word: str, taxonomy: Taxonomy) -> list[str]:
    return [theme.theme_id for theme in taxonomy.themes if word in theme.other_names]
