"""Which place and which theme a case asks about, by the names in its questions."""

from functools import lru_cache

from corpus.taxonomy import Taxonomy, load_taxonomy
from eval.cases import Case

NONE, SEVERAL = "none named", "several"


def topics_of(case: Case) -> tuple[tuple[str, str], ...]:
    """("place", nation) and ("theme", label): slices of the report. Nations, not towns, because a
    slice of one case says nothing."""
    asked = " ".join(turn.question for turn in case.turns)
    taxonomy = _taxonomy()
    nations = {taxonomy.nation_of(m.name) or "UK-wide" for m in taxonomy.places_in(asked)}
    themes = {theme.label for m in taxonomy.themes_in(asked) if (theme := taxonomy.theme(m.name))}
    return ("place", _one_of(nations)), ("theme", _one_of(themes))


def _one_of(found: set[str]) -> str:
    if len(found) > 1:
        return SEVERAL
    return next(iter(found), NONE)


@lru_cache(maxsize=1)
def _taxonomy() -> Taxonomy:
    return load_taxonomy()
