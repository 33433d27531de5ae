"""How much is enough: which further sentences are worth a busy reader's time beside the first."""

import re
from collections.abc import Iterator, Sequence

from assistant.evidence import Scored
from assistant.question import Kind, Part, Plan
from assistant.question.words import content_words, words

# Asked for several things, a reader expects several voices though none says it all.
SEVERAL = (Kind.LIST, Kind.OTHER, Kind.WHY)

# A further sentence is worth a busy reader's time only when it scores nearly as well as the first.
_MARGIN, _MARGIN_SEVERAL = 0.35, 0.6
# Scores of sentences that the relevance model has read lie so much further apart.
_MARGIN_READ, _MARGIN_READ_SEVERAL = 1.5, 2.7
# Of the first sentences that are heard so well, or lead by so much, nearly all are right.
_HEARD_WELL, _LEADS = 1.0, 0.6
_MARGIN_SURE, _MARGIN_SURE_SEVERAL = 0.3, 1.0
# Of right sentences 95% have a logit at most so far below the best, of wrong ones half.
_HEARD = 3.0
# Of further ones that graders saw, one in eight of those heard less than this answers.
_LEAST_HEARD = -3.0
_MARGIN_SERVED = 0.05
_LONGEST = 900
# Who asks for one of these is content with one sentence that gives it.
_ASKS_ONE = (Kind.FIGURE, Kind.WHO, Kind.WHEN, Kind.DEFINITION, Kind.YES_NO)
_JOINED = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


def worth_saying(
    plan: Plan, part: Part, scored: Sequence[Scored], *, served: bool
) -> Iterator[Scored]:
    """The sentences of a part that are worth saying, in their order.

    served: whether the first answers an earlier part as well.
    """
    if not scored:
        return
    least = scored[0].score - (_MARGIN_SERVED if served else _margin(plan, part, scored))
    best = max((s.relevance for s in scored if s.relevance is not None), default=0.0)
    enough = best - _HEARD
    if best >= _LEAST_HEARD:
        enough = max(enough, _LEAST_HEARD)
    for s in scored:
        heard = s is scored[0] or s.relevance is None or s.relevance >= enough
        if heard and s.score >= least and len(s.sentence.text) <= _LONGEST:
            yield s


def _margin(plan: Plan, part: Part, scored: Sequence[Scored]) -> float:
    """How far below the first a sentence may score."""
    several = any(one.kind in SEVERAL for one in plan.parts)
    if scored[0].relevance is None:
        return _MARGIN_SEVERAL if several else _MARGIN
    if not _is_sure(scored):
        return _MARGIN_READ_SEVERAL if several else _MARGIN_READ
    # Of the latest several are shown, for a reader to see what came after what.
    if part.kind in _ASKS_ONE and not plan.latest and _serves_all(part, scored[0]):
        return _MARGIN_SURE
    return _MARGIN_SURE_SEVERAL if several else _MARGIN_READ


def _is_sure(scored: Sequence[Scored]) -> bool:
    first = scored[0]
    leads = len(scored) < 2 or first.score - scored[1].score >= _LEADS
    return leads or (first.relevance or 0.0) >= _HEARD_WELL


def _serves_all(part: Part, scored: Scored) -> bool:
    """Whether the sentence names what else is asked about: in "how much for the Hub and for each
    partnership" the word after "and" that tells."""
    for joined in _JOINED.finditer(part.text):
        telling = (content_words(word) for word in words(part.text[joined.end() :]))
        if not scored.sentence.own.issuperset(next(filter(None, telling), ())):
            return False
    return True
