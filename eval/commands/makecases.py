"""lpip-eval make-cases: questions drafted from a library, for people to accept in the browser."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.review import Queue


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of the command."""
    parser = commands.add_parser(
        "make-cases", help="draft questions from a library, to accept or reject in the browser"
    )
    parser.add_argument("--library", type=Path, metavar="HOME", help="the library [LPIP_HOME]")
    parser.add_argument("--name", default="drafts", metavar="NAME", help="name of the set [drafts]")
    parser.add_argument("--count", type=int, default=100, metavar="N", help="at most N [100]")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="draws other ones [1]")
    parser.add_argument(
        "--accepted", type=Path, metavar="FILE",
        help="draft nothing; write what people accepted of NAME as a case file",
    )  # fmt: skip
    parser.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    from assistant.review import Kind, queue, write_items
    from corpus.taxonomy import load_taxonomy
    from eval.drafting.drafts import make_drafts
    from eval.libraries import opened, settings_of

    settings = settings_of(arguments.library)
    into = queue(settings.home / "review", Kind.DRAFTS, arguments.name)
    if arguments.accepted:
        return _accepted(into, arguments.accepted)
    with opened(settings) as library:
        items = make_drafts(library, load_taxonomy(), count=arguments.count, seed=arguments.seed)
    write_items(into, items)
    kinds = sorted({item.type for item in items})
    said = ", ".join(f"{sum(item.type == kind for item in items)} {kind}" for kind in kinds)
    print(f"{into.path}: {len(items)} drafts ({said}); open Evaluation in lpip-ui")
    return 0


def _accepted(drafts: "Queue", out: Path) -> int:
    from assistant.review import accepted_cases, ballots, load_drafts, settled
    from eval.errors import NothingToRun

    known = settled(own.decisions() for own in ballots(drafts).values())
    text = accepted_cases(drafts.name, load_drafts(drafts.path), known)
    if text is None:
        raise NothingToRun(f"{drafts.path}: nobody has accepted a draft yet")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    print(f"{out}: lpip-eval run reads it")
    return 0
