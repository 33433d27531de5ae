"""What each part of an answer is worth: the same cases with one part taken away at a time."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from assistant.bootstrap import build_assistant
from assistant.pipeline import Assistant
from assistant.ranking import Candidate, best_first
from assistant.wordsigns import Asked
from corpus.taxonomy import Taxonomy
from eval.case_files import load_cases
from eval.errors import NothingToRun
from eval.intervals import estimate
from eval.suite import How, SystemOutcome, run_suite
from eval.systems import OurAssistant
from ingest.index import Index
from ingest.settings import Settings

_SILENT = How(say=lambda _line: None)
_SHOWN = ("recall@1", "recall@5", "mrr@10", "page_accuracy", "point_recall", "must_contain")


class _Changed:
    """Another object with some of its attributes replaced."""

    def __init__(self, whole: object, **changed: object) -> None:
        self._whole = whole
        self._changed = changed

    def __getattr__(self, name: str) -> Any:
        return self._changed[name] if name in self._changed else getattr(self._whole, name)


def _nothing(*_asked: object) -> list[tuple[str, float]]:
    return []


def _fused(_asked: Asked, candidates: Sequence[Candidate]) -> Sequence[int]:
    """As both searches rank them: reciprocal rank fusion, nothing learnt."""
    return range(len(candidates))


def _by_themselves(asked: Asked, candidates: Sequence[Candidate]) -> Sequence[int]:
    """As learnt, but no page speaks for the next."""
    return best_first(asked, [replace(candidate, document="") for candidate in candidates])


def variants(whole: Assistant) -> dict[str, Assistant]:
    """The assistant, and the assistant without each part, by name."""
    without_words = cast(Index, _Changed(whole.index, lexical=_nothing))
    without_vectors = cast(Index, _Changed(whole.index, dense=_nothing))
    without_names = cast(Taxonomy, _Changed(whole.taxonomy, acronyms=()))
    made = {
        "everything": whole,
        "without keyword search": replace(whole, index=without_words),
        "without vectors": replace(whole, index=without_vectors),
        "fusion by rank, not as learnt": replace(whole, order=_fused),
        "without neighbouring pages": replace(whole, order=_by_themselves),
        "without acronyms": replace(whole, taxonomy=without_names),
    }
    if whole.reranker is not None:
        made["without the relevance model"] = replace(whole, reranker=None)
    return made


def main(argv: Sequence[str]) -> int:
    """Print a row for each variant; 0 when no case crashed."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench ablation", description=__doc__)
    parser.add_argument("cases", help="a case file, or a packaged set by name")
    parser.add_argument("--library", type=Path, required=True, help="a library already filled")
    parser.add_argument("--out", type=Path, help="write the figures as JSON, too")
    asked = parser.parse_args(argv)
    cases = load_cases(asked.cases)
    whole = build_assistant(Settings(home=asked.library))
    if not whole.index.passage_count:
        raise NothingToRun(f"{asked.library} holds nothing: fill it with lpip-ingest add first")
    told: dict[str, dict[str, str]] = {}
    crashed = 0
    for name, assistant in variants(whole).items():
        (outcome,) = run_suite(cases, [OurAssistant(assistant)], _SILENT)
        crashed += sum(1 for case in outcome.cases if case.error)
        told[name] = _row(outcome)
        print(f"{name:30}" + "".join(f"  {key} {value}" for key, value in told[name].items()))
    if asked.out:
        asked.out.write_text(json.dumps(told, indent=1), encoding="utf-8")
    return int(crashed > 0)


def _row(outcome: SystemOutcome) -> dict[str, str]:
    row = {}
    for key in _SHOWN:
        scores = [
            [turn.score.scores[key] for turn in case.turns if key in turn.score.scores]
            for case in outcome.cases
        ]
        found = estimate([held for held in scores if held])
        if found:
            row[key] = f"{found.value:.2f} [{found.low:.2f}, {found.high:.2f}]"
    return row
