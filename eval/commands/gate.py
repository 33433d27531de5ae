"""lpip-eval compare and gate: two runs beside each other, and a run against a baseline."""

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from eval.commands.run import SOME_FAILED

if TYPE_CHECKING:
    from eval.stored import StoredRun


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of both commands."""
    compare = commands.add_parser("compare", help="two runs of the same cases beside each other")
    compare.add_argument("before", type=Path, metavar="RUN_A", help="run.json or its folder")
    compare.add_argument("after", type=Path, metavar="RUN_B", help="run.json or its folder")
    compare.add_argument("--before-system", metavar="NAME", help="which system of RUN_A [first]")
    compare.add_argument("--after-system", metavar="NAME", help="which system of RUN_B [first]")
    compare.add_argument("--out", type=Path, metavar="FILE", help="write an HTML page too")
    compare.set_defaults(run=_compare)
    gate = commands.add_parser(
        "gate", help="status 1 if a measure fell by more than its noise against a baseline"
    )
    gate.add_argument("--baseline", type=Path, required=True, metavar="FILE")
    gate.add_argument("--run", type=Path, dest="stored", metavar="RUN",
                      help="judge this run.json [run the cases now]")  # fmt: skip
    gate.add_argument("--cases", default="domain", metavar="CASES", help="cases to run [domain]")
    gate.add_argument("--out", type=Path, metavar="DIR", help="keep the run's report here")
    gate.add_argument("--update", action="store_true", help="write the baseline from this run")
    gate.set_defaults(run=_gate)


def _compare(arguments: argparse.Namespace) -> int:
    from eval.compare import compare
    from eval.comparereport import as_page, as_text
    from eval.stored import load_run

    before = load_run(arguments.before).system(arguments.before_system, arguments.before)
    after = load_run(arguments.after).system(arguments.after_system, arguments.after)
    found = compare(before, after)
    print(as_text(found))
    if arguments.out:
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(as_page(found), encoding="utf-8")
        print(f"\n{arguments.out}")
    return 0


def _gate(arguments: argparse.Namespace) -> int:
    from eval.baseline import baseline_of, falls, read_baseline, write_baseline
    from eval.mutation.judging import product_passes
    from eval.stored import load_run

    # A baseline that cannot be read is said before the cases run, not after.
    baseline = None if arguments.update else read_baseline(arguments.baseline)
    with tempfile.TemporaryDirectory(prefix="lpip-gate-") as scratch:
        folder = arguments.stored or _run_now(arguments, arguments.out or Path(scratch))
        stored = load_run(folder)
    system = stored.system(None, folder)
    crashed = [case.case.case_id for case in system.cases if case.error]
    now = baseline_of(system, stored.case_set, product_passes)
    if baseline is None:
        write_baseline(now, arguments.baseline)
        print(f"{arguments.baseline}: baseline of {len(now.cases)} cases written")
        return SOME_FAILED if crashed else 0
    fallen = falls(baseline, now)
    for line in [*(f"{case_id} crashed" for case_id in crashed), *(f.line for f in fallen)]:
        print(line)
    if crashed or fallen:
        print(f"gate: red. If this is meant, write a new baseline with --update ({_size(stored)})")
        return SOME_FAILED
    print(f"gate: green, nothing fell ({_size(stored)})")
    return 0


def _run_now(arguments: argparse.Namespace, folder: Path) -> Path:
    from eval.commands.run import run_cases

    print(f"gate: running {arguments.cases}", file=sys.stderr)
    run_cases(arguments.cases, folder)
    return folder


def _size(stored: "StoredRun") -> str:
    return f"{stored.case_set}, {len(stored.systems[0].cases)} cases"
