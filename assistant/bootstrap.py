"""The one place where objects are put together."""

import logging
from collections.abc import Callable

from assistant.chatbudget import Ledger
from assistant.chatmodel import load_chat_model
from assistant.chatsettings import ChatSettings, load_chat_settings
from assistant.compose.chat import ChatComposer
from assistant.compose.composer import Composer
from assistant.compose.quoting import QuotingComposer
from assistant.grounding.judge import Judge
from assistant.grounding.support import load_support
from assistant.pipeline import Assistant
from assistant.remembered import RememberingEmbedder, RememberingReranker
from assistant.rerank import load_reranker
from assistant.settings import AskSettings, load_ask_settings
from assistant.wordvectors import WordVectors
from corpus.taxonomy import Taxonomy, load_taxonomy
from ingest.embed import load_embedder
from ingest.index import Index
from ingest.settings import Settings

_log = logging.getLogger(__name__)


def build_assistant(
    settings: Settings,
    *,
    say: Callable[[str], None] = _log.info,
    chat: ChatSettings | None = None,
) -> Assistant:
    """An assistant over the library in `settings.home`; `say` gets one line for each repair made.

    chat: the language model that composes; None takes it from the environment.
    Raises BadSetting, WrongModel, DamagedLibrary, ModelMissing or ModelUnavailable, each fit to
    show.
    """
    asked = load_ask_settings()
    taxonomy = load_taxonomy()
    reranker = load_reranker(asked.reranker, settings)
    chatting = load_chat_settings() if chat is None else chat
    return Assistant(
        index=Index.open(settings, say=say),
        embedder=RememberingEmbedder(load_embedder(settings)),
        taxonomy=taxonomy,
        vectors=WordVectors(settings.models_folder),
        settings=asked,
        reranker=RememberingReranker(reranker) if reranker else None,
        judge=build_judge(asked, settings),
        composer=build_composer(chatting, settings, taxonomy),
    )


def build_composer(chat: ChatSettings, settings: Settings, taxonomy: Taxonomy) -> Composer:
    """The composer: the language model that is configured, else quotes. Raises ModelMissing."""
    model = load_chat_model(chat)
    if model is None:
        return QuotingComposer()
    return ChatComposer(model, Ledger(settings.home), QuotingComposer(), taxonomy)


def build_judge(asked: AskSettings, settings: Settings) -> Judge:
    """The judge of claims, as the assistant and the suite use it. Raises ModelMissing."""
    return Judge(load_support(asked.judge, settings))
