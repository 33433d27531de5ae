"""The public sets that may train a relevance model, as groups of sentences. None of them judges it.

Folder layout: `answer/NAME.jsonl.gz`. With them go questions of ours to facts of the starter
corpus; those to the development reports are in `report_sets.py`.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml

import corpus
from eval.training.groups import Group, ranked_group, rows, sentence_group, sentences
from ingest.embed import Embedder

# Ranks of the negatives: the very first may be unlabelled answers, the far ones teach little.
_FIRST, _LAST = 1, 24
_FACTS = Path(corpus.__file__).with_name("facts.yaml")
_QUESTIONS = Path(__file__).with_name("questions.yaml")
# Groups of each set, at most: sentences of Wikipedia show what a question is, not what reports say.
_MOST = {"squad2-s": 1200, "squad2-u": 500, "nq-s": 600, "qed": 400}
_WORDS, _SENTENCES = 3, 6


def public_groups(folder: Path, embedder: Embedder, seed: int) -> list[Group]:
    """The groups of the public sets and of the starter corpus, in no order."""
    made = [*_squad(folder), *_natural_questions(folder), *_selected(folder)]
    random.Random(seed).shuffle(made)
    left = dict(_MOST)
    kept = []
    for group in made:
        if left[group.source] > 0:
            left[group.source] -= 1
            kept.append(group)
    return [*kept, *own_groups(embedder, random.Random(seed))]


def _squad(folder: Path) -> Iterator[Group]:
    """The sentence with the answer; of an unanswerable question sentences of its paragraph."""
    for row in rows(folder / "answer/squad2_halfdev.jsonl.gz"):
        if row["answerable"]:
            group = sentence_group(row["question"], row["passage"], row["answers"], "squad2-s")
            if group:
                yield group
        elif texts := _long_enough(sentences(row["passage"]))[:4]:
            yield Group(row["question"], tuple(texts), (0.0,) * len(texts), "squad2-u")


def _natural_questions(folder: Path) -> Iterator[Group]:
    """Questions typed into a search engine, with the sentences of a Wikipedia passage."""
    for row in rows(folder / "answer/nq_open_oracle.jsonl.gz"):
        group = sentence_group(row["question"], row["passage"], row["answers"], "nq-s")
        if group:
            yield group


def _selected(folder: Path) -> Iterator[Group]:
    """Such questions with the one sentence that people chose."""
    for row in rows(folder / "answer/qed_dev.jsonl.gz"):
        right = {text.strip() for text in row["answer_sentences"]}
        texts = _long_enough(row["sentences"])[:_SENTENCES]
        labels = tuple(float(text.strip() in right) for text in texts)
        if len(texts) > 1 and sum(labels) == 1:
            yield Group(row["question"], tuple(texts), labels, "qed")


def own_groups(embedder: Embedder, drawn: random.Random) -> list[Group]:
    """Questions of ours to facts of the starter corpus, against facts near to them."""
    facts = {row["id"]: row for row in read_yaml(_FACTS)}
    questions: dict[str, str] = read_yaml(_QUESTIONS)
    texts = list(dict.fromkeys(row["fact"] for row in facts.values()))
    found = (
        embedder.embed_passages(list(questions.values())) @ embedder.embed_passages(texts).T
    ).argsort(axis=1)[:, ::-1]
    made = []
    for (name, question), order in zip(questions.items(), found, strict=True):
        fact, source = facts[name]["fact"], facts[name]["source_id"]
        beside = [
            row["fact"]
            for row in facts.values()
            if row["source_id"] == source and row["fact"] != fact
        ]
        drawn.shuffle(beside)
        near = [texts[at] for at in np.sort(drawn.sample(list(order[_FIRST:_LAST]), 4))]
        wrong = list(dict.fromkeys([*beside[:3], *near]))
        made.append(ranked_group(question, fact, wrong, "own", most=6))
    return made


def read_yaml(path: Path) -> Any:
    """A YAML file of ours."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _long_enough(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if len(text.split()) > _WORDS]
