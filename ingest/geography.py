"""The places and nations that a publication is about, by what its text names most."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.taxonomy import Taxonomy
from ingest.document import Kind
from ingest.readers.base import Draft

UK, GB = "UK", "Great Britain"
_HOME_NATIONS = frozenset({"England", "Scotland", "Wales", "Northern Ireland"})

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2}\b")
_CONTACT = re.compile(
    r"\b(?:tel(?:ephone)?|fax|e-?mail|www\.|https?:|@|printed|published by)", re.I
)
_SOURCES = re.compile(r"(?:references|bibliography|endnotes|works cited|further reading)\W*", re.I)
_PRESS = re.compile(r"\b[A-Z]\w+: [A-Z][\w &]+(?:Press|Books|Publish\w+|Stationery Office)\b")
_SCOPE = re.compile(
    r"\bthis\s+(?:document|report|strategy|code(?:\s+of\s+practice)?|guidance|guide|plan|policy"
    r"|paper|publication|consultation|review|framework|programme|bill|act)\s+(?:only\s+)?"
    r"(?:applies|relates|extends|covers)\s+(?:only\s+)?(?:to\s+|in\s+)?([^.;:\n]{3,60})",
    re.IGNORECASE,
)
_ADDRESS_LINES, _ADDRESS_WIDTH = 4, 45
_PAGES_READ, _PAGE_CHARACTERS = 40, 4_000
_SCOPE_PAGES = 15
_TITLE_VOTES = 3
_LONG_TEXT = 12_000
_LEAST_VOTES = 3
# A place is one of several if it is named nearly as often as the first.
_NEARLY = 0.6
_LEAST_SHARE = 0.3
_PASSING = 0.5
# Named once in a text, such a town may be one of several of its name.
_AMBIGUOUS = frozenset(
    {"Newport", "Newtown", "Newcastle upon Tyne", "Lincoln", "Lancaster", "Preston"}
)


@dataclass(frozen=True)
class Whereabouts:
    """places: names of the taxonomy, most named first; partnerships stand as their place."""

    places: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()


def whereabouts(
    texts: Sequence[str], title: str, remit: str | None, taxonomy: Taxonomy
) -> Whereabouts:
    """What a text says where it applies, else what it names most, else its publisher's nation.

    texts: see `telling_texts`. remit: the nation that the publisher works for, None if not known.
    Other countries count only in a title that names none of ours.
    """
    if said := _said(texts[:_SCOPE_PAGES], taxonomy):
        return _with_nations(said, taxonomy)
    votes = _votes(texts, title, taxonomy)
    if sum(map(len, texts)) > _LONG_TEXT:
        chosen = _chosen(_without_passing(votes, title, taxonomy), taxonomy, _LEAST_VOTES)
    else:
        chosen = _chosen(_more_than_one(votes), taxonomy, 1)
    if not chosen:
        chosen = _abroad(title, taxonomy) or ((remit,) if remit else ())
    return _with_nations(chosen, taxonomy)


def telling_texts(draft: Draft) -> tuple[str, ...]:
    """What of the pages tells what a document is about, spread over it where it is long.

    Without footnotes, running heads, addresses, contact lines and the list of references.
    """
    by_page: dict[int, list[str]] = {}
    for block in draft.blocks:
        text = draft.pages[block.page - 1].text[block.start : block.end]
        if block.kind is Kind.HEADING and _SOURCES.fullmatch(text.strip()):
            if block.page > len(draft.pages) / 2:
                break
        elif block.kind is not Kind.FOOTNOTE:
            by_page.setdefault(block.page, []).append(text)
    pages = ["\n".join(texts) for texts in by_page.values()]
    pages = pages or [page.text for page in draft.pages]
    step = max(1, len(pages) // _PAGES_READ)
    chosen = [*pages[:_SCOPE_PAGES], *pages[_SCOPE_PAGES::step]]
    return tuple(_without_addresses(text[:_PAGE_CHARACTERS]) for text in chosen)


def _without_addresses(text: str) -> str:
    lines = _PRESS.sub(" ", text).split("\n")
    gone: set[int] = set()
    for at, line in enumerate(lines):
        if _POSTCODE.search(line):
            above = range(max(0, at - _ADDRESS_LINES), at)
            gone |= {at, *(n for n in above if len(lines[n]) <= _ADDRESS_WIDTH)}
        elif _CONTACT.search(line):
            gone.add(at)
    return "\n".join(line for at, line in enumerate(lines) if at not in gone)


def _said(texts: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Nations that the text itself says it applies to."""
    for text in texts:
        for scope in _SCOPE.finditer(text):
            named = dict.fromkeys(m.name for m in taxonomy.places_in(scope[1]))
            if named and all(name in _HOME_NATIONS | {UK, GB} for name in named):
                return tuple(named)
    return ()


def _votes(texts: Sequence[str], title: str, taxonomy: Taxonomy) -> Counter[str]:
    votes: Counter[str] = Counter()
    for text in texts:
        votes.update(_at_home(text, taxonomy))
    # What a title names is what the text is about, however often it names other places.
    extra = max([_TITLE_VOTES, *(count + 1 for count in votes.values())])
    for name in dict.fromkeys(_at_home(title, taxonomy)):
        votes[name] += extra
    nations = Counter(taxonomy.nation_of(name) for name in votes.elements())
    for name in _AMBIGUOUS & votes.keys():
        if nations[taxonomy.nation_of(name)] == votes[name] < _LEAST_VOTES:
            del votes[name]
    return votes


def _without_passing(votes: Counter[str], title: str, taxonomy: Taxonomy) -> Counter[str]:
    """Without places that a long text names by the way, such as London, often as that may be."""
    titled = set(_at_home(title, taxonomy))
    return Counter(
        {
            name: count
            for name, count in votes.items()
            if name in titled
            or name in _HOME_NATIONS | {UK, GB}
            or count + _votes_within(name, votes, taxonomy) >= _PASSING * votes.total()
        }
    )


def _more_than_one(votes: Counter[str]) -> Counter[str]:
    """Nothing, if all that a short text names is one town or region, once."""
    lonely = votes.total() == 1 and not votes.keys() & (_HOME_NATIONS | {UK, GB})
    return Counter() if lonely else votes


def _at_home(text: str, taxonomy: Taxonomy) -> Iterator[str]:
    """Places of the UK named in a text; a partnership is the place that it works for."""
    for mention in taxonomy.places_in(text):
        place = taxonomy.place(mention.name)
        if place is None:
            continue
        if place.kind == "partnership":
            place = taxonomy.place(place.within[0]) or place
        if place.nation or place.name in (UK, GB):
            yield place.name


def _chosen(votes: Counter[str], taxonomy: Taxonomy, least: int) -> tuple[str, ...]:
    if not votes:
        return ()
    most = max(votes.values())
    near = [name for name, count in votes.most_common() if count >= _NEARLY * most]
    three = len(_HOME_NATIONS & set(near)) > 2
    if three and not votes["Northern Ireland"]:
        return tuple(name for name in near if name in _HOME_NATIONS)
    if three and most >= least:
        return (UK,)
    if most < least or most < _LEAST_SHARE * _related_votes(votes, taxonomy):
        return ()
    if len({taxonomy.nation_of(name) for name in near}) > 2 and UK not in near:
        return ()
    local = [name for name in near if name not in _HOME_NATIONS | {UK, GB}]
    national = [name for name in near if name not in local]
    if national and votes[national[0]] >= max((votes[name] for name in local), default=0):
        nations = [name for name in national if name in _HOME_NATIONS]
        if len(nations) > 1 or national[0] in nations:
            return tuple(nations)
        return (UK if UK in national else GB,)
    # The larger place that holds two of those named adds nothing.
    return tuple(
        name for name in local if sum(_is_within(other, name, taxonomy) for other in local) < 2
    )


def _related_votes(votes: Counter[str], taxonomy: Taxonomy) -> int:
    """Votes that compete with the first: nations and places of any other line of descent."""
    first = votes.most_common(1)[0][0]
    return (
        sum(
            count
            for name, count in votes.items()
            if not (_is_within(name, first, taxonomy) or _is_within(first, name, taxonomy))
        )
        + votes[first]
    )


def _votes_within(name: str, votes: Counter[str], taxonomy: Taxonomy) -> int:
    return sum(count for other, count in votes.items() if _is_within(other, name, taxonomy))


def _is_within(name: str, larger: str, taxonomy: Taxonomy) -> bool:
    place = taxonomy.place(name)
    return place is not None and larger in place.within


def _abroad(title: str, taxonomy: Taxonomy) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.name for m in taxonomy.places_in(title)))


def _with_nations(places: Sequence[str], taxonomy: Taxonomy) -> Whereabouts:
    nations = (taxonomy.nation_of(name) or (name if name in (UK, GB) else None) for name in places)
    return Whereabouts(tuple(places), tuple(dict.fromkeys(n for n in nations if n)))
