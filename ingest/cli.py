"""lpip-ingest: put files into the library, look at what it holds, take documents out."""

import argparse
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from corpus.errors import CorpusError
from ingest import fetchcommand
from ingest import report as shown
from ingest.errors import IngestError
from ingest.report import Json
from ingest.settings import Settings, load_settings, quiet_environment

if TYPE_CHECKING:
    from corpus.fetch.fetcher import Ways

DESCRIPTION = """\
Put reports into the library that the assistant answers from, and look after it.
PDF, Office and OpenDocument files, HTML, Markdown and text, from this machine or the web.
LPIP_HOME says where the library is kept."""

EXIT_STATUS = "Exit status: 0 all in, or in order; 1 some not; 2 nothing done."
NOTHING_DONE = 2
_WIDE = 200


def main(arguments: Sequence[str] | None = None, *, ways: "Ways | None" = None) -> int:
    """Exit status: 0 all in, or in order; 1 some not; 2 nothing done.

    ways: how the network is reached where something is fetched; only tests hand them in.
    """
    quiet_environment()
    chosen = parser().parse_args(arguments)
    chosen.ways = ways
    logging.basicConfig(
        level=logging.INFO if chosen.verbose else logging.CRITICAL,
        format="%(levelname)s %(name)s: %(message)s",
    )
    run: Callable[[argparse.Namespace, Settings], int] = chosen.run
    try:
        return run(chosen, load_settings())
    except (IngestError, CorpusError) as error:
        print(f"lpip-ingest: {error}", file=sys.stderr)
        return NOTHING_DONE
    except KeyboardInterrupt:
        print("lpip-ingest: stopped. What was stored is safe.", file=sys.stderr)
        return NOTHING_DONE
    except BrokenPipeError:
        # The reader of our output has seen enough; Python must not complain about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="lpip-ingest",
        description=DESCRIPTION,
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--json", action="store_true", help="print JSON instead of tables")
    common.add_argument("--verbose", action="store_true", help="log what is done")
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace, Settings], int], text: str
    ) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[common], help=text, description=text)
        added.set_defaults(run=run)
        return added

    add = command("add", _add, "put files and folders in, or pages and files of the web")
    add.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, or https://...")
    add.add_argument("--collection", default="public", help="who may read them (public)")
    add.add_argument(
        "--attachments", action="store_true", help="also the PDF, where a page offers exactly one"
    )
    fetchcommand.describe(command("fetch", _fetch, fetchcommand.FETCH_TEXT))
    command("list", _list, "list the documents held")
    show = command("show", _show, "show what is known about one document")
    show.add_argument("id", metavar="ID", help="document id, its beginning, or catalogue id")
    remove = command("remove", _remove, "take one document out, with all its text")
    remove.add_argument("id", metavar="ID", help="document id, its beginning, or catalogue id")
    _describe_check(command("check", _check, "look whether everything is in order"))
    copy = command("backup", _backup, "copy the library, also while it is in use")
    copy.add_argument("target", type=Path, metavar="FOLDER", help="new, or an earlier backup")
    rebuild = command("rebuild", _rebuild, "make the search index again from the library")
    rebuild.add_argument("--re-embed", action="store_true", help="make all vectors again as well")
    command("starter", _starter, "put the starter corpus in: our notes on publications")
    return top


def _describe_check(check: argparse.ArgumentParser) -> None:
    check.add_argument("--repair", action="store_true", help="put right what can be put right")
    check.add_argument(
        "--absent",
        metavar="ID_OR_FILE",
        help="prove that a removed document, or what a file says, is in no file of the library",
    )


def _add(chosen: argparse.Namespace, settings: Settings) -> int:
    return _answered(chosen, fetchcommand.add(chosen, settings))


def _fetch(chosen: argparse.Namespace, settings: Settings) -> int:
    return _answered(chosen, fetchcommand.fetch(chosen, settings))


def _starter(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest import pipeline

    with shown.ProgressBar(Console(stderr=True)) as bar:
        report = pipeline.add_starter(settings, on_progress=bar)
    _print(chosen, shown.report_json(report), lambda console: shown.print_report(report, console))
    return report.exit_status


def _list(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest.embed import embedder_name
    from ingest.reading import LibraryReader

    name = embedder_name(settings)
    with closing(LibraryReader(settings.home, name, any_model=True)) as library:
        documents, standings = library.documents(), library.standings()
    values = [shown.document_json(held, standings.get(held.document_id)) for held in documents]
    _print(chosen, values, lambda console: shown.print_documents(documents, standings, console))
    return 0


def _show(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest.embed import embedder_name
    from ingest.reading import LibraryReader

    name = embedder_name(settings)
    with closing(LibraryReader(settings.home, name, any_model=True)) as library:
        held = library.find(chosen.id)
        standing = library.standings(None, [held.document_id]).get(held.document_id)
    _print(
        chosen,
        shown.document_json(held, standing),
        lambda console: shown.print_document(held, standing, console),
    )
    return 0


def _remove(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest import pipeline

    held, absence = pipeline.remove(chosen.id, settings)
    text = f"Removed {held.metadata.title} ({held.document_id}), its text and its vectors."
    values = {"removed": held.document_id, **asdict(absence)}
    _print(chosen, values, lambda console: shown.print_absence(absence, console, text))
    return 1 if absence.found else 0


def _check(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest.check import check

    if chosen.absent:
        return _absent(chosen, settings)
    found = check(settings, repair=chosen.repair)
    _print(chosen, shown.inspection_json(found), lambda c: shown.print_inspection(found, c))
    return 0 if found.sound else 1


def _absent(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest.absence import absence_of

    absence = absence_of(chosen.absent, settings)
    _print(chosen, asdict(absence), lambda console: shown.print_absence(absence, console))
    return 1 if absence.found else 0


def _backup(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest.backup import backup

    copied = backup(settings, chosen.target)
    text = (
        f"{copied.documents:,} documents are in {chosen.target}. LPIP_HOME={chosen.target} uses it."
    )
    if copied.missing:
        text += f" Originals were missing of: {', '.join(copied.missing)}."
    if not copied.records:
        text += " The file of earlier questions is damaged and was left out."
    _print(chosen, asdict(copied), lambda console: _say(console, text))
    return 1 if copied.missing or not copied.records else 0


def _rebuild(chosen: argparse.Namespace, settings: Settings) -> int:
    from ingest import pipeline

    passages = pipeline.rebuild(settings, re_embed=chosen.re_embed)
    text = f"The search index was made again: {passages:,} passages."
    _print(chosen, {"passages": passages}, lambda console: _say(console, text))
    return 0


def _answered(chosen: argparse.Namespace, answer: fetchcommand.Answer) -> int:
    _print(chosen, answer.values, answer.show)
    return answer.status


def _print(
    chosen: argparse.Namespace, values: Json | list[Json], show: Callable[[Console], None]
) -> None:
    if chosen.json:
        print(json.dumps(values, ensure_ascii=False, indent=2))
    else:
        # Piped to a file or a pager, a line stays a line.
        show(Console() if sys.stdout.isatty() else Console(width=_WIDE))


def _say(console: Console, text: str) -> None:
    console.print(text, highlight=False, markup=False, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main())
