"""What the library holds, counted and laid out: facets, bars, facts of one publication. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.document import Metadata
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.outcome import Progress
from ui import words
from ui.markup import escape, shorten
from ui.render import by_line

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
    more = f'<p class="by">{words.AND_MORE.format(count=left)}</p>' if left > 0 else ""
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


def totals_html(counts: Iterable[tuple[str, int]]) -> str:
    """Big numbers in a row: (what, how many)."""
    cells = "".join(f"<div><dt>{escape(what)}</dt><dd>{n:,}</dd></div>" for what, n in counts)
    return f'<dl class="totals">{cells}</dl>'


def held_line(years: Sequence[Facet], publications: int, passages: int) -> str:
    """ "228 publications · 1,034 passages · 2012 to 2026" as plain text."""
    known = [year for year, _ in years if year.isdigit()]
    several = len(known) > 1
    span = words.YEARS.format(first=known[0], last=known[-1]) if several else "".join(known)
    parts = (words.PUBLICATION_COUNT.of(publications), words.PASSAGE_COUNT.of(passages), span)
    return " · ".join(p for p in parts if p)


def publication_line(document: HeldDocument, labels: Mapping[str, str]) -> str:
    """ "Publisher · date · type · 12 pages" as plain text."""
    known = document.metadata
    pages = words.PAGE_COUNT.of(document.page_count) if document.page_count > 1 else ""
    return by_line(known, labels.get(known.doc_type or "", known.doc_type or ""), pages)


def problems_html(problems: Sequence[str]) -> str:
    """What could not be read, one line each; empty when everything could."""
    lines = "".join(f"<li>{escape(line)}</li>" for line in problems)
    return f'<ul class="problems">{lines}</ul>' if lines else ""


def progress_text(progress: Progress) -> str:
    """ "2 of 5 files · 12 pages read · about 20 s left" as plain text."""
    parts = [words.FILES_DONE.format(done=progress.done, total=progress.total)]
    parts += [words.PAGES_DONE.of(progress.pages)] if progress.pages else []
    left = progress.seconds_left
    parts += [words.SECONDS_LEFT.format(seconds=round(left))] if left and left >= 1 else []
    return " · ".join(parts)


def outcome_html(state: str, name: str, message: str) -> str:
    """One line for a file that was added, or was not, and why."""
    said = f"{':' if name else ''} {escape(message)}" if message else ""
    return (
        f'<p class="outcome outcome-{escape(state)}"><b>{words.OUTCOME.get(state, escape(state))}'
        f"</b> {escape(name)}<span>{said}</span></p>"
    )


def _most(values: Iterable[str]) -> tuple[Facet, ...]:
    return tuple(sorted(Counter(values).items(), key=lambda item: (-item[1], item[0])))
