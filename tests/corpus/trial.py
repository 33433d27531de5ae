"""A fetcher that may talk to a misbehaving server on loopback and to nothing else."""

import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus.fetch.address import AddressPolicy, IPAddress
from corpus.fetch.bounds import Bounds, Manners
from corpus.fetch.fetcher import Fetcher, Ways
from corpus.fetch.outcome import FetchOutcome, FetchReport, Wanted
from corpus.fetch.wire import Network, trusted_tls
from tests.corpus.misbehaving import Misbehaving

LOOPBACK = ipaddress.ip_address("127.0.0.1")
# As for everyone. Loading certificates takes a while: once is enough.
TLS = trusted_tls()
BOUNDS = Bounds(
    max_bytes=200_000,
    max_header_bytes=8_000,
    connect_s=2.0,
    first_byte_s=4.0,
    idle_s=4.0,
    whole_s=8.0,
    max_redirects=4,
)


@dataclass
class Names:
    """A resolver: every name ending in .example is this machine, unless told otherwise."""

    told: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, host: str, _port: int) -> Sequence[IPAddress]:
        self.asked.append(host)
        answers = self.told.get(host)
        if answers:
            found = answers.pop(0) if len(answers) > 1 else answers[0]
            return [ipaddress.ip_address(each) for each in found]
        return [LOOPBACK] if host.endswith(".example") else []


@dataclass
class Sleeper:
    """Counts instead of waiting."""

    slept: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> bool:
        self.slept.append(seconds)
        return False


@dataclass
class Trial:
    """Fetches from the server into a folder."""

    folder: Path
    server: Misbehaving
    names: Names = field(default_factory=Names)
    sleeper: Sleeper = field(default_factory=Sleeper)
    bounds: Bounds = BOUNDS
    manners: Manners = field(default_factory=lambda: Manners(pause_s=0.0, tries=3))
    tls: ssl.SSLContext = TLS

    def ways(self) -> Ways:
        policy = AddressPolicy(also=frozenset({("127.0.0.1", self.server.port)}))
        network = Network(policy, self.names, self.tls, agent="lpip-evidence-assistant/test")
        return Ways(network, self.bounds, self.manners, self.sleeper)

    def fetch(self, *urls: str, attachments: bool = False) -> FetchReport:
        wanted = [Wanted(f"doc{at}", url) for at, url in enumerate(urls, start=1)]
        return Fetcher(self.folder, self.ways()).fetch(wanted, attachments=attachments)

    def one(self, url: str) -> FetchOutcome:
        return self.fetch(url).outcomes[0]
