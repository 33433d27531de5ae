"""lpip-eval answers: which sentence answers a question, and does any, by any scorer."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.ranking.answers import ScorerFigures

DEFAULT_SCORERS = ("bm25", "cosine")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of the command."""
    parser = commands.add_parser("answers", help="sentence selection and answerability by scorers")
    parser.add_argument("set", type=Path, metavar="SET", help="questions with texts, JSON Lines")
    parser.add_argument(
        "--scorer", action="append", dest="scorers", metavar="NAME",
        help="bm25, cosine, relevance (packaged), model:FOLDER; may be given more than once "
        f"[{', '.join(DEFAULT_SCORERS)}]",
    )  # fmt: skip
    parser.add_argument("--limit", type=int, metavar="N", help="only every k-th question, N in all")
    parser.add_argument("--library", type=Path, metavar="HOME", help="where compiled models lie")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write everything as JSON too")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from eval.ranking.answers import load_asked, measure_scorer
    from eval.ranking.scorers import build_scorer
    from ingest.settings import load_settings

    asked = load_asked(arguments.set)
    if arguments.limit:
        asked = asked[:: max(1, len(asked) // arguments.limit)][: arguments.limit]
    home = {"home": arguments.library.resolve()} if arguments.library else {}
    settings = load_settings(**home)
    found = []
    for name in arguments.scorers or DEFAULT_SCORERS:
        scorer = build_scorer(name, settings)
        started = time.monotonic()
        found.append(measure_scorer(name, scorer, asked))
        seconds = time.monotonic() - started
        print(f"{name}: {len(asked)} questions in {seconds:.0f} s", file=sys.stderr)
    print(_as_text(found))
    if arguments.out:
        _write(found, arguments.out)
    return 0


def _as_text(found: "Sequence[ScorerFigures]") -> str:
    from eval.judges.table import columns
    from eval.ranking.table import as_text, shown

    parts = []
    selected = [one.selection for one in found if one.selection]
    if selected:
        questions = next(iter(selected[0].estimates.values())).cases
        parts.append(f"Which sentence answers, {questions} questions\n{as_text(selected)}")
    judged = [(one.name, one.answerability) for one in found if one.answerability]
    if judged:
        first = judged[0][1]
        rows = [["system", "AUROC", "false answers at 5% false refusals"]]
        rows += [[name, shown(one.auroc), shown(one.false_answers)] for name, one in judged]
        parts.append(
            f"Does any answer, {first.answerable} answerable and {first.unanswerable} not\n"
            + columns(rows)
        )
    return "\n\n".join(parts)


def _write(found: "Sequence[ScorerFigures]", path: Path) -> None:
    from eval.report import to_json

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_json(list(found)), indent=1) + "\n", encoding="utf-8")
