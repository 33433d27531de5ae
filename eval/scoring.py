"""One reply against one turn: every measure that is defined for it, and what went wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from eval import gold, measures, support
from eval.cases import Turn
from eval.contract import AnswerRecord, CitationRecord
from eval.matching import answer_text, holds, is_met, opening_of
from eval.page_text import Rule, for_scan
from eval.reply import Reply
from eval.support import Supports

FOUND_WITHIN = 10
OPENING_WORDS = 150
OPENING_SUFFIX = f"@{OPENING_WORDS}w"

FindQuote = Callable[[Path, int, str], Rule]


@dataclass(frozen=True)
class Score:
    """A share as numerator and denominator, so that shares add up over questions.

    A mean of per-question values has denominator 1 per question; a rate over citations has their
    number; a refusal measure has the turns it counts.
    """

    numerator: float
    denominator: float = 1.0


class LostAt(StrEnum):
    """The first stage at which a right answer was lost, told from the outside."""

    NOWHERE = "nowhere"
    ERROR = "error"
    RETRIEVAL = "retrieval: no judged page among the pages found"
    RANKING = "ranking: a judged page was found, but not among the first ten"
    ABSTENTION = "abstention: refused although a judged page was among the first ten"
    SELECTION = "selection: a judged page was among the first ten, the right words were not chosen"
    WORDS = "words: a judged page is cited, yet an expected point is missing"
    STATUS = "status: answered where it should not have, or the other way round"
    QUOTE = "quote: a quote is not on its page"


@dataclass(frozen=True)
class CitationCheck:
    """A citation seen by the suite: is it right, and by which rule its quote was found."""

    citation: CitationRecord
    right: bool | None
    rule: Rule


@dataclass(frozen=True)
class TurnScore:
    """Everything measured on one turn. points: per expected point, whether it is made.

    checks: per claim, per citation. first_gold: rank of the first judged page, None if not found.
    """

    scores: Mapping[str, Score]
    points: tuple[bool, ...]
    checks: tuple[tuple[CitationCheck, ...], ...]
    first_gold: int | None
    problems: tuple[str, ...]
    lost_at: LostAt


def score_turn(
    turn: Turn, reply: Reply, find_quote: FindQuote, supports: Supports | None = None
) -> TurnScore:
    """Measure one reply. supports: the judge; without one the judged measures are left out."""
    answer = reply.answer
    points = tuple(is_met(point, answer) for point in turn.points)
    checks = tuple(
        tuple(_check(citation, turn, find_quote) for citation in claim.citations)
        for claim in answer.claims
    )
    flags = gold.page_flags(reply.ranking, turn.gold) if turn.gold else ()
    problems = _problems(turn, answer, points, checks)
    scores = {
        **_retrieval(turn, flags),
        **_points(turn, answer),
        **_citations(turn, answer, checks),
        **(_judged(answer, supports) if supports else {}),
        **_refusal(turn, refused=answer.refused),
        "right_status": Score(float(answer.status in turn.statuses)),
        "words": Score(sum(len(claim.text.split()) for claim in answer.claims)),
        "seconds": Score(reply.seconds),
        "passed": Score(float(not problems)),
    }
    first = next((rank for rank, is_gold in enumerate(flags, 1) if is_gold), None)
    lost = _lost_at(turn, answer, checks, first) if problems else LostAt.NOWHERE
    return TurnScore(scores, points, checks, first, problems, lost)


def failed_turn(turn: Turn, error: str) -> TurnScore:
    """A turn whose system crashed: it found nothing, said nothing and refused nothing."""
    nothing = {
        **_retrieval(turn, ()),
        **_points(turn, None),
        **_evidence(turn, ()),
        **_refusal(turn, refused=False),
        "right_status": Score(0.0),
        "passed": Score(0.0),
    }
    points = (False,) * len(turn.points)
    return TurnScore(nothing, points, (), None, (f"failed: {error}",), LostAt.ERROR)


def _check(citation: CitationRecord, turn: Turn, find_quote: FindQuote) -> CitationCheck:
    right = gold.is_right(citation, turn.gold) if turn.gold else None
    return CitationCheck(
        citation,
        right,
        for_scan(find_quote(Path(citation.path), citation.page, citation.quote), citation.read_by),
    )


def _retrieval(turn: Turn, flags: Sequence[bool]) -> dict[str, Score]:
    if not turn.gold:
        return {}
    recalls = {f"recall@{k}": Score(measures.recall_at(flags, k)) for k in (1, 5, 10)}
    return {**recalls, "mrr@10": Score(measures.reciprocal_rank(flags))}


def _points(turn: Turn, answer: AnswerRecord | None) -> dict[str, Score]:
    """Over the whole answer, and over its first words, where answers of any length are equal."""
    if not turn.points or turn.refusal_expected:
        return {}
    opening = opening_of(answer, OPENING_WORDS) if answer else None
    return {
        **_points_in(turn, answer, ""),
        **_points_in(turn, opening, OPENING_SUFFIX),
    }


def _points_in(turn: Turn, answer: AnswerRecord | None, suffix: str) -> dict[str, Score]:
    met = [answer is not None and is_met(point, answer) for point in turn.points]
    vital = [made for made, point in zip(met, turn.points, strict=True) if point.vital]
    scores = {f"point_recall{suffix}": Score(measures.point_recall(met))}
    if not suffix:
        weights = [point.vital for point in turn.points]
        scores["weighted_points"] = Score(measures.weighted_point_recall(met, weights))
    if vital:
        scores[f"must_contain{suffix}"] = Score(measures.must_contain(vital))
        if not suffix:
            scores["vital_points"] = Score(measures.point_recall(vital))
    return scores


def _citations(
    turn: Turn, answer: AnswerRecord, checks: Sequence[Sequence[CitationCheck]]
) -> dict[str, Score]:
    flat = [check for claim in checks for check in claim]
    scores = _evidence(turn, answer.citations)
    if flat:
        counted = [check for check in flat if check.rule is not Rule.SCANNED]
        if counted:
            found = sum(check.rule.opens for check in counted)
            scores["quote_validity"] = Score(found, len(counted))
    if turn.gold and answer.claims:
        right = [[bool(check.right) for check in claim] for claim in checks]
        scores["citation_recall"] = Score(measures.citation_recall(right))
        if flat:
            scores["citation_precision"] = Score(measures.citation_precision(right))
            first = gold.place_of(flat[0].citation)
            scores["page_accuracy"] = Score(float(any(gold.on_page(first, s) for s in turn.gold)))
    return scores


def _evidence(turn: Turn, citations: Sequence[CitationRecord]) -> dict[str, Score]:
    if not turn.gold:
        return {}
    cited = [any(gold.supports(c, span) for c in citations) for span in turn.gold]
    return {"evidence_recall": Score(measures.evidence_recall(cited))}


def _judged(answer: AnswerRecord, supports: Supports) -> dict[str, Score]:
    """What a judge says of the claims beside their quotes, and beside all that was found."""
    if not answer.claims:
        return {}
    cited = [(claim.text, [c.quote for c in claim.citations]) for claim in answer.claims]
    quotes = [quote for _, own in cited for quote in own]
    evidence = "\n\n".join([*quotes, *(hit.text for hit in answer.hits)])
    scores = {
        "alce_recall": Score(support.alce_citation_recall(cited, supports)),
        "faithfulness": Score(
            support.faithfulness([claim for claim, _ in cited], evidence, supports)
        ),
    }
    if (precision := support.alce_citation_precision(cited, supports)) is not None:
        scores["alce_precision"] = Score(precision)
    numbers = [support.number_fidelity(claim, "\n".join(own)) for claim, own in cited]
    if total := sum(wanted for _, wanted in numbers):
        scores["number_fidelity"] = Score(sum(found for found, _ in numbers), total)
    return scores


def _refusal(turn: Turn, *, refused: bool) -> dict[str, Score]:
    """Counts whose sums give the set-level measures of `measures`; a test holds them equal."""
    if turn.refusal_expected is None:
        return {}
    expected = turn.refusal_expected
    hit = float(expected and refused)
    return {
        "refusal_precision": Score(hit, float(refused)),
        "refusal_recall": Score(hit, float(expected)),
        "refusal_f1": Score(2 * hit, float(expected) + float(refused)),
        "false_refusals": Score(float(refused and not expected), float(not expected)),
    }


def _problems(
    turn: Turn,
    answer: AnswerRecord,
    points: Sequence[bool],
    checks: Sequence[Sequence[CitationCheck]],
) -> tuple[str, ...]:
    problems = []
    if answer.status not in turn.statuses:
        allowed = " or ".join(sorted(turn.statuses))
        problems.append(f"status {answer.status}, expected {allowed}")
    if not turn.refusal_expected:
        missed = zip(turn.points, points, strict=True)
        problems += [f"point missing: {p.text}" for p, made in missed if p.vital and not made]
    text = answer_text(answer)
    problems += [f"says {word!r}, which it must not" for word in turn.must_not if holds(text, word)]
    for check in (check for claim in checks for check in claim):
        if not check.rule.opens:
            where = f"{Path(check.citation.path).name} page {check.citation.page}"
            problems.append(f"quote {check.rule.value}: {where}")
    return tuple(problems)


def _lost_at(
    turn: Turn,
    answer: AnswerRecord,
    checks: Sequence[Sequence[CitationCheck]],
    first: int | None,
) -> LostAt:
    answerable = turn.refusal_expected is False
    if not all(check.rule.opens for claim in checks for check in claim):
        return LostAt.QUOTE
    if turn.gold and first is None:
        return LostAt.RETRIEVAL
    if first is not None and first > FOUND_WITHIN:
        return LostAt.RANKING
    if answerable and answer.refused:
        return LostAt.ABSTENTION
    if answer.status not in turn.statuses or not turn.gold:
        return LostAt.STATUS
    cited = any(check.right for claim in checks for check in claim)
    return LostAt.WORDS if cited else LostAt.SELECTION
