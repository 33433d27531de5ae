"""Settings of the page server: environment variables beginning with LPIP_UI_."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from ingest.errors import BadSetting

PREFIX = "LPIP_UI_"


class UiSettings(BaseSettings):
    """How the page is served.

    host: address to listen on; anything but loopback lets others on the network in.
    port: 1 to 65535. max_upload_mb: largest file that can be uploaded. max_files: most at once.
    allowed_hosts: names by which the server may be called besides this machine's, with commas
    between them; "*.example.org" for all below one. user_header: request header in which the proxy
    names the user, empty when there is none. trusted_proxies: addresses believed about it.
    runs: folder below which runs of lpip-eval are looked for; by default `runs` in LPIP_HOME.
    organisation, contact: who runs the tool and how to reach them, for the transparency record.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: int = Field(default=8501, ge=1, le=65535)
    max_upload_mb: int = Field(default=50, ge=1, le=2000)
    max_files: int = Field(default=20, ge=1, le=500)
    allowed_hosts: str = Field(default="", pattern=r"^[A-Za-z0-9.:*,_\[\] -]*$")
    user_header: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    trusted_proxies: str = "127.0.0.1,::1"
    runs: Path | None = None
    organisation: str = Field(default="", max_length=200)
    contact: str = Field(default="", max_length=200)

    @property
    def hosts_allowed(self) -> tuple[str, ...]:
        """`allowed_hosts` as a list."""
        return _listed(self.allowed_hosts)

    @property
    def proxies(self) -> tuple[str, ...]:
        """`trusted_proxies` as a list."""
        return _listed(self.trusted_proxies)

    @property
    def local(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host.strip("[]") in {"localhost", "::1"} or self.host.startswith("127.")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def load_ui_settings(environment: Mapping[str, str] | None = None) -> UiSettings:
    """The settings, checked. Raises BadSetting naming the variable and what is allowed."""
    known = {f"{PREFIX}{name.upper()}" for name in UiSettings.model_fields}
    for name in os.environ if environment is None else environment:
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), sorted(known), n=1)
            way_out = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(sorted(known))}."
            raise BadSetting(f"{name} is not a setting. {way_out}")
    try:
        return UiSettings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{PREFIX}{first['loc'][0]!s}".upper()
        raise BadSetting(f"{name}={first['input']!r}: {first['msg'].lower()}.") from error
