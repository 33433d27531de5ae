"""lpip-eval mutate: right answers damaged in known ways, and what the judge notices of it."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.mutation.testing import KindSummary, Passes, RightAnswer


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of the command."""
    parser = commands.add_parser("mutate", help="damage right answers; what does the judge notice?")
    parser.add_argument("library", type=Path, metavar="LIBRARY", help="home of a filled library")
    parser.add_argument("--run", type=Path, dest="stored", metavar="RUN",
                        help="damage the claims of this run, whose library LIBRARY is "
                        "[sentences of the library]")  # fmt: skip
    parser.add_argument("--answers", type=int, default=600, metavar="N", help="so many [600]")
    parser.add_argument("--judge", metavar="NAME", help="judge as in `judge` [the product's own]")
    parser.add_argument(
        "--threshold", type=float, default=0.5, metavar="P", help="of --judge: supported from [0.5]"
    )
    parser.add_argument("--examples", type=int, default=3, metavar="N", help="mistakes shown [3]")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write every mistake as JSON")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from eval.mutation.testing import run_trials, summarise

    answers = _answers(arguments)
    found = summarise(run_trials(answers, _passes(arguments)))
    print(f"{len(answers)} right answers\n{_as_text(found, arguments.examples)}")
    if arguments.out:
        from eval.report import to_json

        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(
            json.dumps(to_json(list(found)), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    return 0


def _answers(arguments: argparse.Namespace) -> "Sequence[RightAnswer]":
    from eval.libraries import opened, settings_of
    from eval.mutation.sources import from_library, from_run
    from eval.stored import load_run

    with opened(settings_of(arguments.library)) as library:
        if arguments.stored:
            system = load_run(arguments.stored).system(None, arguments.stored)
            return from_run(system, library)[: arguments.answers]
        return from_library(library, arguments.answers)


def _passes(arguments: argparse.Namespace) -> "Passes":
    from assistant.bootstrap import build_judge as build_product
    from assistant.settings import load_ask_settings
    from eval.judges.registry import build_judge
    from eval.mutation.judging import passes_by, passes_with
    from ingest.settings import load_settings

    settings = load_settings(home=arguments.library.resolve())
    if arguments.judge is None:
        return passes_by(build_product(load_ask_settings(), settings))
    return passes_with(build_judge(arguments.judge, settings), arguments.threshold)


def _as_text(found: "Sequence[KindSummary]", examples: int) -> str:
    from eval.judges.table import columns

    rows = [["damage", "tried", "noticed [95% interval]"]]
    rows += [_row(one) for one in found if one.harm]
    rows += [["", "", ""], ["still true", "tried", "false alarms [95% interval]"]]
    rows += [_row(one) for one in found if not one.harm]
    shown = [
        f"\n{one.kind}: {'not noticed' if one.harm else 'false alarm'}\n"
        f"  claim: {trial.shown.claim}\n  quote: {' '.join(trial.shown.quote.split())}"
        for one in found
        for trial in one.missed[:examples]
    ]
    return "\n".join([columns(rows), *shown])


def _row(one: "KindSummary") -> list[str]:
    share = one.share
    shown = f"{share.value:.1%} [{share.low:.1%}, {share.high:.1%}]"
    return [one.kind, str(one.trials), shown]
