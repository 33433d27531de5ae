"""Question x text -> relevance, by a cross-encoder that a setting names."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ModelMissing
from assistant.pairmodel import PairModel
from ingest.settings import Settings


class Reranker(Protocol):
    """Reads a question beside a text and says how far the text answers it."""

    name: str

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n_texts,) float32 logits: above 0 the text is more likely than not an answer."""
        ...


class TrainedReranker:
    """A model that `python -m eval.training relevance` wrote."""

    def __init__(self, adapter: Path, models: Path, *, threads: int) -> None:
        self._model = PairModel(adapter, models, threads=threads)
        self.name = self._model.name

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
    if Path(name).suffix == ".safetensors":
        return TrainedReranker(Path(name), settings.models_folder, threads=settings.cores)
    return FolderReranker(name)
