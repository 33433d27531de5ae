"""A LangChain chat model behind one call: text piece by piece, in time, within the budget."""

import importlib.util
import os
import queue
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from assistant.chatbudget import Meter, tokens_of
from assistant.chatsettings import ChatSettings
from assistant.chattrouble import ModelFailed, Trouble, failure
from assistant.errors import ModelMissing
from ingest.settings import quiet_environment

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessageChunk

# Provider -> (package that LangChain needs for it, our extra that installs it).
_PACKAGES = {
    "openai": ("langchain_openai", "chat-openai"),
    "anthropic": ("langchain_anthropic", "chat-anthropic"),
    "ollama": ("langchain_ollama", "chat-ollama"),
}
_NO_KEY = "none"
_FIRST_PAUSE_S = 0.5
# After these the provider may have read the prompt, and counts it; after the others nobody did.
_READ_BEFORE = frozenset({Trouble.SLOW, Trouble.CUT_OFF, Trouble.NONSENSE})
_END = object()


@dataclass(frozen=True)
class Prompt:
    """What is sent. tool: JSON schema of the one tool that may be called, None for plain text."""

    system: str
    user: str
    tool: Mapping[str, Any] | None = None

    @property
    def text(self) -> str:
        """All that is sent, to count it."""
        return f"{self.system}\n{self.user}\n{self.tool or ''}"


class Streams(Protocol):
    """The part of a LangChain runnable that is used here."""

    def stream(self, given: Any, /) -> Iterator[Any]: ...


class ChatModel:
    """One configured model. Safe to share by threads."""

    def __init__(self, settings: ChatSettings, runnable: Any) -> None:
        """runnable: a LangChain chat model."""
        self.settings = settings
        self._runnable = runnable
        self._takes_tools = settings.structure == "tool"

    @property
    def name(self) -> str:
        """As configured: "ollama:llama3.1"."""
        return self.settings.model

    def stream(self, prompt: Prompt, until: float, meter: Meter) -> Iterator[str]:
        """The reply's text, or its tool call's arguments, piece by piece.

        until: moment of `time.monotonic()` at which patience ends. What the call took is counted
        however it ends. Raises ModelFailed.
        """
        pause, left, plain = _FIRST_PAUSE_S, self.settings.retries, not self._takes_tools
        while True:
            meter.check(prompt.text)
            began = False
            try:
                for piece in self._once(prompt, until, meter, plain=plain):
                    began = True
                    yield piece
                # Many small servers know no tools: what went well without goes on without.
                self._takes_tools = self._takes_tools and not plain
                return
            except ModelFailed as failed:
                if began:
                    raise
                if failed.trouble is Trouble.REFUSED and prompt.tool and not plain:
                    plain = True
                    continue
                wait = pause if failed.retry_after is None else failed.retry_after
                if not failed.may_pass or not left or monotonic() + wait >= until:
                    raise
            threading.Event().wait(wait)
            left, pause = left - 1, pause * 2

    def _once(self, prompt: Prompt, until: float, meter: Meter, *, plain: bool) -> Iterator[str]:
        received: list[str] = []
        told = Counter[str]()
        paid = True
        try:
            asked = self._asked(prompt, plain=plain)
            for chunk in _in_time(asked, _messages(prompt), until, self.settings):
                told.update(_usage(chunk))
                if piece := _text(chunk):
                    received.append(piece)
                    yield piece
        except ModelFailed as failed:
            paid = bool(told) or bool(received) or failed.trouble in _READ_BEFORE
            raise
        finally:
            if paid:
                meter.count(
                    told["input_tokens"] or tokens_of(prompt.text),
                    told["output_tokens"] or tokens_of("".join(received)),
                )

    def _asked(self, prompt: Prompt, *, plain: bool) -> Streams:
        if prompt.tool is None or plain:
            return self._runnable  # type: ignore[no-any-return]
        try:
            bound = self._runnable.bind_tools([prompt.tool], tool_choice=prompt.tool["title"])
        except (NotImplementedError, TypeError):
            self._takes_tools = False
            return self._runnable  # type: ignore[no-any-return]
        return bound  # type: ignore[no-any-return]


def load_chat_model(settings: ChatSettings) -> ChatModel | None:
    """The configured model; None if none is. Nothing is sent.

    Raises ModelMissing: the package that is not installed, with the command, or what LangChain
    says of the model's name.
    """
    if not settings.model:
        return None
    package, extra = _PACKAGES.get(settings.provider, (None, None))
    if package and importlib.util.find_spec(package) is None:
        raise ModelMissing(
            f"LPIP_CHAT_MODEL={settings.model} needs {package}, which is not installed: "
            f"in the folder of the project, pip install -c .constraints.txt -e '.[{extra}]'"
        )
    # LangChain traces every call to an address in the environment unless that is taken away.
    quiet_environment()
    from langchain.chat_models import init_chat_model

    name = settings.model.partition(":")[2]
    try:
        runnable = init_chat_model(name, model_provider=settings.provider, **_arguments(settings))
    # Each provider's package has errors of its own for a bad name or a missing key.
    except Exception as error:  # noqa: BLE001
        told = " ".join(str(error).split())[:200]
        raise ModelMissing(f"LPIP_CHAT_MODEL={settings.model}: {told}") from None
    return ChatModel(settings, runnable)


def _arguments(settings: ChatSettings) -> dict[str, Any]:
    """Keyword arguments of the provider's LangChain class."""
    wanted: dict[str, Any] = {"base_url": settings.base_url} if settings.base_url else {}
    if settings.temperature is not None:
        wanted["temperature"] = settings.temperature
    if settings.provider == "ollama":
        client = {"timeout": settings.first_seconds}
        return {**wanted, "num_predict": settings.reply_tokens, "client_kwargs": client}
    wanted |= {
        "max_tokens": settings.reply_tokens,
        "timeout": settings.first_seconds,
        "max_retries": 0,
    }
    if settings.provider == "openai":
        wanted["stream_usage"] = True
    if key := _key(settings):
        wanted["api_key"] = key
    return wanted


def _key(settings: ChatSettings) -> str:
    """The key from our variable, else "" to let the provider's package read its own variable,
    else from a keyring (service "lpip")."""
    if key := settings.api_key.get_secret_value():
        return key
    if os.environ.get(f"{settings.provider.upper()}_API_KEY"):
        return ""
    if importlib.util.find_spec("keyring") is not None:
        import keyring
        from keyring.errors import KeyringError

        # A machine without a desktop often has the package and nothing behind it.
        with suppress(KeyringError):
            if key := keyring.get_password("lpip", settings.provider):
                return str(key)
    return _NO_KEY if settings.is_local else ""


def _messages(prompt: Prompt) -> Sequence[tuple[str, str]]:
    return [("system", prompt.system), ("human", prompt.user)]


def _in_time(
    runnable: Streams, messages: Sequence[tuple[str, str]], until: float, settings: ChatSettings
) -> Iterator["BaseMessageChunk"]:
    """The chunks of a stream. Raises ModelFailed, also when they do not come in time.

    The stream is read by a thread of its own: a server that sends a byte now and then keeps any
    time-out of a socket from ending the wait.
    """
    waiting: queue.Queue[Any] = queue.Queue()
    stopped = threading.Event()

    def read() -> None:
        try:
            for chunk in runnable.stream(messages):
                if stopped.is_set():
                    return
                waiting.put(chunk)
            waiting.put(_END)
        # Whatever a provider's package raises becomes one kind of failure.
        except Exception as error:  # noqa: BLE001
            waiting.put(failure(error))

    threading.Thread(target=read, daemon=True, name="chat-model").start()
    patience = settings.first_seconds
    try:
        while True:
            try:
                got = waiting.get(timeout=max(0.0, min(patience, until - monotonic())))
            except queue.Empty:
                raise ModelFailed(Trouble.SLOW) from None
            if got is _END:
                return
            if isinstance(got, ModelFailed):
                raise got
            yield got
            if _text(got):
                patience = settings.stall_seconds
    finally:
        stopped.set()


def _text(chunk: "BaseMessageChunk") -> str:
    """What a chunk adds: text, or the arguments of a tool call."""
    calls = getattr(chunk, "tool_call_chunks", None) or ()
    arguments = "".join(str(call.get("args") or "") for call in calls)
    content = chunk.content
    if isinstance(content, str):
        return content + arguments
    parts = (part if isinstance(part, str) else str(part.get("text", "")) for part in content)
    return "".join(parts) + arguments


def _usage(chunk: "BaseMessageChunk") -> dict[str, int]:
    told = getattr(chunk, "usage_metadata", None) or {}
    return {name: int(told.get(name) or 0) for name in ("input_tokens", "output_tokens")}
