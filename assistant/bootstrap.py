"""The one place where objects are put together."""

import logging
from collections.abc import Callable

from assistant.grounding.judge import Judge
from assistant.pipeline import Assistant
from assistant.rerank import load_reranker
from assistant.settings import AskSettings, load_ask_settings
from corpus.taxonomy import load_taxonomy
from ingest.embed import load_embedder
from ingest.index import Index
from ingest.settings import Settings

_log = logging.getLogger(__name__)


def build_assistant(settings: Settings, *, say: Callable[[str], None] = _log.info) -> Assistant:
    """An assistant over the library in `settings.home`; `say` gets one line for each repair made.

    Raises BadSetting, WrongModel, DamagedLibrary, ModelMissing or ModelUnavailable, each fit to
    show.
    """
    asked = load_ask_settings()
    return Assistant(
        index=Index.open(settings, say=say),
        embedder=load_embedder(settings),
        taxonomy=load_taxonomy(),
        settings=asked,
        reranker=load_reranker(asked.reranker, settings),
        judge=build_judge(asked, settings),
    )


def build_judge(asked: AskSettings, settings: Settings) -> Judge:
    """The judge of claims, as the assistant and the suite use it. Raises ModelMissing."""
    del asked, settings
    return Judge()
