"""Where things lie and what the limits are: `LPIP_` variables, checked by name and by value."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from platformdirs import user_data_dir
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadSetting

PREFIX = "LPIP_"
OTHER_ROOMS = ("LPIP_ASK_", "LPIP_UI_", "LPIP_CHAT_", "LPIP_EVAL_")
DEFAULT_MODEL = "all-MiniLM-L6-v2"

_SENDERS = ("LANGSMITH_", "LANGCHAIN_TRACING", "LANGCHAIN_ENDPOINT", "LANGCHAIN_API_KEY", "OTEL_")
_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "OTEL_SDK_DISABLED": "true",
    "TOKENIZERS_PARALLELISM": "false",
}


class Settings(BaseSettings):
    """Settings of the library, one `LPIP_` variable each.

    home: folder of everything that is kept; made 0700. embedding_model: the packaged
    all-MiniLM-L6-v2, or a folder (or locally cached name) of another sentence-transformers model.
    max_file_mb: larger files are refused. read_seconds, read_memory_mb, max_pages: limits of one
    file's reading. exact_up_to: a search that may see at most this many passages compares the
    question with each of them; above it an unfiltered search asks Chroma. workers: processes that
    read files and threads that embed; 0 means one per core. fetch: off, and nothing is ever
    fetched from the web. fetch_contact: an address that sites may write to, told them with each
    request. catalogue: a YAML file of one's own with more entries like those of the packaged
    catalogue; one with the id of a packaged entry takes its place. ocr: "auto" reads pages
    without usable text by Tesseract where it is installed. ocr_seconds: of one page. tesseract:
    the program, by its path; empty to find it on PATH.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    home: Path = Field(default_factory=lambda: Path(user_data_dir("lpip-evidence")))
    embedding_model: str = Field(default=DEFAULT_MODEL, min_length=1)
    max_file_mb: int = Field(default=200, ge=1)
    read_seconds: float = Field(default=300.0, gt=0)
    read_memory_mb: int = Field(default=1024, ge=256)
    max_pages: int = Field(default=5000, ge=1)
    exact_up_to: int = Field(default=10_000, ge=0)
    workers: int = Field(default=0, ge=0, le=64)
    catalogue: Path | None = None
    fetch: bool = True
    fetch_contact: str = Field(default="", max_length=100, pattern=r"^[ -~]*$")
    ocr: Literal["auto", "off"] = "auto"
    ocr_seconds: float = Field(default=20.0, gt=0, le=3600)
    tesseract: str = ""

    @property
    def library_path(self) -> Path:
        """The database: documents, passages and vectors. The truth."""
        return self.home / "library.db"

    @property
    def index_folder(self) -> Path:
        """Chroma and the keyword index, derived from the library."""
        return self.home / "index"

    @property
    def files_folder(self) -> Path:
        """The originals, named by their SHA-256."""
        return self.home / "files"

    @property
    def fetched_folder(self) -> Path:
        """What was fetched from the web, each file with its provenance."""
        return self.home / "fetched"

    @property
    def models_folder(self) -> Path:
        """Compiled copies of models."""
        return self.home / "models"

    @property
    def cores(self) -> int:
        """How many things to do at once."""
        return self.workers or os.cpu_count() or 1


def load_settings(**overrides: object) -> Settings:
    """Settings from the environment, with `overrides` on top; makes the home folder.

    Raises BadSetting for an unknown `LPIP_` variable, a value out of range, or a home that cannot
    be made.
    """
    _refuse_unknown_names()
    try:
        settings = Settings.model_validate({**Settings().model_dump(), **overrides})
    except ValidationError as error:
        raise BadSetting(_describe(error)) from None
    home = settings.home.expanduser().absolute()
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise BadSetting(
            f"LPIP_HOME: {home} cannot be made a folder ({error.strerror}). "
            "Set LPIP_HOME to a folder that you may write to."
        ) from None
    return settings.model_copy(update={"home": home})


def quiet_environment() -> None:
    """Keep libraries from sending or fetching anything. Call before heavy imports."""
    for name in list(os.environ):
        if name.upper().startswith(_SENDERS):
            del os.environ[name]
    os.environ.update(_QUIET)


def _refuse_unknown_names() -> None:
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(os.environ):
        upper = name.upper()
        if upper.startswith(PREFIX) and upper not in known and not upper.startswith(OTHER_ROOMS):
            near = get_close_matches(upper, known, n=1, cutoff=0.5)
            advice = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(known)}."
            raise BadSetting(f"{name} is not a setting. {advice}")


def _describe(error: ValidationError) -> str:
    first = error.errors()[0]
    name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "settings"
    wanted = "must be on or off" if first["type"] == "bool_parsing" else first["msg"]
    return f"{name}: {wanted} (it is {first['input']!r})."
