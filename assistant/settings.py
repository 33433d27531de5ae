"""How answers are made: settings with the prefix LPIP_ASK_."""

import difflib
import os

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadSetting

_PREFIX = "LPIP_ASK_"


class AskSettings(BaseSettings):
    """Settings of the answering side; each field is the variable LPIP_ASK_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    max_claims: int = Field(default=5, ge=1, le=20, description="Claims in one answer, at most.")
    candidates: int = Field(
        default=60, ge=10, le=500, description="Passages taken from each index before fusion."
    )
    read: int = Field(
        default=16, ge=4, le=100, description="Fused passages whose sentences are compared."
    )
    reranker: str = Field(
        default="off",
        description="off, or a relevance model that reads the best passages beside the question: "
        "the folder of a Hugging Face cross-encoder, or a file that eval.training wrote.",
    )
    rerank: int = Field(
        default=48, ge=4, le=200, description="Fused passages that are put in order once more."
    )
    threshold: float = Field(
        default=0.35,
        ge=0,
        le=1,
        description="Abstain when the estimated probability that the evidence answers is lower.",
    )


def load_ask_settings() -> AskSettings:
    """The settings from the environment. Raises BadSetting: the variable and what is allowed."""
    known = {f"{_PREFIX}{name.upper()}" for name in AskSettings.model_fields}
    for name in sorted(os.environ):
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            raise BadSetting(f"{name} is not a setting. {hint}")
    try:
        return AskSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{_PREFIX}{str(first['loc'][0]).upper()}"
        raise BadSetting(f"{name}={first['input']!r}: {first['msg']}.") from error
