"""Models that read a claim beside its evidence: one trained here, or any from a folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelMissing
from assistant.grounding.compare import Reading
from assistant.grounding.weighing import Weighing, read_weighing, signs
from assistant.pairmodel import PairModel
from ingest.settings import Settings

PACKAGED = Path(__file__).parents[1] / "models/judge.safetensors"
"""The judge that comes with the program: `assistant/models/README.md` is its card."""


class SupportModel(Protocol):
    """Says how probable it is that evidence supports a claim. Safe to share by threads."""

    name: str

    def probabilities(
        self, claim: str, cited: Sequence[str], readings: Sequence[Reading]
    ) -> NDArray[np.float64]:
        """(n_readings,) in [0, 1], of each sentence of the claim.

        readings: what the rules found of each.
        """
        ...


class PairScorer(Protocol):
    """A pair model, compiled or not."""

    name: str

    def scores(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """(n_pairs, 1) logits of (claim, text)."""
        ...


class TrainedSupport:
    """A model that `python -m eval.training judge` wrote, weighed with what the rules found."""

    def __init__(self, model: PairScorer, weighing: Weighing) -> None:
        self._weighing = weighing
        self._model = model
        self.name = model.name

    def probabilities(
        self,
        claim: str,  # noqa: ARG002
        cited: Sequence[str],  # noqa: ARG002
        readings: Sequence[Reading],
    ) -> NDArray[np.float64]:
        """See SupportModel."""
        logits = zip(*support_logits(self._model, readings), strict=True)
        found = [
            self._weighing.probability(signs(reading, narrow, wide))
            for reading, (narrow, wide) in zip(readings, logits, strict=True)
        ]
        return np.array(found)


def support_logits(
    model: PairScorer, readings: Sequence[Reading]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """(n_readings,) each: beside the stretch, and beside the stretch with its surroundings."""
    pairs = [(r.sentence, r.region) for r in readings] + [(r.sentence, r.around) for r in readings]
    once = list(dict.fromkeys(pairs))
    known = dict(zip(once, model.scores(once)[:, 0], strict=True))
    logits = np.array([known[pair] for pair in pairs], np.float32)
    return logits[: len(readings)], logits[len(readings) :]


class FolderSupport:
    """Any entailment or hallucination model of Hugging Face transformers in a local folder."""

    def __init__(self, folder: Path) -> None:
        """Raises ModelMissing if the folder holds no such model."""
        from assistant.grounding.crossencoder import CrossEncoder

        self._model = CrossEncoder(folder)
        self.name = self._model.name

    def probabilities(
        self,
        claim: str,  # noqa: ARG002
        cited: Sequence[str],
        readings: Sequence[Reading],
    ) -> NDArray[np.float64]:
        """See SupportModel: the model's own word, nothing weighed in."""
        evidence = " ".join(cited)
        return self._model.score([(evidence, reading.sentence) for reading in readings])


def trained_support(adapter: Path, settings: Settings) -> TrainedSupport:
    """Of an adapter and the weights beside it, the same name with .json. Raises ModelMissing."""
    weighing = read_weighing(adapter.with_suffix(".json"))
    model = PairModel(adapter, settings.models_folder, threads=settings.cores)
    return TrainedSupport(model, weighing)


def load_support(name: str, settings: Settings) -> SupportModel | None:
    """The model of LPIP_ASK_JUDGE; None for "off". Raises ModelMissing."""
    if name == "off":
        return None
    if name == "packaged":
        return trained_support(PACKAGED, settings)
    if Path(name).suffix == ".safetensors":
        return trained_support(Path(name), settings)
    if not Path(name).is_dir():
        raise ModelMissing(
            f"LPIP_ASK_JUDGE={name}: no such folder. Give off, packaged, the folder of a "
            "model, or a file of eval.training."
        )
    return FolderSupport(Path(name))
