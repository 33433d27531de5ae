"""lpip-eval review: the claims of a run as a queue that people label in the browser."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from eval.commands.run import PARTLY_FAILS

if TYPE_CHECKING:
    from eval.judges.judge import Judge
    from ingest.settings import Settings


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of the command."""
    parser = commands.add_parser("review", help="queue claims of a run for people to label")
    parser.add_argument("stored", type=Path, metavar="RUN", help="run.json or its folder")
    parser.add_argument("--system", metavar="NAME", help="which system of the run [first]")
    parser.add_argument(
        "--library", type=Path, metavar="HOME", help="library that holds the cited pages, and in "
        "whose review folder the queue is put [LPIP_HOME]",
    )  # fmt: skip
    parser.add_argument("--name", metavar="NAME", help="name of the queue [of the case set]")
    parser.add_argument("--claims", type=int, default=100, metavar="N", help="at most N [100]")
    parser.add_argument(
        "--damage", type=float, default=0.0, metavar="SHARE",
        help="make this share of the claims wrong in known ways [0]",
    )  # fmt: skip
    parser.add_argument(
        "--judge", action="append", dest="judges", metavar="NAME",
        help="judges to compare people with, as in `judge` [product]",
    )  # fmt: skip
    parser.add_argument(
        "--threshold", type=float, default=PARTLY_FAILS, metavar="P",
        help="of the judges: a claim is supported from here [0.75]",
    )  # fmt: skip
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from assistant.review import Kind, queue, write_items
    from eval.libraries import opened, settings_of
    from eval.reviewing import claims_of, judged, review_items
    from eval.stored import load_run

    run = load_run(arguments.stored)
    asked = claims_of(run.system(arguments.system, arguments.stored))
    settings = settings_of(arguments.library)
    into = queue(settings.home / "review", Kind.CLAIMS, arguments.name or run.case_set)
    with opened(settings) as library:
        items = review_items(asked, library, limit=arguments.claims, damage=arguments.damage)
    count = write_items(into, judged(items, _judges(arguments, settings), arguments.threshold))
    print(f"{into.path}: {count} claims to label; open Evaluation in lpip-ui")
    return 0


def _judges(arguments: argparse.Namespace, settings: "Settings") -> "list[Judge]":
    from eval.judges.registry import build_judges

    return build_judges(arguments.judges or ["product"], settings)
