"""What a web page says about itself: title, authors, publisher, date, address."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.dates import iso_in
from ingest.readers.base import FileMetadata
from ingest.readers.cleaning import clean_text

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_PUBLISHED = (
    "article:published_time", "og:published_time", "dc.date.issued", "dcterms.issued",
    "dcterms.date", "dc.date", "citation_publication_date", "citation_date", "datepublished",
    "publish-date", "pubdate", "date", "govuk:first-published-at", "govuk:public-updated-at",
)  # fmt: skip
_AUTHORS = ("citation_author", "author", "dc.creator", "dcterms.creator", "article:author")
_PUBLISHERS = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher")


def about(root: Any) -> FileMetadata:
    """From meta elements, JSON-LD, time elements and headings, in that order."""
    metas = _metas(root)
    title = _first(metas, ("citation_title", "og:title", "dc.title")) or _text(root, "//title")
    authors = [value for name in _AUTHORS for value in metas.get(name, ()) if "://" not in value]
    links = root.xpath("//link[@rel='canonical']/@href")
    address = str(links[0]) if links else _first(metas, ("og:url",))
    return FileMetadata(
        title=title or None,
        heading=_text(root, "//h1") or None,
        authors=tuple(dict.fromkeys(authors))[:20],
        publisher=_first(metas, _PUBLISHERS) or None,
        published=_published(root, metas),
        url=address if address and address.startswith(("http://", "https://")) else None,
        language=(root.get("lang") or "")[:20] or None,
    )


def _metas(root: Any) -> dict[str, list[str]]:
    """Lower-case name of each meta element -> its contents."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").lower()
        content = clean_text((meta.get("content") or "")[:1_000])
        if name and content:
            metas.setdefault(name, []).append(content)
    return metas


def _first(metas: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((metas[name][0] for name in names if name in metas), "")


def _text(root: Any, path: str) -> str:
    found = root.xpath(path)
    return clean_text(" ".join("".join(found[0].itertext()).split()))[:300] if found else ""


def _published(root: Any, metas: dict[str, list[str]]) -> str | None:
    candidates = [metas[name][0].replace("/", "-") for name in _PUBLISHED if name in metas]
    candidates += _linked_data_dates(root)
    for marked in root.xpath("//*[@itemprop='datePublished']")[:3]:
        candidates.append(marked.get("datetime") or " ".join(marked.itertext())[:100])
    candidates += [str(value) for value in root.xpath("//time/@datetime")[:1]]
    found = (_DATE.match(text) for text in candidates)
    written = (iso_in(text) for text in candidates)
    return next((date.group() for date in found if date), None) or next(filter(None, written), None)


def _linked_data_dates(root: Any) -> Iterator[str]:
    for script in root.xpath("//script[@type='application/ld+json']")[:10]:
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += value
            elif isinstance(value, dict):
                if isinstance(value.get("datePublished"), str):
                    yield value["datePublished"]
                waiting += [part for part in value.values() if isinstance(part, list | dict)]
