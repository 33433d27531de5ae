"""Broad questions and questions on a named body: what is shown for them, by graded sentences."""

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer, NoteKind
from assistant.bootstrap import build_assistant
from assistant.cite import readable
from assistant.pipeline import Assistant
from eval.errors import NothingToRun
from eval.intervals import estimate
from eval.ranking.measured import measure
from eval.ranking.trec import Run
from eval.scoring import Score
from eval.training.broad_sets import ANSWERS, BroadQuestion, digest, load_broad
from eval.training.report_sets import Reports, reports_in
from ingest.settings import Settings

SETS = {name: Path(__file__).with_name(f"{name}_questions.jsonl.gz") for name in ("broad", "named")}
"""The packaged sets: broad questions, and those that name a partnership, a body or two of them."""

_MEASURES = ("nDCG@5", "P(rel=2)@1", "RR(rel=2)@5")
_CALLED = ("nDCG@5", "first sentence answers", "MRR@5 of one that answers")
_GRADES = {2: "answers", 1: "helps", 0: "does neither", None: "was not graded"}


@dataclass(frozen=True)
class Asked:
    """One wording of a question with its answer. grades: of what is shown, in order; None: a
    sentence that nobody graded. shown: a digest of each, or its text."""

    question: BroadQuestion
    wording: str
    answer: Answer
    shown: tuple[str, ...]

    @property
    def grades(self) -> list[int | None]:
        """Of what is shown, in order."""
        return [self.question.grades.get(key) for key in self.shown]

    @property
    def is_answerable(self) -> bool:
        """Whether a sentence of the library answers it."""
        return ANSWERS in self.question.grades.values()

    @property
    def outcome(self) -> str:
        """ "answered", "nearest" or "refused"."""
        if not self.shown:
            return "refused"
        nearest = any(note.kind is NoteKind.NEAREST for note in self.answer.notes)
        return "nearest" if nearest else "answered"


def main(argv: Sequence[str]) -> int:
    """Print the measures and, with --each, every wording; 0 when there was something to ask."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench broad", description=__doc__)
    parser.add_argument("--library", type=Path, required=True, help="with the starter corpus")
    parser.add_argument("--questions", type=Path, help="another file of them [both packaged sets]")
    parser.add_argument("--each", action="store_true", help="print what each wording is shown")
    parser.add_argument("--out", type=Path, help="write the figures as JSON, too")
    given = parser.parse_args(argv)
    sets = {str(given.questions): given.questions} if given.questions else SETS
    questions = {name: _questions(path) for name, path in sets.items()}
    library = reports_in(given.library)
    assistant = build_assistant(Settings(home=given.library))
    told = {}
    for name, some in questions.items():
        asked = ask_all(some, assistant, library)
        if given.each:
            _print_each(asked)
        told[name] = figures(asked)
        print(f"{name}: {len(some)} questions, {len(asked)} wordings")
        for measured, value in told[name].items():
            print(f"  {measured:38} {value}")
    if given.out:
        given.out.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return 0


def _questions(path: Path) -> list[BroadQuestion]:
    try:
        return load_broad(path)
    except (OSError, ValueError, KeyError) as error:
        raise NothingToRun(f"{path}: no file of broad questions ({error})") from None


def ask_all(
    questions: Sequence[BroadQuestion], assistant: Assistant, library: Reports
) -> list[Asked]:
    """Every wording answered. Raises NothingToRun if the library holds none of the sentences."""
    graded = {key for one in questions for key in one.grades}
    texts = {digest(s): readable(s.text) for s in library.every() if digest(s) in graded}
    if not texts:
        raise NothingToRun("the library holds no sentence graded: fill it with the starter corpus")
    found = []
    for one in questions:
        known = {key: texts[key] for key in one.grades if key in texts}
        for wording in one.wordings:
            answer = assistant.ask(wording)
            shown = tuple(_key(claim.text, one, known) for claim in answer.claims)
            found.append(Asked(one, wording, answer, shown))
    return found


def figures(asked: Sequence[Asked]) -> dict[str, str]:
    """Each measure by name, with its 95% interval over questions; wordings of one hang together."""
    answerable = [one for one in asked if one.is_answerable]
    run: Run = {one.wording: [(key, -float(at)) for at, key in _places(one)] for one in answerable}
    qrels = {one.wording: dict(one.question.grades) for one in answerable}
    ranked = measure("shown", run, qrels, _MEASURES)
    told = {
        called: _mean(answerable, ranked.per_query[name])
        for name, called in zip(_MEASURES, _CALLED, strict=True)
    }
    grades = Counter(grade for one in answerable for grade in one.grades)
    for grade, called in _GRADES.items():
        share = grades[grade] / max(1, grades.total())
        told[f"shown that {called}"] = f"{share:.2f} of {grades.total()}"
    for kind, some in (("answerable", answerable), ("unanswerable", _unanswerable(asked))):
        ends = Counter(one.outcome for one in some)
        told[kind] = ", ".join(f"{count} {end}" for end, count in ends.most_common())
    return told


def _places(one: Asked) -> list[tuple[int, str]]:
    return list(enumerate(dict.fromkeys(one.shown)))


def _unanswerable(asked: Sequence[Asked]) -> list[Asked]:
    return [one for one in asked if not one.is_answerable]


def _mean(asked: Sequence[Asked], per_query: Mapping[str, float]) -> str:
    scores: dict[str, list[Score]] = {}
    for one in asked:
        scores.setdefault(one.question.key, []).append(Score(per_query[one.wording]))
    found = estimate(list(scores.values()))
    return f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]" if found else "none"


def _key(said: str, one: BroadQuestion, known: Mapping[str, str]) -> str:
    """The best graded sentence that a claim holds, by its digest; else the claim."""
    held = [key for key, text in known.items() if text in said]
    return max(held, key=lambda key: one.grades[key], default=said)


def _print_each(asked: Sequence[Asked]) -> None:
    for one in asked:
        print(f"{one.question.key} {one.outcome}: {one.wording}")
        for grade, claim in zip(one.grades, one.answer.claims, strict=True):
            print(f"   {'-' if grade is None else grade} {claim.text[:150]}")
