"""What a reply's head says: go elsewhere, come again later, no, or here it is."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from corpus.errors import Failed, Passing, Refused
from corpus.fetch.address import WebAddress
from corpus.fetch.wire import Headers, Reply

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_BROWSER = "Download it in a browser and run: lpip-ingest add FILE"
_GONE = "Look for its new address on the publisher's site."
_NO = {
    401: f"it asks for a login (401). {_BROWSER}",
    402: f"it has to be paid for (402). {_BROWSER}",
    403: f"the site refuses it to programs (403). {_BROWSER}",
    407: "a proxy asks for a login (407). Fetch from a network without one.",
    451: "it is withheld for legal reasons (451).",
}


def check_status(reply: Reply, *, conditional: bool) -> None:
    """Returns for a reply that carries the file (200, 203), a part of it (206) or no such part
    (416), and for 304 where it was asked for.

    Raises Refused, Passing, Failed.
    """
    status = reply.status
    if status in (200, 203, 206, 416) or (status == 304 and conditional):
        return
    if status in _NO:
        raise Refused(_NO[status])
    if status in _PASSING:
        wait = wait_asked(reply.headers)
        asked = f", asking to come again in {wait:,.0f} s" if wait is not None else ""
        raise Passing(f"the server answers {status}{asked}. Try again later.", wait)
    if status in (404, 410):
        raise Failed(f"there is no such page ({status}). {_GONE}")
    raise Failed(f"the server answers {status}. {_BROWSER}")


def next_address(address: WebAddress, reply: Reply, trail: list[WebAddress]) -> WebAddress:
    """Where a redirect leads. Raises Refused, Failed."""
    location = reply.headers.get("location")
    if not location:
        raise Failed(f"the server sends on ({reply.status}) without saying where to.")
    try:
        target = address.join(location)
    except Refused as error:
        raise Refused(f"it leads on to {location[:80]!r}: {error}") from None
    if address.scheme == "https" and target.scheme == "http":
        raise Refused(
            f"it leads on from a secure to an insecure address ({target}). "
            "If you accept that, fetch that address itself."
        )
    if target in trail:
        raise Failed(f"it leads round in a circle to {target}. It may need cookies: {_BROWSER}")
    return target


def wait_asked(headers: Headers) -> float | None:
    """Retry-After in seconds (a date counts from now), None if it is missing or not understood."""
    text = headers.get("retry-after")
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), 1e9)
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())
