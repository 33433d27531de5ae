"""What a file's own text and properties tell about it, where nobody wrote it down."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.taxonomy import Taxonomy
from ingest.dates import dates_in
from ingest.document import ReadBy
from ingest.geography import telling_texts, whereabouts
from ingest.publishers import is_department, publisher_of, remit_of
from ingest.readers.base import Draft
from ingest.statements import status_said
from ingest.titles import FIRST_PAGES, PROPERTIES, guess_title
from ingest.topics import themes_of

_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright)[^\n\d]{0,40}((?:19|20)\d{2})", re.IGNORECASE)
_TYPES = tuple(
    (doc_type, re.compile(rf"\b(?:{words})\b", re.IGNORECASE))
    for doc_type, words in (
        (
            "evidence-review",
            r"(?:evidence|rapid|systematic|literature|scoping) review|review of (?:the )?evidence",
        ),
        (
            "policy-paper",
            r"government.{0,3} response|response to|(?:white|green|command) paper|consultation"
            r"|code of practice|code for|written statement|prospectus|guidance|mandate|sector deal"
            r"|(?:growth|city|city region|devolution) deal",
        ),
        ("report", r"reports?|evaluation|review|analysis|assessment|findings|analytical annex"),
        (
            "policy-paper",
            r"strategy|strategic framework|plan|road ?map|framework|programme|policy|position on"
            r"|next steps|agreement|charter",
        ),
        ("briefing", r"briefing|guide|factsheet|explainer"),
    )
)
# In the title of a page they tell what it is about as often as what it is.
_LOOSE = frozenset(
    "reports review analysis assessment findings plan programme policy framework guide".split()
)
_PAGES_OF_A_PAPER = 6
_TELLING = re.compile(
    r"\b(?:published|announced|reported|reporting|released|said|says|report|review|study|dated"
    r"|launched|prospectus|statement|strategy|paper)\b[^.]{0,40}$"
)
_SHORT_TEXT = 3_000
_PAGES_READ = 3
_PAGE_START = 4_000


@dataclass(frozen=True)
class Guess:
    """Fields of Metadata by name; an empty text or tuple says nothing.

    origins: field -> where in the file its value stood, with the words where they matter.
    """

    texts: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    origins: Mapping[str, str]


def guess(draft: Draft, path: Path, taxonomy: Taxonomy) -> Guess:
    """Title, publisher, authors, date, address, type, places, nations and themes from the file."""
    about = draft.file_metadata
    title = guess_title(draft, path)
    publisher = publisher_of(draft, title.text)
    telling = telling_texts(draft)
    where = whereabouts(telling, title.text, remit_of(publisher), taxonomy)
    published, dated_by = _published(draft)
    said = status_said([page.text for page in draft.pages[:_PAGES_READ]], title.text)
    texts = {
        "title": title.text,
        "publisher": publisher or "",
        "published": published,
        "url": about.url or "",
        "doc_type": _doc_type(title.text, draft, publisher),
        "status": said.status,
    }
    lists = {
        "authors": tuple(author for author in about.authors if _is_person_or_body(author)),
        "places": where.places,
        "nations": where.nations,
        "themes": themes_of(title.text, telling, taxonomy),
    }
    origins = {
        "title": title.origin,
        "publisher": PROPERTIES if about.publisher else FIRST_PAGES,
        "published": dated_by,
        "doc_type": "kind of file" if draft.media_type == "text/html" else "title and first pages",
        "status": f"first pages: “{said.words}”",
        "authors": PROPERTIES,
        "url": PROPERTIES,
        **dict.fromkeys(("places", "nations", "themes"), "title and text"),
    }
    return Guess(texts, lists, origins)


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


def _published(draft: Draft) -> tuple[str, str]:
    """What the file declares, else a line of the first pages that is a date, else its making.

    With where it stood. A date within a sentence says when something else happened. The day on
    which a PDF was made stands for its publication unless the copyright line names another year, or
    it is a scan: that was made on the day of the scanning. A file that goes on being changed is
    begun before it is published; where its text tells of a month between its making and its last
    change, it was begun from an older one, and the day of making is none of its own.
    """
    about = draft.file_metadata
    if about.published:
        return about.published, PROPERTIES
    opening = [page.text[:_PAGE_START] for page in draft.pages[:_PAGES_READ]]
    made = "" if _is_scan(draft) else (about.created or "")[:7]
    last = max(made, (about.modified or "")[:7])
    lines = [line for text in opening for line in re.split(r"[\n\t]", text)]
    dates = [iso for line in lines if (iso := _date_line(line)) and (not last or iso[:7] <= last)]
    if dates:
        return next((iso for iso in dates if iso[:4] == made[:4]), dates[0]), FIRST_PAGES
    years = _COPYRIGHT.findall("\n".join(opening))
    if years and made[:4] != years[0]:
        return str(years[0]), "copyright line"
    if made and not _tells_of_months(draft, made, last):
        return made, "making of the file"
    return _date_told(draft), "text"


def _tells_of_months(draft: Draft, after: str, until: str) -> bool:
    """Whether the text names a month after one ("2013-12"), at the latest that other."""
    return after < until and any(
        after < found.iso[:7] <= until for page in draft.pages for found in dates_in(page.text)
    )


def _is_scan(draft: Draft) -> bool:
    """Whether most pages with words were read by OCR."""
    read = [page.read_by is ReadBy.OCR for page in draft.pages if page.text]
    return sum(read) > len(read) / 2


def _date_told(draft: Draft) -> str:
    """The one month that the sentences of a short text give for what was published or reported."""
    text = " ".join(" ".join(page.text for page in draft.pages).split())
    if len(text) > _SHORT_TEXT:
        return ""
    told = [
        found.iso
        for found in dates_in(text)
        if _TELLING.search(text[: found.start]) or text[: found.start].endswith("(")
    ]
    return max(told, key=len) if len({iso[:7] for iso in told}) == 1 else ""


def _date_line(line: str) -> str:
    """The date that a line consists of, a few words aside ("Published 12 June 2014")."""
    if len(line) > 60:
        return ""
    dates = dates_in(line)
    if len(dates) != 1:
        return ""
    rest = line[: dates[0].start] + line[dates[0].end :]
    return dates[0].iso if sum(char.isalpha() for char in rest) <= 16 else ""


def _doc_type(title: str, draft: Draft, publisher: str | None) -> str:
    """By the words of the title; a department's paper without any is a policy paper."""
    if draft.media_type == "text/html":
        return "webpage"
    several = len(draft.pages) > 1
    for doc_type, words in _TYPES:
        if (found := words.search(title)) and (several or found[0].lower() not in _LOOSE):
            return doc_type
    opening = "\n".join(page.text for page in draft.pages[:_PAGES_READ])
    presented = re.search(r"presented (?:to|in) parliament", opening, re.IGNORECASE)
    long = len(draft.pages) >= _PAGES_OF_A_PAPER
    return "policy-paper" if presented or (long and is_department(publisher)) else ""
