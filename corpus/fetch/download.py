"""One address to one file: through redirects, gone on with after a break, checked at the end."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.errors import Failed, FetchStopped, Passing
from corpus.fetch.address import WebAddress
from corpus.fetch.body import body, packing
from corpus.fetch.folder import Begun, Part, guarded
from corpus.fetch.kinds import HEAD, kind_of, looks_cut
from corpus.fetch.provenance import Provenance
from corpus.fetch.replies import REDIRECTS, check_status, next_address
from corpus.fetch.robots import Robots
from corpus.fetch.turns import Turns
from corpus.fetch.wire import Headers, Reply, Wire

_RANGE = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")


@dataclass(frozen=True)
class Landed:
    """A complete file in its part. trail: addresses from the one asked for to the last one."""

    trail: tuple[WebAddress, ...]
    headers: Headers
    kind: str
    size: int


@dataclass(frozen=True)
class Downloader:
    """Fetches single files. Shared by the threads of one run."""

    wire: Wire
    turns: Turns
    robots: Robots

    def download(self, start: WebAddress, known: Provenance | None, part: Part) -> Landed | None:
        """The file, now in `part`; None if it is the same as `known`.

        Passing failures are tried again, after a pause, from where the last attempt broke off.
        Raises FetchError, FetchStopped.
        """
        tried = 0
        while True:
            trail = [start]
            try:
                return self._follow(trail, known, part)
            except Passing as error:
                tried += 1
                wait = self.turns.wait_after(error, tried)
                host = trail[-1].host
                if wait is None:
                    if error.wait_s is not None:
                        self.turns.leave_alone(host, str(error))
                    raise
                self.turns.put_off(host, wait)

    def _follow(
        self, trail: list[WebAddress], known: Provenance | None, part: Part
    ) -> Landed | None:
        while True:
            address = trail[-1]
            self.robots.check(address)
            begun = part.begun()
            if begun is not None and begun.final != str(address):
                begun = None
            headers = _conditions(address, known, begun)
            with self.turns.turn(address.host), self.wire.ask(address, headers) as reply:
                if reply.status not in REDIRECTS:
                    check_status(reply, conditional=begun is None and bool(headers))
                    return None if reply.status == 304 else self._land(trail, reply, part, begun)
                if len(trail) > self.wire.bounds.max_redirects:
                    raise Failed(f"it leads on more than {self.wire.bounds.max_redirects} times.")
                trail.append(next_address(address, reply, trail))

    def _land(
        self, trail: list[WebAddress], reply: Reply, part: Part, begun: Begun | None
    ) -> Landed:
        final = trail[-1]
        total = _total(reply, begun, part)
        if total is None:
            with guarded(part.path.parent):
                part.begin(str(final), _validator(reply))
        try:
            size = self._write(reply, part, final)
            _check_end(reply, part, size, total)
            kind = kind_of(_head(part), reply.headers.get("content-type"), final)
        except (Passing, FetchStopped):
            if part.begun() is None:
                part.clear()
            raise
        except BaseException:
            part.clear()
            raise
        if not reply.framed and looks_cut(_tail(part), kind):
            part.clear()
            raise Passing("the PDF ends in the middle.")
        return Landed(tuple(trail), reply.headers, kind, size)

    def _write(self, reply: Reply, part: Part, final: WebAddress) -> int:
        """Appends the body; returns the size of the whole. Looks at the kind as soon as it can."""
        folder = part.path.parent
        with guarded(folder):
            file = part.path.open("ab")
        with file:
            size = file.tell()
            looked = size >= HEAD
            for piece in self._pieces(reply, size):
                with guarded(folder):
                    file.write(piece)
                    size += len(piece)
                    if not looked and size >= HEAD:
                        file.flush()
                        looked = True
                        kind_of(_head(part), reply.headers.get("content-type"), final)
        return size

    def _pieces(self, reply: Reply, before: int) -> Iterator[bytes]:
        return body(reply, self.wire.bounds.max_bytes - before)


def _conditions(
    address: WebAddress, known: Provenance | None, begun: Begun | None
) -> dict[str, str]:
    """Headers that ask for the rest, or for the file only if it has changed."""
    if begun is not None:
        return {"Range": f"bytes={begun.size}-", "If-Range": begun.validator}
    if known is None or known.final != str(address):
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: text for name, text in asked.items() if text}


def _total(reply: Reply, begun: Begun | None, part: Part) -> int | None:
    """Size of the whole file when the reply goes on with `begun`; None if it starts anew.

    Raises Passing if it is another part than was asked for.
    """
    if reply.status not in (206, 416):
        return None
    found = _RANGE.fullmatch(reply.headers.get("content-range"))
    if begun is None or found is None or int(found[1]) != begun.size or packing(reply):
        part.clear()
        raise Passing("the server sent another part of the file than was asked for.")
    etag = reply.headers.get("etag")
    if etag and begun.validator.startswith('"') and etag != begun.validator:
        part.clear()
        raise Passing("the file changed while it was fetched.")
    return int(found[3])


def _validator(reply: Reply) -> str:
    """What a later request can name this very version by; empty if nothing can."""
    if packing(reply) or reply.headers.get("accept-ranges").lower() == "none":
        return ""
    etag = reply.headers.mark("etag")
    return etag if etag.startswith('"') else reply.headers.mark("last-modified")


def _check_end(reply: Reply, part: Part, size: int, total: int | None) -> None:
    if total is not None and size != total:
        part.clear()
        raise Passing(f"{size:,} bytes came of {total:,}.")
    if size == 0:
        raise Failed(f"the file is empty (the server answers {reply.status}).")


def _head(part: Part) -> bytes:
    with part.path.open("rb") as file:
        return file.read(HEAD)


def _tail(part: Part) -> bytes:
    with part.path.open("rb") as file:
        file.seek(max(0, part.path.stat().st_size - HEAD))
        return file.read()
