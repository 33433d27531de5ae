"""Runs and qrels as trec_eval and ir-measures read and write them.

A run line: query Q0 document rank score tag. A qrels line: query 0 document grade.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from eval.errors import BadCollection
from eval.ranking.beir import Qrels

Run = Mapping[str, Sequence[tuple[str, float]]]
"""Query id -> (document id, score), best first; higher is better."""


def write_run(run: Run, path: Path, tag: str) -> None:
    """Scores are written so that trec_eval, which sorts by them, keeps the order of the run."""
    lines = (
        f"{query} Q0 {document} {rank} {score:.6f} {tag}"
        for query, found in run.items()
        for rank, (document, score) in enumerate(_strictly_falling(found), 1)
    )
    _write(lines, path)


def write_qrels(qrels: Qrels, path: Path) -> None:
    """As trec_eval reads them."""
    lines = (
        f"{query} 0 {document} {grade}"
        for query, judged in qrels.items()
        for document, grade in judged.items()
    )
    _write(lines, path)


def read_run(path: Path) -> Run:
    """Sorted by score, best first; equal scores by document id, last first, as trec_eval does.

    Raises BadCollection naming the file and the line.
    """
    run: dict[str, list[tuple[str, float]]] = {}
    for number, fields in _fields(path):
        try:
            query, _, document, _, score, _ = fields
            run.setdefault(query, []).append((document, float(score)))
        except ValueError as error:
            raise BadCollection(
                f"{path}, line {number}: not a run line (query Q0 document rank score tag)"
            ) from error
    return {
        query: sorted(sorted(found, reverse=True), key=lambda hit: -hit[1])
        for query, found in run.items()
    }


def read_qrels(path: Path) -> Qrels:
    """Raises BadCollection naming the file and the line."""
    qrels: dict[str, dict[str, int]] = {}
    for number, fields in _fields(path):
        try:
            query, _, document, grade = fields
            qrels.setdefault(query, {})[document] = int(grade)
        except ValueError as error:
            raise BadCollection(
                f"{path}, line {number}: not a qrels line (query 0 document grade)"
            ) from error
    return qrels


def _strictly_falling(found: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Equal neighbours are told apart by a millionth, the last place that is written."""
    kept: list[tuple[str, float]] = []
    for document, score in found:
        least = kept[-1][1] - 1e-6 if kept else score
        kept.append((document, min(score, least)))
    return kept


def _write(lines: Iterable[str], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def _fields(path: Path) -> list[tuple[int, list[str]]]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCollection(f"{path}: cannot be read: {error}") from error
    return [(number, line.split()) for number, line in enumerate(lines, 1) if line.strip()]
