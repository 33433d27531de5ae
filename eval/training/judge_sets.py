"""What the grounding judge learns from: a claim beside a text that supports it, or does not.

Public sets that may train (names in `eval/training/README.md`) and true sentences
damaged in the ways that matter here. None of the sets that judge is read.
"""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.catalogue import notes_folder
from eval.mutation.harmless import HARMLESS
from eval.training.damage import damaged
from eval.training.groups import rows, sentences

# How many pairs of each set are drawn, at most.
GROUNDING = {
    "begin": 2500,
    "q2_dialogue": 1000,
    "check_covid": 1500,
    "fever_symmetric": 1400,
    "fm2": 2500,
    "vitaminc_real_test": 18000,
    "fever_dev_pairs": 8000,
}
_NLI = {
    "snli_devtest": 4000,
    "cad_nli": 5000,
    "breaking_nli": 800,
    "med": 800,
    "help_conj": 400,
    "conjnli": 600,
    "negation_nli": 2200,
    "scitail_dev": 2000,
    "rte_train": 2400,
}
_WORDS = 110
# One premise in so many is kept out of training, to calibrate on.
_HELD_BACK = 7


@dataclass(frozen=True)
class Pair:
    """A claim and the text it is checked against. label: 1.0 if the text supports all of it."""

    premise: str
    claim: str
    label: float
    source: str


def labelled(folder: Path, drawn: random.Random) -> list[Pair]:
    """Pairs that people labelled, as many of each label as of the other."""
    made: list[Pair] = []
    for name, most in GROUNDING.items():
        held = [
            Pair(row["premise"], row["claim"], float(row["label"]), name)
            for row in rows(folder / f"grounding/{name}.jsonl.gz")
            if not held_back(row["premise"])
        ]
        made += _balanced(held, most, drawn)
    for name, most in _NLI.items():
        held = [
            Pair(row["premise"], row["hypothesis"], float(row["label"] == "entailment"), name)
            for row in rows(folder / f"nli/{name}.jsonl.gz")
        ]
        made += _balanced(held, most, drawn)
    return made


def lengthened(pairs: Sequence[Pair], drawn: random.Random, share: float = 0.2) -> list[Pair]:
    """Some of the pairs with sentences of other texts around the premise: evidence is rarely alone.

    A text of the same set cannot support the claim unless its own text does, so labels stand.
    """
    by_source: dict[str, list[str]] = {}
    for pair in pairs:
        by_source.setdefault(pair.source, []).append(pair.premise)
    made = []
    for pair in pairs:
        if drawn.random() > share or len(pair.premise.split()) > _WORDS / 2:
            made.append(pair)
            continue
        around = [pair.premise]
        while sum(len(text.split()) for text in around) < drawn.randint(40, _WORDS):
            other = drawn.choice(by_source[pair.source])
            around.insert(drawn.randint(0, len(around)), " ".join(other.split()[:50]))
        made.append(Pair(" ".join(around), pair.claim, pair.label, pair.source + "-long"))
    return made


def unrelated(pairs: Sequence[Pair], drawn: random.Random, count: int = 2500) -> list[Pair]:
    """Supported claims beside a text on the same thing that does not support them.

    The text is that of another claim with which it shares a name or a rare word.
    """
    by_word: dict[str, list[Pair]] = {}
    for pair in pairs:
        for word in set(pair.premise.split()):
            if word[:1].isupper() and len(word) > 4:
                by_word.setdefault(word, []).append(pair)
    made: list[Pair] = []
    order = [pair for pair in pairs if pair.label]
    drawn.shuffle(order)
    for pair in order:
        shared = [w for w in set(pair.claim.split()) if 1 < len(by_word.get(w, ())) < 30]
        if not shared:
            continue
        other = drawn.choice(by_word[drawn.choice(sorted(shared))])
        if other.premise != pair.premise and not _overlap(other.premise, pair.premise):
            made.append(Pair(other.premise, pair.claim, 0.0, "unrelated"))
        if len(made) >= count:
            break
    return made


def abstracts(folder: Path, drawn: random.Random) -> list[Pair]:
    """Conclusions of studies beside their own abstract, and beside another one."""
    found = [row for row in rows(folder / "answer/pubmedqa.jsonl.gz") if row["answers"] == ["yes"]]
    made = []
    for row in found:
        claim = sentences(row["long_answer"])[0]
        start = " ".join(row["passage"].split()[-_WORDS - 40 :])
        made.append(Pair(start, claim, 1.0, "pubmedqa"))
        other = drawn.choice(found)
        if other is not row:
            end = " ".join(other["passage"].split()[-_WORDS - 40 :])
            made.append(Pair(end, claim, 0.0, "pubmedqa"))
    return made


def true_and_damaged(
    passages: Sequence[str], drawn: random.Random, count: int = 5000
) -> list[Pair]:
    """Sentences beside the passage they stand in: as they are, and damaged in one named way."""
    made: list[Pair] = []
    order = list(passages)
    drawn.shuffle(order)
    for passage in order:
        parts = [part for part in sentences(passage) if 8 <= len(part.split()) <= 45]
        if not parts:
            continue
        claim = " ".join(drawn.choice(parts).split())
        text = around(claim, passage, drawn.randint(10, 50))
        if not text or held_back(passage):
            continue
        made.append(Pair(text, reworded(claim, drawn), 1.0, "true"))
        changed = damaged(claim, passage, drawn)
        if changed is not None:
            wrong = reworded(changed.text, drawn)
            made.append(Pair(text, wrong, 0.0, f"damaged-{changed.how}"))
        if len(made) >= count:
            break
    return made


def around(claim: str, passage: str, words: int) -> str:
    """The passage from so many words before the claim to as many after it; "" without the claim.

    >>> around("c d", "a b c d e f", 1)
    'b c d e'
    """
    before, found, after = " ".join(passage.split()).partition(claim)
    if not found:
        return ""
    parts = [*before.split()[-words:], *claim.split(), *after.split()[:words]]
    return " ".join(parts)


def reworded(claim: str, drawn: random.Random) -> str:
    """Half of the time the claim in another wording that leaves it as true as it was."""
    said = [text for rewrite in HARMLESS.values() if (text := rewrite(claim)) is not None]
    return drawn.choice(said) if said and drawn.random() < 0.5 else claim


def held_back(premise: str) -> bool:
    """Whether a premise is kept out of training, by a digest of its words."""
    return int(hashlib.sha256(premise.encode()).hexdigest(), 16) % _HELD_BACK == 0


def passages_of(folder: Path) -> list[str]:
    """Texts whose sentences are damaged: Wikipedia and abstracts of the training sets."""
    names = ("squad2_halfdev", "nq_open_oracle", "pubmedqa", "policyqa")
    found: dict[str, None] = {}
    for name in names:
        for row in rows(folder / f"answer/{name}.jsonl.gz"):
            if len(row["passage"].split()) > 30:
                found[row["passage"]] = None
    return list(found)


def judge_pairs(folder: Path, own: Sequence[str], seed: int) -> list[Pair]:
    """All pairs, in random order. own: passages of the library, for damaged sentences."""
    drawn = random.Random(seed)
    human = labelled(folder, drawn)
    made = [
        *lengthened(human, drawn),
        *unrelated(human, drawn),
        *abstracts(folder, drawn),
        *true_and_damaged(passages_of(folder), drawn, 6000),
        *true_and_damaged(own, drawn, 1500),
    ]
    drawn.shuffle(made)
    return made


def _balanced(pairs: Sequence[Pair], most: int, drawn: random.Random) -> list[Pair]:
    yes = [pair for pair in pairs if pair.label]
    no = [pair for pair in pairs if not pair.label]
    drawn.shuffle(yes)
    drawn.shuffle(no)
    each = most // 2
    return yes[: max(each, most - len(no))] + no[: max(each, most - len(yes))]


def _overlap(first: str, second: str) -> bool:
    one, other = set(first.split()), set(second.split())
    return len(one & other) / (min(len(one), len(other)) or 1) > 0.6


def own_passages() -> list[str]:
    """The texts of the starter corpus's evidence notes."""
    return [
        note.read_text(encoding="utf-8").rpartition("\n\n")[2]
        for note in sorted(notes_folder().glob("*.md"))
    ]
