"""The measures: pure functions, each with its definition, its source and a worked example.

All values are in [0, 1], higher is better, unless said otherwise. A measure that is not defined for
a question (page accuracy of an answer without citations) is not asked for; it is never 0 for want
of a value.
"""

from collections.abc import Sequence


def recall_at(relevant: Sequence[bool], k: int) -> float:
    """Page-level recall@k of one question: 1 if any of the first k distinct pages is a gold page.

    relevant: for each distinct page of the ranking, best first, whether it is a gold page. One gold
    page is enough, since gold pages are alternatives or parts; this is success@k (hit rate) in the
    wording of Manning, Raghavan & Schütze 2008, ch. 8, https://nlp.stanford.edu/IR-book/

    >>> recall_at([False, True, True], 1), recall_at([False, True, True], 5)
    (0.0, 1.0)
    """
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool], k: int = 10) -> float:
    """1 / rank of the first gold page among the first k distinct pages, else 0; its mean is MRR@k.

    Source: Voorhees 1999, TREC-8 question answering track,
    https://trec.nist.gov/pubs/trec8/papers/qa_report.pdf

    >>> reciprocal_rank([False, False, False, True])
    0.25
    """
    return next((1 / rank for rank, is_gold in enumerate(relevant[:k], 1) if is_gold), 0.0)


def point_recall(met: Sequence[bool]) -> float:
    """Share of the expected answer points that the answer makes.

    met: one entry per point. Whether a point is made is decided by required strings
    (`matching.is_met`), not by a model. Source: nugget recall, Voorhees 2003, TREC question
    answering track, https://trec.nist.gov/pubs/trec12/papers/QA.OVERVIEW.pdf

    >>> point_recall([True, True, False, False])
    0.5
    """
    return sum(met) / len(met)


def must_contain(met: Sequence[bool]) -> float:
    """1 if every vital point is made, else 0 (strict accuracy by answer strings, as above).

    >>> must_contain([True, False]), must_contain([True, True])
    (0.0, 1.0)
    """
    return float(all(met))


def vital_recall(met: Sequence[bool], vital: Sequence[bool]) -> float | None:
    """Share of the vital points made; None if none is vital. Source: as below.

    >>> vital_recall([True, False, True], [True, True, False])
    0.5
    """
    return _share([made for made, is_vital in zip(met, vital, strict=True) if is_vital])


def weighted_point_recall(met: Sequence[bool], vital: Sequence[bool]) -> float:
    """Points made, a vital one counting 1 and an okay one 1/2.

    Source: "all score" of the TREC 2024 RAG track, Pradeep et al. 2024,
    https://arxiv.org/abs/2411.09607

    >>> weighted_point_recall([True, False, True], [True, True, False])  # (1 + 1/2) / 2.5
    0.6
    """
    weights = [1.0 if is_vital else 0.5 for is_vital in vital]
    made = sum(weight for weight, is_made in zip(weights, met, strict=True) if is_made)
    return made / sum(weights)


def total_agreement(answers: Sequence[object]) -> float:
    """1 if repeated runs gave the same answer every time, else 0; its mean is TARa@N.

    Source: total agreement rate of Atil et al. 2024, https://arxiv.org/abs/2408.04667

    >>> total_agreement(["a", "a", "a"]), total_agreement(["a", "b", "a"])
    (1.0, 0.0)
    """
    return float(len(set(answers)) == 1)


def citation_precision(right: Sequence[Sequence[bool]]) -> float:
    """Share of an answer's citations that are right.

    right: per claim, per citation, whether it is right. After ALCE (Gao et al. 2023,
    https://arxiv.org/abs/2305.14627), which asks an entailment model whether the cited text
    supports the claim. There is no such model here: a citation is right when its page is a judged
    page, or its quote contains or overlaps a judged quote (`gold.is_right`). So it is stricter than
    ALCE on a true sentence from an unjudged page and laxer on an idle sentence from a judged one.

    >>> citation_precision([[True, False], [True]])  # 2 of 3
    0.6666666666666666
    """
    flat = [is_right for claim in right for is_right in claim]
    return sum(flat) / len(flat)


def citation_recall(right: Sequence[Sequence[bool]]) -> float:
    """Share of an answer's claims with at least one right citation; a claim without any counts.

    Same source and same way of judging as `citation_precision`.

    >>> citation_recall([[True, False], [], [False], [True]])
    0.5
    """
    return sum(any(claim) for claim in right) / len(right)


def evidence_recall(cited: Sequence[bool]) -> float:
    """Share of the judged places that the answer cites, by page or by quote; ours, no source.

    >>> evidence_recall([True, False, False, False])
    0.25
    """
    return sum(cited) / len(cited)


def refusal_precision(turns: Sequence[tuple[bool, bool]]) -> float | None:
    """Of the refusals, the share where a refusal was right; None if nothing was refused.

    turns: (a refusal is expected, the system refused). Source: precision, recall and F1 of the
    class "refuse", as in van Rijsbergen 1979, ch. 7, http://www.dcs.gla.ac.uk/Keith/Preface.html

    >>> refusal_precision([(True, True), (False, True), (True, False), (False, False)])
    0.5
    """
    expected_when_refused = [expected for expected, refused in turns if refused]
    return _share(expected_when_refused)


def refusal_recall(turns: Sequence[tuple[bool, bool]]) -> float | None:
    """Of the turns that call for a refusal, the share refused; None if none calls for it.

    >>> refusal_recall([(True, True), (True, False), (True, False), (False, True)])
    0.3333333333333333
    """
    return _share([refused for expected, refused in turns if expected])


def refusal_f1(turns: Sequence[tuple[bool, bool]]) -> float | None:
    """Harmonic mean of the two above, 2 TP / (2 TP + FP + FN); None if there is neither.

    >>> refusal_f1([(True, True), (True, False), (True, False), (False, True)])  # 2 / (2 + 1 + 2)
    0.4
    """
    hits = sum(expected and refused for expected, refused in turns)
    misses = sum(expected != refused for expected, refused in turns)
    return 2 * hits / (2 * hits + misses) if hits + misses else None


def false_refusal_rate(turns: Sequence[tuple[bool, bool]]) -> float | None:
    """Of the turns that can be answered, the share refused. Lower is better.

    >>> false_refusal_rate([(False, True), (False, False), (False, False), (False, False)])
    0.25
    """
    return _share([refused for expected, refused in turns if not expected])


def _share(flags: Sequence[bool]) -> float | None:
    return sum(flags) / len(flags) if flags else None
