"""Claims that were written for this project about texts: true ones and ones that are not quite.

Three files: `report_claims.jsonl.gz` about stretches of the development reports (file, page and
span), `set_claims.jsonl.gz` about passages of the public sets (name and id) and
`own_claims.jsonl.gz` about documents that were invented for it. None holds a text of others.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.training.groups import rows
from eval.training.judge_sets import Pair, held_back
from eval.training.report_sets import Place, Reports

_HERE = Path(__file__)
REPORTS = _HERE.with_name("report_claims.jsonl.gz")
SETS = _HERE.with_name("set_claims.jsonl.gz")
OWN = _HERE.with_name("own_claims.jsonl.gz")


@dataclass(frozen=True)
class Written:
    """A claim beside its text. sentences: each with whether the text supports it; several where
    the claim is a whole answer. how: in what way it was made true or untrue."""

    premise: str
    sentences: tuple[tuple[str, bool], ...]
    how: str
    source: str

    def pairs(self) -> Iterator[Pair]:
        """One for each sentence."""
        for text, supported in self.sentences:
            yield Pair(self.premise, text, float(supported), f"{self.source}-{self.how}")


def about_reports(reports: Reports, path: Path = REPORTS) -> list[Written]:
    """Raises OSError, ValueError; KeyError for a report that the library lacks."""
    return [
        Written(
            reports.quoted(Place(row["file"], row["page"], row["start"], row["end"])),
            ((row["claim"], bool(row["label"])),),
            row["how"],
            "reports",
        )
        for row in rows(path)
    ]


def about_sets(folder: Path, path: Path = SETS) -> list[Written]:
    """Raises OSError, ValueError; KeyError for a passage that the sets lack."""
    texts: dict[str, Mapping[str, str]] = {}
    made = []
    for row in rows(path):
        name = row["set"]
        if name not in texts:
            held = rows(folder / f"answer/{name}.jsonl.gz")
            texts[name] = {one["id"]: one["passage"] for one in held}
        made.append(_written(row, " ".join(texts[name][row["id"]].split()), name))
    return made


def about_own(path: Path = OWN) -> list[Written]:
    """Raises OSError, ValueError, KeyError."""
    return [
        _written(claim, document["text"], "own")
        for document in rows(path)
        for claim in document["claims"]
    ]


def teaching(written: Sequence[Written]) -> list[Pair]:
    """What may train: a pair for each sentence of those whose text is not kept out of training."""
    return [pair for one in written if not held_back(one.premise) for pair in one.pairs()]


def _written(row: Mapping[str, Any], premise: str, source: str) -> Written:
    sentences = tuple((text, bool(supported)) for text, supported in row["said"])
    return Written(premise, sentences, row["how"], source)
