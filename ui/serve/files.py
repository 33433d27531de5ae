"""Streamlit's files for download, with a record of whom each was made for."""

from typing import Any

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from ui.serve.owners import Owners


class OwnedFiles(MediaFileManager):
    """A MediaFileManager that tells `owners` about each file and the session that gets it."""

    def __init__(self, streamlit: MediaFileManager, owners: Owners) -> None:
        super().__init__(streamlit._storage)
        self._owners = owners

    def add(self, *args: Any, **options: Any) -> str:
        """As in MediaFileManager: the address of a file made by the running script."""
        address = super().add(*args, **options)
        if (context := get_script_run_ctx()) is not None:
            self._owners.gave(context.session_id, _file_id(address))
        return address

    def execute_deferred(self, file_id: str) -> str:
        """As in MediaFileManager: the address of a file made when it was asked for."""
        promised = self._deferred_callables.get(file_id)
        address = super().execute_deferred(file_id)
        if promised is not None:
            self._owners.gave(promised["session_id"], _file_id(address))
        return address


def _file_id(address: str) -> str:
    return address.rsplit("/", 1)[-1].split(".", 1)[0]
