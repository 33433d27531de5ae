"""`python -m eval.training relevance|judge|weigh --sets FOLDER --out FILE`: train a model anew."""

import argparse
import logging
import sys
from pathlib import Path

from eval.training.adapter import PairModel
from eval.training.learn import Pairs, Recipe, train_judge, train_relevance


def main(argv: list[str] | None = None) -> int:
    """Train one model; 0 when its file is written, 2 when the sets are not there."""
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
    asked = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if not (asked.sets / "answer").is_dir():
        sys.stderr.write(
            f"{asked.sets}: no folder `answer` in it. Give the folder of the public sets that "
            "eval/training/README.md lists.\n"
        )
        return 2
    if asked.model == "weigh":
        from eval.training.weigh import weigh
        from ingest.settings import load_settings

        weigh(asked.sets, asked.out, load_settings().models_folder, asked.seed)
        return 0
    _train(asked)
    return 0


def _train(asked: argparse.Namespace) -> None:
    recipe = Recipe(seed=asked.seed, steps=asked.steps, minutes=asked.minutes)
    import torch

    from ingest.weights import packaged_model

    torch.manual_seed(recipe.seed)
    model = PairModel(1, recipe.rank, dtype=torch.bfloat16)
    pairs = Pairs(packaged_model() / "tokenizer.json")

    def keep(steps: int) -> None:
        about = {"model": asked.model, "seed": str(recipe.seed), "steps": str(steps)}
        model.save(asked.out, about)

    if asked.model == "relevance":
        from eval.training.relevance_sets import relevance_groups

        groups = relevance_groups(asked.sets, recipe.seed)
        steps = train_relevance(model, pairs, groups, recipe, keep)
    else:
        from eval.training.judge_sets import judge_pairs, own_passages

        learnt = judge_pairs(asked.sets, own_passages(), recipe.seed)
        steps = train_judge(model, pairs, learnt, recipe, keep)
    keep(steps)


if __name__ == "__main__":
    sys.exit(main())
