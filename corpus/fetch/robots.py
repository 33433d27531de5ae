"""What a host's robots.txt lets us fetch (RFC 9309), asked once for each host and run.

Protego reads the rules as search engines do, in time that grows with the length of the file.
"""

import re
from dataclasses import dataclass
from threading import Lock

from protego import Protego

from corpus.errors import Failed, FetchError, Passing, Refused, Unreachable
from corpus.fetch.address import WebAddress
from corpus.fetch.body import body
from corpus.fetch.bounds import NAME
from corpus.fetch.replies import REDIRECTS, next_address, wait_asked
from corpus.fetch.turns import Turns
from corpus.fetch.wire import Reply, Wire

# RFC 9309, 2.5: at least 500 KiB are read; what follows is not.
_MOST = 500 * 1024
_ENDLESS = 1 << 50
_AGENT_LINE = re.compile(r"^(\s*user[- ]?agent\s*:?\s*)([^\s#]*).*$", re.IGNORECASE)
_BROWSER = "Download it in a browser and run: lpip-ingest add FILE"


@dataclass(frozen=True)
class _Rules:
    """rules: None where everything is allowed. problem: why nothing may be fetched now."""

    rules: Protego | None = None
    problem: FetchError | None = None


class Robots:
    """Rules of the hosts asked in one run."""

    def __init__(self, wire: Wire, turns: Turns) -> None:
        self._wire = wire
        self._turns = turns
        self._known: dict[str, _Rules] = {}
        self._locks: dict[str, Lock] = {}
        self._lock = Lock()

    def check(self, address: WebAddress) -> None:
        """Raises Refused where robots.txt forbids the address, or why it could not be read."""
        with self._lock:
            lock = self._locks.setdefault(address.origin, Lock())
        with lock:
            if address.origin not in self._known:
                self._known[address.origin] = self._asked(address)
        found = self._known[address.origin]
        if found.problem is not None:
            raise type(found.problem)(str(found.problem))
        if found.rules is not None and not found.rules.can_fetch(str(address), NAME):
            raise Refused(
                f"the robots.txt of {address.host} asks programs not to fetch it. {_BROWSER}"
            )

    def _asked(self, address: WebAddress) -> _Rules:
        start = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            text = self._text(start)
        except FetchError as error:
            if isinstance(error, Unreachable | Refused):
                return _Rules(problem=error)
            return _Rules(
                problem=Failed(
                    f"the robots.txt of {address.host} cannot be read ({str(error).rstrip('.')}), "
                    f"so nothing is fetched from there now. Try again later. {_BROWSER}"
                )
            )
        if text is None:
            return _Rules()
        rules = Protego.parse(text)
        if delay := rules.crawl_delay(NAME):
            self._turns.slow_down(address.host, delay)
        return _Rules(rules)

    def _text(self, start: WebAddress) -> str | None:
        """None where there is none. Raises FetchError, FetchStopped."""
        tried = 0
        while True:
            try:
                return self._once(start)
            except Passing as error:
                tried += 1
                wait = self._turns.wait_after(error, tried)
                if wait is None:
                    raise
                self._turns.put_off(start.host, wait)

    def _once(self, start: WebAddress) -> str | None:
        address, trail = start, [start]
        while True:
            with self._turns.turn(address.host), self._wire.ask(address, {}) as reply:
                if reply.status not in REDIRECTS:
                    return _read(reply)
                if len(trail) > self._wire.bounds.max_redirects:
                    raise Failed("it leads on too many times")
                try:
                    address = next_address(address, reply, trail)
                except Refused as error:
                    raise Failed(str(error)) from None
            trail.append(address)


def _read(reply: Reply) -> str | None:
    """The text of a robots.txt. A host without one allows everything; a host in trouble nothing."""
    if reply.status == 429 or reply.status >= 500:
        raise Passing(f"answer {reply.status}", wait_asked(reply.headers))
    if reply.status != 200:
        return None
    found = bytearray()
    for piece in body(reply, _ENDLESS):
        found += piece
        if len(found) > _MOST:
            break
    return _ours(bytes(found[:_MOST]).decode("utf-8", "replace"))


def _ours(text: str) -> str:
    """The same rules with all other programs under one name.

    Protego gives each program named a copy of its rules: 250 KB of names before 250 KB of rules
    would fill the memory.
    """
    return "\n".join(_AGENT_LINE.sub(_renamed, line) for line in text.splitlines())


def _renamed(line: re.Match[str]) -> str:
    name = line[2].lower()
    return f"{line[1]}{name if name == '*' or (name and NAME.startswith(name)) else 'other'}"
