"""`python -m eval.training relevance|judge|weigh --sets FOLDER --out FILE`: train a model anew."""

import argparse
import logging
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import EvalError
from eval.training.adapter import PairModel, save_mean
from eval.training.groups import Group
from eval.training.learn import Pairs, Recipe, train_judge, train_relevance
from ingest.errors import IngestError

if TYPE_CHECKING:
    from eval.training.written_claims import Written

# With broad questions so many of the questions to reports are asked once more.
_BESIDE_BROAD = 1000
# The highest learning rate of a model that knows its trade already.
_GENTLE = 6e-4


def main(argv: list[str] | None = None) -> int:
    """Train one model; 0 when its file is written, 2 when what it learns from is not there."""
    asked = _asked(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not (asked.sets / "answer").is_dir():
        sys.stderr.write(
            f"{asked.sets}: no folder `answer` in it. Give the folder of the public sets that "
            "eval/training/README.md lists.\n"
        )
        return 2
    try:
        if asked.model == "weigh":
            from eval.training.weigh import weigh
            from ingest.settings import load_settings

            weigh(asked.sets, asked.out, load_settings().models_folder, asked.seed)
        else:
            _train(asked)
    except (EvalError, IngestError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _asked(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.training", description=__doc__)
    parser.add_argument("model", choices=("relevance", "judge", "weigh"))
    parser.add_argument("--sets", type=Path, required=True, help="folder of the public sets")
    parser.add_argument(
        "--out", type=Path, required=True, help="the safetensors file to write; of weigh, to read"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, metavar="N", help="so many steps [one round]")
    parser.add_argument(
        "--minutes", type=float, metavar="M", help="end after so many, however far it is"
    )
    parser.add_argument("--reports", type=Path, metavar="LIBRARY", help="a library with reports")
    parser.add_argument(
        "--after",
        type=Path,
        metavar="MODEL",
        help="go on from a file that was trained before, gently, and write the mean of both "
        "[from the packaged encoder]",
    )
    _add_for_relevance(parser)
    asked = parser.parse_args(argv)
    if asked.model == "relevance" and not asked.reports:
        parser.error("relevance needs --reports LIBRARY")
    if asked.model != "relevance" and (asked.without or asked.broad):
        parser.error(f"--{'without' if asked.without else 'broad'} goes with relevance")
    return asked


def _add_for_relevance(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--broad",
        type=Path,
        metavar="LIBRARY",
        help="relevance: learn broad questions, from a library with the starter corpus and the "
        f"reports, beside {_BESIDE_BROAD} of the questions to reports [none; all questions]",
    )
    parser.add_argument(
        "--without",
        metavar="HALF",
        choices=("0", "1"),
        help="relevance: half of the reports left out",
    )
    parser.add_argument(
        "--harder",
        metavar="MODEL",
        default="off",
        help="relevance: texts against the right ones are drawn by what this model makes of them "
        "(packaged, or a file) [off]",
    )


def _train(asked: argparse.Namespace) -> None:
    rate = _GENTLE if asked.after else Recipe.rate
    recipe = Recipe(seed=asked.seed, rate=rate, steps=asked.steps, minutes=asked.minutes)
    import torch

    from ingest.weights import packaged_model

    torch.manual_seed(recipe.seed)
    model = PairModel(1, recipe.rank, dtype=torch.bfloat16)
    if asked.after:
        model.load(asked.after)
    pairs = Pairs(packaged_model() / "tokenizer.json")

    def keep(steps: int) -> None:
        about = {"model": asked.model, "seed": str(recipe.seed), "steps": str(steps)}
        model.save(asked.out, about)

    if asked.model == "relevance":
        steps = train_relevance(model, pairs, _relevance_groups(asked), recipe, keep)
    else:
        from eval.training.judge_sets import judge_pairs, own_passages
        from eval.training.written_claims import teaching

        learnt = judge_pairs(asked.sets, own_passages(), recipe.seed)
        if asked.reports:
            learnt += teaching(_written(asked))
        steps = train_judge(model, pairs, learnt, recipe, keep)
    keep(steps)
    if asked.after:
        save_mean(asked.after, asked.out, {"model": asked.model, "steps": str(steps)})


def _written(asked: argparse.Namespace) -> "list[Written]":
    from eval.training.report_sets import reports_in
    from eval.training.written_claims import about_own, about_reports, about_sets

    written = [*about_sets(asked.sets), *about_own()]
    return [*written, *about_reports(reports_in(asked.reports))]


def _relevance_groups(asked: argparse.Namespace) -> list[Group]:
    from assistant.rerank import load_reranker
    from eval.training.broad_sets import broad_groups, load_broad
    from eval.training.relevance_sets import public_groups
    from eval.training.report_sets import in_half, load_questions, report_groups, reports_in
    from ingest.settings import Settings

    reports = reports_in(asked.reports)
    reads = load_reranker(asked.harder, Settings(home=asked.reports))
    questions = [
        one for one in load_questions() if asked.without is None or not in_half(one, asked.without)
    ]
    broad: list[Group] = []
    if asked.broad:
        broad = broad_groups(load_broad(), reports_in(asked.broad), asked.seed, reads)
        questions = random.Random(asked.seed).sample(questions, _BESIDE_BROAD)
    own = report_groups(questions, reports, asked.seed, reads)
    return [*broad, *own, *public_groups(asked.sets, reports.embedder, asked.seed)]


if __name__ == "__main__":
    sys.exit(main())
