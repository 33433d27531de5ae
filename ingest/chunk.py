"""Document -> passages: whole sentences of one page, small enough for the embedding model. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.document import Block, Document, Kind, Page, Passage, Table, passage_id_of
from ingest.fitting import CountTokens, Measure
from ingest.leadins import items_led_in, led_in, reads_on
from ingest.readable import readable
from ingest.readers.headings import plain
from ingest.sentences import split_sentences
from ingest.tablewords import Rows, table_rows

# Kept free for the title and headings that `embedding_text` puts in front.
PREFIX_TOKENS = 40
# Passages of about this many tokens say one thing: shorter ones lose context, longer ones blur.
_AIM = 170
# A stretch shorter than this joins its neighbour, if they share the outer heading.
_TOO_SHORT = 40
# A paragraph that stops in the middle of a sentence, and what may be the rest of it.
_BROKEN_OFF = re.compile(r"(?:\S+\s+){3}[\s\S]*[a-z,]$")
_RESUMES = re.compile(r"[a-z]{2}")


@dataclass(frozen=True)
class _Unit:
    """The smallest piece never cut: a sentence, a row, or a part of an overlong one."""

    start: int
    end: int
    tokens: int
    block: Block


def chunk(
    document: Document, count_tokens: CountTokens, max_tokens: int = 256
) -> tuple[Passage, ...]:
    """The passages of a document, in order: each an exact slice of one page's text.

    count_tokens: word pieces of a text without special tokens. A passage has at most
    `max_tokens - PREFIX_TOKENS` of them. Sentences are cut only when one alone is longer.
    Headings are indexed through `heading_path`, never alone as a passage; text that lies in no
    block is in no passage.
    """
    measure = Measure(count_tokens, max(8, max_tokens - PREFIX_TOKENS))
    on_page: dict[int, list[Block]] = {}
    for block in sorted(document.blocks, key=lambda b: (b.page, b.start)):
        on_page.setdefault(block.page, []).append(block)
    tables: dict[int, list[Table]] = {}
    for table in document.tables:
        tables.setdefault(table.page, []).append(table)
    found = [
        passage
        for page in document.pages
        for passage in _on_page(
            document, page, on_page.get(page.number, []), tables.get(page.number, []), measure
        )
    ]
    items = items_led_in(document.pages, document.blocks)
    return tuple(
        replace(led_in(passage, items, measure), ordinal=at) for at, passage in enumerate(found)
    )


def _on_page(
    document: Document, page: Page, blocks: list[Block], tables: list[Table], measure: Measure
) -> list[Passage]:
    """The passages of one page in order: of its tables by rows, of all else by sentences."""
    captions = {
        (table.caption.start, last.end)
        for table in tables
        for last in (table.caption, table.units)
        if table.caption and last
    }
    units = {(t.units.start, t.units.end) for t in tables if t.units}
    within = {id(b): table for table in tables for b in blocks if _overlap(b, table)}
    rest = [
        block
        for block in blocks
        if id(block) not in within
        and (block.start, block.end) not in units
        and not (block.kind is Kind.CAPTION and (block.start, block.end) in captions)
    ]
    found = [_passage(document, page, units) for units in _groups(page, rest, measure)]
    for table in tables:
        path = next((b.heading_path for b in blocks if within.get(id(b)) is table), None)
        if path is not None:
            for rows in table_rows(table, measure.count_tokens, measure.limit):
                found.append(_table_passage(document, page, rows, path))
    return sorted(found, key=lambda passage: passage.start)


def _overlap(block: Block, table: Table) -> bool:
    return block.kind is Kind.TABLE and block.start < table.end and table.start < block.end


def _table_passage(document: Document, page: Page, rows: Rows, path: tuple[str, ...]) -> Passage:
    text = page.text[rows.start : rows.end]
    return Passage(
        passage_id=passage_id_of(document.document_id, page.number, rows.start, text),
        document_id=document.document_id,
        page_start=page.number,
        page_end=page.number,
        start=rows.start,
        end=rows.end,
        text=text,
        heading_path=_below_title(path, document.metadata.title),
        kind=Kind.PROSE if rows.within_cell else Kind.TABLE,
        rendering=rows.rendering,
    )


def embedding_text(passage: Passage, title: str) -> str:
    """What is embedded: short title > headings > text; rows of a table with their headers,
    the rest of a list with its lead-in.

    >>> from ingest.document import Passage
    >>> embedding_text(Passage("i", "d", 1, 1, 0, 4, "Text", ("1 Aims",)), "A plan")
    'A plan > 1 Aims > Text'
    """
    front = [shortened(title, 60), *(shortened(part, 50) for part in passage.heading_path[-2:])]
    front.append(readable(passage.rendering or passage.text))
    return " > ".join(part for part in dict.fromkeys(front) if part)


def shortened(text: str, characters: int) -> str:
    """At most so many characters, white space collapsed, cut between words."""
    text = " ".join(text.split())
    if len(text) <= characters:
        return text
    return text[:characters].rsplit(" ", 1)[0].rstrip(" ,;:-–")


def _groups(page: Page, blocks: list[Block], measure: Measure) -> Iterator[list[_Unit]]:
    """The units of each passage of a page."""
    stretches: list[list[_Unit]] = []
    for run in _runs(page, blocks):
        units = _reading_on(run, page, measure)
        if not units:
            continue
        if stretches and _may_join(stretches[-1], units, measure, page, blocks):
            stretches[-1] += units
        else:
            stretches.append(units)
    for stretch in stretches:
        yield from _packed(stretch, page, measure)


def _runs(page: Page, blocks: list[Block]) -> list[list[Block]]:
    """Runs of neighbouring blocks of like kind under one heading path, headings left out."""
    runs: list[list[Block]] = []
    previous: Block | None = None
    for block in blocks:
        if block.kind is Kind.HEADING:
            previous = None
            continue
        if previous is not None and _belong(page, previous, block):
            runs[-1].append(block)
        else:
            runs.append([block])
        previous = block
    return runs


def _belong(page: Page, first: Block, second: Block) -> bool:
    together = first.heading_path == second.heading_path and (
        _family(first.kind) == _family(second.kind)
        or (first.kind is Kind.CAPTION and second.kind is Kind.TABLE)
    )
    return together and not page.text[first.end : second.start].strip()


def _family(kind: Kind) -> Kind:
    """A list reads on from its lead-in sentence; tables and footnotes stand alone."""
    return Kind.PROSE if kind in (Kind.LIST, Kind.CAPTION) else kind


def _reading_on(run: list[Block], page: Page, measure: Measure) -> list[_Unit]:
    """The units of neighbouring blocks; a sentence that goes on in the next block is one."""
    units: list[_Unit] = []
    for block in run:
        for unit in _units(page, block, measure):
            last = units[-1] if units else unit
            text = page.text[last.start : unit.end]
            goes_on = (
                last.end < block.start
                and last.block.kind is Kind.PROSE
                and _BROKEN_OFF.match(page.text[last.start : last.end])
                and _RESUMES.match(page.text, unit.start)
                # An item of a list need not end as a sentence does.
                and (block.kind is Kind.PROSE or page.text[unit.end - 1] in ".:!?")
                and measure.fits(text)
            )
            if goes_on:
                units[-1] = _Unit(last.start, unit.end, measure.count_tokens(text), last.block)
            else:
                units.append(unit)
    return units


def _units(page: Page, block: Block, measure: Measure) -> Iterator[_Unit]:
    text = page.text[block.start : block.end]
    for start, end in split_sentences(text):
        for a, b in measure.parts(text, start, end):
            tokens = measure.count_tokens(text[a:b])
            yield _Unit(block.start + a, block.start + b, tokens, block)


def _may_join(
    first: list[_Unit], second: list[_Unit], measure: Measure, page: Page, blocks: list[Block]
) -> bool:
    """Whether two stretches, one of them short, read as one passage under their outer heading."""
    sizes = sum(u.tokens for u in first), sum(u.tokens for u in second)
    if min(sizes) >= _TOO_SHORT or sum(sizes) > _AIM:
        return False
    before, after = first[-1].block, second[0].block
    if (before.kind is Kind.FOOTNOTE) != (after.kind is Kind.FOOTNOTE):
        return False
    paths = before.heading_path, after.heading_path
    nested = paths[0][:1] == paths[1][:1] and len(paths[1]) >= len(paths[0])
    if paths[0] != paths[1] and not nested:
        return False
    return _only_headings_between(page, blocks, first[-1].end, second[0].start) and measure.fits(
        page.text[first[0].start : second[-1].end]
    )


def _only_headings_between(page: Page, blocks: list[Block], start: int, end: int) -> bool:
    at = start
    for block in blocks:
        if block.kind is Kind.HEADING and start <= block.start < end:
            if page.text[at : block.start].strip():
                return False
            at = block.end
    return not page.text[at:end].strip()


def _packed(units: list[_Unit], page: Page, measure: Measure) -> Iterator[list[_Unit]]:
    """Units dealt into passages of about equal size, near the aim, never above the limit."""
    left = sum(unit.tokens for unit in units)
    share = left / max(1, round(left / min(_AIM, measure.limit)))
    current: list[_Unit] = []
    size = 0
    for unit in units:
        full = size + unit.tokens / 2 > share and left > share / 3
        if current and (full or not measure.fits(page.text[current[0].start : unit.end])):
            led = _leading_in(current, unit, page, measure)
            yield current[: len(current) - len(led)]
            current, size = led, sum(one.tokens for one in led)
        current.append(unit)
        size += unit.tokens
        left -= unit.tokens
    if current:
        yield current


def _leading_in(
    current: list[_Unit], following: _Unit, page: Page, measure: Measure
) -> list[_Unit]:
    """The last unit where it leads in to the one that follows ("... are:") and fits beside it."""
    last = current[-1]
    leads = len(current) > 1 and reads_on(page.text[last.start : last.end])
    return [last] if leads and measure.fits(page.text[last.start : following.end]) else []


def _passage(document: Document, page: Page, units: list[_Unit]) -> Passage:
    start, end = units[0].start, units[-1].end
    text = page.text[start:end]
    return Passage(
        passage_id=passage_id_of(document.document_id, page.number, start, text),
        document_id=document.document_id,
        page_start=page.number,
        page_end=page.number,
        start=start,
        end=end,
        text=text,
        heading_path=_below_title(units[0].block.heading_path, document.metadata.title),
        kind=_kind_of(units),
    )


def _below_title(path: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The headings without the document's own title, which every passage has anyway."""
    return path[1:] if path and _same_title(path[0], title) else path


def _same_title(heading: str, title: str) -> bool:
    one, other = sorted((plain(heading), plain(title)), key=len)
    return one == other or (len(one) > 12 and one in other)


def _kind_of(units: Sequence[_Unit]) -> Kind:
    """The kind that holds most of the text."""
    sizes: dict[Kind, int] = {}
    for unit in units:
        sizes[unit.block.kind] = sizes.get(unit.block.kind, 0) + unit.end - unit.start
    return max(sizes, key=lambda kind: sizes[kind])
