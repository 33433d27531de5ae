"""A run against qrels: nDCG, recall and MRR by ir-measures, with bootstrap intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.intervals import Estimate, estimate
from eval.ranking.beir import Qrels
from eval.ranking.trec import Run
from eval.scoring import Score

MEASURES = ("nDCG@10", "R@10", "R@100", "RR@10")
"""Names as ir-measures knows them: RR@10's mean is MRR@10."""


@dataclass(frozen=True)
class Ranked:
    """One run measured. per_query: measure -> query -> value; estimates: measure -> mean."""

    name: str
    per_query: Mapping[str, Mapping[str, float]]
    estimates: Mapping[str, Estimate]


def measure(name: str, run: Run, qrels: Qrels, measures: Sequence[str] = MEASURES) -> Ranked:
    """Every query of the qrels counts; one that the run lacks counts 0.

    Sources: nDCG by Järvelin & Kekäläinen 2002, https://doi.org/10.1145/582415.582418; computed by
    ir-measures (MacAvaney et al. 2022, https://arxiv.org/abs/2111.13466), which calls trec_eval.

    >>> found = measure("a", {"q": [("x", 2.0), ("y", 1.0)]}, {"q": {"y": 1}, "p": {"x": 1}})
    >>> found.per_query["RR@10"]
    {'q': 0.5, 'p': 0.0}
    """
    import ir_measures

    asked = [ir_measures.parse_measure(measure) for measure in measures]
    scored = {query: dict(found) for query, found in run.items() if query in qrels}
    judged = {query: dict(grades) for query, grades in qrels.items()}
    values = {measure: dict.fromkeys(qrels, 0.0) for measure in measures}
    for metric in ir_measures.iter_calc(asked, judged, scored) if scored else ():
        values[str(metric.measure)][metric.query_id] = float(metric.value)
    return Ranked(
        name, values, {measure: _mean(per_query) for measure, per_query in values.items()}
    )


def _mean(per_query: Mapping[str, float]) -> Estimate:
    found = estimate([[Score(value)] for value in per_query.values()])
    assert found is not None  # there is at least one query
    return found
