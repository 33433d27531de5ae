"""lpip-eval retrieval and trec: runs over public collections, and files for trec_eval."""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eval.ranking.beir import Collection
    from eval.ranking.measured import Ranked
    from eval.ranking.trec import Run

DEFAULT_SYSTEMS = ("keyword", "dense", "fusion", "learnt")


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of both commands."""
    parser = commands.add_parser("retrieval", help="search a BEIR collection our own way")
    parser.add_argument("folder", type=Path, metavar="DIR", help="corpus, queries and qrels.tsv")
    parser.add_argument("--split", metavar="S", help="only queries of this split")
    parser.add_argument(
        "--system", action="append", dest="systems", metavar="NAME",
        help="keyword, dense, fusion, learnt, or learnt+SCORER; may be given more than once "
        f"[{', '.join(DEFAULT_SYSTEMS)}]",
    )  # fmt: skip
    parser.add_argument(
        "--run", action="append", dest="runs", type=Path, default=[], metavar="FILE",
        help="measure this TREC run too",
    )  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="DIR", help="write runs, qrels and measures")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="keep vectors here by content")
    parser.add_argument("--library", type=Path, metavar="HOME", help="where compiled models lie")
    parser.set_defaults(run=_retrieval)
    trec = commands.add_parser("trec", help="measure TREC run files against a TREC qrels file")
    trec.add_argument("qrels", type=Path, metavar="QRELS")
    trec.add_argument("runs", type=Path, nargs="+", metavar="RUN")
    trec.set_defaults(run=_trec)


def _retrieval(arguments: argparse.Namespace) -> int:
    from eval.ranking.beir import load_collection
    from eval.ranking.measured import measure
    from eval.ranking.table import as_text
    from eval.ranking.trec import read_run, write_qrels, write_run

    collection = load_collection(arguments.folder, arguments.split)
    # A run of one's own may be measured alone: then nothing is searched.
    names = arguments.systems or (() if arguments.runs else DEFAULT_SYSTEMS)
    runs = {path.stem: read_run(path) for path in arguments.runs}
    for name in names:
        runs[name] = _searched(name, collection, arguments)
    found = [measure(name, run, collection.qrels) for name, run in runs.items()]
    print(
        f"{collection.name}: {len(collection.documents)} documents, "
        f"{len(collection.queries)} queries"
    )
    print(as_text(found))
    if arguments.out:
        write_qrels(collection.qrels, arguments.out / "qrels.txt")
        for name in names:
            write_run(runs[name], arguments.out / f"{_file_name(name)}.run", _file_name(name))
        _write(found, arguments.out / "retrieval.json")
    return 0


def _searched(name: str, collection: "Collection", arguments: argparse.Namespace) -> "Run":
    from eval.ranking.scorers import build_scorer
    from eval.ranking.systems import build
    from ingest.embed import load_embedder
    from ingest.settings import load_settings

    home = {"home": arguments.library.resolve()} if arguments.library else {}
    settings = load_settings(**home)
    started = time.monotonic()
    ranker = build(
        name,
        collection,
        lambda: load_embedder(settings),
        lambda scorer: build_scorer(scorer, settings),
        arguments.cache,
    )
    ready = time.monotonic()
    run = ranker(collection.queries)
    each = (time.monotonic() - ready) / len(collection.queries) * 1000
    print(f"{name}: index {ready - started:.1f} s, {each:.1f} ms a query", file=sys.stderr)
    return run


def _trec(arguments: argparse.Namespace) -> int:
    from eval.ranking.measured import measure
    from eval.ranking.table import as_text
    from eval.ranking.trec import read_qrels, read_run

    qrels = read_qrels(arguments.qrels)
    print(as_text([measure(path.stem, read_run(path), qrels) for path in arguments.runs]))
    return 0


def _write(found: "Sequence[Ranked]", path: Path) -> None:
    from eval.report import to_json

    path.write_text(json.dumps(to_json(list(found)), indent=1) + "\n", encoding="utf-8")


def _file_name(name: str) -> str:
    """A tag without spaces or slashes.

    >>> _file_name("fusion+model:/a b/c")
    'fusion+model-a-b-c'
    """
    return "-".join(name.replace(":", "/").replace(" ", "/").split("/")).replace("--", "-")
