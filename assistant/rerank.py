"""Question x text -> relevance, by a cross-encoder that a setting names."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.cite import readable
from assistant.errors import ModelMissing
from assistant.evidence import Scored, Sentence
from assistant.pairmodel import PairModel
from ingest.chunk import shortened
from ingest.settings import Settings

# What counts for a sentence that was read: README.md, "Sentence choice".
WEIGHTS = {
    "around": 1.0,
    "kind": 0.5,
    "holds": 0.3,
    "named": 0.7,
    "rank": 0.17,
    "passage": 1.5,
    "relevance": 0.2,
}
_LONGEST = 1200
_FRONT = 60
PACKAGED = Path(__file__).parent / "models" / "relevance.safetensors"


class Reranker(Protocol):
    """Reads a question beside a text and says how far the text answers it."""

    name: str
    calibrated: bool
    """Whether its logits tell, with other signs, how likely a question is answered."""

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n_texts,) float32 logits: the higher, the likelier the text is an answer."""
        ...


def read_beside(question: str, scored: Sequence[Scored], reranker: Reranker) -> list[Scored]:
    """The sentences, scored anew with what the model says of each, best first."""
    logits = reranker.scores(question, [text_read(s.sentence) for s in scored])
    read = [replace(s, relevance=float(g)) for s, g in zip(scored, logits, strict=True)]
    valued = [replace(s, score=sum(value for _, value in worths(s))) for s in read]
    return sorted(valued, key=lambda s: (-s.score, s.sentence.start))


def worths(scored: Scored) -> Iterator[tuple[str, float]]:
    """What each sign of a sentence that the model has read adds to its score."""
    for name, weight in WEIGHTS.items():
        yield name, weight * float(getattr(scored, name))


def text_read(sentence: Sentence) -> str:
    """What the model reads of a sentence: the title of its publication, the heading it stands
    under, and the sentence, together as many characters as its 256 word pieces may hold."""
    hit = sentence.hit
    front = [
        shortened(part, _FRONT) for part in (hit.metadata.title, *hit.passage.heading_path[-1:])
    ]
    parts = dict.fromkeys(part for part in front if part)
    return " > ".join([*parts, readable(sentence.text)])[:_LONGEST]


class TrainedReranker:
    """A model that `python -m eval.training relevance` wrote."""

    def __init__(self, adapter: Path, models: Path, *, threads: int) -> None:
        self._model = PairModel(adapter, models, threads=threads)
        self.name = self._model.name
        # Another one's logits have not been weighed against the other signs.
        self.calibrated = adapter == PACKAGED

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Reranker."""
        scored: NDArray[np.float32] = self._model.scores([(question, text) for text in texts])[:, 0]
        return scored


class FolderReranker:
    """Any Hugging Face cross-encoder with one output, from a folder or the local cache."""

    def __init__(self, model: str) -> None:
        from sentence_transformers import CrossEncoder
        from torch.nn import Identity

        try:
            # Identity: logits as they are, whatever activation the model's card asks for.
            self._model: Any = CrossEncoder(
                model, device="cpu", local_files_only=True, activation_fn=Identity()
            )
        except (OSError, ValueError, KeyError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ModelMissing(
                f"LPIP_ASK_RERANKER={model}: not a cross-encoder on this machine "
                f"({reason[:120]}). Give the folder of one, or unset it."
            ) from None
        if self._model.config.num_labels != 1:
            raise ModelMissing(
                f"LPIP_ASK_RERANKER={model}: gives {self._model.config.num_labels} numbers for a "
                "pair; a relevance model gives one."
            )
        self.name = Path(model).name
        self.calibrated = False

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """See Reranker."""
        if not texts:
            return np.empty(0, np.float32)
        pairs = [(question, text) for text in texts]
        return np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)


def load_reranker(name: str, settings: Settings) -> Reranker | None:
    """The relevance model of LPIP_ASK_RERANKER; None for "off". Raises ModelMissing."""
    if name == "off":
        return None
    if name == "packaged":
        return TrainedReranker(PACKAGED, settings.models_folder, threads=settings.cores)
    if Path(name).suffix == ".safetensors":
        if not Path(name).is_file():
            raise ModelMissing(
                f"LPIP_ASK_RERANKER={name}: no such file. Give packaged, off, the folder of a "
                "cross-encoder, or a file of eval.training."
            )
        return TrainedReranker(Path(name), settings.models_folder, threads=settings.cores)
    return FolderReranker(name)
