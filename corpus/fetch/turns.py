"""Whose turn it is: one request at a time for each host, with a pause after it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from time import monotonic

from corpus.errors import FetchStopped, Passing, Unreachable
from corpus.fetch.bounds import Manners

# Waits so many seconds; true if it was told to stop meanwhile.
Sleep = Callable[[float], bool]


@dataclass
class _Host:
    """What is remembered of a host for one run. free_at: on the monotonic clock."""

    lock: Lock = field(default_factory=Lock)
    free_at: float = 0.0
    pause_s: float = 0.0
    gone: str = ""


class Turns:
    """One connection for each host. Shared by the threads of one run."""

    def __init__(self, manners: Manners, stop: Event, sleep: Sleep | None = None) -> None:
        self._manners = manners
        self._sleep = sleep or stop.wait
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Waits until the host may be asked. Raises Unreachable, FetchStopped."""
        known = self._host(host)
        with known.lock:
            if known.gone:
                raise Unreachable(known.gone)
            wait = known.free_at - monotonic()
            if wait > 0 and self._sleep(wait):
                raise FetchStopped("Stopped.")
            try:
                yield
            except Unreachable as error:
                known.gone = f"{error} (Not tried again in this run.)"
                raise
            finally:
                pause = max(known.pause_s, self._manners.pause_s)
                known.free_at = max(known.free_at, monotonic() + pause)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """From now on wait so many seconds between requests, within bounds."""
        self._host(host).pause_s = min(crawl_delay, self._manners.most_pause_s)

    def put_off(self, host: str, seconds: float) -> None:
        """Ask nothing of the host for so many seconds."""
        known = self._host(host)
        known.free_at = max(known.free_at, monotonic() + seconds)

    def wait_after(self, problem: Passing, tried: int) -> float | None:
        """Seconds before another try after `tried` failures; None when there should be none."""
        if tried >= self._manners.tries or not problem.again:
            return None
        wait = problem.wait_s
        if wait is None:
            wait = min(self._manners.backoff_s * 2 ** (tried - 1), self._manners.most_wait_s)
        return wait if wait <= self._manners.most_wait_s else None

    def leave_alone(self, host: str, why: str) -> None:
        """Ask nothing more of the host in this run."""
        self._host(host).gone = why

    def _host(self, host: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(host, _Host())
