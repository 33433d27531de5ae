"""What a search found, counted and laid out: facets, snippets with words lit, lines. Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Hit
from assistant.browse import phrases, rests_on
from ingest.document import Kind, page_name
from ingest.filters import Filters
from ingest.readable import readable
from ui import words
from ui.heatmap import strength_name
from ui.markup import Span, escape, lit, word_spans
from ui.render import by_line, filters_text
from ui.shelf import Facets, allows, facets

_SNIPPET = 360
_BEFORE = 60
_QUOTED = re.compile(r'["“”][^"“”]*["“”]')


@dataclass(frozen=True)
class Narrowing:
    """The reader's filters. strengths: kinds of evidence, any of them; empty for all."""

    filters: Filters = field(default_factory=Filters)
    strengths: tuple[str, ...] = ()

    def allows(self, hit: Hit) -> bool:
        """Whether the hit is within it."""
        if self.strengths and rests_on(hit) not in self.strengths:
            return False
        only = self.filters.document_ids
        within = not only or hit.passage.document_id in only
        return within and allows(self.filters, hit.metadata)


@dataclass(frozen=True)
class Found:
    """The outcome of one search. hits: within the narrowing, best first. counted: how many hits
    each value would leave. without: how many hits there are without the narrowing.
    """

    hits: tuple[Hit, ...]
    counted: Facets
    without: int


def counted(pool: Iterable[Hit], narrowing: Narrowing) -> Facets:
    """Each field counted over what the other fields let through."""
    hits = tuple(pool)
    filters = narrowing.filters

    def over(others: Filters, strengths: tuple[str, ...] = narrowing.strengths) -> Facets:
        within = Narrowing(others, strengths)
        return facets(hit.metadata for hit in hits if within.allows(hit))

    unranked = Narrowing(filters)
    kinds = Counter(rests_on(hit) or "" for hit in hits if unranked.allows(hit))
    kinds.pop("", None)
    return Facets(
        places=over(replace(filters, places=())).places,
        nations=over(replace(filters, nations=())).nations,
        themes=over(replace(filters, themes=())).themes,
        doc_types=over(replace(filters, doc_types=())).doc_types,
        publishers=over(replace(filters, publishers=())).publishers,
        years=over(replace(filters, since=None, until=None)).years,
        strengths=tuple(kinds.most_common()),
    )


def passage_text(hit: Hit) -> str:
    """A passage as it is read: one line; the row of a table with its caption and headers."""
    passage = hit.passage
    as_table = passage.kind is Kind.TABLE and passage.rendering
    return readable(passage.rendering if as_table else passage.text)


def snippet(text: str, query: str) -> tuple[str, tuple[Span, ...]]:
    """The stretch of `text` that holds most of the query's words, and where they are in it."""
    spans = light(text, query)
    if len(text) <= _SNIPPET:
        return text, spans
    starts = [max(0, start - _BEFORE) for start, _ in spans] or [0]
    start = max(starts, key=lambda at: sum(at <= s < at + _SNIPPET for s, _ in spans))
    if len(text) - start < _SNIPPET:
        start = len(text) - _SNIPPET
    start = text.find(" ", start) + 1 if start else 0
    end = len(text) if start + _SNIPPET >= len(text) else text.rfind(" ", 0, start + _SNIPPET)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    moved = len(before) - start
    within = tuple((s + moved, e + moved) for s, e in spans if start <= s and e <= end)
    return f"{before}{text[start:end]}{after}", within


def light(text: str, query: str) -> tuple[Span, ...]:
    """Where the query's words stand, as stems; what was asked for in quotes only as it is."""
    exact = [re.escape(" ".join(phrase.split())) for phrase in phrases(query)]
    found = [m.span() for each in exact for m in re.finditer(each, text, re.IGNORECASE)]
    return tuple(sorted([*found, *word_spans(text, _QUOTED.sub(" ", query))]))


def found_html(hit: Hit, query: str, labels: Mapping[str, str], page_label: str | None) -> str:
    """A passage found: where it stands, what it rests on, its words lit. The title is a button.

    page_label: what is printed on its page, if it is known.
    """
    known = hit.metadata
    kind = labels.get(known.doc_type or "", known.doc_type or "")
    where = "" if hit.is_note else page_name(hit.passage.page_start, page_label)
    note = f'<span class="badge">{words.NOTE_BADGE}</span>' if hit.is_note else ""
    strength = rests_on(hit)
    rests = f'<span class="tag">{escape(strength_name(strength))}</span>' if strength else ""
    path = " › ".join(part for part in hit.passage.heading_path if part != known.title)
    headings = f'<p class="by path">{escape(path)}</p>' if path else ""
    shown, spans = snippet(passage_text(hit), query)
    return (
        f'<div class="hit"><p class="by">{escape(by_line(known, kind, where))} {note} {rests}</p>'
        f"{headings}<p>{lit(shown, spans)}</p></div>"
    )


def narrowing_text(filters: Filters, labels: Mapping[str, str]) -> str:
    """ " · Wales · Skills", or nothing: what follows the line of what was found."""
    only = filters_text(filters, dict(labels))
    return f" · {only}" if only else ""


def found_line(hits: Sequence[Hit], at_most: int) -> str:
    """ "87 passages in 45 publications", "200 or more" when there may be more."""
    of = len({hit.passage.document_id for hit in hits})
    passages = words.PASSAGE_COUNT.of(len(hits))
    if len(hits) >= at_most:
        passages = words.PASSAGES_AT_LEAST.format(count=len(hits))
    return words.FOUND.format(passages=passages, publications=words.publications(of))
