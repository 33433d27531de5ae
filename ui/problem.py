"""What a visitor is told of a failure: never where the server keeps things, or who runs on it."""

import logging

from ingest.errors import IngestError, LibraryBusy
from ui import resources, words

_logger = logging.getLogger(__name__)


def told(error: Exception) -> str:
    """One line for the page; the whole of it goes to the log."""
    _logger.warning("%s", error)
    if isinstance(error, LibraryBusy):
        return words.LIBRARY_BUSY
    try:
        home = str(resources.settings().home)
    except IngestError:
        return str(error)
    return str(error).replace(home, "$LPIP_HOME")
