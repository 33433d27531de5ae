"""The default composer: claims are verbatim quotes, so nothing can be said that no page says."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.abstain import holds_asked
from assistant.answer import Citation, Claim, Hit, Label
from assistant.appraise import is_elsewhere
from assistant.cite import cite, readable
from assistant.compose.composer import Composed, PageOf, Task
from assistant.compose.enough import SEVERAL, worth_saying
from assistant.compose.enumerated import asks_for_so_many, counted_with
from assistant.evidence import Scored, Sentence, kind_match
from assistant.grounding.judge import Judge
from assistant.question import Kind, Part, Plan, Side
from assistant.quotable import widened, with_what_belongs, with_what_follows
from assistant.reading import PartEvidence
from assistant.sides import spoken_for
from assistant.tablequotes import row_claim
from ingest.instructions import instructs

NAME = "quoting"

_MARGIN_SIDE = 0.35
# So much less a sentence may score that answers two parts of a question at once.
_NEARLY = 0.2
_SAME_WORDS = 0.7
_ONE_THING = (Kind.FIGURE, Kind.WHO, Kind.WHEN)
_BROAD = (Kind.LIST, Kind.OTHER, Kind.WHY, Kind.CAVEAT, Kind.YES_NO)
# Words that a busy reader reads before giving up: under a minute.
_READ_AT_ONCE = 170
# Of the sixth and seventh sentences that graders saw one in ten answers: README.md, "How much".
_FEW = 5
# Of what is only near to what is asked so much says what there is.
_NEAREST = 4
_CAP = 2
# kind_match of a text that shows the figure, date or name asked for, or was asked for neither.
_SHOWS_KIND = 0.4


@dataclass(frozen=True)
class Chosen:
    """A sentence picked for the answer to a part; group: the side of a comparison it speaks for."""

    scored: Scored
    part: Part
    group: str | None = None


class QuotingComposer:
    """Quotes, and needs nothing but the evidence."""

    def begin(self) -> "QuotingComposer":
        """Itself: it keeps nothing from one answer to the next."""
        return self

    def read(self, plan: Plan, earlier: Sequence[str]) -> Plan:  # noqa: ARG002
        """The plan as it is: rules have read the question."""
        return plan

    def compose(self, task: Task) -> Generator[Claim, None, Composed]:
        """Each claim as soon as it is checked; returns what was said."""
        claims: list[Claim] = []
        for claim in claims_from(what_to_quote(task), task.page_of, task.judge):
            claims.append(claim)
            yield claim
        return Composed(NAME, tuple(claims))

    def nothing(self) -> Composed:
        """For a question that ends without anything being said."""
        return Composed(NAME)


def what_to_quote(task: Task) -> tuple[Chosen, ...]:
    """Side by side when the question compares, else part by part."""
    if compared := choose_by_side(task.plan.sides, task.of_sides, task.limit):
        return compared
    likely = [e for e in task.evidence if e.is_likely(task.threshold)]
    answered = any(e.is_answered(task.threshold) for e in task.evidence)
    limit = task.limit if answered else min(task.limit, _NEAREST)
    chosen = choose(task.plan, likely or task.evidence, limit)
    return with_the_count(chosen, task.hits, limit)


def choose(plan: Plan, evidence: Sequence[PartEvidence], limit: int) -> tuple[Chosen, ...]:
    """At most `limit` sentences, best first, every part served in turn, none said twice."""
    picked: list[Chosen] = []
    said: set[tuple[str, int, int]] = set()
    queues: list[tuple[Part, list[Scored]]] = []
    for found in evidence:
        # A part whose best sentence answers an earlier part too needs little more said.
        served = bool(found.scored) and _place(found.scored[0]) in said
        about = _serving_more_first(found.scored, found, evidence)
        queues.append((found.part, list(worth_saying(plan, found.part, about, served=served))))
        said |= {_place(scored) for scored in found.scored[:1]}
    broad = any(part.kind in _BROAD for part in plan.parts)
    if len(plan.parts) == 1 and plan.parts[0].kind is not Kind.LIST:
        limit = min(limit, _FEW)
    cap = _CAP if broad else limit
    while len(picked) < limit and any(queue for _, queue in queues):
        for part, queue in queues:
            while queue:
                candidate = queue.pop(0)
                at = _taken_in(candidate, part, picked)
                if at is not None:
                    picked[at] = Chosen(candidate, picked[at].part)
                    break
                new = not _repeats(candidate.sentence, [chosen.scored for chosen in picked])
                fits = not picked or _words([*picked, Chosen(candidate, part)]) <= _READ_AT_ONCE
                here = not _leads_elsewhere(plan, candidate, picked)
                if new and fits and here and _fair_share(candidate, picked, cap):
                    picked.append(Chosen(candidate, part))
                    break
    return tuple(picked[:limit])


def with_the_count(chosen: Sequence[Chosen], hits: Sequence[Hit], most: int) -> tuple[Chosen, ...]:
    """The sentences; where several things are asked for and one counts what it says ("The second
    aim is ..."), the whole count, of at most `most`, in its place, or first if just so many are
    asked for. What came after stays while it is soon read, or alone serves a part."""
    for at, choice in enumerate(chosen):
        several = choice.part.kind in SEVERAL
        counted = counted_with(choice.scored.sentence, hits) if several else ()
        if 1 < len(counted) <= most:
            whole = [Chosen(replace(choice.scored, sentence=s), choice.part) for s in counted]
            first = 0 if asks_for_so_many(choice.part.text, len(counted)) else at
            kept = [*chosen[:first], *whole]
            for other in chosen[first:]:
                new = not _repeats(other.scored.sentence, [one.scored for one in kept])
                alone = all(one.part is not other.part for one in kept)
                if new and (alone or _words([*kept, other]) <= _READ_AT_ONCE):
                    kept.append(other)
            return tuple(kept)
    return tuple(chosen)


def choose_by_side(
    sides: Sequence[Side], evidence: Sequence[PartEvidence], limit: int
) -> tuple[Chosen, ...]:
    """The best sentences for each side compared, two at least; () unless two are spoken of."""
    each = max(2, (limit + 1) // max(len(sides), 1))
    found: list[Chosen] = []
    taken: list[Scored] = []
    for side, of_side, spoken in zip(sides, evidence, spoken_for(sides, evidence), strict=True):
        own = 0
        for candidate in _giving_it(of_side.part, spoken):
            near = not own or candidate.score > spoken[0].score - _MARGIN_SIDE
            if own < each and near and not _repeats(candidate.sentence, taken):
                taken.append(candidate)
                found.append(Chosen(candidate, of_side.part, side.label))
                own += 1
    return tuple(found) if len({chosen.group for chosen in found}) > 1 else ()


def _giving_it(part: Part, spoken: Sequence[Scored]) -> Sequence[Scored]:
    """Of a figure, name or date compared, the sentences that give it, and all where none does."""
    if part.kind not in _ONE_THING:
        return spoken
    return [s for s in spoken if holds_asked(part, s) == 1.0] or spoken


def claims_from(chosen: Sequence[Chosen], page_of: PageOf, judge: Judge) -> Iterator[Claim]:
    """Each chosen sentence as a checked claim; one whose quote does not hold is left out."""
    said: list[Citation] = []
    for choice in chosen:
        if choice.scored.sentence.is_row:
            row = _row_claim(choice, page_of)
            if row is not None and not any(_overlap(row.citations[0], other) for other in said):
                said.append(row.citations[0])
                yield row
            continue
        citation = _citation(choice, page_of)
        if citation is None or any(_overlap(citation, other) for other in said):
            continue
        text = readable(citation.quote)
        verdict = judge.verdict(text, (citation.quote,))
        if verdict.label is Label.SUPPORTED:
            said.append(citation)
            yield Claim(text, (citation,), verdict, choice.group)


def _row_claim(choice: Chosen, page_of: PageOf) -> Claim | None:
    sentence = choice.scored.sentence
    return row_claim(sentence.hit, sentence.start, choice.part.text, choice.group, page_of)


def _citation(choice: Chosen, page_of: PageOf) -> Citation | None:
    """The sentence with as much of its neighbours as it takes to show what was asked for."""
    sentence, part = choice.scored.sentence, choice.part
    passage = sentence.hit.passage
    start, end = widened(
        passage,
        sentence.start - passage.start,
        sentence.end - passage.start,
        until=lambda text: kind_match(part.kind, part.text, text) >= _SHOWS_KIND,
    )
    start, end = with_what_belongs(passage, start, end)
    if not sentence.hit.is_note:  # each sentence of a note is a fact by itself
        start, end = with_what_follows(passage, start, end)
    if instructs(passage.text[start:end]):
        start, end = sentence.start - passage.start, sentence.end - passage.start
    page = page_of(passage.document_id, passage.page_start)
    return cite(sentence.hit, page, passage.start + start, passage.start + end)


def _leads_elsewhere(plan: Plan, candidate: Scored, picked: Sequence[Chosen]) -> bool:
    """Another nation's evidence is no further voice beside evidence of the nation asked about."""
    metadata = candidate.sentence.hit.metadata
    return is_elsewhere(plan, metadata) and any(
        not is_elsewhere(plan, choice.scored.sentence.hit.metadata) for choice in picked
    )


def _words(chosen: Sequence[Chosen]) -> int:
    return sum(len(choice.scored.sentence.text.split()) for choice in chosen)


def _overlap(first: Citation, second: Citation) -> bool:
    same_page = (first.document_id, first.page) == (second.document_id, second.page)
    return same_page and first.start < second.end and second.start < first.end


def _fair_share(candidate: Scored, picked: Sequence[Chosen], cap: int) -> bool:
    """Whether a document has not yet said its share: a broad question wants several voices."""
    return sum(_place(c.scored)[0] == _place(candidate)[0] for c in picked) < cap


def _place(scored: Scored) -> tuple[str, int, int]:
    sentence = scored.sentence
    return sentence.hit.passage.document_id, sentence.hit.passage.page_start, sentence.start


def _serving_more_first(
    scored: Sequence[Scored], found: PartEvidence, evidence: Sequence[PartEvidence]
) -> Sequence[Scored]:
    """The sentences, one that answers another part best before those that score hardly better."""
    best = {_place(e.scored[0]) for e in evidence if e is not found and e.scored}
    nearly = [s for s in scored if s.score >= scored[0].score - _NEARLY]
    more = next((s for s in nearly if _place(s) in best), None)
    return [more, *(s for s in scored if s is not more)] if more else scored


def _repeats(sentence: Sentence, picked: Sequence[Scored]) -> bool:
    """True if a picked sentence says the same: overlapping place, or mostly the same words."""
    for other in (scored.sentence for scored in picked):
        same_page = (
            other.hit.passage.document_id == sentence.hit.passage.document_id
            and other.hit.passage.page_start == sentence.hit.passage.page_start
        )
        if same_page and other.start < sentence.end and sentence.start < other.end:
            return True
        smaller = min(len(other.own), len(sentence.own)) or 1
        if len(other.own & sentence.own) / smaller >= _SAME_WORDS and _same_figures(
            other, sentence
        ):
            return True
    return False


def _taken_in(candidate: Scored, part: Part, picked: Sequence[Chosen]) -> int | None:
    """The place of the sentence, picked for another part, that this one holds; else None."""
    if any(chosen.part is part for chosen in picked):
        return None
    wide = candidate.sentence
    for at, chosen in enumerate(picked):
        held = chosen.scored.sentence
        same = _place(candidate)[:2] == _place(chosen.scored)[:2]
        if same and wide.start <= held.start and held.end <= wide.end and not held.is_row:
            return at if (wide.start, wide.end) != (held.start, held.end) else None
    return None


def _same_figures(first: Sentence, second: Sentence) -> bool:
    """Two sentences alike but for a figure do not repeat each other: they may disagree."""
    figures = [{w for w in s.own if any(c.isdigit() for c in w)} for s in (first, second)]
    return figures[0] == figures[1]
