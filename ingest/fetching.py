"""Publications from the web into the library: fetch what was asked for, then add the files."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from corpus.catalogue import Source
from corpus.fetch.bounds import MIB, NAME, Bounds
from corpus.fetch.fetcher import Fetcher, Ways
from corpus.fetch.fetcher import unwatched as fetch_unwatched
from corpus.fetch.outcome import Ending, FetchOutcome, FetchProgress, FetchReport, Wanted
from corpus.fetch.wire import Network
from ingest import pipeline
from ingest.document import PUBLIC
from ingest.errors import FetchingOff
from ingest.outcome import IN, Report
from ingest.settings import Settings

_OFF = (
    "fetching is switched off here (LPIP_FETCH=off). Download it in a browser and run: "
    "lpip-ingest add FILE"
)


@dataclass(frozen=True)
class Watch:
    """Who is told how far the work is."""

    on_fetch: Callable[[FetchProgress], None] = fetch_unwatched
    on_progress: pipeline.OnProgress = pipeline.unwatched


@dataclass(frozen=True)
class FetchAndAdd:
    """What became of addresses, and of the files that came of them (and of others added along)."""

    fetches: FetchReport
    added: Report = field(default_factory=lambda: Report(()))

    @property
    def exit_status(self) -> int:
        """0 all in the library, 1 some not, 2 nothing."""
        missed = sum(outcome.path is None for outcome in self.fetches.outcomes)
        held = sum(outcome.state in IN for outcome in self.added.outcomes)
        if not held:
            return 2
        return 1 if missed or held < len(self.added.outcomes) else 0


def fetch_and_add(
    wanted: Sequence[Wanted],
    settings: Settings,
    *,
    ways: Ways | None = None,
    attachments: bool = False,
    paths: Sequence[Path] = (),
    collection: str = PUBLIC,
    watch: Watch | None = None,
) -> FetchAndAdd:
    """Fetch addresses into the library's folder and put them in, together with other `paths`.

    ways: how the network is reached; only tests hand them in. Raises CorpusError when another
    process fetches or the folder cannot be written to, and what `pipeline.add` raises.
    """
    watch = watch or Watch()
    # Two spellings of an address may lead to one entry, which is one file.
    wanted = tuple({each.name: each for each in wanted}.values())
    if not settings.fetch:
        fetches = FetchReport(tuple(_refused(each) for each in wanted))
    elif wanted:
        fetcher = Fetcher(settings.fetched_folder, ways or ways_of(settings))
        fetches = fetcher.fetch(wanted, attachments=attachments, on_progress=watch.on_fetch)
    else:
        fetches = FetchReport(())
    fetches = _with_proxy_told(fetches)
    files = [*paths, *dict.fromkeys(fetches.files)]
    if fetches.stopped or not files:
        return FetchAndAdd(fetches)
    added = pipeline.add(files, settings, on_progress=watch.on_progress, collection=collection)
    return FetchAndAdd(fetches, added)


def _with_proxy_told(fetches: FetchReport) -> FetchReport:
    """A proxy would look the names up itself, so none is used: who needs one must know."""
    proxied = any(name.lower() in ("http_proxy", "https_proxy", "all_proxy") for name in os.environ)
    if fetches.note or not proxied or not fetches.count(Ending.FAILED):
        return fetches
    note = (
        "A proxy is set on this machine, and fetching does not use one. If the network can be "
        "reached only through it, download in a browser and run: lpip-ingest add FILE"
    )
    return replace(fetches, note=note)


def check_allowed(settings: Settings) -> None:
    """Raises FetchingOff where the setting says that nothing is fetched."""
    if not settings.fetch:
        raise FetchingOff(_OFF[0].upper() + _OFF[1:])


def without_address(source: Source) -> FetchOutcome:
    """The outcome of an entry whose address nobody knows."""
    why = source.no_url or "no web address is known"
    message = f"{why}. If you have the file, name it {source.source_id}.pdf and run: "
    said = f"{message}lpip-ingest add FILE"
    name = source.source_id
    return FetchOutcome(name, "", Ending.REFUSED, said, source_id=name)


def ways_of(settings: Settings) -> Ways:
    """The network as it is, with the settings' limit of size."""
    try:
        ours = version("lpip-evidence-assistant")
    except PackageNotFoundError:
        ours = "0"
    contact = f" ({settings.fetch_contact})" if settings.fetch_contact else ""
    network = Network(agent=f"{NAME}/{ours}{contact}")
    return Ways(network, Bounds(max_bytes=settings.max_file_mb * MIB))


def _refused(wanted: Wanted) -> FetchOutcome:
    return FetchOutcome(wanted.name, wanted.url, Ending.REFUSED, _OFF, source_id=wanted.source_id)
