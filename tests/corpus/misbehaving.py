"""A web server on loopback that does exactly what a test tells it to, byte by byte."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import sleep

PDF = b"%PDF-1.4\n" + b"The plan covers skills in Powys. " * 40 + b"\n%%EOF\n"


@dataclass
class Request:
    """What a client asked; headers by their small names."""

    host: str
    target: str
    headers: dict[str, str]


@dataclass
class Line:
    """The connection on which a request is answered."""

    socket: socket.socket
    request: Request

    def send(self, *pieces: bytes) -> None:
        """Quietly, if the client has gone."""
        with contextlib.suppress(OSError):
            for piece in pieces:
                self.socket.sendall(piece)

    def drip(self, content: bytes, seconds: float) -> None:
        """One byte at a time until the client has had enough."""
        with contextlib.suppress(OSError):
            for at in range(len(content)):
                self.socket.sendall(content[at : at + 1])
                sleep(seconds)

    def reset(self) -> None:
        """Ends the connection as a crash would."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


Act = Callable[[Line], None]


@dataclass
class Misbehaving:
    """The server. acts: (host, path) -> what to do for each request in turn; the last one stays.

    A host without acts for /robots.txt has none (404), as has any other path.
    """

    listener: socket.socket
    tls: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    acts: dict[tuple[str, str], list[Act]] = field(default_factory=dict)

    @property
    def port(self) -> int:
        return int(self.listener.getsockname()[1])

    def on(self, path: str, *acts: Act, host: str = "pages.example") -> str:
        """Says what happens at a path; returns its address."""
        self.acts[host, path] = list(acts)
        return self.url(path, host=host)

    def url(self, path: str, *, host: str = "pages.example") -> str:
        return f"http{'s' if self.tls else ''}://{host}:{self.port}{path}"

    def asked(self, path: str) -> list[Request]:
        """The requests for one path, in order."""
        return [request for request in self.requests if request.target == path]

    def start(self) -> None:
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                opened, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(opened,), daemon=True).start()

    def _serve(self, opened: socket.socket) -> None:
        try:
            opened.settimeout(5)
            if self.tls is not None:
                opened = self.tls.wrap_socket(opened, server_side=True)
            if (request := _read(opened)) is not None:
                self.requests.append(request)
                self._act(request)(Line(opened, request))
        except OSError:
            pass
        finally:
            opened.close()

    def _act(self, request: Request) -> Act:
        key = (request.host.partition(":")[0], request.target.partition("?")[0])
        acts = self.acts.get(key)
        if not acts:
            return reply(404, b"nothing here")
        return acts.pop(0) if len(acts) > 1 else acts[0]


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Misbehaving]:
    """A server on a free port of this machine."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        started = Misbehaving(listener, tls)
        started.start()
        yield started


def _read(opened: socket.socket) -> Request | None:
    found = b""
    while b"\r\n\r\n" not in found:
        piece = opened.recv(4096)
        if not piece:
            return None
        found += piece
        if found.startswith(b"\x16\x03"):
            # A secure greeting to a server that knows no TLS.
            opened.sendall(head(400))
            return None
    first, *lines = found.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)}
    return Request(headers.get("host", ""), first.split(" ")[1], headers)


def head(status: int, headers: Mapping[str, str] | None = None) -> bytes:
    """Status line and headers, closed by an empty line."""
    lines = [f"HTTP/1.1 {status} Said", *(f"{n}: {v}" for n, v in (headers or {}).items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def reply(
    status: int = 200, body: bytes = b"", kind: str = "", headers: Mapping[str, str] | None = None
) -> Act:
    """A proper answer."""
    said = {"Content-Length": str(len(body)), **({"Content-Type": kind} if kind else {})}
    return lambda line: line.send(head(status, said | dict(headers or {})), body)


def pdf(headers: Mapping[str, str] | None = None, body: bytes = PDF) -> Act:
    """A proper PDF."""
    return reply(200, body, "application/pdf", headers)


def page(title: str, body: str = "<p>Rents rose in Powys.</p>") -> Act:
    """A proper web page."""
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"
    return reply(200, text.encode(), "text/html; charset=utf-8")


def redirect(location: str, status: int = 302) -> Act:
    return reply(status, b"", headers={"Location": location})


def raw(*pieces: bytes) -> Act:
    """Bytes as they are, then the end of the connection."""
    return lambda line: line.send(*pieces)


def ranged(content: bytes, etag: str) -> Act:
    """A server that knows Range and If-Range."""

    def act(line: Line) -> None:
        asked = line.request.headers
        start = int(asked.get("range", "bytes=0-").removeprefix("bytes=").partition("-")[0])
        if "range" not in asked or asked.get("if-range") != etag:
            pdf({"ETag": etag}, content)(line)
            return
        span = f"bytes {start}-{len(content) - 1}/{len(content)}"
        reply(206, content[start:], "application/pdf", {"Content-Range": span, "ETag": etag})(line)

    return act
