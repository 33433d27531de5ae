"""taxonomy.yaml as it is written, checked and linked into a Vocabulary."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from corpus.errors import BadTaxonomy
from corpus.mentions import plain
from corpus.taxonomy import DocType, Place, Theme, Vocabulary
from corpus.yamlfile import one_line

GROUP, NATION, REGION, AREA, PARTNERSHIP = "group", "nation", "region", "local area", "partnership"
UK = "UK"

_NAMES_RULE = "a list of places, each a name or a list of names that begins with the main one"
_BY_PLACE_RULE = f"a mapping from a place of this file to {_NAMES_RULE}"
_ALLOWED = {
    "groups": _NAMES_RULE,
    "nations": _NAMES_RULE,
    "regions": _BY_PLACE_RULE,
    "local_areas": _BY_PLACE_RULE,
    "members": "a mapping from a place of this file to a list of places of this file",
    "partnerships": _BY_PLACE_RULE,
    "case_sensitive": "a list of place names of this file",
    "common_words": "a list of place names of this file",
    "not_places": "a list of phrases",
    "themes": "a list of {id, label, other_names, cross_cutting}",
    "doc_types": "a list of {id, label, other_names}",
    "acronyms": "a list of [short, long] pairs",
}


def vocabulary_from(content: object, file: Path) -> Vocabulary:
    """The checked and linked vocabulary. Raises BadTaxonomy: file, entry, field, the rule."""
    try:
        written = _File.model_validate(content)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        entry = " ".join(str(step + 1) for step in first["loc"] if isinstance(step, int))
        at = f"entry {entry}: " if entry else ""
        raise BadTaxonomy(f"{file}: {at}{one_line(first, _ALLOWED)}.") from None
    places = _Linker(written, file).places()
    return Vocabulary(
        places=places,
        themes=tuple(Theme(t.id, t.label, t.other_names, t.cross_cutting) for t in written.themes),
        doc_types=tuple(DocType(d.id, d.label, d.other_names) for d in written.doc_types),
        acronyms=written.acronyms,
        case_sensitive=frozenset(written.case_sensitive),
        common_words=frozenset(written.common_words),
        not_places=written.not_places,
    )


def _as_names(value: object) -> object:
    return [value] if isinstance(value, str) else value


_Names = Annotated[tuple[str, ...], BeforeValidator(_as_names)]


class _Term(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    label: str
    other_names: tuple[str, ...] = ()
    cross_cutting: bool = False


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    groups: tuple[_Names, ...]
    nations: tuple[_Names, ...]
    regions: Mapping[str, tuple[_Names, ...]]
    local_areas: Mapping[str, tuple[_Names, ...]]
    members: Mapping[str, tuple[str, ...]]
    partnerships: Mapping[str, tuple[_Names, ...]]
    case_sensitive: tuple[str, ...] = ()
    common_words: tuple[str, ...] = ()
    not_places: tuple[str, ...] = ()
    themes: tuple[_Term, ...]
    doc_types: tuple[_Term, ...]
    acronyms: tuple[tuple[str, str], ...]


class _Linker:
    """Works out what lies in what. Raises BadTaxonomy for an unknown or doubled name."""

    def __init__(self, written: _File, file: Path) -> None:
        self._file = file
        self._names: dict[str, tuple[str, ...]] = {}
        self._kind: dict[str, str] = {}
        self._parents: dict[str, list[str]] = {}
        self._taken: dict[str, str] = {}
        self._add("groups", GROUP, written.groups)
        self._add("nations", NATION, written.nations, UK)
        for field, kind, by_place in (
            ("regions", REGION, written.regions),
            ("local_areas", AREA, written.local_areas),
            ("partnerships", PARTNERSHIP, written.partnerships),
        ):
            for parent, names in by_place.items():
                self._add(field, kind, names, parent)
        for parent, members in written.members.items():
            for member in members:
                self._known("members", member)
                self._parents[member].append(parent)
        self._check_parents(written)

    def places(self) -> tuple[Place, ...]:
        nations = {name for name, kind in self._kind.items() if kind == NATION}
        linked = []
        for name, kind in self._kind.items():
            within = self._within(name)
            nation = name if kind == NATION else next((w for w in within if w in nations), None)
            linked.append(Place(name, kind, nation, within, self._names[name]))
        return tuple(linked)

    def _add(
        self, field: str, kind: str, places: Sequence[tuple[str, ...]], parent: str | None = None
    ) -> None:
        for names in places:
            if not names or not all(plain(name) for name in names):
                raise BadTaxonomy(f"{self._file}: field {field} has an empty name; {_NAMES_RULE}.")
            if names[0] in self._kind:
                raise BadTaxonomy(
                    f"{self._file}: field {field}: {names[0]!r} is used twice; "
                    "a name must stand for one place only."
                )
            for name in names:
                self._take(field, name, names[0])
            self._names[names[0]] = names[1:]
            self._kind[names[0]] = kind
            self._parents[names[0]] = [parent] if parent else []

    def _take(self, field: str, name: str, owner: str) -> None:
        holder = self._taken.setdefault(plain(name), owner)
        if holder != owner:
            raise BadTaxonomy(
                f"{self._file}: field {field}: {name!r} names both {holder} and {owner}; "
                "a name must stand for one place only."
            )

    def _known(self, field: str, name: str) -> None:
        if name not in self._kind:
            raise BadTaxonomy(
                f"{self._file}: field {field}: {name!r} is not a place's main name here."
            )

    def _check_parents(self, written: _File) -> None:
        for field in ("regions", "local_areas", "partnerships", "members"):
            for parent in getattr(written, field):
                self._known(field, parent)
        for field in ("case_sensitive", "common_words"):
            for name in getattr(written, field):
                if plain(name) not in self._taken:
                    raise BadTaxonomy(
                        f"{self._file}: field {field}: {name!r} is not a place name here."
                    )

    def _within(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        level = self._parents[name]
        while level:
            fresh = [parent for parent in level if parent not in found and parent != name]
            found.update(dict.fromkeys(fresh))
            level = [above for parent in fresh for above in self._parents[parent]]
        return tuple(found)
