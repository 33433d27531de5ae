"""lpip-eval run and check-citations: cases through systems, and recorded answers checked."""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import NothingToRun
from eval.report import JSON_NAME, PAGE_NAME

if TYPE_CHECKING:
    from eval.cases import CaseSet
    from eval.judges.judge import Judge
    from eval.reply import System
    from eval.report import Run
    from eval.suite import How
    from eval.support import Supports
    from ingest.outcome import Progress
    from ingest.settings import Settings

SAY_EVERY_SECONDS = 5.0
OK, SOME_FAILED, NOTHING_DONE = 0, 1, 2
BASELINES = ("naive",)
PARTLY_FAILS = 0.75
"""Above the score of a claim that is partly supported: only a supported one passes."""


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of both commands."""
    run = commands.add_parser("run", help="run cases and write run.json and report.html")
    run.add_argument("cases", metavar="CASES", help="a case file, a gold set, or `domain`")
    run.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the report")
    run.add_argument("--library", type=Path, metavar="HOME", help="library to use [DIR/library]")
    run.add_argument(
        "--files", type=Path, metavar="FOLDER", help="ingest these first [the starter corpus]"
    )
    run.add_argument(
        "--answers", type=Path, metavar="FILE", help="score these answers instead of the assistant"
    )
    run.add_argument(
        "--beside", action="append", choices=BASELINES, default=[], help="run a baseline too"
    )
    run.add_argument(
        "--model", action="extend", nargs="+", default=[], metavar="NAME",
        help="also with these language models, as in LPIP_CHAT_MODEL",
    )  # fmt: skip
    run.add_argument("--limit", type=_positive, metavar="N", help="only the first N cases")
    run.add_argument(
        "--judge", default="product", metavar="NAME",
        help="judge of the grounding measures, as in `judge`, or none [product]",
    )  # fmt: skip
    run.add_argument(
        "--threshold", type=float, default=PARTLY_FAILS, metavar="P",
        help="of --judge: a claim is supported from here [0.75: partly is not supported]",
    )  # fmt: skip
    run.add_argument(
        "--repeat", type=_positive, default=1, metavar="N", help="ask N times, for stability [1]"
    )
    run.add_argument(
        "--workers", type=_positive, default=1, metavar="N",
        help="cases asked at once [1]; more blur the times",
    )  # fmt: skip
    run.set_defaults(run=_run)
    _add_check(commands)


def _add_check(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    check = commands.add_parser("check-citations", help="open every citation of recorded answers")
    check.add_argument("answers", type=Path, metavar="ANSWERS", help="lines of lpip-ask --batch")
    check.add_argument(
        "--files", type=Path, action="append", default=[], metavar="FOLDER",
        help="where to look for files that are not at the cited path",
    )  # fmt: skip
    check.set_defaults(run=_check)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _run(arguments: argparse.Namespace) -> int:
    from eval.case_files import load_cases

    case_set = load_cases(arguments.cases)
    if arguments.limit:
        case_set = replace(case_set, cases=case_set.cases[: arguments.limit])
    systems = _systems(arguments)
    how = _how(case_set, arguments)
    run = _ran(case_set, systems, arguments.files, arguments.out, how)
    _print_summary(run)
    print(f"\n{arguments.out / PAGE_NAME}\n{arguments.out / JSON_NAME}")
    return SOME_FAILED if any(c.error for o in run.outcomes for c in o.cases) else OK


def run_cases(cases: str, folder: Path) -> None:
    """Our assistant over the starter corpus; run, report and library into the folder."""
    from eval.case_files import load_cases
    from eval.judges.product import ProductJudge
    from eval.suite import How
    from eval.systems import build_ours
    from ingest.settings import load_settings

    settings = load_settings(home=(folder / "library").resolve())
    _fill_library(None, settings)
    how = How(supports_with(ProductJudge(), PARTLY_FAILS), say=_say)
    _ran(load_cases(cases), [build_ours(settings, say=_say)], None, folder, how)


def supports_with(judge: "Judge", threshold: float) -> "Supports":
    """Whether a premise supports a claim, by a judge's score at or above the threshold."""
    return lambda premise, claim: bool(judge.score([(premise, claim)])[0] >= threshold)


def _how(case_set: "CaseSet", arguments: argparse.Namespace) -> "How":
    from eval.judges.registry import build_judge
    from eval.progress import Progress, key_of
    from eval.suite import How

    judge = (
        None if arguments.judge == "none" else build_judge(arguments.judge, _settings(arguments))
    )
    sources = [arguments.library, arguments.files, arguments.answers, arguments.repeat, _version()]
    sources += arguments.model
    stamps = [path.stat().st_mtime_ns for path in (arguments.answers,) if path and path.exists()]
    progress = Progress(
        arguments.out, key_of(case_set, [str(part) for part in (*sources, *stamps)])
    )
    if len(progress):
        _say(f"going on from {len(progress)} cases answered before")
    return How(
        supports_with(judge, arguments.threshold) if judge else None,
        arguments.repeat,
        arguments.workers,
        progress,
        _say,
    )


def _ran(
    case_set: "CaseSet",
    systems: "Sequence[System]",
    files: Path | None,
    folder: Path,
    how: "How",
) -> "Run":
    from eval.report import Run, write_report
    from eval.suite import run_suite

    started = datetime.now(UTC)
    outcomes = run_suite(case_set, systems, how)
    made = started.isoformat(timespec="minutes").removesuffix("+00:00")
    run = Run(case_set.name, _about(files, case_set, started), outcomes, made)
    write_report(run, folder)
    if how.progress is not None:
        how.progress.finish()
    return run


def _systems(arguments: argparse.Namespace) -> "list[System]":
    from eval.systems import RecordedAnswers, build_ours

    settings = _settings(arguments)
    if arguments.answers:
        systems: list[System] = [RecordedAnswers(arguments.answers)]
    else:
        _fill_library(arguments.files, settings)
        systems = [build_ours(settings, say=_say, model=name) for name in ("", *arguments.model)]
    if "naive" in arguments.beside:
        from eval.bench.naive import build_naive

        index = settings.home / "bench" / "naive"
        systems.append(build_naive(_corpus_files(arguments.files), index, say=_say))
    return systems


def _settings(arguments: argparse.Namespace) -> "Settings":
    from ingest.settings import load_settings

    return load_settings(home=(arguments.library or arguments.out / "library").resolve())


def _fill_library(files: Path | None, settings: "Settings") -> None:
    """Files already in the library cost nothing; those that cannot be read are named and left."""
    from ingest.outcome import IN
    from ingest.pipeline import add, add_starter

    if files is None:
        report = add_starter(settings, on_progress=_progress())
    elif files.is_dir():
        report = add([files], settings, on_progress=_progress())
    else:
        raise NothingToRun(f"{files}: no such folder. Give the folder of the case set's files")
    for outcome in report.outcomes:
        if outcome.state not in IN:
            _say(f"not in the library: {outcome.message or outcome.path}")
    if report.note:
        _say(report.note)


def _progress() -> "Callable[[Progress], None]":
    """Says how far the ingest is, at most once in five seconds."""
    said = time.monotonic()

    def say(progress: "Progress") -> None:
        nonlocal said
        if time.monotonic() - said < SAY_EVERY_SECONDS:
            return
        said = time.monotonic()
        left = progress.seconds_left
        rest = f", {left:.0f} s left" if left is not None else ""
        _say(f"ingest: {progress.done} of {progress.total} files, {progress.pages} pages{rest}")

    return say


def _corpus_files(files: Path | None) -> list[Path]:
    from corpus.catalogue import notes_folder

    folder = files or notes_folder()
    return [path for path in folder.rglob("*") if path.is_file()]


def _about(files: Path | None, case_set: "CaseSet", started: datetime) -> dict[str, str]:
    turns = sum(len(case.turns) for case in case_set.cases)
    return {
        "Made": started.strftime("%d %B %Y, %H:%M UTC"),
        "Cases": f"{len(case_set.cases)} cases, {turns} questions",
        "Corpus": files.name if files else "starter corpus",
        "Version": f"lpip-evidence-assistant {_version()}",
        "Support": "A citation is right when its page is a judged page or its quote overlaps a "
        "judged quote; the grounding measures ask the judge named by --judge.",
        "Machine": f"{os.cpu_count()} cores",
    }


def _version() -> str:
    from importlib.metadata import version

    return version("lpip-evidence-assistant")


def _print_summary(run: "Run") -> None:
    from eval.report import interval, shown
    from eval.summary import MEASURES, summarise

    summaries = [summarise(outcome) for outcome in run.outcomes]
    print("\t".join(["measure", *(summary.system for summary in summaries)]).expandtabs(34))
    for measure in MEASURES:
        found = [summary.estimates.get(measure.key) for summary in summaries]
        if any(found):
            cells = [f"{shown(e, measure)} [{interval(e, measure)}]" if e else "–" for e in found]
            print("\t".join([measure.label, *cells]).expandtabs(34))


def _check(arguments: argparse.Namespace) -> int:
    from eval.answers_file import load_answers
    from eval.citations import check_citations

    count = check_citations(load_answers(arguments.answers), arguments.files)
    good, total = len(count.opened) - len(count.failures), len(count.opened)
    share = f"{good / total:.1%}" if total else "nothing to open"
    print(f"{count.answers} answers, {total} citations, {good} open: {share}")
    for rule, number in count.by_rule:
        print(f"  {number:5d}  {rule.value}")
    for failure in count.failures:
        cited = failure.citation
        quote = " ".join(cited.quote.split())[:100]
        print(f"{failure.answer_id}: {cited.path} page {cited.page}: {failure.rule.value}: {quote}")
    if not total:
        return NOTHING_DONE
    return SOME_FAILED if count.failures else OK


def _say(line: str) -> None:
    print(line, file=sys.stderr)
