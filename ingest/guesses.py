"""What a file's own text and properties tell about it, where nobody wrote it down."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.taxonomy import Taxonomy
from ingest.dates import dates_in
from ingest.document import Kind
from ingest.readers.base import Draft

# Names as they stand on covers -> how a publisher is called here. First match on a page wins.
_PUBLISHERS = {
    "HM Treasury": "HM Treasury",
    "Cabinet Office": "Cabinet Office",
    "Home Office": "Home Office",
    "Ministry of Justice": "Ministry of Justice",
    "Ministry of Housing, Communities and Local Government": "MHCLG",
    "Ministry of Housing, Communities & Local Government": "MHCLG",
    "Department for Levelling Up, Housing and Communities": "DLUHC",
    "Department for Communities and Local Government": "DCLG",
    "Communities and Local Government": "DCLG",
    "Department for Business, Energy and Industrial Strategy": "BEIS",
    "Department for Business, Energy & Industrial Strategy": "BEIS",
    "Department for Business, Innovation and Skills": "BIS",
    "Department for Business, Innovation & Skills": "BIS",
    "Department for Business and Trade": "Department for Business and Trade",
    "Department for Science, Innovation and Technology": "DSIT",
    "Department of Energy and Climate Change": "DECC",
    "Department of Energy & Climate Change": "DECC",
    "Department for Energy Security and Net Zero": "DESNZ",
    "Department for Energy Security & Net Zero": "DESNZ",
    "Department for Environment, Food and Rural Affairs": "Defra",
    "Department for Environment, Food & Rural Affairs": "Defra",
    "Department for International Development": "DFID",
    "Department for Transport": "Department for Transport",
    "Department for Education": "Department for Education",
    "Department for Work and Pensions": "DWP",
    "Department for Culture, Media and Sport": "DCMS",
    "Department for Culture, Media & Sport": "DCMS",
    "Department for Digital, Culture, Media and Sport": "DCMS",
    "Department of Health and Social Care": "DHSC",
    "Department of Health": "Department of Health",
    "Foreign, Commonwealth and Development Office": "FCDO",
    "Foreign and Commonwealth Office": "FCO",
    "Ministry of Defence": "Ministry of Defence",
    "Office for National Statistics": "Office for National Statistics",
    "Public Health England": "Public Health England",
    "NHS England": "NHS England",
    "National Audit Office": "National Audit Office",
    "Scottish Government": "Scottish Government",
    "Welsh Government": "Welsh Government",
    "Northern Ireland Executive": "Northern Ireland Executive",
    "Local Government Association": "Local Government Association",
    "What Works Centre for Local Economic Growth": "What Works Centre for Local Economic Growth",
    "The Productivity Institute": "The Productivity Institute",
    "Greater London Authority": "Greater London Authority",
    "HM Government": "HM Government",
}
_WORTHLESS_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|(?:un|no)titled.*|documents?\s*\d*"
    r"|presentations?\s*\d*|slide\s*\d+|layout\s*\d+|project name|title|cover|new document|print"
    r"|page \d+|c(?:m|md|mnd|p)\.?\s?\d+"
    r"|\S+\.(?:docx?|pdf|indd|qxd|qxp|xlsx?|pptx?|p65|pmd|rtf|odt|tif|ps|eps|ai)\b.*"
    r"|.*\.(?:docx?|pdf|indd|qxd|qxp|pptx?)|https?:\S+|[\W\d_]+|index|home)",
    re.IGNORECASE,
)
# What a printer driver makes of a file's name.
_PRINTED_FROM = re.compile(r"microsoft (?:word|powerpoint|excel)\s*-\s*", re.IGNORECASE)
_SITE_SUFFIX = re.compile(r"\s+(?:[|–—·»]|-)\s+[^|–—·»]{2,40}$")
_NOT_A_TITLE = re.compile(
    r"(?:hm government|presented to|crown copyright|contents|foreword|www\.|isbn)", re.IGNORECASE
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n\d]{0,40}((?:19|20)\d{2})", re.IGNORECASE)
_PAGES_READ = 3
_PAGE_START = 4_000


@dataclass(frozen=True)
class Guess:
    """Fields of Metadata by name; an empty text or tuple says nothing."""

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]


def guess(draft: Draft, path: Path, taxonomy: Taxonomy) -> Guess:
    """Title, publisher, authors, date, address, type, places, nations and themes from the file."""
    about = draft.file_metadata
    opening = [page.text[:_PAGE_START] for page in draft.pages[:_PAGES_READ]]
    title = guess_title(draft, path)
    publisher = about.publisher or _publisher("\n".join([*opening, *about.authors])) or ""
    places, nations = _places(title, opening, taxonomy)
    texts = {
        "title": title,
        "publisher": publisher,
        "published": _published(draft, opening),
        "url": about.url or "",
        "doc_type": _doc_type(title, draft, taxonomy),
    }
    authors = tuple(author for author in about.authors if _is_person_or_body(author))
    lists = {
        "authors": authors,
        "places": places,
        "nations": nations,
        "themes": _themes(title, opening, taxonomy),
    }
    return Guess(texts, lists)


def guess_title(draft: Draft, path: Path) -> str:
    """The declared title if it says something, else the largest line, else the file's name."""
    about = draft.file_metadata
    declared = _without_site(about.title or "", draft.media_type)
    is_name = _squeezed(declared) == _squeezed(path.stem) or _PRINTED_FROM.match(about.title or "")
    if _is_title(declared) and not is_name:
        return declared
    heading = about.heading or ""
    heading = heading if _is_title(heading) else _first_heading(draft)
    if heading:
        return heading
    return declared if _is_title(declared) else _from_name(path)


def _is_title(text: str) -> bool:
    letters = sum(char.isalpha() for char in text)
    return (
        4 <= len(text) <= 250
        and letters >= 0.5 * len(text)
        and not _WORTHLESS_TITLE.fullmatch(text)
        and not _NOT_A_TITLE.match(text)
        and text.rstrip(" -–") not in _PUBLISHERS
    )


def _without_site(title: str, media_type: str) -> str:
    title = _PRINTED_FROM.sub("", title)
    if media_type == "text/html":
        title = _SITE_SUFFIX.sub("", title)
    return " ".join(title.split())


def _squeezed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _first_heading(draft: Draft) -> str:
    for block in draft.blocks:
        text = " ".join(draft.pages[block.page - 1].text[block.start : block.end].split())
        if block.kind is Kind.HEADING and block.page <= _PAGES_READ and _is_title(text):
            return text
    return ""


def _from_name(path: Path) -> str:
    """The file's name in words.

    >>> _from_name(Path("2013_More_20Great_20Childcare_20v2.pdf"))
    '2013 More Great Childcare v2'
    """
    name = re.sub(r"(?<![0-9])(?:%20|_20)(?=[A-Za-z])", " ", path.stem)
    return " ".join(re.sub(r"[_+]+|(?<=\w)-(?=\w)", " ", name).split()) or path.name


def _publisher(opening: str) -> str | None:
    """The body named first on the first page that names one, as a whole name."""
    flat = " ".join(opening.split())
    found = [
        (flat.find(name), -len(name), short) for name, short in _PUBLISHERS.items() if name in flat
    ]
    return min(found)[2] if found else None


def _is_person_or_body(author: str) -> bool:
    """Not a login ("jsmith01"), an address, or a program."""
    return (
        " " in author.strip()
        and "@" not in author
        and not re.search(
            r"\b(?:user|admin|microsoft|adobe|acrobat|windows|unknown|staff|pc)\b",
            author,
            re.IGNORECASE,
        )
    )


def _published(draft: Draft, opening: list[str]) -> str:
    """What the file declares, else a line of the first pages that is a date, else its making.

    A date within a sentence says when something else happened. The day on which a PDF was made
    stands for its publication unless the copyright line names another year.
    """
    about = draft.file_metadata
    if about.published:
        return about.published
    made = (about.created or "")[:7]
    lines = [line for text in opening for line in re.split(r"[\n\t]", text)]
    dates = [iso for line in lines if (iso := _date_line(line)) and (not made or iso[:7] <= made)]
    if dates:
        return next((iso for iso in dates if iso[:4] == made[:4]), dates[0])
    years = _COPYRIGHT.findall("\n".join(opening))
    return str(years[0]) if years and made[:4] != years[0] else made


def _date_line(line: str) -> str:
    """The date that a line consists of, a few words aside ("Published 12 June 2014")."""
    if len(line) > 60:
        return ""
    dates = dates_in(line)
    if len(dates) != 1:
        return ""
    rest = line[: dates[0].start] + line[dates[0].end :]
    return dates[0].iso if sum(char.isalpha() for char in rest) <= 16 else ""


def _doc_type(title: str, draft: Draft, taxonomy: Taxonomy) -> str:
    if draft.media_type == "text/html":
        return "webpage"
    low = f" {' '.join(re.findall(r'[a-z]+', title.lower()))} "
    for doc_type in taxonomy.doc_types:
        names = (doc_type.label, *doc_type.other_names)
        # "Post-implementation review" is no blog post.
        if doc_type.doc_type_id not in ("blog", "webpage") and any(
            f" {name.lower()} " in low for name in names
        ):
            return doc_type.doc_type_id
    return ""


def _places(
    title: str, opening: list[str], taxonomy: Taxonomy
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Places in the title; failing that, the one or two most named on the first pages."""
    named = dict.fromkeys(mention.name for mention in taxonomy.places_in(title))
    if not named:
        counts = Counter(m.name for text in opening for m in taxonomy.places_in(text))
        named = dict.fromkeys(name for name, count in counts.most_common(2) if count >= 3)
    nations = dict.fromkeys(
        nation for name in named if (nation := taxonomy.nation_of(name) or _group(name, taxonomy))
    )
    return tuple(named), tuple(nations)


def _group(name: str, taxonomy: Taxonomy) -> str | None:
    """The UK stands for itself among nations, as in the catalogue."""
    return name if name == "UK" and taxonomy.place(name) else None


def _themes(title: str, opening: list[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    """Themes in the title; failing that, those named often on the first pages, at most two."""
    named = dict.fromkeys(_themes_in(title, taxonomy))
    if named:
        return tuple(named)
    counts = Counter(name for text in opening for name in _themes_in(text, taxonomy))
    return tuple(name for name, count in counts.most_common(2) if count >= 4)


def _themes_in(text: str, taxonomy: Taxonomy) -> list[str]:
    """Theme ids named in a text; the bare word "programme" does not mean the LPIP programme."""
    mentions = taxonomy.themes_in(text)
    return [m.name for m in mentions if text[m.start : m.end].lower() != "programme"]
