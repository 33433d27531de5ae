"""`python -m eval.training.reading --reports HOME --out FILE`: which sentences are worth reading.

Learns the weights of `assistant.worthreading` from our questions to the development reports
(`report_questions.jsonl.gz`), says how often the sentence that answers is among the first by
weights from the other half of the reports, and writes them into a JSON file.
"""

import argparse
import json
import logging
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.worthreading import SIGNS, reading_signs
from eval.errors import NothingToRun
from eval.training.report_sets import (
    ReportQuestion,
    Reports,
    in_half,
    load_questions,
    page_of,
    reports_in,
)
from eval.training.softmax import Matrix, learn_order, usable
from ingest.errors import IngestError

_QUESTIONS = 2400
# Most people do not know the words of a report: so often its quite other wording is asked.
_OTHER_WORDS = 0.7
_FIRST = (6, 12, 24)


@dataclass(frozen=True)
class Asked:
    """A question with what may be read for it. signs: (n_sentences, n_signs); right: (n_sentences,)
    whether each answers; half: of the reports, "0" or "1"."""

    signs: Matrix
    right: NDArray[np.bool_]
    half: str


def asked_of(questions: Sequence[ReportQuestion], reports: Reports, seed: int) -> Iterator[Asked]:
    """Each question in one of its wordings. Sentences that do not answer and stand on a page that
    does are left out: they may answer as well."""
    for one in questions:
        drawn = random.Random(f"{seed} {one.key}").random()
        wording = one.wordings[-1 if drawn < _OTHER_WORDS else 0]
        sought, sentences = reports.sought(wording)
        judged = one.also | {(place.file, place.page) for place in one.places}
        kept, right = [], []
        for sentence in sentences:
            at = page_of(sentence)
            places = [p for p in one.places if (p.file, p.page) == at]
            answers = any(reports.holds(sentence, place) for place in places)
            if answers or at not in judged:
                kept.append(sentence)
                right.append(answers)
        signs = reading_signs(sought, kept, reports.vectors)
        yield Asked(signs, np.array(right, bool), "1" if in_half(one, "1") else "0")


def learn(asked: Sequence[Asked]) -> Matrix:
    """(n_signs,) weights. Raises NothingToRun where no question has its answer among others."""
    groups = [choice for one in asked for choice in usable(one.signs, list(one.right), 1.0)]
    if not groups:
        raise NothingToRun("no question of these finds its answer in this library")
    return learn_order(groups)


def among_first(asked: Sequence[Asked], most: int) -> float:
    """The share of questions that have an answer among the first `most`, by weights from questions
    to the other half of the reports."""
    learnt = {half: learn([one for one in asked if one.half != half]) for half in ("0", "1")}
    found = 0
    for one in asked:
        order = np.argsort(-(one.signs @ learnt[one.half]), kind="stable")[:most]
        found += bool(one.right[order].any())
    return found / len(asked)


def main(argv: list[str] | None = None) -> int:
    """Learn, print and write; 0 when the file is written, 2 when the library cannot be asked."""
    parser = argparse.ArgumentParser(prog="python -m eval.training.reading", description=__doc__)
    parser.add_argument("--reports", type=Path, required=True, metavar="LIBRARY")
    parser.add_argument("--questions", type=int, default=_QUESTIONS, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True, help="a JSON file, changed in place")
    given = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        reports = reports_in(given.reports)
        questions = [one for one in load_questions() if one.is_answerable]
        random.Random(given.seed).shuffle(questions)
        asked = list(asked_of(questions[: given.questions], reports, given.seed))
        for most in _FIRST:
            share = among_first(asked, most)
            sys.stdout.write(f"the answer among the first {most}: {share:.3f} (left out)\n")
        _write(given.out, learn(asked))
    except (NothingToRun, IngestError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _write(path: Path, weights: Matrix) -> None:
    held = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    held["sentences"] = {
        "learnt": "python -m eval.training.reading, from our questions to the development reports",
        "weights": {sign: round(float(w), 2) for sign, w in zip(SIGNS, weights, strict=True)},
    }
    path.write_text(json.dumps(held, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
