"""Many addresses: hosts side by side, each host in turn; every address ends in an outcome."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from time import monotonic

from corpus.errors import FetchStopped, Refused
from corpus.fetch.address import parse
from corpus.fetch.bounds import Bounds, Manners
from corpus.fetch.download import Downloader
from corpus.fetch.folder import FetchedFolder
from corpus.fetch.outcome import Ending, FetchOutcome, FetchProgress, FetchReport, Wanted
from corpus.fetch.robots import Robots
from corpus.fetch.single import Single
from corpus.fetch.turns import Sleep, Turns
from corpus.fetch.wire import Network, Wire

log = logging.getLogger(__name__)

OnProgress = Callable[[FetchProgress], None]
_Place = int
# What a thread hands over: place in the order asked, and its outcomes or what ended all work.
_News = tuple[_Place, tuple[FetchOutcome, ...] | FetchStopped]


@dataclass(frozen=True)
class Ways:
    """How a fetcher works. sleep: waits so many seconds; tests hand in one that only counts."""

    network: Network = field(default_factory=Network)
    bounds: Bounds = field(default_factory=Bounds)
    manners: Manners = field(default_factory=Manners)
    sleep: Sleep | None = None


def unwatched(progress: FetchProgress) -> None:
    """For work that nobody watches."""


class Fetcher:
    """Fetches into one folder. For one run: what it learns of hosts is forgotten with it."""

    def __init__(self, folder: Path, ways: Ways) -> None:
        self._folder = FetchedFolder(folder)
        self._stop = Event()
        self._at_once = ways.manners.hosts_at_once
        turns = Turns(ways.manners, self._stop, ways.sleep)
        wire = Wire(ways.network, ways.bounds, self._stop)
        self._single = Single(Downloader(wire, turns, Robots(wire, turns)), self._folder)

    def fetch(
        self,
        wanted: Sequence[Wanted],
        *,
        attachments: bool = False,
        on_progress: OnProgress = unwatched,
    ) -> FetchReport:
        """Every address ends in an outcome, in the order asked; none ends the work on the others.

        attachments: fetch the one PDF that a page offers as well. on_progress: called in this
        thread. Raises FetchStopped if another process fetches into the folder.
        """
        tally = _Tally(wanted, on_progress)
        news: SimpleQueue[_News] = SimpleQueue()
        with self._folder.held():
            pool = ThreadPoolExecutor(self._at_once, thread_name_prefix="fetch")
            try:
                for group in _by_host(wanted):
                    pool.submit(self._host, group, attachments, news)
                tally.collect(news)
            except KeyboardInterrupt:
                tally.note = "Interrupted. What was fetched is kept; run the same command again."
            finally:
                self._stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
        return tally.report()

    def _host(
        self, group: Sequence[tuple[_Place, Wanted]], attachments: bool, news: SimpleQueue[_News]
    ) -> None:
        """All addresses of one host, one after the other."""
        seen: dict[str, tuple[str, tuple[FetchOutcome, ...]]] = {}
        for place, wanted in group:
            twin = seen.get(wanted.url)
            if twin is not None:
                name, outcomes = twin
                same = f"The same address as {name}."
                ended = replace(
                    outcomes[0], name=wanted.name, source_id=wanted.source_id, message=same
                )
                news.put((place, (ended,)))
                continue
            try:
                found = self._one(wanted, attachments)
            except FetchStopped as stopped:
                news.put((place, stopped))
                return
            seen[wanted.url] = (wanted.name, found)
            news.put((place, found))

    def _one(self, wanted: Wanted, attachments: bool) -> tuple[FetchOutcome, ...]:
        try:
            return self._single.fetch(wanted, attachments=attachments)
        except FetchStopped:
            raise
        except Exception as error:
            # One address must never end the work on the others; the log has the trace.
            log.exception("%s", wanted.url)
            reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
            message = f"an error in this program, not in the address ({reason})."
            return (_failed(wanted, message),)


class _Tally:
    """Gathers what the threads hand over. note: why not all was done."""

    def __init__(self, wanted: Sequence[Wanted], on_progress: OnProgress) -> None:
        self._wanted = wanted
        self._on_progress = on_progress
        self._started = monotonic()
        self._ended: dict[_Place, tuple[FetchOutcome, ...]] = {}
        self.note = ""

    def collect(self, news: SimpleQueue[_News]) -> None:
        """Until every address has its outcome, or something ends the work."""
        self._tell(None)
        while len(self._ended) < len(self._wanted):
            place, found = news.get()
            if isinstance(found, FetchStopped):
                self.note = str(found)
                return
            self._ended[place] = found
            self._tell(found[-1])

    def report(self) -> FetchReport:
        """With an outcome for each address that was not reached."""
        missed = f"not done: {self.note}"
        outcomes = [
            outcome
            for place, wanted in enumerate(self._wanted)
            for outcome in self._ended.get(place, (_failed(wanted, missed),))
        ]
        seconds = monotonic() - self._started
        return FetchReport(tuple(outcomes), seconds, self.note, stopped=bool(self.note))

    def _tell(self, latest: FetchOutcome | None) -> None:
        size = sum(o.size for ended in self._ended.values() for o in ended)
        seconds = monotonic() - self._started
        done = FetchProgress(len(self._ended), len(self._wanted), size, seconds, latest)
        self._on_progress(done)


def _failed(wanted: Wanted, message: str) -> FetchOutcome:
    return FetchOutcome(wanted.name, wanted.url, Ending.FAILED, message, source_id=wanted.source_id)


def _by_host(wanted: Sequence[Wanted]) -> list[list[tuple[_Place, Wanted]]]:
    """In the order asked within each host; what is no address at all stands for itself."""
    groups: dict[str, list[tuple[_Place, Wanted]]] = {}
    for place, each in enumerate(wanted):
        try:
            host = parse(each.url).host
        except Refused:
            host = ""
        groups.setdefault(host, []).append((place, each))
    return list(groups.values())
