"""What people call themes, kinds of document and places, in the language spoken. Pure."""

from collections.abc import Iterator

from corpus.taxonomy import Taxonomy
from ui import language

_GROUPS = ("UK", "International")


def labels(known: Taxonomy) -> dict[str, str]:
    """Theme or document type id -> its label; of places, a name -> the same in Welsh."""
    return {key: language.message(name, text) for name, key, text in _named(known)}


def messages(known: Taxonomy) -> Iterator[tuple[str, str]]:
    """Every label under its name in a catalogue."""
    return ((name, text) for name, _, text in _named(known))


def _named(known: Taxonomy) -> Iterator[tuple[str, str, str]]:
    """Name in a catalogue, id, English. Of places: the nations, and those in Wales."""
    for theme in known.themes:
        yield f"LABEL.{theme.theme_id}", theme.theme_id, theme.label
    for kind in known.doc_types:
        yield f"LABEL.{kind.doc_type_id}", kind.doc_type_id, kind.label
    for place in known.places:
        if place.kind == "nation" or place.nation == "Wales" or place.name in _GROUPS:
            yield f"PLACE.{place.name}", place.name, place.name
