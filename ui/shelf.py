"""What the library holds, counted and laid out: facets, bars, facts of one publication. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Metadata
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.standing import Standing
from ui import words
from ui.markup import escape, shorten
from ui.render import by_line, long_date

Facet = tuple[str, int]


@dataclass(frozen=True)
class Facets:
    """Values and how many publications (or passages) have each, most frequent first.

    years: in order of time; undated ones are not in it. strengths: of passages only.
    """

    places: tuple[Facet, ...]
    nations: tuple[Facet, ...]
    themes: tuple[Facet, ...]
    doc_types: tuple[Facet, ...]
    publishers: tuple[Facet, ...]
    years: tuple[Facet, ...]
    strengths: tuple[Facet, ...] = ()


def facets(held: Iterable[Metadata]) -> Facets:
    """How often each value occurs in `held`."""
    known = list(held)
    return Facets(
        places=_most(p for m in known for p in m.places),
        nations=_most(n for m in known for n in m.nations),
        themes=_most(t for m in known for t in m.themes),
        doc_types=_most(m.doc_type for m in known if m.doc_type),
        publishers=_most(m.publisher for m in known if m.publisher),
        years=tuple(sorted(_most(m.published[:4] for m in known if m.published))),
    )


def allows(filters: Filters, metadata: Metadata) -> bool:
    """Whether a publication is within the narrowing; the collection is the index's business."""
    wanted = (
        (filters.places, metadata.places),
        (filters.nations, metadata.nations),
        (filters.themes, metadata.themes),
        (filters.doc_types, (metadata.doc_type,)),
        (filters.publishers, (metadata.publisher,)),
    )
    if any(asked and not set(asked) & set(had) for asked, had in wanted):
        return False
    published = (metadata.published or "")[:4]
    after = not filters.since or (published and published >= filters.since[:4])
    before = not filters.until or (published and published <= filters.until[:4])
    return bool(after and before)


def matches(metadata: Metadata, sought: str) -> bool:
    """Whether every word sought is in the title, publisher, places or date."""
    parts = (metadata.title, metadata.publisher or "", metadata.published or "", *metadata.places)
    there = " ".join(parts).casefold()
    return all(word in there for word in sought.casefold().split())


def bars_html(title: str, counted: Sequence[Facet], labels: Mapping[str, str], top: int = 8) -> str:
    """A small bar chart as a table that reads well aloud. At most `top` rows; the rest is said."""
    if not counted:
        return ""
    longest = max(n for _, n in counted)
    rows = "".join(
        f'<tr><th scope="row">{escape(shorten(labels.get(value, value), 46))}</th>'
        f'<td><span class="bar" style="width:{100 * n / longest:.1f}%"></span></td>'
        f'<td class="n">{n:,}</td></tr>'
        for value, n in counted[:top]
    )
    left = len(counted) - top
    more = f'<p class="by">and {left:,} more</p>' if left > 0 else ""
    return f'<table class="bars"><caption>{escape(title)}</caption>{rows}</table>{more}'


def year_bars_html(title: str, counted: Sequence[Facet]) -> str:
    """Publications by year as columns, with every year between the first and the last."""
    known = {int(y): n for y, n in counted if y.isdigit()}
    if not known:
        return ""
    most = max(known.values())
    columns = "".join(
        f'<li title="{y}: {known.get(y, 0)}"><span class="col" style="height:'
        f'{100 * known.get(y, 0) / most:.0f}%"></span><span class="sr">{y}: {known.get(y, 0)}'
        "</span></li>"
        for y in range(min(known), max(known) + 1)
    )
    return (
        f'<figure class="years"><figcaption>{escape(title)}</figcaption><ol>{columns}</ol>'
        f'<p class="by"><span>{min(known)}</span><span>{max(known)}</span></p></figure>'
    )


def totals_html(counts: Sequence[tuple[str, int]]) -> str:
    """Big numbers in a row: (what, how many)."""
    cells = "".join(f"<div><dt>{escape(what)}</dt><dd>{n:,}</dd></div>" for what, n in counts)
    return f'<dl class="totals">{cells}</dl>'


def held_line(years: Sequence[Facet], publications: int, passages: int) -> str:
    """ "228 publications · 1,034 passages · 2012 to 2026" as plain text."""
    known = [year for year, _ in years if year.isdigit()]
    span = (f"{known[0]} to {known[-1]}" if len(known) > 1 else known[0]) if known else ""
    plural = "" if publications == 1 else "s"
    parts = (f"{publications:,} publication{plural}", f"{passages:,} passages", span)
    return " · ".join(p for p in parts if p)


def publication_line(document: HeldDocument, labels: Mapping[str, str]) -> str:
    """ "Publisher · date · type · 12 pages" as plain text."""
    known = document.metadata
    pages = words.PAGES.format(count=document.page_count) if document.page_count > 1 else ""
    return by_line(known, labels.get(known.doc_type or "", known.doc_type or ""), pages)


def facts_html(metadata: Metadata, labels: Mapping[str, str], more: Sequence[Facet] = ()) -> str:
    """What is known about a publication and where that came from.

    more: further (name, count) lines, such as pages and passages.
    """
    origins = dict(metadata.origins)
    known = (
        ("publisher", "Publisher", metadata.publisher),
        ("authors", "Authors", ", ".join(metadata.authors)),
        ("published", "Date", long_date(metadata.published)),
        ("doc_type", "Type", labels.get(metadata.doc_type or "", metadata.doc_type)),
        ("places", "Places", ", ".join(metadata.places)),
        ("nations", "Nations", ", ".join(metadata.nations)),
        ("themes", "Themes", ", ".join(labels.get(t, t) for t in metadata.themes)),
        ("licence", "Licence", metadata.licence),
        ("status", "Status", metadata.status),
        ("fetched", "Fetched", _fetched(dict(metadata.fetched))),
    )
    rows = [
        f"<div><dt>{name}</dt><dd>{escape(value)}{_origin(origins.get(field))}</dd></div>"
        for field, name, value in known
        if value
    ]
    rows += [f"<div><dt>{escape(what)}</dt><dd>{n:,}</dd></div>" for what, n in more]
    return f'<dl class="facts">{"".join(rows)}</dl>'


def editions_html(standing: Standing | None) -> str:
    """The editions of a work, newest first, this one named; empty when there is only one."""
    if standing is None:
        return ""
    lines = []
    for issue in reversed(standing.issues):
        status = "" if issue.status == "current" else f", {issue.status}"
        note = ", evidence note" if issue.is_note else ""
        here = " (this one)" if issue.document_id == standing.document_id else ""
        dated = f", {long_date(issue.published)}" if issue.published else ""
        lines.append(f"<li>{escape(f'{issue.title}{dated}{note}{status}{here}')}</li>")
    head = escape(f"Editions held: {standing.line}")
    return f'<p class="by">{head}</p><ul class="problems">{"".join(lines)}</ul>'


def problems_html(problems: Sequence[str]) -> str:
    """What could not be read, one line each; empty when everything could."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in problems)
    return f'<ul class="problems">{lines}</ul>' if lines else ""


def outcome_html(state: str, name: str, message: str) -> str:
    """One line for a file that was added, or was not, and why."""
    said = f" {escape(message)}" if message else ""
    return (
        f'<p class="outcome outcome-{escape(state)}"><b>{words.OUTCOME.get(state, escape(state))}'
        f"</b> {escape(name)}<span>{said}</span></p>"
    )


def _most(values: Iterable[str]) -> tuple[Facet, ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))


def _fetched(how: Mapping[str, str]) -> str:
    """When and from where a file was fetched; empty if it was not."""
    if "final" not in how:
        return ""
    return f"{long_date(how.get('fetched_at', '')[:10])} from {shorten(how['final'], 120)}"


def _origin(origin: str | None) -> str:
    return f' <span class="by">from the {escape(origin)}</span>' if origin else ""
