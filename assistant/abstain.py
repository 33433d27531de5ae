"""The courage to abstain: how likely it is that the best evidence found answers a question."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from assistant.evidence import Scored, names_in
from assistant.question import Kind, Part
from assistant.question.words import STOP, content_words
from assistant.typed import Asks, asks, holds
from corpus.taxonomy import Taxonomy
from ingest.readable import readable

_LEADING, _BEST, _FIRST = 5, 3, 2
# A nation or a partnership is often left unsaid by its own publications; a town never is.
_TELLING = ("region", "local area")
# Capitals inside a sentence; the first word has one anyway.
_NAMES = re.compile(r"(?<!^)(?<![.?!] )\b(?:[A-Z][a-z]\w+|[A-Z]{2,})\b")
_HERE = frozenset(("UK", "Great Britain"))
# What sort of thing a name is of: "the Place Fellows scheme" need not be called a scheme.
_SORTS = frozenset(content_words("scheme programme project partnership initiative"))
_MEASURE = re.compile(
    r"\bwhat (?:(?:is|are|was|were) (?:the )?)?((?:[\w-]+ ){0,3}?[\w-]+) "
    r"(?:of|for|in|to|per|did|does|was|were|is|are|has|have)\b",
    re.IGNORECASE,
)

# What any quantity is called: "412 jobs" is a total number that nobody calls so.
_ANY_QUANTITY = frozenset(
    content_words(
        "total number amount figure size value level overall annual yearly average mean current "
        "latest estimated expected exact main combined whole"
    )
)
_FOUND_ON = re.compile(
    r"\b(?:found|concluded|reported|learnt|shown|findings .{3,60}) (?:about|on) "
    r"((?:[a-z-]+ ){1,3}[a-z-]+)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Signs:
    """What the leading sentences say about whether they answer; higher is better for each.

    measure: the largest share of the words of the quantity asked for ("unit cost") that a leading
    sentence has, or of the topic of findings asked for that a leading passage has; 1.0 if neither
    is asked for by a name of two words or more.

    similarity: best cosine of a leading sentence, in [-1, 1]. topic: share of the part's word
    weight, names aside, that the best leading sentence holds, in [0, 1]. places: 1.0 if every
    town or region asked about is named by a leading passage or its publication (where a figure,
    date or name is asked for, by one of the first that hold it), else 0.0. passage: best cosine
    of a leading sentence's passage. named: the largest share of the names asked about, nations
    aside, that one leading passage holds with its title, as they are written; 1.0 if no name is
    asked about. holds: how far a leading sentence holds what is asked for (`typed.holds`), less
    where `places` is 0.0. relevance: the best logit that the relevance model gave a sentence;
    None if none was read. relevances: the mean of the best three of the leading ones.
    """

    similarity: float
    topic: float
    places: float
    passage: float
    measure: float
    named: float
    holds: float
    relevance: float | None = None
    relevances: float | None = None


# Logistic weights for Signs in order, and the constant: assistant/README.md, "Abstaining". The
# second ones where a model has read the sentences.
WEIGHTS = (3.8, 0.9, 0.95, 2.85, 0.5, 0.6, 0.6)
BIAS = -6.8
READ_WEIGHTS = (0.0, 0.0, 0.41, 0.0, 0.27, 1.06, 2.72, 0.7, 0.22)
READ_BIAS = -1.6
# By rule alone 0.14 is then as little as 0.35 is.
_FAR_OFF = 2.45
# A logit at which a sentence is surely no answer, whatever figure stands in it.
_HOPELESS = -6.0
# How far above the threshold an answer is sure, as a share of what is left above it.
_SURER = 0.59
# Below it no sentence has a thing of the kind asked for beside what it is asked of.
_GIVES = 0.5
# A sum given beside less than half of the names asked about is of something else.
_NAMED = 0.5
_ELSEWHERE = 0.4


def signs(
    part: Part, scored: Sequence[Scored], weight_of: Mapping[str, float], taxonomy: Taxonomy
) -> Signs | None:
    """The signs for one part, or None when nothing was found at all. `weight_of` as in `score`."""
    if not scored:
        return None
    leading = scored[:_LEADING]
    logits = [s.relevance for s in scored if s.relevance is not None]
    best = sorted((s.relevance for s in leading if s.relevance is not None), reverse=True)[:_BEST]
    names = names_in(part.query)
    aside = names | _SORTS if names else names
    topic = {word: weight for word, weight in weight_of.items() if word not in aside}
    there = _places_named(part, leading, taxonomy)
    held = max(_held(part, s) for s in leading)
    if asks(part.kind, part.text) is Asks.ADVICE:
        # Findings on the matter are near to advice on it.
        held = max(held, _ELSEWHERE)
    asked = names_asked_about(part, taxonomy)
    return Signs(
        similarity=max(s.similarity for s in leading),
        topic=max(_share(topic, s.sentence.own) for s in leading),
        places=float(there),
        passage=max(s.passage for s in leading),
        measure=_measure_named(part, leading),
        named=max(share_named(asked, s) for s in leading),
        # The country's total is near to what a town got, and is not it.
        holds=held if there or asks(part.kind, part.text) is Asks.TEXT else _ELSEWHERE * held,
        relevance=max(logits, default=None),
        relevances=sum(best) / len(best) if best else None,
    )


def gives(part: Part, found: Signs) -> bool:
    """Whether a leading sentence gives what is asked for; if not it is only near to it."""
    is_text = asks(part.kind, part.text) is Asks.TEXT
    return found.holds >= _GIVES and (is_text or found.named >= _NAMED)


def probability(found: Signs | None) -> float:
    """The estimated probability, in [0, 1], that a part with these signs is answered."""
    if found is None:
        return 0.0
    by_rule = _logistic(WEIGHTS, BIAS, astuple(found)[: len(WEIGHTS)])
    if found.relevance is None:
        return by_rule
    # What has nothing to do with the question by every other sign no logit makes an answer.
    return min(_logistic(READ_WEIGHTS, READ_BIAS, astuple(found)), by_rule * _FAR_OFF)


def surely(threshold: float) -> float:
    """The probability from which on an answer is called one; below it what is quoted is near.

    >>> round(surely(0.35), 3)
    0.734
    """
    return threshold + _SURER * (1 - threshold)


def _logistic(weights: Sequence[float], constant: float, values: Sequence[float]) -> float:
    total = constant + sum(w * v for w, v in zip(weights, values, strict=True))
    return 1 / (1 + math.exp(-total))


def _share(weight_of: Mapping[str, float], held: frozenset[str]) -> float:
    total = sum(weight_of.values())
    return sum(w for word, w in weight_of.items() if word in held) / total if total else 1.0


def names_asked_about(part: Part, taxonomy: Taxonomy) -> frozenset[str]:
    """The words of the names in a part, nations aside, as they are written."""
    nations = {
        part.text[mention.start : mention.end]
        for mention in taxonomy.places_in(part.text)
        if mention.name in _HERE or taxonomy.nation_of(mention.name) == mention.name
    }
    known = {word for place in nations for word in place.split()}
    names = _NAMES.findall(part.text)[:12]
    return frozenset(name for name in names if name not in known and name.lower() not in STOP)


def share_named(asked: frozenset[str], scored: Scored) -> float:
    """The share of the names that a sentence's passage holds with its title, as they are written;
    Tower Hamlets says nothing of Hamlet. 1.0 if none is asked about."""
    text = _surroundings(scored)
    held = sum(_is_written(word, text) for word in asked)
    return held / len(asked) if asked else 1.0


def _is_written(name: str, text: str) -> bool:
    """Whether a name stands there; one with a figure in it (FORTH2O) in whatever letters."""
    flags = re.IGNORECASE if any(letter.isdigit() for letter in name) else re.NOFLAG
    return bool(re.search(rf"\b{re.escape(name)}\b", text, flags))


def holds_asked(part: Part, scored: Scored) -> float:
    """How far a sentence holds what is asked for, in its surroundings (`typed.holds`)."""
    around = f"{_surroundings(scored)} {scored.sentence.hit.metadata.published or ''}"
    # A footnote mark on a figure would make it another.
    said = readable(scored.sentence.text)
    return holds(part, said, readable(around), is_row=scored.sentence.is_row)


def _held(part: Part, scored: Scored) -> float:
    if scored.relevance is None:
        return holds_asked(part, scored)
    hopeless = scored.relevance < _HOPELESS and asks(part.kind, part.text) is not Asks.TEXT
    return 0.0 if hopeless else scored.holds


def _surroundings(scored: Scored) -> str:
    hit = scored.sentence.hit
    read = hit.passage.rendering or hit.passage.text
    return " ".join((hit.metadata.title, *hit.passage.heading_path, read))


def _measure_named(part: Part, leading: Sequence[Scored]) -> float:
    """The largest share of the words of the quantity asked for that one sentence has, or of the
    topic on which somebody is asked to have found something that one passage has."""
    quantity = _MEASURE.search(part.text) if part.kind is Kind.FIGURE else None
    found = quantity or _FOUND_ON.search(part.text)
    asked = frozenset(content_words(found.group(1))) - _ANY_QUANTITY if found else frozenset()
    # One word alone ("share", "scale") is often said in other words; two name a thing.
    if len(asked) < 2:
        return 1.0
    said = [s.sentence.own if quantity else s.sentence.around for s in leading]
    return max(len(asked & words) for words in said) / len(asked)


def _places_named(part: Part, leading: Sequence[Scored], taxonomy: Taxonomy) -> bool:
    asked = {mention.name for mention in taxonomy.places_in(part.query)}
    telling = [n for n in asked if (place := taxonomy.place(n)) and place.kind in _TELLING]
    read = leading
    if asks(part.kind, part.text) is not Asks.TEXT:
        # A figure for the whole country is none for a town that is spoken of elsewhere.
        holding = [scored for scored in leading if _held(part, scored) >= _GIVES]
        read = holding[: max(_FIRST, len(telling))] or leading
    return all(any(_about(scored, name, taxonomy) for scored in read) for name in telling)


def _about(scored: Scored, name: str, taxonomy: Taxonomy) -> bool:
    hit = scored.sentence.hit
    text = f"{hit.metadata.title}. {hit.passage.text}"
    named = {mention.name for mention in taxonomy.places_in(text)}
    return name in named or name in hit.metadata.places
