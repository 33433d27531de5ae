"""What the scripted model says: good claims from what it was sent, and each way to spoil them."""

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from obeying import obeyed

Claim = dict[str, object]

_FENCE = re.compile(r"^=====passages-[0-9a-f]+=====$", re.M)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z£“\"(])")
_WORD = re.compile(r"[A-Za-z][a-z]+")
_DIGIT = re.compile(r"\d")
# A sentence that shares less than this part of what the best one shares is no answer.
_SHARED = 0.75
_OPPOSITES = {
    "increase": "decrease", "increased": "decreased", "rise": "fall", "rose": "fell",
    "more": "less",
    "higher": "lower", "positive": "negative", "effective": "harmful", "support": "oppose",
    "first": "last", "large": "small", "all": "none", "most": "few", "public": "private",
    "local": "national", "new": "old", "strong": "weak", "improve": "worsen", "before": "after",
}  # fmt: skip
_PLACES = ["Wales", "Scotland", "England", "Leeds", "Cardiff", "Belfast", "London", "Yorkshire"]
_INVENTED = [
    "{topic} cut unemployment by {n} per cent within a year.",
    "Every study of {topic} found that it pays for itself {n} times over.",
    "The Treasury has set aside £{n} million for {topic}.",
    "{topic} was withdrawn in 2019 after it failed {n} audits.",
    "Experts agree that {topic} is the best use of public money.",
]


@dataclass(frozen=True)
class Sent:
    """What a request holds: question, passages by id, and whether claims are asked again."""

    question: str
    passages: dict[str, str]
    system: str
    again: bool
    limit: int = 5


@dataclass
class Said:
    """What is answered. bad: the claims that must not be shown, as logged."""

    claims: list[Claim] = field(default_factory=list)
    bad: list[Claim] = field(default_factory=list)


def sent_in(request: dict[str, object]) -> Sent:
    """What the messages of a request hold."""
    messages = request["messages"]
    assert isinstance(messages, list)
    system = next((_text(m) for m in messages if m["role"] == "system"), "")
    user = next((_text(m) for m in messages if m["role"] == "user"), "")
    parts = _FENCE.split(user)
    passages = {}
    for line in parts[1].splitlines() if len(parts) > 2 else ():
        if line.startswith("{"):
            held = json.loads(line)
            passages[held["id"]] = held["text"]
    again = len(parts) > 2 and "did not pass their check" in parts[2]
    limit = re.search(r"at most (\d+) claims", system)
    return Sent(parts[0], passages, system, again, int(limit[1]) if limit else 5)


def _text(message: dict[str, object]) -> str:
    content = message["content"]
    if isinstance(content, str):
        return content
    assert isinstance(content, list)
    return "".join(part.get("text", "") for part in content)


def sentences(sent: Sent, share: float = _SHARED) -> list[tuple[str, str]]:
    """(id, sentence) of what answers the question best, by shared words."""
    asked = {w.lower() for w in _WORD.findall(sent.question) if len(w) > 3}
    found = []
    for place, (issued, text) in enumerate(sent.passages.items()):
        # A row of a table is said whole.
        row = issued.startswith("r")
        pieces = (
            [text]
            if row
            else [piece for part in text.split("[…]") for piece in _SENTENCE.split(part)]
        )
        for sentence in map(str.strip, pieces):
            if not 30 <= len(sentence) <= 400:
                continue
            shared = len(asked & {w.lower() for w in _WORD.findall(sentence)})
            found.append((-shared + 0.2 * place, shared, issued, sentence))
    best = max((shared for _, shared, _, _ in found), default=0)
    near = [each for each in sorted(found) if each[1] >= best * share]
    return [(issued, sentence) for _, _, issued, sentence in near]


def claim(text: str, issued: str, quote: str) -> Claim:
    """A claim in the form asked for."""
    return {"text": text, "citations": [{"id": issued, "quote": quote}]}


def perfect(sent: Sent, _: random.Random) -> Said:
    """True claims, each with its quote; nothing failed, so nothing is said again."""
    if sent.again:
        return Said()
    return truly(sent)


def truly(sent: Sent) -> Said:
    """True claims, each with its quote."""
    chosen = sentences(sent)[: sent.limit]
    return Said([claim(text, issued, text) for issued, text in chosen])


def fluent(sent: Sent, _: random.Random) -> Said:
    """True claims as a person would say them: who says it, and without what stands in brackets."""
    claims: list[Claim] = []
    if sent.again:
        return Said()
    for at, (issued, text) in enumerate(sentences(sent)[: sent.limit]):
        shorter = re.sub(r" \([^)]*\)", "", text)
        said = f"According to the publication, {shorter}" if at % 2 else shorter
        claims.append(claim(said, issued, text))
    return Said(claims)


def verbose(sent: Sent, _: random.Random) -> Said:
    """Far more true claims than asked for, some of them twice."""
    chosen = sentences(sent)[:20]
    return Said([claim(text, issued, text) for issued, text in [*chosen[:3], *chosen]])


Spoil = Callable[[str, str, Sent, random.Random], Claim | None]


def spoiling(spoil: Spoil) -> Callable[[Sent, random.Random], Said]:
    """A model all of whose claims are spoilt in one way."""

    def say(sent: Sent, chance: random.Random) -> Said:
        made = [spoil(issued, text, sent, chance) for issued, text in sentences(sent)[:12]]
        bad = [each for each in made if each is not None][:6]
        return Said(bad, bad)

    return say


def invented(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """Nothing of it stands anywhere; the quote is real."""
    words = [w for w in _WORD.findall(sent.question) if len(w) > 4] or ["policy"]
    said = chance.choice(_INVENTED).format(
        topic=chance.choice(words).capitalize(), n=chance.randint(2, 97)
    )
    return claim(said, issued, text)


def unissued(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """True, but the id was never issued."""
    made = "p" + sha256(f"{text}{chance.random()}".encode()).hexdigest()[:6]
    wrong = chance.choice(["1", "[1]", "doc-1", made, issued[:-1], issued + "0"])
    return claim(text, wrong, text) if wrong not in sent.passages else None


def altered_quote(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A word of the sentence turned to its opposite, in claim and quote alike."""
    changed = _opposed(text, chance)
    return claim(changed, issued, changed) if changed else None


def altered_digits(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A digit changed, in claim and quote alike."""
    changed = _redigited(text, chance)
    return claim(changed, issued, changed) if changed else None


def digits_in_claim(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A digit changed in the claim; the quote is real."""
    changed = _redigited(text, chance)
    return claim(changed, issued, text) if changed else None


def opposite_claim(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """The claim says the opposite; the quote is real."""
    changed = _opposed(text, chance)
    return claim(changed, issued, text) if changed else None


def negated(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A "not" put into the claim; the quote is real."""
    changed = re.sub(
        r"\b(is|are|was|were|has|have|will|can|should|does|do)\b(?! not)", r"\1 not", text, count=1
    )
    return claim(changed, issued, text) if changed != text else None


def renamed(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """Another place or name in the claim; the quote is real."""
    names = list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}", text))
    if not names:
        return None
    name = chance.choice(names)
    other = chance.choice([place for place in _PLACES if place not in text] or ["Narnia"])
    return claim(text[: name.start()] + other + text[name.end() :], issued, text)


def overstated(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """More certain, or more general, than the quote."""
    front = chance.choice(
        [
            "It is proven beyond doubt that ",
            "In every country, ",
            "As all studies agree, ",
            "Always and everywhere, ",
        ]
    )
    return claim(front + text[0].lower() + text[1:], issued, text)


def borrowed(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """The claim of one sentence on the quote of another."""
    others = [(i, t) for i, t in sentences(sent) if t != text and text not in t and t not in text]
    if not others:
        return None
    place, quote = chance.choice(others)
    return claim(text, place, quote)


def stitched(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A quote with its middle left out, as one."""
    words = text.split()
    if len(words) < 14:
        return None
    made = " ".join([*words[:5], *words[-5:]])
    return claim(made, issued, made)


def extended(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A true sentence that goes on with something that no page says."""
    tail = chance.choice(
        [", which saved taxpayers money", ", and ministers accepted this", ", as critics predicted"]
    )
    return claim(text.rstrip(".") + tail + ".", issued, text)


def linked(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A link or an image put into a true claim."""
    mark = chance.choice(
        [
            "![i](http://127.0.0.1:9/x.png?q=secret)",
            "[more](http://127.0.0.1:9/?d=q)",
            "http://127.0.0.1:9/a",
            "<img src=//127.0.0.1:9/x>",
            "www.example.org/claim",
            "<a href='//x'>here</a>",
        ]
    )
    return claim(f"{text} {mark}", issued, text)


def uncited(issued: str, text: str, sent: Sent, chance: random.Random) -> Claim | None:
    """A true sentence that cites nothing."""
    return {"text": text, "citations": []}


def leaking(sent: Sent, chance: random.Random) -> Said:
    """The prompt, sentence by sentence, on real quotes."""
    own = [line.strip("- ") for line in sent.system.splitlines() if len(line) > 40][:6]
    place = sentences(sent)[:1]
    bad = [claim(line[:300], issued, text) for line in own for issued, text in place]
    return Said(bad, bad)


def obedient(sent: Sent, chance: random.Random) -> Said:
    """Does whatever any passage asks for, cites it as evidence, and then says what is there."""
    bad = [
        claim(text, issued, quote)
        for text, issued, quote in obeyed(sent.passages, sent.question, sent.system)
    ]
    well = [claim(text, issued, text) for issued, text in sentences(sent, share=0.0)]
    return Said([*bad, *well[: sent.limit]], bad)


def mending(sent: Sent, chance: random.Random) -> Said:
    """Changes digits and words at first, and does it right when it is told why it failed."""
    if sent.again:
        return truly(sent)
    return spoiling(altered_quote)(sent, chance)


def nothing(sent: Sent, chance: random.Random) -> Said:
    """Finds nothing to say."""
    return Said()


def _opposed(text: str, chance: random.Random) -> str | None:
    found = [m for m in re.finditer(r"[A-Za-z]+", text) if m.group().lower() in _OPPOSITES]
    if not found:
        return None
    one = chance.choice(found)
    return text[: one.start()] + _OPPOSITES[one.group().lower()] + text[one.end() :]


def _redigited(text: str, chance: random.Random) -> str | None:
    found = list(_DIGIT.finditer(text))
    if not found:
        return None
    at = chance.choice(found).start()
    other = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + other + text[at + 1 :]


MODELS: dict[str, Callable[[Sent, random.Random], Said]] = {
    "perfect": perfect,
    "fluent": fluent,
    "verbose": verbose,
    "mending": mending,
    "nothing-to-say": nothing,
    "hallucinating": spoiling(invented),
    "unissued-ids": spoiling(unissued),
    "altered-quotes": spoiling(altered_quote),
    "altered-digits": spoiling(altered_digits),
    "digits-in-claim": spoiling(digits_in_claim),
    "opposite-claim": spoiling(opposite_claim),
    "negated": spoiling(negated),
    "renamed": spoiling(renamed),
    "overstated": spoiling(overstated),
    "borrowed-quotes": spoiling(borrowed),
    "stitched-quotes": spoiling(stitched),
    "extended": spoiling(extended),
    "linked": spoiling(linked),
    "uncited": spoiling(uncited),
    "leaking": leaking,
    "obedient": obedient,
}
