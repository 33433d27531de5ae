"""A few answers at once, the others in order: twenty at once would all come last."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition

_TICK_S = 0.3


class Turnstile:
    """Lets `room` in at once, first come first served. Safe to use from several threads."""

    def __init__(self, room: int | None = None) -> None:
        """room: as many as there are processors when None."""
        self._room = room or os.cpu_count() or 1
        self._line: list[object] = []
        self._moved = Condition()

    @contextmanager
    def turn(self, waiting: Callable[[int], None]) -> Iterator[None]:
        """Comes in when it is one's turn, and leaves at the end.

        waiting: called again and again until then, with how many are before; what it raises ends
        the wait.
        """
        mine = object()
        with self._moved:
            self._line.append(mine)
        try:
            while before := self._before(mine):
                waiting(before)
            yield
        finally:
            with self._moved:
                self._line.remove(mine)
                self._moved.notify_all()

    def _before(self, mine: object) -> int:
        """How many must leave first, after a short wait for it."""
        with self._moved:
            if self._line.index(mine) >= self._room:
                self._moved.wait(_TICK_S)
            return max(0, self._line.index(mine) - self._room + 1)
