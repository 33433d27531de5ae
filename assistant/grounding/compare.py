"""One sentence of a claim beside the evidence: what is found there, and what parts the two."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.grounding.figures import compatible, figure_findings
from assistant.grounding.names import missing_names
from assistant.grounding.senses import binds, directions, negates, opposite, reach
from assistant.grounding.wording import Token, Tokens, sentences, tokens
from assistant.verdict import Finding, FindingKind

# From this share of a sentence's tokens on, in order, it is its source's sentence with changes:
# then what stands at the place of a changed word is known.
CLOSE = 0.7
# More content words than these, left out, are a statement and not a part of one.
_OWN = 2
# Words of evidence that a model reads at once, at most.
_WINDOW = 100
# Words of time and measure: where one stands for another, the unit has changed.
_MEASURES = frozenset(
    "second minute hour day week month quarter year decade century mile kilometre metre km kg "
    "tonne ton gram acre hectare litre pence penny pound dollar euro kw mw gw kwh mwh gwh twh "
    "people person household firm job worker".split()
)


@dataclass(frozen=True)
class Evidence:
    """What is cited, read once. sentences: the tokens of each, texts: as each stands."""

    sentences: tuple[tuple[Token, ...], ...]
    texts: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(self.texts)

    @property
    def tokens(self) -> list[Token]:
        """All of it."""
        return [token for said in self.sentences for token in said]


@dataclass(frozen=True)
class Reading:
    """A sentence of a claim beside the stretch of evidence nearest to it.

    around: the stretch with what stands beside it, for a model to read. held: share of the
    sentence's content words that the stretch holds, in [0, 1]; held_anywhere: that the whole
    evidence holds. in_order: share of its tokens that stand there in this order.
    """

    sentence: str
    region: str
    around: str
    held: float
    held_anywhere: float
    in_order: float
    findings: tuple[Finding, ...]

    @property
    def against(self) -> list[Finding]:
        """The findings that speak against the sentence."""
        return [finding for finding in self.findings if not finding.agrees]


def evidence(cited: Sequence[str]) -> Evidence:
    """The texts that are cited, read for comparing."""
    said = [sentence for text in cited for sentence in sentences(text)]
    return Evidence(tuple(tuple(tokens(sentence)) for sentence in said), tuple(said))


def compared(sentence: str, known: Evidence) -> Reading:
    """One sentence of a claim beside the evidence."""
    claim = tokens(sentence)
    chosen = _region(claim, known)
    region = [token for at in chosen for token in known.sentences[at]]
    matcher = SequenceMatcher(
        None, [t.norm for t in region], [t.norm for t in claim], autojunk=False
    )
    matched = sum(block.size for block in matcher.get_matching_blocks())
    in_order = matched / len(claim) if claim else 0.0
    if in_order >= CLOSE:
        found = list(_changes(claim, region, matcher, known))
    else:
        found = list(_differences(claim, region, known))
    found += [Finding(FindingKind.NAME, name) for name in missing_names(claim, known.text)]
    return Reading(
        sentence,
        " ".join(known.texts[at] for at in chosen),
        _around(chosen, known.texts),
        _held(claim, region),
        _held(claim, known.tokens),
        in_order,
        tuple(dict.fromkeys(found)),
    )


def _held(claim: Tokens, region: Tokens) -> float:
    wanted = [token for token in claim if token.content]
    if not wanted:
        return 1.0
    norms = {token.norm for token in region}
    figures = [token for token in region if token.quantity is not None]
    held = [t.norm in norms or any(compatible(t, figure) for figure in figures) for t in wanted]
    return sum(held) / len(wanted)


def _region(claim: Tokens, known: Evidence) -> list[int]:
    """Which sentence shares most with the claim, with its neighbour where that adds much."""
    if not known.sentences:
        return []
    wanted = Counter(token.norm for token in claim if token.content)
    shared = [sum((wanted & Counter(t.norm for t in said)).values()) for said in known.sentences]
    best = max(range(len(shared)), key=shared.__getitem__)
    chosen = [best]
    for near in (best - 1, best + 1):
        if 0 <= near < len(shared):
            both = Counter(t.norm for at in (*chosen, near) for t in known.sentences[at])
            held = Counter(t.norm for at in chosen for t in known.sentences[at])
            gained = sum((wanted & both).values()) - sum((wanted & held).values())
            if gained >= 0.25 * sum(wanted.values()):
                chosen.append(near)
    return sorted(chosen)


def _around(chosen: Sequence[int], texts: Sequence[str]) -> str:
    """The chosen sentences with those before and after, in turn, up to a model's window."""
    if not chosen:
        return ""
    first, last = chosen[0], chosen[-1]
    words = sum(len(texts[at].split()) for at in range(first, last + 1))
    for step in range(2 * len(texts)):
        near = first - 1 if step % 2 == 0 else last + 1
        if not 0 <= near < len(texts) or words + len(texts[near].split()) > _WINDOW:
            continue
        words += len(texts[near].split())
        first, last = min(first, near), max(last, near)
    return " ".join(texts[first : last + 1])


def _changes(
    claim: Tokens, region: Tokens, matcher: SequenceMatcher[str], known: Evidence
) -> Iterator[Finding]:
    """What was put in, left out or exchanged in a sentence that otherwise stands there."""
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    first, last = blocks[0].a, blocks[-1].a + blocks[-1].size
    for kind, from_a, to_a, from_b, to_b in matcher.get_opcodes():
        if kind == "equal":
            continue
        there, here = region[from_a:to_a], claim[from_b:to_b]
        within = first <= from_a < last
        if not within:
            # Beyond the words shared the source goes on: only what is nearest was exchanged.
            there = there[: len(here)] if from_a >= last else there[len(there) - len(here) :]
        placed = bool(there) and (within or any(_is_figure(t) or reach(t) for t in there))
        for token in (t for t in here if _is_figure(t)):
            yield from figure_findings(token, there if placed else known.tokens, placed=placed)
        yield from _exchanged(here, there, claim[max(0, from_b - 1) : from_b], known)
        if within:
            yield from _left_out(here, there)


def _exchanged(here: Tokens, there: Tokens, before: Tokens, known: Evidence) -> Iterator[Finding]:
    for at, token in enumerate(here):
        if _is_figure(token):
            continue
        if negates(token) and not any(negates(other) for other in there):
            yield Finding(FindingKind.NEGATION, token.text, _text(there))
        turned = next((other for other in there if opposite(token, other)), None)
        if turned is not None:
            yield Finding(FindingKind.DIRECTION, token.text, turned.text)
        # Of a bound with a figure that is new too, the figure has been judged with it.
        bounds = at + 1 < len(here) and here[at + 1].bound
        if not bounds or any(reach(other) for other in there):
            yield from _further(token, there)
        if token.month and token.norm not in {other.norm for other in there or known.tokens}:
            yield Finding(FindingKind.DATE, token.text, _text(there))
        elif not there:
            continue
        elif token.named and not any(token.norm == other.norm for other in there):
            if any(other.named or other.month for other in there):
                yield Finding(FindingKind.NAME, token.text, _text(there))
        elif token.content and turned is None and len(there) <= len(here) + 1:
            after_figure = at == 0 and bool(before) and before[-1].quantity is not None
            measures = token.norm in _MEASURES and any(o.norm in _MEASURES for o in there)
            if measures or (after_figure and any(other.content for other in there)):
                yield Finding(FindingKind.UNIT, token.text, _text(there))


def _further(token: Token, there: Tokens) -> Iterator[Finding]:
    """A word that lets the statement reach further or less far than the words in its place."""
    mine = reach(token)
    if mine is None:
        return
    family, level = mine
    others = [found for other in there if (found := reach(other)) is not None]
    same = [other for other in there if (reach(other) or (None,))[0] == family]
    if same:
        changed = level not in [found[1] for other in same if (found := reach(other))]
    else:
        # A limit beside a figure, or "all" and "only" where nothing of the kind stood.
        changed = bool(others) or (family in (0, 3) and level in (1, 4)) or family == 2
    if changed and not (not there and family == 2 and level == 2):
        yield Finding(FindingKind.SCOPE, token.text, _text(same or there))


def _is_figure(token: Token) -> bool:
    return token.quantity is not None or token.norm[:1].isdigit()


def _left_out(here: Tokens, there: Tokens) -> Iterator[Finding]:
    # What is left out with words of its own said something of its own.
    told = sum(token.content for token in there)
    for token in (token for token in there if not token.aside):
        if negates(token) and told <= _OWN and not any(negates(other) for other in here):
            yield Finding(FindingKind.NEGATION, _text(here), token.text)
        elif binds(token) and not told and not any(reach(other) for other in here):
            yield Finding(FindingKind.SCOPE, _text(here), token.text)


def _differences(claim: Tokens, region: Tokens, known: Evidence) -> Iterator[Finding]:
    """What parts a sentence from a stretch that says it, if at all, in other words."""
    norms = {token.norm for token in region}
    for token in claim:
        if _is_figure(token):
            yield from figure_findings(token, known.tokens, placed=False)
        elif token.month and token.norm not in {other.norm for other in known.tokens}:
            yield Finding(FindingKind.DATE, token.text)
        elif directions(token) and token.norm not in norms:
            turned = next((other for other in region if opposite(token, other)), None)
            if turned is not None and not _same_side(token, region):
                yield Finding(FindingKind.DIRECTION, token.text, turned.text)
    mine = [token for token in claim if negates(token)]
    theirs = [token for token in region if negates(token)]
    if mine and not theirs:
        yield Finding(FindingKind.NEGATION, mine[0].text)
    if theirs and not mine and _held(claim, region) >= CLOSE:
        yield Finding(FindingKind.NEGATION, "", theirs[0].text)


def _same_side(token: Token, region: Tokens) -> bool:
    mine = set(directions(token))
    return any(mine & set(directions(other)) for other in region)


def _text(some: Tokens) -> str:
    return " ".join(token.text for token in some)
