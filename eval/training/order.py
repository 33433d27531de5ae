"""`python -m eval.training.order --sets FOLDER --dev CASES=LIBRARY`: learn the order of passages.

Learns the weights of `assistant.ranking` from public collections and the development sets, says
how they do on development questions left out, and writes them to the file given with --out.
"""

import argparse
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from assistant.bootstrap import build_assistant
from assistant.question import plan_question, side_parts
from assistant.ranking import SIGNS, sign_matrix
from assistant.retrieve import Retriever, candidate, fuse, take_turns
from eval.case_files import load_cases
from eval.errors import EvalError
from eval.gold import on_page, place_of
from eval.measures import recall_at, reciprocal_rank
from eval.ranking.beir import load_collection
from eval.ranking.systems import pools
from eval.systems import ranked_passage
from eval.training.softmax import Choice, Matrix, learn_order, usable
from ingest.embed import Embedder, load_embedder
from ingest.filters import Filters
from ingest.settings import Settings

# Those that may train; every set counts alike, whatever its size.
PUBLIC = (("scifact", "train"), ("check_covid", None), ("squad2_halfdev", None))
_MOST_QUERIES = 800
_FOLDS = 5
_CANDIDATES = 60

Page = tuple[str, int]


@dataclass(frozen=True)
class Question:
    """A development question. runs: for each query its signs, whether each text is on a judged
    page, and the page of each. in_turn: the queries are sides of a comparison."""

    key: str
    runs: tuple[tuple[Matrix, tuple[bool, ...], tuple[Page, ...]], ...]
    in_turn: bool


def public_choices(folder: Path, embedder: Embedder, cache: Path | None) -> list[Choice]:
    """The groups of the public collections."""
    made: list[Choice] = []
    for name, split in PUBLIC:
        collection = load_collection(folder / "retrieval" / name, split)
        asked = dict(sorted(collection.queries.items())[:_MOST_QUERIES])
        for key, pool in pools(collection, embedder, cache)(asked).items():
            grades = collection.qrels[key]
            right = [grades.get(document_id, 0) > 0 for document_id in pool.ids]
            made += usable(sign_matrix(pool.asked, pool.candidates), right, 1 / len(asked))
    return made


def questions(cases: str, library: Path) -> Iterator[Question]:
    """The questions with judged pages of a case set, searched in a library."""
    assistant = build_assistant(Settings(home=library))
    retriever = Retriever(assistant.index, assistant.embedder, assistant.taxonomy)
    for case in load_cases(cases).cases:
        earlier: list[str] = []
        for number, turn in enumerate(case.turns):
            plan = plan_question(turn.question, earlier, assistant.taxonomy)
            earlier.append(plan.standalone)
            if not turn.gold or plan.declined:
                continue
            sides = side_parts(plan)
            runs = []
            for part in sides or plan.parts:
                asked, hits = retriever.found(part.query, Filters(), _CANDIDATES)
                found = [ranked_passage(hit) for hit in hits]
                right = tuple(any(on_page(place_of(p), s) for s in turn.gold) for p in found)
                pages = tuple((p.path, p.page_start) for p in found)
                runs.append((sign_matrix(asked, [candidate(h) for h in hits]), right, pages))
            yield Question(f"{case.case_id}.{number}", tuple(runs), bool(sides))


def choices(asked: Sequence[Question]) -> list[Choice]:
    """The groups of development questions, which together count as much as one public set."""
    return [
        choice
        for question in asked
        for signs, right, _ in question.runs
        for choice in usable(signs, right, 1 / len(asked) / len(question.runs))
    ]


def flags(question: Question, weights: Matrix) -> list[bool]:
    """For each page in the order of the weights: is it judged?"""
    judged: dict[str, bool] = {}
    runs = []
    for signs, right, pages in question.runs:
        order = np.argsort(-(signs @ weights), kind="stable")
        keys = [f"{path} {number}" for path, number in pages]
        judged |= dict(zip(keys, right, strict=True))
        runs.append(list(dict.fromkeys(keys[at] for at in order)))
    merged = take_turns(runs) if question.in_turn or len(runs) == 1 else fuse(runs)
    return [judged[key] for key in merged]


def left_out(asked: Sequence[Question], others: Sequence[Choice]) -> dict[str, float]:
    """recall@1, recall@5 and MRR@10 of questions that did not teach; `others` always do."""
    found: list[list[bool]] = []
    for fold in range(_FOLDS):
        kept = [q for q in asked if zlib.crc32(q.key.split(".")[0].encode()) % _FOLDS != fold]
        weights = learn_order([*others, *choices(kept)])
        found += [flags(q, weights) for q in asked if q not in kept]
    return _means(found)


def _means(found: Sequence[Sequence[bool]]) -> dict[str, float]:
    return {
        "recall@1": float(np.mean([recall_at(one, 1) for one in found])),
        "recall@5": float(np.mean([recall_at(one, 5) for one in found])),
        "mrr@10": float(np.mean([reciprocal_rank(one) for one in found])),
    }


def main(argv: list[str] | None = None) -> int:
    """Learn, print and write; 0 when the file is written, 2 when the sets cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m eval.training.order", description=__doc__)
    parser.add_argument("--sets", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--dev", action="append", default=[], metavar="CASES=LIBRARY")
    parser.add_argument("--cache", type=Path, help="keep vectors here by content")
    parser.add_argument("--out", type=Path, required=True, help="a JSON file, changed in place")
    asked = parser.parse_args(argv)
    try:
        _learn(asked)
    except EvalError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _learn(asked: argparse.Namespace) -> None:
    groups = public_choices(asked.sets, load_embedder(Settings()), asked.cache)
    sets = {
        cases: list(questions(cases, Path(home)))
        for cases, _, home in (pair.partition("=") for pair in asked.dev)
    }
    for name, held in sets.items():
        others = [c for other, found in sets.items() if other != name for c in choices(found)]
        _say(name, "left out", left_out(held, [*groups, *others]))
    weights = learn_order([*groups, *(c for held in sets.values() for c in choices(held))])
    for name, held in sets.items():
        _say(name, "learnt from", _means([flags(q, weights) for q in held]))
    _write(asked.out, weights)


def _say(name: str, how: str, means: dict[str, float]) -> None:
    told = ", ".join(f"{measure} {value:.3f}" for measure, value in means.items())
    sys.stdout.write(f"{name}, {how}: {told}\n")


def _write(path: Path, weights: Matrix) -> None:
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    learnt = {sign: round(float(w), 2) for sign, w in zip(SIGNS, weights, strict=True)}
    public = ", ".join(f"{name} ({split})" if split else name for name, split in PUBLIC)
    held["passages"] = {
        "learnt": f"python -m eval.training.order, from {public} and both development sets",
        "weights": learnt,
    }
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
