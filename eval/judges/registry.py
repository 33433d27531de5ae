"""Judges by name, as the command line and the measures ask for them."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import NoSuchJudge
from eval.judges.judge import Judge
from eval.judges.pairs import PairSet

if TYPE_CHECKING:
    from ingest.settings import Settings

NAMES = ("overlap", "rule", "rouge", "cosine", "logistic", "product")
"""Built in; besides them `model:FOLDER` and `scores:FILE`."""


def build_judges(
    names: Sequence[str], settings: "Settings", trained: Sequence[PairSet] = ()
) -> list[Judge]:
    """Several by name; `logistic` shares the cosines of `cosine`. Raises NoSuchJudge."""
    built: dict[str, Judge] = {}
    for name in sorted(names, key=lambda name: name == "logistic"):
        built[name] = build_judge(name, settings, trained, cosine=built.get("cosine"))
    return [built[name] for name in names]


def build_judge(
    name: str,
    settings: "Settings",
    trained: Sequence[PairSet] = (),
    *,
    cosine: Judge | None = None,
) -> Judge:
    """The judge of that name. trained: what `logistic` learns from.

    Raises NoSuchJudge.
    """
    from eval.judges.words import OVERLAP, ROUGE, RULE

    by_words: dict[str, Judge] = {judge.name: judge for judge in (OVERLAP, RULE, ROUGE)}
    kind, _, rest = name.partition(":")
    if name in by_words:
        return by_words[name]
    if name == "cosine":
        from eval.judges.models import CosineJudge
        from ingest.embed import load_embedder

        return CosineJudge(load_embedder(settings))
    if name == "logistic":
        from eval.judges.learned import LogisticJudge

        if not trained:
            raise NoSuchJudge("logistic has nothing to learn from: name a set with --train")
        parts = [OVERLAP, RULE, ROUGE, cosine or build_judge("cosine", settings)]
        return LogisticJudge(parts, trained)
    if name == "product":
        from assistant.bootstrap import build_judge as build_product
        from assistant.settings import load_ask_settings
        from eval.judges.product import ProductJudge

        return ProductJudge(build_product(load_ask_settings(), settings))
    return _from_disk(kind, Path(rest)) if rest else _unknown(name)


def _from_disk(kind: str, path: Path) -> Judge:
    if kind == "model":
        from eval.judges.models import CrossEncoderJudge

        return CrossEncoderJudge(path)
    if kind == "scores":
        from eval.judges.recorded import RecordedScores

        return RecordedScores(path)
    return _unknown(f"{kind}:{path}")


def _unknown(name: str) -> Judge:
    raise NoSuchJudge(
        f"{name}: no such judge. One of {', '.join(NAMES)}, model:FOLDER or scores:FILE"
    )
