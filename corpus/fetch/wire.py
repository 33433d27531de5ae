"""One request on one connection, to an address that was checked, under limits that hold.

h11 reads the protocol strictly and does nothing else: no redirect, no cookie, no proxy, no second
look-up of the name. The socket is ours, so a byte a second cannot outlast the limits.
"""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

import certifi
import h11

from corpus.errors import Failed, FetchStopped, Passing, Refused, Unreachable
from corpus.fetch.address import (
    AddressPolicy,
    IPAddress,
    Resolver,
    WebAddress,
    addresses_of,
    system_resolver,
)
from corpus.fetch.bounds import NAME, Bounds

_PIECE = 64 * 1024
# A person who stops the program waits no longer than this.
_NOTICE_S = 0.25
_MOST_INTERIM = 20


def trusted_tls() -> ssl.SSLContext:
    """Certificates that this machine trusts, and those that Mozilla does."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(frozen=True)
class Network:
    """How the network is reached. The defaults are for everyone; tests hand in others.

    resolver: asked once for each connection. agent: what we call ourselves.
    """

    policy: AddressPolicy = field(default_factory=AddressPolicy)
    resolver: Resolver = system_resolver
    tls: ssl.SSLContext = field(default_factory=trusted_tls)
    agent: str = NAME


class Headers:
    """Of a reply; names do not care about case."""

    def __init__(self, pairs: Sequence[tuple[bytes, bytes]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in pairs:
            text = _text(value).strip()[:4_000]
            # The first one stands: which one a page meant cannot be known.
            self._values.setdefault(name.decode("latin-1").lower(), text)

    def get(self, name: str) -> str:
        """The value, printable signs only; empty if there is none."""
        return re.sub(r"[\x00-\x1f\x7f-\x9f]", "", self._values.get(name.lower(), ""))

    def mark(self, name: str) -> str:
        """A value that is sent back later (ETag, a date); empty if it cannot be."""
        value = self.get(name)
        return value if value.isascii() else ""


@dataclass(frozen=True)
class Reply:
    """The head of a reply, and its body as it comes.

    length: Content-Length, None if not given. framed: the end of the body is marked, so that a
    cut is noticed. pieces: to be read once; raises Passing, Failed, FetchStopped.
    """

    status: int
    headers: Headers
    length: int | None
    framed: bool
    pieces: Iterator[bytes]


@dataclass(frozen=True)
class Wire:
    """Makes requests. stop: set by another thread to end all of them."""

    network: Network
    bounds: Bounds
    stop: Event = field(default_factory=Event)

    @contextmanager
    def ask(self, address: WebAddress, headers: Mapping[str, str]) -> Iterator[Reply]:
        """GET, on a connection of its own that is closed afterwards.

        Raises Refused (the address is not public), Unreachable, Passing, Failed, FetchStopped.
        """
        if self.stop.is_set():
            raise FetchStopped("Stopped.")
        ends = monotonic() + self.bounds.whole_s
        opened = self._connect(address)
        try:
            talk = _Talk(opened, self.bounds, self.stop, ends)
            fixed = {
                "Host": address.authority,
                "User-Agent": self.network.agent,
                "Accept": "text/html, application/pdf, */*;q=0.5",
                "Accept-Language": "en-GB, en;q=0.8",
                # Packed bytes cannot be gone on with after a break.
                "Accept-Encoding": "identity",
                "Connection": "close",
            }
            yield talk.reply(address.target, fixed | dict(headers))
        finally:
            opened.close()

    def _connect(self, address: WebAddress) -> socket.socket:
        permitted = addresses_of(address, self.network.policy, self.network.resolver)
        problem = ""
        for found in permitted:
            try:
                plain = _open(found, address.port, self.bounds.connect_s)
            except OSError as error:
                late = isinstance(error, TimeoutError)
                problem = "does not answer" if late else f"cannot be reached ({_cause(error)})"
                continue
            return self._secured(plain, address.host) if address.scheme == "https" else plain
        raise Unreachable(f"{address.host} {problem}. Check the network connection; try later.")

    def _secured(self, plain: socket.socket, host: str) -> socket.socket:
        try:
            return self.network.tls.wrap_socket(plain, server_hostname=host)
        except ssl.SSLCertVerificationError as error:
            plain.close()
            raise Refused(
                f"the certificate of {host} is not trusted ({error.verify_message}). Look at it in "
                "a browser; if it is right, download the file there and run: lpip-ingest add FILE"
            ) from None
        except ssl.SSLError as error:
            plain.close()
            cause = (error.reason or "no reason given").lower().replace("_", " ")
            raise Unreachable(f"no secure connection to {host} can be made ({cause}).") from None
        except TimeoutError:
            plain.close()
            slow = f"{host} gave no secure connection within {self.bounds.connect_s:g} s."
            raise Unreachable(slow) from None
        except OSError as error:
            plain.close()
            raise Passing(f"the connection to {host} broke ({_cause(error)}).") from None


class _Talk:
    """The two sides of one connection."""

    def __init__(self, opened: socket.socket, bounds: Bounds, stop: Event, ends: float) -> None:
        self._socket = opened
        self._bounds = bounds
        self._stop = stop
        self._ends = ends
        self._parser = h11.Connection(h11.CLIENT, max_incomplete_event_size=bounds.max_header_bytes)
        self._answered = False
        self._closed = False

    def reply(self, target: str, headers: Mapping[str, str]) -> Reply:
        by = monotonic() + self._bounds.first_byte_s
        self._send(h11.Request(method="GET", target=target, headers=list(headers.items())))
        self._send(h11.EndOfMessage())
        for _ in range(_MOST_INTERIM):
            event = self._next(by, f"no answer came within {self._bounds.first_byte_s:g} s")
            if isinstance(event, h11.Response):
                return self._reply(event)
            if not isinstance(event, h11.InformationalResponse):
                break
        raise Passing(self._cut())

    def _reply(self, event: h11.Response) -> Reply:
        self._answered = True
        headers = Headers(event.headers.raw_items())
        length = headers.get("content-length")
        chunked = "chunked" in headers.get("transfer-encoding").lower()
        size = int(length) if length.isdecimal() and not chunked else None
        return Reply(
            event.status_code, headers, size, chunked or size is not None, self._body(size)
        )

    def _body(self, size: int | None) -> Iterator[bytes]:
        slow = f"nothing came for {self._bounds.idle_s:g} s"
        while True:
            event = self._next(monotonic() + self._bounds.idle_s, slow)
            if isinstance(event, h11.Data):
                yield bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                break
            else:
                raise Passing(self._cut())
        if size is not None and self._more_follows():
            raise Failed(f"the file goes on after the {size:,} bytes that the server announced.")

    def _next(self, by: float, slow: str) -> object:
        """The next event of the protocol; `by` on the clock, or `slow` says what was late."""
        try:
            while (event := self._parser.next_event()) is h11.NEED_DATA:
                self._parser.receive_data(self._receive(by, slow))
        except h11.RemoteProtocolError as error:
            if self._closed:
                raise Passing(self._cut()) from None
            if error.error_status_hint == 431:
                most = f"{self._bounds.max_header_bytes // 1024} KiB"
                raise Failed(f"the head of the answer is longer than {most}.") from None
            raise Failed(f"the answer is not proper HTTP ({_plain(error)}).") from None
        return event

    def _cut(self) -> str:
        if not self._answered:
            return "the connection was closed without an answer."
        return "the connection was closed before the file was complete."

    def _receive(self, by: float, slow: str) -> bytes:
        while True:
            if self._stop.is_set():
                raise FetchStopped("Stopped.")
            now = monotonic()
            if now >= self._ends:
                late = f"it took longer than {self._bounds.whole_s:g} s. Try again later."
                raise Passing(late, again=False)
            if now >= by:
                raise Passing(f"{slow}.")
            self._socket.settimeout(min(by - now, self._ends - now, _NOTICE_S))
            try:
                found = self._socket.recv(_PIECE)
            except TimeoutError:
                continue
            except OSError as error:
                raise Passing(f"the connection broke ({_cause(error)}).") from None
            self._closed = not found
            return found

    def _send(self, event: h11.Event) -> None:
        self._socket.settimeout(self._bounds.first_byte_s)
        try:
            self._socket.sendall(self._parser.send(event) or b"")
        except OSError as error:
            raise Passing(f"the connection broke ({_cause(error)}).") from None

    def _more_follows(self) -> bool:
        """Whether bytes come after the announced end; we asked for the connection to be closed."""
        if self._parser.trailing_data[0]:
            return True
        if self._closed:
            return False
        self._socket.settimeout(min(_NOTICE_S, self._bounds.idle_s))
        try:
            return bool(self._socket.recv(1))
        except OSError:
            return False


def _text(value: bytes) -> str:
    """Most servers send UTF-8 today; what is none is Latin-1, as the standard says."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _open(found: IPAddress, port: int, seconds: float) -> socket.socket:
    family = socket.AF_INET if found.version == 4 else socket.AF_INET6
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.settimeout(seconds)
        opened.connect((str(found), port))
    except BaseException:
        opened.close()
        raise
    return opened


def _cause(error: OSError) -> str:
    return (error.strerror or str(error) or type(error).__name__).lower()


def _plain(error: Exception) -> str:
    return re.sub(r"[^ -~]", "", str(error))[:80]
