"""lpip-ask and lpip-search: questions and searches from the command line."""

import argparse
import json
import logging
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError, EmptyLibrary
from corpus.errors import CorpusError
from ingest.errors import IngestError

if TYPE_CHECKING:  # imported where used, so that --help answers at once
    from assistant.pipeline import Assistant
    from ingest.filters import Filters


def ask_main(argv: Sequence[str] | None = None) -> int:
    """`lpip-ask`: one answer, or many. Exit 0 all answered, 1 some lines failed, 2 nothing done."""
    return _guarded(_ask, _ask_parser().parse_args(argv))


def search_main(argv: Sequence[str] | None = None) -> int:
    """`lpip-search`: ranked passages without an answer. Exit 0 found or not, 2 nothing done."""
    return _guarded(_search, _search_parser().parse_args(argv))


def _ask_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lpip-ask",
        description="Ask the library. Every sentence of the answer is a quote with its page.",
    )
    parser.add_argument("question", nargs="?", help="the question, in quotation marks")
    parser.add_argument(
        "--usage",
        action="store_true",
        help="ask nothing: show calls, tokens and money of language models by day",
    )
    parser.add_argument("--json", action="store_true", help="print the answer as JSON (version 1)")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="show how the question was read, what was found with ranks and scores, and why each "
        "sentence was chosen or nothing was",
    )
    parser.add_argument(
        "--batch",
        metavar="FILE",
        help='JSON Lines of {"id", "question"} or {"id", "turns": [...]}; "-" reads standard '
        "input; prints one JSON answer per line",
    )
    _add_keeping(parser)
    _add_common(parser)
    return parser


def _add_keeping(parser: argparse.ArgumentParser) -> None:
    keeping = parser.add_argument_group("keeping and checking")
    keeping.add_argument("--record", action="store_true", help="keep the answer in the records")
    keeping.add_argument(
        "--export",
        type=Path,
        metavar="FILE",
        help="write the answer to FILE as well: .docx, .md, .ris, .bib, .json (CSL) or .csv",
    )
    keeping.add_argument(
        "--recheck",
        metavar="ID_OR_FILE",
        help="look the quotes of a recorded answer, or of a file that --json wrote, up again; "
        "exit status 1 if one no longer stands",
    )
    keeping.add_argument(
        "--feedback", action="store_true", help="print all feedback that readers gave, as CSV"
    )


def _search_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="lpip-search", description="Find the passages that match, best first."
    )
    parser.add_argument("query", help="what to look for")
    parser.add_argument("--json", action="store_true", help="print the passages as JSON")
    parser.add_argument("-k", type=_positive, default=10, metavar="N", help="how many (default 10)")
    _add_common(parser)
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    narrowing = parser.add_argument_group("filters (each may be given several times)")
    for option, what in (
        ("place", "a nation, region, local area or partnership; places within it count"),
        ("nation", "England, Scotland, Wales, Northern Ireland or UK"),
        ("theme", "an LPIP theme, for example skills"),
        ("type", "report, briefing, blog, policy-paper, evidence-review or webpage"),
        ("publisher", "part of the publisher's name"),
    ):
        narrowing.add_argument(f"--{option}", action="append", default=[], help=what)
    narrowing.add_argument("--since", metavar="DATE", help="published on or after YYYY[-MM[-DD]]")
    narrowing.add_argument("--until", metavar="DATE", help="published on or before YYYY[-MM[-DD]]")
    narrowing.add_argument(
        "--newest", action="store_true", help="no older editions, nothing withdrawn or superseded"
    )
    parser.add_argument("--verbose", action="store_true", help="log what is being done")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return number


def _guarded(command: Callable[[argparse.Namespace], int], options: argparse.Namespace) -> int:
    """Run a command; every error we know becomes one line on standard error."""
    from ingest.settings import quiet_environment

    quiet_environment()
    logging.basicConfig(level=logging.INFO if options.verbose else logging.ERROR)
    try:
        return command(options)
    except (AssistantError, IngestError, CorpusError) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2


def _ask(options: argparse.Namespace) -> int:
    if options.usage:
        return _usage()
    asked = (options.question, options.batch, options.recheck, options.feedback or None)
    if sum(value is not None for value in asked) != 1:
        print('Give a question, or --batch FILE: lpip-ask "How much ...?"', file=sys.stderr)
        return 2
    if options.batch is not None:
        alone = [name for name in ("record", "export", "explain") if getattr(options, name)]
        if alone:
            print(f"--batch takes no --{alone[0]}: ask that question by itself.", file=sys.stderr)
            return 2
        return _batch(options)
    if options.recheck is not None or options.feedback:
        from assistant import keepcommand

        if options.feedback:
            return keepcommand.feedback()
        return keepcommand.recheck(options.recheck, as_json=options.json)
    return _answer(options)


def _answer(options: argparse.Namespace) -> int:
    from assistant.contract import answer_json
    from assistant.present import answer_text

    if options.export is not None:
        from assistant.export import format_of

        format_of(options.export)
    assistant, filters = _opened(options)
    workings = assistant.explain(options.question, filters=filters)
    answer = workings.answer
    if options.explain:
        from assistant.explain import explain_text

        print(explain_text(workings, assistant.settings.threshold), end="")
    elif options.json:
        print(json.dumps(answer_json(answer), ensure_ascii=False, indent=2))
    else:
        print(answer_text(answer), end="")
    if options.export is not None or options.record:
        from assistant import keepcommand

        if options.record:
            _say(keepcommand.record(assistant, answer, filters))
        if options.export is not None:
            _say(keepcommand.export(assistant, answer, options.export))
    return 0


def _usage() -> int:
    from assistant.chatbudget import Ledger
    from assistant.present import usage_text
    from ingest.settings import load_settings

    print(usage_text(Ledger(load_settings().home).days()), end="")
    return 0


def _batch(options: argparse.Namespace) -> int:
    from assistant.batch import run_batch

    name, lines = _lines(options.batch)
    assistant, filters = _opened(options)
    answered = failed = 0
    for outcome in run_batch(lines, assistant, filters, name=name):
        if outcome.answer is None:
            failed += 1
            print(outcome.error, file=sys.stderr, flush=True)
        else:
            answered += 1
            print(json.dumps(outcome.answer, ensure_ascii=False), flush=True)
    if failed:
        print(f"{answered} answered, {failed} failed.", file=sys.stderr)
    return 0 if not failed and answered else 1 if answered else 2


def _lines(batch: str) -> tuple[str, list[str]]:
    if batch == "-":
        return "standard input", sys.stdin.read().splitlines()
    try:
        text = Path(batch).read_bytes().decode("utf-8")
    except OSError as error:
        raise AssistantError(
            f"{batch}: {error.strerror}. Give an existing JSON Lines file."
        ) from error
    except UnicodeDecodeError as error:
        raise AssistantError(
            f"{batch}: not UTF-8 at byte {error.start}. Save it as UTF-8."
        ) from error
    return batch, text.split("\n")


def _search(options: argparse.Namespace) -> int:
    from assistant.contract import hit_json
    from assistant.present import hits_text

    assistant, filters = _opened(options)
    hits = assistant.search(options.query, filters=filters, k=options.k)
    if options.json:
        print(json.dumps([hit_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    else:
        print(hits_text(hits), end="")
    return 0


def _opened(options: argparse.Namespace) -> "tuple[Assistant, Filters]":
    from assistant.bootstrap import build_assistant
    from assistant.narrowing import Narrowing, filters_from
    from ingest.filters import Filters
    from ingest.settings import load_settings

    assistant = build_assistant(load_settings(), say=_say)
    if not assistant.index.documents(Filters()):
        raise EmptyLibrary(
            "The library is empty. Run lpip-ingest starter for the starter corpus, "
            "or lpip-ingest add PATH for your own files."
        )
    typed = Narrowing(
        places=options.place,
        nations=options.nation,
        themes=options.theme,
        doc_types=options.type,
        publishers=options.publisher,
        since=options.since,
        until=options.until,
        newest_only=options.newest,
    )
    return assistant, filters_from(typed, assistant.taxonomy, assistant.index)


def _say(line: str) -> None:
    print(line, file=sys.stderr)
