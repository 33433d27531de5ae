"""Public sets of questions with their texts: which sentence answers, and does any answer at all?

JSON Lines, plain or gzip, of three layouts: `candidates` with `answer_idx` (SelQA), `sentences`
with `answer_sentences` (CLAPNQ, QED), or a bare `passage`; `answerable` false: no text answers.
"""

import gzip
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from eval.errors import BadCollection
from eval.intervals import LEVEL, RESAMPLES, SEED, Estimate
from eval.ranking.measured import Ranked, measure
from eval.ranking.scorers import Scorer

MEASURES = ("RR", "AP")
FALSE_REFUSALS = 0.05
Flags = NDArray[np.bool_]
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Asked:
    """A question with its texts. right: places of the texts that answer it."""

    question_id: str
    question: str
    texts: tuple[str, ...]
    right: tuple[int, ...]
    answerable: bool


class _Line(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    id: str
    question: str
    candidates: list[str] | None = None
    sentences: list[str] | None = None
    passage: str | None = None
    answer_idx: list[int] = Field(default=[])
    answer_sentences: list[str | list[str]] = Field(default=[])
    answerable: bool = True

    def asked(self) -> Asked:
        texts = self.candidates or self.sentences or ([self.passage] if self.passage else [])
        said = {
            s for one in self.answer_sentences for s in ([one] if isinstance(one, str) else one)
        }
        right = self.answer_idx or [at for at, text in enumerate(texts) if text in said]
        return Asked(self.id, self.question, tuple(texts), tuple(right), self.answerable)


def load_asked(path: Path) -> tuple[Asked, ...]:
    """The questions of a file that come with a text. Raises BadCollection."""
    try:
        content = path.read_bytes()
        packed = content[:2] == b"\x1f\x8b"
        text = (gzip.decompress(content) if packed else content).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise BadCollection(f"{path}: cannot be read: {error}") from error
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_Line.model_validate(json.loads(line)).asked())
        except json.JSONDecodeError as error:
            raise BadCollection(f"{path}, line {number}: not JSON: {error.msg}") from error
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            field = ".".join(str(part) for part in first["loc"])
            raise BadCollection(f"{path}, line {number}: {field}: {first['msg']}") from error
    kept = tuple(one for one in found if one.texts)
    if not kept:
        raise BadCollection(f"{path}: no question comes with a text")
    return kept


@dataclass(frozen=True)
class Answerability:
    """How well the best score of a question's texts tells answerable from unanswerable.

    auroc: 1 is perfect, 0.5 chance. false_answers: share of the unanswerable questions answered
    when the threshold lets 5% of the answerable ones be refused; lower is better.
    """

    answerable: int
    unanswerable: int
    auroc: Estimate
    false_answers: Estimate


@dataclass(frozen=True)
class ScorerFigures:
    """One scorer on one set; a part is None where the set does not ask for it."""

    name: str
    selection: Ranked | None
    answerability: Answerability | None


def measure_scorer(name: str, scorer: Scorer, asked: Sequence[Asked]) -> ScorerFigures:
    """Both parts. Sentence selection by RR and AP over the questions with a right text among
    several; their means are MRR and MAP (Voorhees 1999; SelQA: Jurczyk et al. 2016,
    https://arxiv.org/abs/1606.08513)."""
    scores = [scorer.scores(one.question, one.texts) for one in asked]
    run, qrels = {}, {}
    for one, values in zip(asked, scores, strict=True):
        if one.right and len(one.right) < len(one.texts):
            order = np.argsort(-np.asarray(values), kind="stable")
            run[one.question_id] = [(str(at), 1 / n) for n, at in enumerate(order, 1)]
            qrels[one.question_id] = {str(at): 1 for at in one.right}
    selection = measure(name, run, qrels, MEASURES) if qrels else None
    said = np.array([one.answerable for one in asked])
    best = np.array([float(np.max(values)) for values in scores])
    both = said.any() and not said.all()
    return ScorerFigures(name, selection, answerability(said, best) if both else None)


def answerability(said: Flags, best: Values) -> Answerability:
    """AUROC and false answers, each with a percentile bootstrap over questions."""
    rng = np.random.default_rng(SEED)
    draws = [rng.integers(len(said), size=len(said)) for _ in range(RESAMPLES)]
    # A resample with one class only says nothing of either measure.
    draws = [drawn for drawn in draws if said[drawn].any() and not said[drawn].all()]
    return Answerability(
        int(said.sum()),
        int((~said).sum()),
        _estimate(auroc(said, best), [auroc(said[d], best[d]) for d in draws], len(said)),
        _estimate(
            false_answers(said, best), [false_answers(said[d], best[d]) for d in draws], len(said)
        ),
    )


def auroc(said: Flags, best: Values) -> float:
    """Chance that an answerable question scores above an unanswerable one, ties half.

    Mann-Whitney's U by ranks; the same value as scikit-learn's roc_auc_score, fast enough to be
    taken of thousands of resamples.

    >>> auroc(np.array([True, True, False]), np.array([0.9, 0.2, 0.2]))
    0.75
    """
    from scipy.stats import rankdata

    right = int(said.sum())
    above = rankdata(best)[said].sum() - right * (right + 1) / 2
    return float(above / (right * (len(said) - right)))


def false_answers(said: Flags, best: Values, refused: float = FALSE_REFUSALS) -> float:
    """Share of unanswerable questions at or above the highest threshold that refuses at most
    `refused` of the answerable ones.

    >>> said = np.array([True, True, True, True, False, False])
    >>> false_answers(said, np.array([0.9, 0.8, 0.7, 0.2, 0.5, 0.1]), refused=0.25)
    0.0
    >>> false_answers(said, np.array([0.9, 0.8, 0.7, 0.2, 0.5, 0.1]), refused=0.0)
    0.5
    """
    right = np.sort(best[said])
    threshold = right[int(np.floor(refused * len(right)))]
    return float((best[~said] >= threshold).mean())


def _estimate(value: float, drawn: Sequence[float], questions: int) -> Estimate:
    low, high = np.quantile(np.array(drawn), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Estimate(value, float(low), float(high), questions)
