"""A question's plan: read once, before anything is searched."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.question.ambiguity import Ambiguity, ambiguity_in
from assistant.question.comparison import (
    Side,
    aspect_of,
    one_of_the_funded,
    sides_of,
    with_its_name,
)
from assistant.question.followup import Resolved, stand_alone, with_name
from assistant.question.kinds import ASKS, Kind, compared_kind, kind_of
from assistant.question.scope import OutOfScope, out_of_scope, without_pasted_orders
from assistant.question.subjects import (
    Subject,
    subjects_in,
    without_mentions,
    without_subjects,
)
from assistant.question.words import content_words, words
from corpus.taxonomy import Taxonomy


@dataclass(frozen=True)
class Part:
    """One thing asked. `query` is searched: it carries the subject that `text` may only imply.

    premise: True for what the question takes for granted ("Since the Hub is led by Leeds, ..."),
    which is looked up like a question, because it may be wrong.
    """

    text: str
    query: str
    kind: Kind
    premise: bool = False


@dataclass(frozen=True)
class Plan:
    """What a question asks.

    question: as typed. standalone: understood without the conversation. parts: at least one.
    places, nations: taxonomy names met. years: four-digit years met, as text. latest: True if the
    newest is asked for. sides: the two or more things compared, () if nothing is. subjects: the
    partnerships named.
    declined: why it is not for us. ambiguity: a term with several meanings here and no hint which.
    remainder: True if it asks what is left when some are set aside ("which besides ...").
    queries: other wordings that are searched too.
    """

    question: str
    standalone: str
    parts: tuple[Part, ...]
    context: str = ""
    places: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    latest: bool = False
    sides: tuple[Side, ...] = ()
    subjects: tuple[Subject, ...] = ()
    declined: OutOfScope | None = None
    ambiguity: Ambiguity | None = None
    vague: str | None = None
    remainder: bool = False
    queries: tuple[str, ...] = ()

    @property
    def names_nothing(self) -> bool:
        """Whether no word of it can be looked for ("Tell me about it" as the first question)."""
        return not content_words(self.standalone)


_SPLIT = re.compile(
    r"[,;]\s*(?:and\s+)?(?=(?:how|what|which|who|whose|when|where|why|by when)\b)"
    r"|[,;]?\s+and\s+(?=(?:how|what|which|who|whose|when|where|why|did|does|do|is|are|was|were|has|have"
    r"|can|could|should|would|by when)\b)|(?<=[?.])\s+",
    re.IGNORECASE,
)
_PREMISE = re.compile(
    r"^\W*(?:since|given (?:that)?|as|because|considering (?:that)?|seeing that|now that)\s+"
    r"(?P<premise>(?:\S+\s+){2,}?\S+),\s+(?=(?:how|what|which|who|when|where|why|should|can|is|are)\b)",
    re.IGNORECASE,
)
# Of "the Hub is led by Leeds" it is asked who leads the Hub.
_DONE_BY = re.compile(r"(?P<what>.+?) (?:is|are|was|were) (?P<done>\w+(?:ed|n|d)) by .+", re.I)
_DOES = {"led": "leads", "run": "runs"}
_RUNS = re.compile(
    r"\bwho (?:runs?|ran|heads?|headed|leads?|manages?|is in charge of)\b|\blead organisation", re.I
)
# With so many words or fewer a query hangs on the name in it.
_FEW_WORDS = 3
# Who asks how two things differ wants to know of each.
_AT_ALL = "what it is, what it aims at and does, and for whom"
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
_REMAINDER = re.compile(r"\b(?:besides|apart from|other than|aside from|except(?: for)?)\b", re.I)
_LATEST = re.compile(r"\b(?:latest|newest|most recent|current|currently|now|still|as of)\b", re.I)
_GENERIC = frozenset(
    """
    deal fund programme program scheme project report review plan strategy grant award study
    policy pilot money budget give gave cost funding evaluation partnership initiative board
    find found say said work
""".split()
)
# Who asks how a partnership helps with net zero asks what it does on it.
_DOING = frozenset(content_words("do help support work tackle address contribute role approach"))
_DEFINITE = re.compile(
    r"\bthe (deal|fund|programme|scheme|project|report|review|plan|strategy|grant|award|study"
    r"|policy|pilot|evaluation|partnership|initiative|board)\b",
    re.I,
)


def plan_question(question: str, earlier: Sequence[str], taxonomy: Taxonomy) -> Plan:
    """Read `question` after the `earlier` stand-alone questions of the conversation."""
    asked = without_pasted_orders(" ".join(question.split()))
    resolved = stand_alone(asked, earlier)
    alone = resolved.text == asked
    text = with_its_name(asked, taxonomy) if alone else _named(resolved, taxonomy)
    mentions = [mention.name for mention in taxonomy.places_in(text)]
    subjects = subjects_in(text, taxonomy)
    return Plan(
        question=question,
        standalone=text,
        parts=tuple(replace(p, query=_queried(p, subjects, taxonomy)) for p in _parts(text)),
        context=resolved.context,
        places=tuple(dict.fromkeys(mentions)),
        nations=_nations(mentions, taxonomy),
        years=tuple(dict.fromkeys(_YEAR.findall(text))),
        latest=bool(_LATEST.search(text)),
        sides=sides_of(text, taxonomy),
        subjects=subjects,
        declined=out_of_scope(asked),
        ambiguity=ambiguity_in(text),
        vague=None if resolved.context else _vague(text),
        remainder=bool(_REMAINDER.search(text)),
    )


def _queried(part: Part, subjects: Sequence[Subject], taxonomy: Taxonomy) -> str:
    """What is searched for a part. A theme, where it is all that is asked of a partnership, is
    looked for by its name in the programme as well: "net zero" as the greener economy."""
    query = _in_full(part.query, taxonomy)
    if part.premise or not any(subject.is_named_in(query) for subject in subjects):
        return query
    asked = without_subjects(part.text, subjects)
    mentions = taxonomy.themes_in(asked)
    if not _DOING.issuperset(content_words(without_mentions(asked, mentions))):
        return query
    named = (taxonomy.theme(name) for name in dict.fromkeys(m.name for m in mentions))
    called = [theme.label.lower() for theme in named if theme and not theme.cross_cutting]
    return f"{query.rstrip('?')} ({', '.join(called)})?" if called else query


def _in_full(query: str, taxonomy: Taxonomy) -> str:
    """A query of few words with a partnership's whole name and another that says more: "FORTH2O"
    alone is little to go by.

    >>> from corpus.taxonomy import load_taxonomy
    >>> _in_full("Who leads Forth2O?", load_taxonomy())
    'Who leads FORTH2O (Stirling LPIP)?'
    """
    if len(content_words(query)) > _FEW_WORDS:
        return query
    for mention in reversed(taxonomy.places_in(query)):
        place = taxonomy.place(mention.name)
        short = len(content_words(query[mention.start : mention.end])) <= 1
        if place is None or place.kind != "partnership" or not short:
            continue
        own = frozenset(content_words(place.name))
        rest = frozenset(content_words(query))
        others = (n for n in place.other_names if not own & frozenset(content_words(n)))
        other = next((n for n in others if not frozenset(content_words(n)) <= rest), None)
        full = f"{place.name} ({other})" if other else place.name
        query = f"{query[: mention.start]}{full}{query[mention.end :]}"
    return query


def _named(resolved: Resolved, taxonomy: Taxonomy) -> str:
    """The question with the name of the partnership it points to: "the Northern Irish one"."""
    said = resolved.text.replace(f" ({resolved.context})", "") if resolved.context else ""
    name = one_of_the_funded(said or resolved.text, taxonomy)
    return f"{(said or resolved.text).rstrip('?')} ({name})?" if name else resolved.text


def side_parts(plan: Plan) -> tuple[Part, ...]:
    """Each side of a comparison as a part of its own: the question asked of that side alone."""
    topics = [_worded(aspect_of(plan.standalone, side, plan.sides)) for side in plan.sides]
    asked = [
        f"{side.label}: {topic or _AT_ALL}" for side, topic in zip(plan.sides, topics, strict=True)
    ]
    kind = compared_kind(plan.standalone, plan.parts[0].kind)
    return tuple(Part(text, text, kind) for text in asked)


def _parts(text: str) -> tuple[Part, ...]:
    """What is asked, piece by piece; a piece that asks nothing sets the scene for its neighbour."""
    pieces = [piece.strip(" ,;") for piece in _SPLIT.split(text) if piece and words(piece)]
    asked: list[str] = []
    scene = ""
    premise = _premise(text)
    for piece in pieces:
        if ASKS.match(piece.rsplit(": ", 1)[-1]) and content_words(piece):
            asked.append(f"{scene}, {piece}" if scene else piece)
            scene = ""
        elif asked:
            asked[-1] = f"{asked[-1]}, {piece}"
        else:
            scene = f"{scene} {piece}".strip()
    if len(asked) < 2 or scene:
        return (*premise, _part(text, text))
    return (*premise, _part(asked[0], asked[0]), *(_later(piece, asked[0]) for piece in asked[1:]))


def _part(text: str, query: str) -> Part:
    return Part(text, _worded(query), kind_of(text))


def _worded(query: str) -> str:
    """The query with what mostly stands where it is answered: who runs a thing is who leads it."""
    return (
        f"{_RUNS.sub('who leads', query).rstrip('?')} (led by)?" if _RUNS.search(query) else query
    )


def _premise(text: str) -> tuple[Part, ...]:
    found = _PREMISE.match(text)
    if found is None:
        return ()
    taken = found.group("premise")
    by = _DONE_BY.match(taken)
    if by is None:
        return (Part(taken, taken, Kind.OTHER, premise=True),)
    asked = f"Who {_DOES.get(by['done'].lower(), by['done'])} {by['what']} ({by['done']} by)?"
    return (Part(taken, asked, Kind.WHO, premise=True),)


def _later(piece: str, first: str) -> Part:
    """A later part, read as a follow-up of the first: "what did it cost?" says what "it" is, or is
    searched together with the first unless it names a topic of its own."""
    if named := with_name(piece, first):
        return _part(named, named)
    own = content_words(piece)
    return _part(piece, piece if len(own) >= 5 else f"{piece.rstrip('?')} ({first.rstrip('?')})")


def _nations(mentions: Sequence[str], taxonomy: Taxonomy) -> tuple[str, ...]:
    found = (taxonomy.nation_of(name) for name in mentions)
    return tuple(dict.fromkeys(nation for nation in found if nation))


def _vague(text: str) -> str | None:
    """The bare noun ("deal") when nothing in the question tells which one is meant."""
    found = _DEFINITE.search(text)
    if not found:
        return None
    telling = [word for word in content_words(text) if word not in _GENERIC]
    return found.group(1).lower() if not telling else None
