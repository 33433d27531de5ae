"""The controlled vocabulary: places, themes, document types, acronyms; and finding them in text."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.mentions import Finder, Mention, plain
from corpus.yamlfile import read_yaml

__all__ = ["DocType", "Mention", "Place", "Taxonomy", "Theme", "load_taxonomy"]


@dataclass(frozen=True)
class Place:
    """A place or a partnership that stands for one.

    kind: "nation", "region", "local area", "partnership", or "group" (several nations together, or
    a place outside the UK). nation: England, Scotland, Wales or Northern Ireland; None for a group
    and for what works across nations. within: every larger place that holds it, nearest first.
    """

    name: str
    kind: str
    nation: str | None
    within: tuple[str, ...]
    other_names: tuple[str, ...]


@dataclass(frozen=True)
class Theme:
    """One of the seven LPIP themes, or a tag of ours that cuts across them."""

    theme_id: str
    label: str
    other_names: tuple[str, ...]
    cross_cutting: bool


@dataclass(frozen=True)
class DocType:
    """A kind of publication."""

    doc_type_id: str
    label: str
    other_names: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """What the file says, checked and linked, before it can be searched.

    case_sensitive, common_words: names that need care, see `mentions.Finder`. not_places: phrases
    in which a place name names something else.
    """

    places: tuple[Place, ...]
    themes: tuple[Theme, ...]
    doc_types: tuple[DocType, ...]
    acronyms: tuple[tuple[str, str], ...]
    case_sensitive: frozenset[str]
    common_words: frozenset[str]
    not_places: tuple[str, ...]


class Taxonomy:
    """The vocabulary with look-up by any name and by mention in a text. Threads may share it."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.places = vocabulary.places
        self.themes = vocabulary.themes
        self.doc_types = vocabulary.doc_types
        self.acronyms = vocabulary.acronyms
        self._places = {plain(name): place for place, name in _place_names(self.places)}
        self._themes = {plain(name): theme for theme, name in _theme_names(self.themes)}
        self._place_finder = Finder(
            [(name, place.name) for place, name in _place_names(self.places)],
            case_sensitive=vocabulary.case_sensitive,
            common_words=vocabulary.common_words,
            masks=vocabulary.not_places,
        )
        self._theme_finder = Finder(
            [(name, theme.theme_id) for theme, name in _theme_names(self.themes)]
        )

    def place(self, name: str) -> Place | None:
        """The place with this name or other name; case and accents do not matter."""
        return self._places.get(plain(name))

    def theme(self, name: str) -> Theme | None:
        """The theme with this id, label or other name; case does not matter."""
        return self._themes.get(plain(name))

    def nation_of(self, place_name: str) -> str | None:
        """The nation a place lies in; None for an unknown place, a group, or a UK-wide body."""
        place = self.place(place_name)
        return place.nation if place else None

    def places_in(self, text: str) -> tuple[Mention, ...]:
        """Places named in `text`, in order, longest name first, without overlap.

        A mention's name is the place's own name ("Welsh" gives Wales). A university's name is not
        a mention of its town.
        """
        return self._place_finder.find(text)

    def themes_in(self, text: str) -> tuple[Mention, ...]:
        """Themes named in `text`, in order; a mention's name is the theme's id.

        A name that two themes share ("economic inactivity") stands for the first of them.
        """
        return self._theme_finder.find(text)


def load_taxonomy(path: Path | None = None) -> Taxonomy:
    """The taxonomy at `path`, or the packaged one. Raises BadTaxonomy: file, entry, field, rule."""
    from corpus.errors import BadTaxonomy
    from corpus.taxonomyfile import vocabulary_from

    file = path or Path(__file__).with_name("taxonomy.yaml")
    return Taxonomy(vocabulary_from(read_yaml(file, BadTaxonomy), file))


def _place_names(places: Iterable[Place]) -> Iterator[tuple[Place, str]]:
    for place in places:
        for name in (place.name, *place.other_names):
            yield place, name


def _theme_names(themes: Iterable[Theme]) -> Iterator[tuple[Theme, str]]:
    seen: set[str] = set()
    for theme in themes:
        for name in (theme.theme_id, theme.label, *theme.other_names):
            if plain(name) not in seen:
                seen.add(plain(name))
                yield theme, name
