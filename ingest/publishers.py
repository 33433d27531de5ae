"""Who published a document, by its covers, contact lines and properties; and for which nation."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from corpus.publishers import known_publishers
from ingest.readers.base import Draft

_SITE = re.compile(
    r"(?:https?://|www\.|@(?:[\w-]+\.)*?)?\b((?:[a-z0-9-]+\.)+(?:uk|org|scot|wales|cymru))(/[\w-]+)?",
    re.IGNORECASE,
)
_MINISTER = re.compile(
    r"secretary\s+of\s+state\s+for\s+([^.\n]{4,70}(?:\n[^.\n]{4,60})?)", re.IGNORECASE
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:copyright\s*)?(?:(?:19|20)\d{2}[ ,]*)?"
    r"((?:the )?[A-Z][\w&'\u2019.-]*(?: (?:[A-Z][\w&'\u2019.-]*|of|for|and|the|on|in)){1,7})",
)
_LEAD_IN = re.compile(r"^(?:by |the |author:? |(?:published|produced|issued) by )+", re.IGNORECASE)
_CONTACT = re.compile(r"enquir|available (?:from|at)|contact us|published by|produced by", re.I)
_AT_MOST_BESIDE = 25
_PAGES_READ = 5
_NAMED_OFTEN = 3


def publisher_of(draft: Draft, title: str) -> str | None:
    """What the file declares, else the body that its first pages or properties name as its own.

    A body that stands on a line of its own, in the copyright line or presents the document counts;
    one named in a sentence only if it is named often on the first pages.
    """
    about = draft.file_metadata
    if about.publisher:
        return about.publisher
    pages = [page.text for page in draft.pages[:_PAGES_READ]]
    if not pages:
        return None
    for found in (
        _on_lines(pages[:1]),
        _in_text("\n".join(about.authors)),
        _presenting(pages[:3]),
        _on_lines(pages[1:3]),
        _holder(pages[:3]),
        _in_text(title),
        _at_sites([*pages[:3], *_contacts(draft.pages[-1].text)]),
        _often(pages) if len(draft.pages) > 1 else None,
        _on_lines([draft.pages[-1].text]) if len(draft.pages) > 1 else None,
    ):
        if found:
            return found
    return None


def remit_of(publisher: str | None) -> str | None:
    """The nation that a publisher works for; None if it is not known here.

    >>> remit_of("DCLG"), remit_of("Acme Ltd")
    ('England', None)
    """
    known = {body.short: body.remit for body in known_publishers()}
    return known.get(publisher or "")


def is_department(publisher: str | None) -> bool:
    """True for a department of state, and for the government as a whole."""
    named = [body for body in known_publishers() if body.short == publisher]
    return any(
        body.minister or "Office" in body.short or "Government" in body.short for body in named
    )


def is_publisher(text: str) -> bool:
    """True for the bare name of a body: no title of a publication."""
    plain = _plain(text).casefold()
    return any(
        plain == name.casefold()
        for body in known_publishers()
        for name in (body.short, *body.names)
    )


def _names(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, -length, short name) of each body named."""
    for body in known_publishers():
        for name in body.written:
            at = text.find(name)
            if at >= 0:
                yield at, -len(name), body.short


def _plain(text: str) -> str:
    return " ".join(text.replace("&", "and").split())


def _on_lines(pages: Sequence[str]) -> str | None:
    """The first body that stands on a line, or on two, with little beside it."""
    for page in pages:
        lines = [_plain(line) for line in page.split("\n")]
        joined = [f"{one} {two}".strip() for one, two in zip(lines, [*lines[1:], ""], strict=True)]
        for line in (text for pair in zip(lines, joined, strict=True) for text in pair):
            found = sorted(_names(_cased(_LEAD_IN.sub("", line))))
            if found and found[0][0] == 0 and len(line) + found[0][1] <= _AT_MOST_BESIDE:
                return found[0][2]
    return None


def _cased(line: str) -> str:
    """A short line or one in capitals, with the body's name as it is written."""
    if not (line.isupper() or (line[:1].isupper() and len(line) < 80)):
        return line
    for body in known_publishers():
        for name in body.written:
            at = line.casefold().find(name.casefold())
            if at >= 0:
                return line[:at] + name + line[at + len(name) :]
    return line


def _in_text(text: str) -> str | None:
    found = sorted(_names(_cased(_plain(text)))) or [
        (0, 0, body.short)
        for body in known_publishers()
        if re.search(rf"(?m)^{re.escape(body.short)}$", text)
    ]
    return found[0][2] if found else None


def _presenting(pages: Sequence[str]) -> str | None:
    for minister in _MINISTER.finditer("\n".join(pages)):
        office = _plain(minister[1]).casefold()
        fits = [
            b for b in known_publishers() if b.minister and re.match(b.minister + r"\b", office)
        ]
        if fits:
            return max(fits, key=lambda body: len(body.minister)).short
    return None


def _holder(pages: Sequence[str]) -> str | None:
    for page in pages:
        for holder in _HOLDER.finditer(page):
            name = holder[1].removeprefix("the ").strip(" .")
            if not re.match(
                r"(?:Crown|All Rights|Open Government|Parliament|Copyright)", name, re.I
            ):
                return _in_text(name) or name
    return None


def _at_sites(pages: Sequence[str]) -> str | None:
    """The body whose web or mail address is given, whatever others are."""
    seen: Counter[str] = Counter()
    for host, folder in _SITE.findall("\n".join(pages)):
        labels = {*host.casefold().split("."), host.casefold().removeprefix("www.")}
        labels.add(folder.strip("/").casefold() if host.casefold().endswith("gov.uk") else "")
        for body in known_publishers():
            if labels & body.sites and (
                "gov" in labels or any("." in s for s in labels & body.sites)
            ):
                seen[body.short] += 1
    return seen.most_common(1)[0][0] if seen else None


def _contacts(last_page: str) -> list[str]:
    return [line for line in last_page.split("\n") if _CONTACT.search(line)]


def _often(pages: Sequence[str]) -> str | None:
    text = _plain("\n".join(pages))
    counts = Counter(
        {
            body.short: max(text.count(name) for name in (*body.names, body.short))
            for body in known_publishers()
        }
    )
    name, count = counts.most_common(1)[0]
    return name if count >= _NAMED_OFTEN else None
