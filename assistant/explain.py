"""How an answer came about, as plain text: the plan, what was found and chosen, what decided."""

import textwrap
from collections.abc import Iterator
from dataclasses import asdict

from assistant.abstain import probability
from assistant.answer import Answer, Hit
from assistant.cite import readable
from assistant.evidence import SIGNS, WEIGHTS, Scored
from assistant.pipeline import Workings
from assistant.question import Plan
from assistant.reading import PartEvidence
from assistant.rerank import worths

_SENTENCES = 5

# Less than this is rounded away.
_SHOWN = 0.005


def explain_text(workings: Workings, threshold: float) -> str:
    """The workings of an answer, section by section. threshold: below it a part is not answered."""
    return "\n".join(_lines(workings, threshold)) + "\n"


def _lines(workings: Workings, threshold: float) -> Iterator[str]:
    yield from _plan(workings.plan)
    if workings.answer.hits:
        yield "\nPassages, best first (relevance in logits, similarity as cosine, keyword rank)"
        for rank, hit in enumerate(workings.answer.hits, start=1):
            yield _passage(rank, hit)
    quoted = {c.quote for c in workings.answer.citations}
    for evidence in workings.evidence:
        yield from _part(evidence, threshold, quoted)
    yield from _outcome(workings.answer)


def _plan(plan: Plan) -> Iterator[str]:
    yield "How the question is read"
    yield f"  {plan.standalone}"
    for part in plan.parts:
        premise = ", taken for granted" if part.premise else ""
        yield f"  part: {part.text} (asks for: {part.kind}{premise}); searched: {part.query}"
    for name, held in (
        ("compares", [side.label for side in plan.sides]),
        ("places", plan.places),
        ("nations", plan.nations),
        ("years", plan.years),
    ):
        if held:
            yield f"  {name}: {', '.join(held)}"
    if plan.latest:
        yield "  the newest is asked for"
    if plan.declined:
        yield f"  not ours: {plan.declined.reason}"


def _passage(rank: int, hit: Hit) -> str:
    relevance = "not read" if hit.relevance is None else f"{hit.relevance:+.2f}"
    keyword = f"keyword {hit.lexical_rank}" if hit.lexical_rank else "no keyword match"
    title = textwrap.shorten(hit.metadata.title, 60, placeholder=" …")
    place = f"p. {hit.passage.page_start}"
    return f"  {rank:2}. {relevance:>8}  {hit.similarity:.2f}  {keyword}: {title}, {place}"


def _part(evidence: PartEvidence, threshold: float, quoted: set[str]) -> Iterator[str]:
    yield f"\nSentences for: {evidence.part.text}"
    for scored in evidence.scored[:_SENTENCES]:
        yield from _sentence(scored, quoted)
    if evidence.signs is None:
        yield "  nothing was found"
        return
    told = ", ".join(
        f"{name} {value:.2f}" for name, value in asdict(evidence.signs).items() if value is not None
    )
    nearest = "only the nearest" if evidence.is_likely(threshold) else "not answered"
    verdict = "answered" if evidence.is_answered(threshold) else nearest
    is_of_side = evidence.probability > probability(evidence.signs)
    whose = ", of the side less is known of" if is_of_side else ""
    likely = f"{evidence.probability:.2f}{whose}, {verdict} (threshold {threshold:.2f})"
    yield f"  probability {likely}: {told}"


def _sentence(scored: Scored, quoted: set[str]) -> Iterator[str]:
    mark = "*" if any(scored.sentence.text in quote for quote in quoted) else " "
    gained = ", ".join(f"{name} {value:+.2f}" for name, value in _gained(scored))
    yield f" {mark}{scored.score:6.2f} = {gained}"
    yield textwrap.indent(
        textwrap.shorten(readable(scored.sentence.text), 160, placeholder=" …"), "         "
    )


def _gained(scored: Scored) -> list[tuple[str, float]]:
    """What each thing that speaks for a sentence adds to its score; "more": what being the newest,
    on the topic of a partnership or of its own figure adds."""
    gained = [(name, w * getattr(scored, name)) for name, w in zip(SIGNS, WEIGHTS, strict=True)]
    if scored.relevance is not None:
        gained = list(worths(scored))
    more = scored.score - sum(value for _, value in gained)
    return [*gained, ("more", more)] if abs(more) > _SHOWN else gained


def _outcome(answer: Answer) -> Iterator[str]:
    yield f"\nOutcome: {answer.status}, {len(answer.claims)} claims (quoted sentences have a *)"
    seconds = answer.provenance.seconds
    yield "Seconds: " + ", ".join(f"{stage} {spent:.3f}" for stage, spent in seconds.items())
    models = answer.provenance.models
    yield "Models: " + ", ".join(f"{use} {name}" for use, name in models.items())
