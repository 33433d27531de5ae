"""Short answers that the gate gives itself."""

from collections.abc import Sequence

from starlette.types import Send


class Refused(Exception):
    """A request that is not let through. status: of HTTP. why: one line for whoever asked."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


async def reply(
    send: Send,
    status: int,
    body: str,
    *,
    kind: str = "text/plain",
    extra: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    """Sends a whole response that is not to be kept. kind: its media type; the text is UTF-8."""
    written = body.encode()
    headers = [
        (b"content-type", f"{kind}; charset=utf-8".encode()),
        (b"content-length", str(len(written)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        *extra,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": written})


async def refuse_socket(send: Send) -> None:
    """Ends a WebSocket before it is accepted: the server answers the handshake with 403."""
    await send({"type": "websocket.close", "code": 1008})
