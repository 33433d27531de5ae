"""How answers are made: settings with the prefix LPIP_ASK_."""

import difflib
import os
from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadSetting

_PREFIX = "LPIP_ASK_"
_S = TypeVar("_S", bound=BaseSettings)


class AskSettings(BaseSettings):
    """Settings of the answering side; each field is the variable LPIP_ASK_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    max_claims: int = Field(default=7, ge=1, le=20, description="Claims in one answer, at most.")
    candidates: int = Field(
        default=60, ge=10, le=500, description="Passages taken from each index before fusion."
    )
    read: int = Field(
        default=24, ge=4, le=100, description="Best passages whose sentences are compared."
    )
    reranker: str = Field(
        default="packaged",
        description="The relevance model that reads the best sentences beside the question: "
        "packaged (the one of assistant/models), off, the folder of a Hugging Face cross-encoder, "
        "or a file that eval.training wrote.",
    )
    judge: str = Field(
        default="off",
        description="The model that reads a claim in other words beside what it cites, after the "
        "rules: off (rules only), packaged (the one of assistant/models), the folder of any "
        "Hugging Face entailment or hallucination model, or a file that eval.training wrote.",
    )
    threshold: float = Field(
        default=0.35,
        ge=0,
        le=1,
        description="Abstain when the estimated probability that the evidence answers is lower.",
    )


def load_ask_settings() -> AskSettings:
    """The settings from the environment. Raises BadSetting: the variable and what is allowed."""
    return load_prefixed(AskSettings, _PREFIX, {})


def load_prefixed(kind: type[_S], prefix: str, overrides: Mapping[str, Any]) -> _S:
    """Settings whose variables begin with `prefix`, checked by name and by value.

    Raises BadSetting: the variable and what is allowed. A secret's value is not told.
    """
    known = {f"{prefix}{name.upper()}" for name in kind.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(prefix) and name.upper() not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            raise BadSetting(f"{name} is not a setting. {hint}")
    try:
        return kind(**overrides)
    except ValidationError as error:
        raise BadSetting(_described(error, prefix)) from None


def _described(error: ValidationError, prefix: str) -> str:
    first = error.errors()[0]
    message = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return f"{prefix}*: {message}."
    name = f"{prefix}{str(first['loc'][0]).upper()}"
    shown = "" if "KEY" in name else f"={first['input']!r}"
    return f"{name}{shown}: {message}."
