"""The server: Streamlit's application behind our gate."""

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from streamlit import file_util
from streamlit.web import bootstrap

from ingest.readers.detect import SUFFIXES
from ui import language, navigation, streamlit_config, words
from ui.serve.files import OwnedFiles
from ui.serve.gate import Gate
from ui.serve.owners import owners
from ui.serve.rules import rules
from ui.serve.shell import make_shell
from ui.serve.uploads import Uploads
from ui.settings import UiSettings

if TYPE_CHECKING:
    from streamlit.runtime import Runtime

_UI = Path(__file__).parent.parent


class Desk(st.App):
    """Streamlit's application over our script, with the gate before it and owned files."""

    def __init__(self, settings: UiSettings) -> None:
        self.owners = owners()
        self.owners.gated = True
        uploads = Uploads(frozenset(SUFFIXES), settings.max_files, self._waiting)
        shell = make_shell(
            Path(file_util.get_static_dir()) / "index.html",
            {code: _titles(code) for code in language.LANGUAGES},
            _UI / "desk.js",
            ("", *navigation.ICONS),
        )
        gate = Middleware(
            Gate, rules=rules(settings), owners=self.owners, uploads=uploads, shell=shell
        )
        super().__init__(_UI / "app.py", middleware=[gate], on_script_error=_keep_quiet)

    def _create_runtime(self) -> "Runtime":
        runtime = super()._create_runtime()
        runtime._media_file_mgr = OwnedFiles(runtime.media_file_mgr, self.owners)
        return runtime

    def _waiting(self, session_id: str) -> tuple[str, ...]:
        manager = self._runtime.uploaded_file_mgr if self._runtime else None
        stored: dict[str, dict[str, object]] = getattr(manager, "file_storage", {})
        return tuple(stored.get(session_id, ()))


def serve(settings: UiSettings) -> None:
    """Serves until it is interrupted."""
    bootstrap.load_config_options(dict(streamlit_config.options(settings)))
    uvicorn.run(
        Desk(settings),
        host=settings.host.strip("[]"),
        port=settings.port,
        log_level="error",
        access_log=False,
        ws="websockets-sansio",
        ws_max_size=16 * 1024 * 1024,
        # The peer itself must be known, to tell whether it is the proxy that we believe.
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=3,
    )


def _titles(code: str) -> tuple[str, str]:
    with language.speaking(code):
        return words.PRODUCT, words.NO_SCRIPT


def _keep_quiet(_: Exception) -> bool:
    """What nobody foresaw is in the log; the page shows no traceback."""
    return True
