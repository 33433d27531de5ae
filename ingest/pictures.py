"""Pictures of PDF pages with quotes lit, for a server with many threads.

PDFium is not safe to use from two threads and ends its process on some files, so one child process
draws, one picture at a time; it starts with the first picture and is replaced when it dies.
"""

import atexit
import threading
from collections.abc import Mapping
from pathlib import Path

from ingest.errors import UnreadableDocument
from ingest.ocrwords import Box
from ingest.readers.base import Limits
from ingest.sandbox import Child, WorkerDied, raise_if_refused

_LIMITS = Limits(seconds=30.0, stall_seconds=30.0)


def page_picture(
    pdf: Path,
    page: int,
    *,
    lit: tuple[tuple[int, int], ...] = (),
    boxes: tuple[Box, ...] = (),
    scale: float = 1.6,
) -> bytes:
    """PNG of the 1-based page, `scale` pixels to the point (1.6 is 115 dots to the inch).

    lit: (start, end) offsets into the page's text as stored, shown on translucent yellow.
    boxes: further places to be lit, left, top, right, bottom in points from the upper left corner:
    for a page that OCR read, `Index.places` gives them. Raises UnreadableDocument. Threads may
    share it.
    """
    wanted = {
        "wanted": "picture",
        "page": page,
        "lit": [list(span) for span in lit],
        "boxes": [list(box) for box in boxes],
        "scale": scale,
    }
    return _drawer.ask(pdf, wanted)


def page_count(pdf: Path) -> int:
    """The number of pages. Raises UnreadableDocument. Threads may share it."""
    return int(_drawer.ask(pdf, {"wanted": "count"}))


class _Drawer:
    """The child that draws, and the lock that keeps it to one picture at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: Child | None = None

    def ask(self, pdf: Path, wanted: Mapping[str, object]) -> bytes:
        with self._lock:
            if self._child is None or not self._child.alive:
                self._end()
                self._child = Child()
            try:
                kind, content = self._child.ask(pdf, wanted, _LIMITS)
            except WorkerDied as error:
                self._end()
                raise UnreadableDocument(f"{pdf}: no picture can be drawn: {error}.") from error
        raise_if_refused(kind, content)
        return content

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None


_drawer = _Drawer()
atexit.register(_drawer.close)
