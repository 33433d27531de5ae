"""The editions of one work in order of time."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.editions import Link


@dataclass(frozen=True)
class Member:
    """A document of a work. order: as in `versions.Version`. is_note: a note on the publication."""

    seq: int
    published: str | None
    order: tuple[int, tuple[int, ...]]
    is_note: bool = False


@dataclass(frozen=True)
class _Edition:
    """Documents that are the same version: copies, formats, a note with its publication."""

    seqs: frozenset[int]
    published: str
    order: tuple[int, tuple[int, ...]]


def in_order(members: Sequence[Member], links: Sequence[tuple[int, int, Link]]) -> dict[int, int]:
    """Number of the edition that each document is, 1 for the oldest.

    By date as far as all are dated alike, then by the version words of the titles; what replaces
    another comes after it whatever the dates say. Editions that nothing orders share a number.

    >>> a, b = Member(1, "2013-04", (0, ())), Member(2, "2012-06", (0, ()))
    >>> in_order([a, b], [(1, 2, Link.EDITION)])
    {2: 1, 1: 2}
    """
    editions = _editions(members, links)
    dated = [edition.published for edition in editions if edition.published]
    width = min(map(len, dated)) if len(dated) == len(editions) else 0

    def key(edition: _Edition) -> tuple[str, tuple[int, tuple[int, ...]]]:
        return edition.published[:width], edition.order

    line = sorted(editions, key=key)
    replaced = [(a, b) for a, b, link in links if link is Link.SUPERSEDES]
    line = _after_what_they_replace(line, replaced)
    numbers: dict[int, int] = {}
    number, level = 0, frozenset[int]()
    for at, edition in enumerate(line):
        replaces = any(a in edition.seqs and b in level for a, b in replaced)
        if at == 0 or replaces or key(line[at - 1]) != key(edition):
            number, level = number + 1, frozenset()
        level |= edition.seqs
        numbers |= dict.fromkeys(sorted(edition.seqs), number)
    return numbers


def _editions(members: Sequence[Member], links: Sequence[tuple[int, int, Link]]) -> list[_Edition]:
    group = {member.seq: {member.seq} for member in members}
    for first, second, link in links:
        if link in (Link.COPY, Link.ENTRY) and group[first] is not group[second]:
            joined = group[first] | group[second]
            group |= dict.fromkeys(joined, joined)
    by_seq = {member.seq: member for member in members}
    editions = []
    for seqs in {frozenset(seqs) for seqs in group.values()}:
        of = [by_seq[seq] for seq in sorted(seqs)]
        # The publication's own date counts before that of a note on it.
        dates = [m.published for m in of if m.published and not m.is_note]
        dates = dates or [m.published for m in of if m.published]
        editions.append(_Edition(seqs, min(dates, default=""), max(m.order for m in of)))
    return sorted(editions, key=lambda edition: min(edition.seqs))


def _after_what_they_replace(
    line: list[_Edition], replaced: Sequence[tuple[int, int]]
) -> list[_Edition]:
    # Each round puts at least one pair right; pairs that contradict each other end with the rounds.
    for _ in range(len(replaced)):
        place = {seq: at for at, edition in enumerate(line) for seq in edition.seqs}
        wrong = [(a, b) for a, b in replaced if place[a] < place[b]]
        if not wrong:
            break
        newer, older = wrong[0]
        moved = line.pop(place[newer])
        line.insert(place[older], moved)
    return line
