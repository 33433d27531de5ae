"""How many reading processes are at work, told to all of them without a message."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from threading import Lock


class Board:
    """How many children are reading, where they can see it: they share the cores for OCR."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._file = TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._lock = Lock()
        self._reading = 0

    @property
    def number(self) -> int:
        """Of the open file, which holds the count as one byte."""
        return self._file.fileno()

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """One more child reads."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    def close(self) -> None:
        """The children can no longer look."""
        self._file.close()

    def _count(self, more: int) -> None:
        with self._lock:
            self._reading += more
            os.pwrite(self.number, bytes([min(self._reading, 255)]), 0)
