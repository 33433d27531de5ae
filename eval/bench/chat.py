"""What is shown of good, spoilt and failing language models, and how soon (scripted server)."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from eval.bench.chatting.served import Server
    from eval.cases import CaseSet

PARTS = ("claims", "faults", "speed")
_QUESTIONS = 12


def main(argv: Sequence[str]) -> int:
    """Print the tables; 1 if anything spoilt was shown, or a failure ended badly."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench chat", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} [all]")
    parser.add_argument("--cases", default="domain", help="a case file, or `domain`")
    parser.add_argument("--library", type=Path, help="our library [the starter corpus, made anew]")
    parser.add_argument("--naive", type=Path, help="folder for the naive index [a temporary one]")
    options = parser.parse_args(argv)
    if wrong := set(options.parts) - set(PARTS):
        parser.error(f"no part {', '.join(sorted(wrong))}; there are {', '.join(PARTS)}")
    from eval.bench.chatting.served import serving
    from eval.case_files import load_cases

    cases = load_cases(options.cases)
    with tempfile.TemporaryDirectory() as folder, serving() as server:
        assistant = _assistant(options.library or Path(folder) / "library")
        home = Path(folder)
        wanted = options.parts or PARTS
        bad = _claims(cases, assistant, server, home) if "claims" in wanted else 0
        bad += _faults(assistant, server, home) if "faults" in wanted else 0
        if "speed" in wanted:
            _speed(cases, assistant, server, options.naive or home / "naive")
    return 1 if bad else 0


def _assistant(home: Path) -> "Assistant":
    from assistant.bootstrap import build_assistant
    from assistant.chatsettings import ChatSettings
    from ingest.pipeline import add_starter
    from ingest.settings import load_settings

    settings = load_settings(home=home.resolve())
    if not settings.library_path.exists():
        add_starter(settings)
    return build_assistant(settings, chat=ChatSettings())


def _claims(cases: "CaseSet", assistant: "Assistant", server: "Server", home: Path) -> int:
    from scipy.stats import binomtest

    from eval.bench.chatting.claims import GOOD, SPOILT, abstentions, asked_of, tally

    asked = asked_of(cases, assistant, _say)
    print(f"\n{'model':18}{'spoilt by':20}{'offered':>9}{'shown':>7}{'bad':>5}{'instead':>10}")
    total = bad = of_good = 0
    for name in (*GOOD, *SPOILT):
        found = tally(name, asked, server, home, assistant)
        instead = f"{found.instead}/{found.answers}"
        row = f"{found.offered:9}{found.shown:7}{found.bad:5}{instead:>10}"
        print(f"{name:18}{SPOILT.get(name, '-'):20}{row}", flush=True)
        of_good += found.bad if name in GOOD else 0
        if name in SPOILT:
            total, bad = total + found.offered, bad + found.bad
    most = binomtest(bad, total).proportion_ci(method="exact").high if total else 1.0
    # Claims to one question are not independent, so the interval is somewhat too narrow.
    print(f"spoilt claims: {total:,} offered, {bad} shown (95% interval: at most {most:.2%})")
    declined, turned = abstentions(("perfect", "hallucinating"), cases, assistant, server, home)
    print(f"{declined} questions are not answered by default; {turned} answered because of a model")
    return bad + of_good + turned


def _faults(assistant: "Assistant", server: "Server", home: Path) -> int:
    from eval.bench.chatting.faults import LIMIT_S, endings

    print(
        f"\n{'fault':20}{'seconds':>8}{'claims':>7}{'next':>5}  composer; what the reader is told"
    )
    bad = 0
    for ended in endings(assistant, server, home):
        mark = "" if ended.well else "  BAD"
        row = f"{ended.seconds:8.1f}{ended.claims:7}{ended.second:5}"
        print(f"{ended.fault:20}{row}  {ended.composer}; {ended.note}{mark}", flush=True)
        bad += not ended.well
    print(f"limit of the model's time {LIMIT_S:.0f} s; {bad} ended badly")
    return bad


def _speed(cases: "CaseSet", assistant: "Assistant", server: "Server", naive: Path) -> None:
    from corpus.catalogue import notes_folder
    from eval.bench.chatting.speed import MODEL, measured, median
    from eval.bench.naive import build_naive

    files = [path for path in notes_folder().rglob("*") if path.is_file()]
    pipeline = build_naive(files, naive, say=_say)
    questions = [case.turns[0].question for case in cases.cases[:_QUESTIONS]]
    found = measured(questions, assistant, pipeline, server, naive)
    names = ("ours with the model", "ours without a model", "stuff-the-prompt chain")
    print(f"\n{len(questions)} questions, {MODEL}; medians; a chain's first sentence is unchecked")
    print(f"{'':24}{'first s':>9}{'whole s':>9}{'words':>7}")
    for name, times in zip(names, found, strict=True):
        middle = median(times)
        print(f"{name:24}{middle.first:9.2f}{middle.whole:9.2f}{middle.words:7}")


def _say(line: str) -> None:
    print(line, file=sys.stderr)
