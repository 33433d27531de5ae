"""The public sets that may train a relevance model, as groups. None of them judges it.

Their names are in `eval/training/README.md`. Folder layout:
`answer/NAME.jsonl.gz` and `retrieval/NAME/{corpus,queries}.jsonl.gz` with `qrels.tsv` (BEIR).
"""

import hashlib
import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import corpus
from eval.training.groups import (
    Group,
    Row,
    holding,
    ranked_group,
    rows,
    sentence_group,
    without_answer,
)
from ingest.embed import Embedder, load_embedder
from ingest.settings import Settings

# Ranks of the negatives: the very first may be unlabelled answers, the far ones teach little.
_FIRST, _LAST = 1, 24
_FACTS = Path(corpus.__file__).with_name("facts.yaml")
_QUESTIONS = Path(__file__).with_name("questions.yaml")


class Miner:
    """Finds texts that look like an answer to a question, by the embedding model."""

    def __init__(self, embedder: Embedder, texts: Sequence[str]) -> None:
        self._embedder = embedder
        self.texts = list(dict.fromkeys(texts))
        self._vectors = embedder.embed_passages(self.texts)

    def near(
        self, questions: Sequence[str], drawn: random.Random, count: int = 8
    ) -> list[list[str]]:
        """For each question some of the texts nearest to it, best first."""
        found = self._embedder.embed_passages(questions) @ self._vectors.T
        picked = []
        for similar in found:
            order = np.argsort(-similar)[_FIRST:_LAST]
            chosen = sorted(drawn.sample(range(len(order)), min(count, len(order))))
            picked.append([self.texts[order[at]] for at in chosen])
        return picked


def squad(folder: Path, embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Paragraphs and sentences; unanswerable questions against the paragraph they were made for."""
    found = rows(folder / "answer/squad2_halfdev.jsonl.gz")
    miner = Miner(embedder, [_start(row["passage"]) for row in found])
    near = miner.near([row["question"] for row in found], drawn)
    made: list[Group | None] = []
    for row, others in zip(found, near, strict=True):
        start = _start(row["passage"])
        if row["answerable"]:
            wrong = [text for text in others if not holding([text], row["answers"])]
            if holding([start], row["answers"]):
                made.append(ranked_group(row["question"], start, wrong, "squad2", most=2))
            made.append(sentence_group(row["question"], row["passage"], row["answers"], "squad2-s"))
            made.append(without_answer(row["question"], start, row["answers"], "squad2-a"))
        else:
            made.append(Group(row["question"], (start,), (0.0,), "squad2-u"))
    return [group for group in made if group]


def natural_questions(folder: Path, embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Questions typed into a search engine, with Wikipedia passages and sentences."""
    oracle = rows(folder / "answer/nq_open_oracle.jsonl.gz")
    selected = rows(folder / "answer/qed_dev.jsonl.gz")
    miner = Miner(embedder, [_titled(row) for row in oracle + selected])
    near = miner.near([row["question"] for row in oracle], drawn)
    made: list[Group | None] = []
    for row, others in zip(oracle, near, strict=True):
        wrong = [text for text in others if not holding([text], row["answers"])]
        made.append(ranked_group(row["question"], _titled(row), wrong, "nq", most=3))
        made.append(sentence_group(row["question"], row["passage"], row["answers"], "nq-s"))
        made.append(without_answer(row["question"], _titled(row), row["answers"], "nq-a"))
    for row in selected:
        right = {text.strip() for text in row["answer_sentences"]}
        texts = [text for text in row["sentences"] if len(text.split()) > 3][:6]
        labels = tuple(float(text.strip() in right) for text in texts)
        if len(texts) > 1 and sum(labels) == 1:
            made.append(Group(row["question"], tuple(texts), labels, "qed"))
    return [group for group in made if group]


def health(folder: Path, _embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Templated questions on illnesses: the right aspect against other aspects of the same one."""
    found = rows(folder / "answer/medquad.jsonl.gz")
    by_page: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_page[row["doc_id"]].append(row)
    pages = sorted(page for page, held in by_page.items() if len(held) >= 3)
    made = []
    for page in drawn.sample(pages, min(900, len(pages))):
        for row in drawn.sample(by_page[page], 1):
            others = [_start(r["passage"]) for r in by_page[page] if r is not row]
            drawn.shuffle(others)
            made.append(
                ranked_group(row["question"], _start(row["passage"]), others, "medquad", most=3)
            )
    return made


def research(folder: Path, embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Research questions and the abstracts that answer them."""
    found = rows(folder / "answer/pubmedqa.jsonl.gz")[::2]
    miner = Miner(embedder, [_start(row["passage"]) for row in found])
    near = miner.near([row["question"] for row in found], drawn)
    return [
        ranked_group(row["question"], _start(row["passage"]), others, "pubmedqa", most=2)
        for row, others in zip(found, near, strict=True)
    ]


def privacy(folder: Path, _embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Questions to privacy policies: the passage against others of the same policy."""
    found = [
        row for row in rows(folder / "answer/policyqa.jsonl.gz") if len(row["passage"].split()) > 12
    ]
    by_policy: dict[str, set[str]] = defaultdict(set)
    right: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in found:
        by_policy[row["doc_id"]].add(row["passage"])
        right[row["doc_id"], row["question"]].add(row["passage"])
    made = []
    for (policy, question), answers in sorted(right.items()):
        wrong = sorted(by_policy[policy] - answers)
        if not wrong:
            continue
        drawn.shuffle(wrong)
        text = drawn.choice(sorted(answers))
        made.append(ranked_group(question, _start(text), [_start(w) for w in wrong], "policyqa"))
    drawn.shuffle(made)
    return made[:1200]


def judged(folder: Path, embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Claims and the abstracts judged for them: SciFact's training claims, Check-COVID."""
    made = []
    for name, split in (("scifact", "train"), ("check_covid", "all")):
        base = folder / "retrieval" / name
        corpus = {row["_id"]: _titled(row) for row in rows(base / "corpus.jsonl.gz")}
        queries = {
            row["_id"]: row["text"]
            for row in rows(base / "queries.jsonl.gz")
            if row["split"] == split
        }
        right: dict[str, set[str]] = defaultdict(set)
        for line in (base / "qrels.tsv").read_text(encoding="utf-8").splitlines()[1:]:
            query, document, grade = line.split("\t")
            if int(grade) > 0 and query in queries and document in corpus:
                right[query].add(corpus[document])
        miner = Miner(embedder, list(corpus.values()))
        wanted = sorted(right)
        near = miner.near([queries[query] for query in wanted], drawn)
        for query, others in zip(wanted, near, strict=True):
            wrong = [text for text in others if text not in right[query]]
            text = sorted(right[query])[0]
            made.append(ranked_group(queries[query], text, wrong, name, most=2))
    return made


def own(_folder: Path, embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Questions of ours to facts of the starter corpus, against facts near to them."""
    facts = {row["id"]: row for row in read_yaml(_FACTS)}
    questions: dict[str, str] = read_yaml(_QUESTIONS)
    miner = Miner(embedder, [row["fact"] for row in facts.values()])
    near = miner.near(list(questions.values()), drawn)
    made = []
    for (name, question), others in zip(questions.items(), near, strict=True):
        fact, source = facts[name]["fact"], facts[name]["source_id"]
        beside = [
            row["fact"]
            for row in facts.values()
            if row["source_id"] == source and row["fact"] != fact
        ]
        drawn.shuffle(beside)
        wrong = list(dict.fromkeys([*beside[:3], *others[:4]]))
        made.append(ranked_group(question, fact, wrong, "own", most=6))
    return made


SETS: tuple[Callable[[Path, Embedder, random.Random], list[Group]], ...] = (
    squad,
    natural_questions,
    health,
    research,
    privacy,
    judged,
    own,
)


def read_yaml(path: Path) -> Any:
    """A YAML file of ours."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _titled(row: Row) -> str:
    title = (row.get("title") or "").strip()
    text = _start(row.get("passage") or row.get("text") or "")
    return f"{title} > {text}" if title else text


def _start(text: str) -> str:
    """As much of a text as a passage of the library holds."""
    return " ".join(text.split()[:120])


# The share of each set's groups that is used: what the public sets hold most of teaches least.
_SHARE = {
    "medquad": 0.6,
    "check_covid": 0.7,
}
_ELSE = 1.0
# One question in so many is kept back, by a digest of its words, to look at while training.
_HELD_BACK = 25


def relevance_groups(folder: Path, seed: int) -> list[Group]:
    """The groups to train on, in no order."""
    embedder = load_embedder(Settings())
    made = [group for read in SETS for group in read(folder, embedder, random.Random(seed))]
    drawn = random.Random(seed)
    return [
        group
        for group in made
        if not held_back(group.question) and drawn.random() < _SHARE.get(group.source, _ELSE)
    ]


def held_back(question: str) -> bool:
    """Whether a question is kept out of training."""
    return int(hashlib.sha256(question.encode()).hexdigest(), 16) % _HELD_BACK == 0
