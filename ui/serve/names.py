"""Which Host and Origin headers are ours. Pure.

A page of another site can make a browser send requests here: with its own Origin, or, after its
name was pointed at this machine, with its own Host. Both are told by name.
"""

from collections.abc import Iterable
from urllib.parse import urlsplit

LOOPBACK = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::", "")


def host_allowed(host: str | None, allowed: Iterable[str]) -> bool:
    """Whether a Host header names one of `allowed`, on any port.

    >>> host_allowed("127.0.0.1:8501", LOOPBACK), host_allowed("evil.example", LOOPBACK)
    (True, False)
    """
    name = _name(f"//{host}") if host else None
    return name is not None and any(_fits(name, pattern) for pattern in allowed)


def origin_allowed(origin: str | None, host: str, named: Iterable[str]) -> bool:
    """Whether an Origin header is this very server, or one of the hosts `named` by the setting.

    None (no header: a page typed in, a program) is let through; "null" is not. Another port of this
    machine is another origin.

    >>> origin_allowed("http://127.0.0.1:3000", "127.0.0.1:8501", ())
    False
    """
    if origin is None:
        return True
    name = _name(origin)
    if name is None or urlsplit(origin).scheme not in {"http", "https"}:
        return False
    return urlsplit(origin).netloc == host or any(_fits(name, pattern) for pattern in named)


def _name(address: str) -> str | None:
    """The host name in an address, or None when it has more or other than a host and a port."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if "@" in parts.netloc or parts.path or parts.query or parts.fragment:
        return None
    return parts.hostname.rstrip(".") if parts.hostname else None


def _fits(name: str, pattern: str) -> bool:
    pattern = pattern.strip("[]").lower()
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern
