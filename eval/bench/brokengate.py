"""Retriever, composer and judge broken on purpose, one at a time: does the gate go red?

Works in a throw-away worktree of this repository: for each part a commit that breaks it, the gate,
and the commit taken back; at the end the gate once more, which must be green. Takes minutes.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.errors import NothingToRun


@dataclass(frozen=True)
class Break:
    """One line of the source made wrong. before must stand in the file exactly once."""

    part: str
    file: str
    before: str
    after: str


BREAKS = (
    Break(
        "retriever: the worst passages come first",
        "assistant/retrieve.py",
        "order = best_first(asked, [candidate(hit) for hit in hits])",
        "order = best_first(asked, [candidate(hit) for hit in hits])[::-1]",
    ),
    Break(
        "composer: the worst sentences are quoted",
        "assistant/compose/quoting.py",
        "candidate = queue.pop(0)",
        "candidate = queue.pop()",
    ),
    Break(
        "judge: every claim is called supported",
        "assistant/grounding/judge.py",
        "if verbatim(claim, cited):",
        "if verbatim(claim, cited) or claim:",
    ),
)


def main(argv: Sequence[str]) -> int:
    """Exit status 0 if every break turned the gate red and it was green without."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench brokengate", description=__doc__)
    parser.add_argument("--baseline", default="eval/gate/domain.json", metavar="FILE")
    parser.add_argument("--commit", default="HEAD", metavar="COMMIT", help="break this [HEAD]")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="lpip-broken-") as scratch:
        tree = Path(scratch) / "tree"
        _git(Path.cwd(), "worktree", "add", "--detach", str(tree), arguments.commit)
        try:
            as_meant = [_broken(tree, one, arguments.baseline) for one in BREAKS]
            status, said = _gate(tree, arguments.baseline)
            print(f"\nnothing broken: {'green' if status == 0 else 'RED'}\n{said}", flush=True)
        finally:
            _git(Path.cwd(), "worktree", "remove", "--force", str(tree))
    return 0 if all(as_meant) and status == 0 else 1


def _broken(tree: Path, one: Break, baseline: str) -> bool:
    """The part broken in a commit, the gate run, the commit taken back. True if it was red."""
    path = tree / one.file
    source = path.read_text(encoding="utf-8")
    if source.count(one.before) != 1:
        raise NothingToRun(f"{one.file}: {one.before!r} is not there once; bring BREAKS up to date")
    path.write_text(source.replace(one.before, one.after), encoding="utf-8")
    name = ("-c", "user.name=gate", "-c", "user.email=gate@localhost")
    _git(tree, *name, "commit", "--quiet", "--no-verify", "-am", f"Broken on purpose: {one.part}")
    status, said = _gate(tree, baseline)
    print(f"\n{one.part}: {'red' if status == 1 else f'NOT RED ({status})'}\n{said}", flush=True)
    _git(tree, "reset", "--quiet", "--hard", "HEAD~1")
    return status == 1


def _gate(tree: Path, baseline: str) -> tuple[int, str]:
    ended = subprocess.run(
        [sys.executable, "-m", "eval.cli", "gate", "--baseline", baseline],
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    # A traceback ends with 1 as well, but says nothing of a measure.
    if ended.returncode not in (0, 1) or "gate:" not in ended.stdout:
        raise NothingToRun(f"the gate did not run: {ended.stderr.strip()[-400:]}")
    return ended.returncode, ended.stdout.strip()


def _git(where: Path, *arguments: str) -> None:
    ended = subprocess.run(
        ["git", *arguments], cwd=where, capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise NothingToRun(f"git {arguments[0]}: {ended.stderr.strip()}")
