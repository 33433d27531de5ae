"""Which language model composes, and what it may take: settings with the prefix LPIP_CHAT_."""

import ipaddress
import os
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.settings import load_prefixed

PREFIX = "LPIP_CHAT_"


class ChatSettings(BaseSettings):
    """Settings of the chat model; each field is the variable LPIP_CHAT_<FIELD>.

    Without `model` nothing is composed by a model and nothing leaves the machine. The key is read
    from the environment (or a keyring) and is never stored, logged or part of an answer.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, env_parse_none_str="none"
    )

    model: str = Field(
        default="",
        pattern=r"^$|^[a-z][a-z0-9_]*:\S+$",
        description="PROVIDER:NAME as LangChain's init_chat_model knows them, "
        "for example ollama:llama3.1, openai:NAME or anthropic:NAME; empty for no model.",
    )
    base_url: str = Field(
        default="",
        pattern=r"^$|^https?://\S+$",
        description="Address of the provider, for example any OpenAI-compatible server.",
    )
    api_key: SecretStr = Field(
        default=SecretStr(""),
        description="The provider's key; without it the provider's own variable, then a keyring.",
    )
    structure: Literal["tool", "json"] = Field(
        default="tool", description="How claims are asked for: by a tool call, or as plain JSON."
    )
    question: Literal["off", "follow-ups", "always"] = Field(
        default="follow-ups",
        description="Which questions the model reads before the search: none, those that follow "
        "others, or all.",
    )
    temperature: float | None = Field(
        default=0.0, ge=0, le=2, description="none leaves it to the provider."
    )
    passages: int = Field(default=8, ge=1, le=40, description="Passages sent, at most.")
    ask_again: int = Field(
        default=1, ge=0, le=3, description="How often what failed its check is asked for again."
    )
    reply_tokens: int = Field(default=1500, ge=100, description="Of one reply, at most.")
    first_seconds: float = Field(default=20.0, gt=0, description="Until the first word of a reply.")
    stall_seconds: float = Field(default=10.0, gt=0, description="Between two words of a reply.")
    question_seconds: float = Field(default=6.0, gt=0, description="For reading the question.")
    answer_seconds: float = Field(default=60.0, gt=0, description="For all calls of one answer.")
    retries: int = Field(default=2, ge=0, le=8, description="After a failure that may pass.")
    answer_tokens: int = Field(default=30_000, ge=0, description="Of one answer; 0: no limit.")
    day_tokens: int = Field(default=0, ge=0, description="Of one day (UTC); 0: no limit.")
    answer_money: float = Field(default=0.0, ge=0, description="Of one answer; 0: no limit.")
    day_money: float = Field(default=0.0, ge=0, description="Of one day (UTC); 0: no limit.")
    price_in: float = Field(default=0.0, ge=0, description="Money for a million tokens sent.")
    price_out: float = Field(default=0.0, ge=0, description="Money for a million tokens received.")
    recall: bool = Field(
        default=False,
        description="on: a question that was answered before by the same model, with the same "
        "settings, from the same library, is answered from its asker's own records.",
    )
    local_collections: str = Field(
        default="",
        description="Collections, with commas between them, whose passages no hosted model sees.",
    )

    @model_validator(mode="after")
    def _money_needs_prices(self) -> Self:
        if (self.answer_money or self.day_money) and not (self.price_in or self.price_out):
            raise ValueError(
                "a money limit needs LPIP_CHAT_PRICE_IN and LPIP_CHAT_PRICE_OUT, "
                "or nothing is ever counted"
            )
        return self

    @property
    def provider(self) -> str:
        """The part of `model` before the colon."""
        return self.model.partition(":")[0]

    @property
    def is_local(self) -> bool:
        """True if the model is reached on this machine: a loopback address."""
        address = self.base_url
        if not address and self.provider == "ollama":
            address = os.environ.get("OLLAMA_HOST") or "http://127.0.0.1:11434"
        return bool(address) and is_loopback(address)

    @property
    def kept_local(self) -> frozenset[str]:
        """Names of the collections that stay on this machine."""
        return frozenset(name.strip() for name in self.local_collections.split(",") if name.strip())


def is_loopback(address: str) -> bool:
    """True if an address (URL, or host and port) names this machine and nothing else.

    >>> is_loopback("http://localhost:8080/v1"), is_loopback("http://127.0.0.1.example.org")
    (True, False)
    """
    host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_chat_settings(**overrides: Any) -> ChatSettings:
    """The settings from the environment, `overrides` on top. Raises BadSetting."""
    return load_prefixed(ChatSettings, PREFIX, overrides)
