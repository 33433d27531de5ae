"""One address from the request to the file in its place, with its provenance."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from corpus.errors import FetchError, Refused
from corpus.fetch.address import WebAddress, parse
from corpus.fetch.download import Downloader, Landed
from corpus.fetch.folder import FetchedFolder, digest, guarded
from corpus.fetch.links import pdfs_on
from corpus.fetch.outcome import Ending, FetchOutcome, Wanted
from corpus.fetch.provenance import Provenance

_ATTACHMENT = "-attachment"


@dataclass(frozen=True)
class Single:
    """Fetches one publication at a time; shared by the threads of one run."""

    downloader: Downloader
    folder: FetchedFolder

    def fetch(self, wanted: Wanted, *, attachments: bool) -> tuple[FetchOutcome, ...]:
        """One outcome, and another for the PDF that a page offers where that is asked for.

        Raises FetchStopped.
        """
        outcome = self._outcome(wanted)
        if outcome.path is None or not wanted.is_report or outcome.path.suffix != ".html":
            return (outcome,)
        offered = self._offered(wanted.name, outcome.path)
        if len(offered) != 1:
            return (outcome,)
        if not attachments:
            said = f"The page offers one PDF, {offered[0]}; --attachments fetches it too."
            return (replace(outcome, message=said),)
        attachment = Wanted(
            f"{wanted.name}{_ATTACHMENT}", str(offered[0]), wanted.source_id, is_report=False
        )
        return outcome, self._outcome(attachment)

    def _outcome(self, wanted: Wanted) -> FetchOutcome:
        started = monotonic()
        try:
            found = self._fetched(wanted)
        except FetchError as error:
            ending = Ending.REFUSED if isinstance(error, Refused) else Ending.FAILED
            found = FetchOutcome(wanted.name, wanted.url, ending, str(error))
        return replace(found, seconds=monotonic() - started, source_id=wanted.source_id)

    def _fetched(self, wanted: Wanted) -> FetchOutcome:
        address = parse(wanted.url)
        known = self.folder.known(wanted.name)
        if known is not None and known.requested != wanted.url:
            known = None
        part = self.folder.part(wanted.name)
        landed = self.downloader.download(address, known, part)
        if landed is None and known is not None:
            return self._unchanged(wanted, known)
        assert landed is not None, "nothing is unchanged that was not known"
        with guarded(self.folder.path):
            new = _provenance(wanted, landed, digest(part.path))
        if known is not None and (known.sha256, known.file) == (new.sha256, new.file):
            part.clear()
            return self._unchanged(wanted, replace(new, fetched_at=known.fetched_at))
        path = self.folder.keep(part, new)
        return FetchOutcome(wanted.name, wanted.url, Ending.FETCHED, "", path, landed.size)

    def _unchanged(self, wanted: Wanted, known: Provenance) -> FetchOutcome:
        self.folder.note(replace(known, checked_at=_now()))
        path = self.folder.path / known.file
        return FetchOutcome(wanted.name, wanted.url, Ending.UNCHANGED, "", path, known.size)

    def _offered(self, name: str, page: Path) -> tuple[WebAddress, ...]:
        known = self.folder.known(name)
        with guarded(self.folder.path):
            return pdfs_on(page, parse(known.final)) if known is not None else ()


def _provenance(wanted: Wanted, landed: Landed, sha256: str) -> Provenance:
    now = _now()
    return Provenance(
        name=wanted.name,
        file=f"{wanted.name}.{landed.kind}",
        requested=wanted.url,
        final=str(landed.trail[-1]),
        redirects=tuple(str(address) for address in landed.trail[1:-1]),
        sha256=sha256,
        size=landed.size,
        fetched_at=now,
        checked_at=now,
        content_type=landed.headers.get("content-type"),
        etag=landed.headers.mark("etag"),
        last_modified=landed.headers.mark("last-modified"),
        source_id=wanted.source_id,
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
