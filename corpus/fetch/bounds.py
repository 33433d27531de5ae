"""What one fetch may cost us, and how gently the other side is treated."""

from dataclasses import dataclass

# What robots.txt calls us; the User-Agent begins with it.
NAME = "lpip-evidence-assistant"
MIB = 1024 * 1024


@dataclass(frozen=True)
class Bounds:
    """Limits of one download.

    max_bytes: of the file, also after unpacking. max_header_bytes: of a reply's head.
    connect_s: per address. first_byte_s: from the request to the end of the reply's head.
    idle_s: without a byte of the body. whole_s: one reply from connection to last byte.
    max_redirects: followed in a row.
    """

    max_bytes: int = 200 * MIB
    max_header_bytes: int = 64 * 1024
    connect_s: float = 10.0
    first_byte_s: float = 30.0
    idle_s: float = 30.0
    whole_s: float = 600.0
    max_redirects: int = 6


@dataclass(frozen=True)
class Manners:
    """How a host is treated.

    pause_s: between two requests to one host; a Crawl-delay up to most_pause_s makes it longer.
    tries: of one address when failures are of the passing kind, with pauses of backoff_s, doubled
    each time up to most_wait_s. A host that asks (Retry-After) for more than most_wait_s is left
    alone for this run. hosts_at_once: asked side by side.
    """

    pause_s: float = 1.0
    most_pause_s: float = 30.0
    tries: int = 4
    backoff_s: float = 2.0
    most_wait_s: float = 60.0
    hosts_at_once: int = 4
