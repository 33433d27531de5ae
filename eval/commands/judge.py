"""lpip-eval judge: judges beside each other on pairs that people labelled."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.judges.agreement import Agreement
    from eval.judges.judge import Judge
    from eval.judges.pairs import PairSet

DEFAULT_JUDGES = ("overlap", "rule", "rouge", "product")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of the command."""
    parser = commands.add_parser(
        "judge", help="how far judges agree with people, on labelled pairs"
    )
    parser.add_argument("sets", type=Path, nargs="+", metavar="SET", help="pairs, JSON Lines")
    parser.add_argument(
        "--judge", action="append", dest="judges", metavar="NAME",
        help=f"overlap, rule, rouge, cosine, logistic, product, model:FOLDER, scores:FILE; may be "
        f"given more than once [{', '.join(DEFAULT_JUDGES)}]",
    )  # fmt: skip
    for option, use in (("--train", "`logistic` learns from"), ("--calibrate", "thresholds from")):
        parser.add_argument(
            option, type=Path, nargs="+", default=[], metavar="SET", help=f"pairs: {use} these"
        )
    parser.add_argument("--limit", type=int, metavar="N", help="at most N pairs of each SET")
    parser.add_argument(
        "--tune-limit", type=int, default=1000, metavar="N",
        help="at most N pairs of each set learnt from or tuned on [1000]",
    )  # fmt: skip
    parser.add_argument("--library", type=Path, metavar="HOME", help="where compiled models lie")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write everything as JSON too")
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from eval.judges.pairs import load_pairs, refuse_overlap
    from eval.judges.table import as_text

    judged = [load_pairs(path).sample(arguments.limit) for path in arguments.sets]
    tuned = [load_pairs(path).sample(arguments.tune_limit) for path in arguments.calibrate]
    trained = [load_pairs(path).sample(arguments.tune_limit) for path in arguments.train]
    refuse_overlap([*tuned, *trained], judged)
    refuse_overlap(trained, tuned)
    found = [
        one for judge in _judges(arguments, trained) for one in _measured(judge, judged, tuned)
    ]
    print(as_text(found))
    if arguments.out:
        _write(found, arguments.out)
    return 0


def _judges(arguments: argparse.Namespace, trained: Sequence["PairSet"]) -> "list[Judge]":
    from eval.judges.registry import build_judges
    from ingest.settings import load_settings

    home = arguments.library.resolve() if arguments.library else None
    settings = load_settings(home=home) if home else load_settings()
    return build_judges(arguments.judges or DEFAULT_JUDGES, settings, trained)


def _measured(
    judge: "Judge", judged: Sequence["PairSet"], tuned: Sequence["PairSet"]
) -> "list[Agreement]":
    from eval.judges.agreement import DEFAULT_THRESHOLD, agreement, best_threshold, labels

    threshold = DEFAULT_THRESHOLD
    if tuned:
        scores = [judge.score(one.texts) for one in tuned]
        threshold = best_threshold([labels(one) for one in tuned], scores)
    found = []
    for one in judged:
        print(f"{judge.name}: {one.name}, {len(one.pairs)} pairs", file=sys.stderr)
        found.append(agreement(judge.name, one, judge.score(one.texts), threshold))
    return found


def _write(found: "Sequence[Agreement]", path: Path) -> None:
    from eval.report import to_json

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(to_json(list(found)), indent=1) + "\n", encoding="utf-8")
