"""Which addresses may be fetched: how an address is written, and where its name may lead."""

import ipaddress
import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from corpus.errors import Refused, Unreachable

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
# A host name and a port -> the addresses it has now, in the order to be tried.
Resolver = Callable[[str, int], Sequence[IPAddress]]

_PORTS = {"http": 80, "https": 443}
_OTHER_PORTS = frozenset({8080, 8443})
_LONGEST = 2_000
_OF_EACH_KIND = 2
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?:\.(?!-)[a-z0-9_-]{1,63})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# Public by their number, yet answered inside a provider's network or on the way there.
_NOT_FOR_US = tuple(
    ipaddress.ip_network(network)
    for network in (
        "192.0.0.0/24",  # special uses, among them a provider's services
        "168.63.129.16/32",  # Azure's own services, seen from its machines
        "192.88.99.0/24",  # relays that lead to any address at all (6to4)
        "2001::/23",  # tunnels that hold another address (Teredo), and other special uses
        "2002::/16",  # holds another address (6to4)
        "3fff::/20",  # documentation
    )
)
_ORDINARY_V6 = ipaddress.ip_network("2000::/3")


@dataclass(frozen=True)
class WebAddress:
    """An http or https address taken apart.

    host: small ASCII letters, no final dot; an IPv6 address without brackets. target: path and
    query as they are sent. A fragment is not part of it: it never leaves the machine.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host and port as a Host header says them: the usual port is left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def path(self) -> str:
        """The target without its query."""
        return self.target.partition("?")[0]

    def __str__(self) -> str:
        return f"{self.origin}{self.target}"

    def join(self, reference: str) -> "WebAddress":
        """The address that `reference`, found here, leads to. Raises Refused."""
        try:
            joined = urljoin(str(self), reference.strip())
        except ValueError:
            raise Refused(f"{_shown(reference)} is not an address.") from None
        return parse(joined)


@dataclass(frozen=True)
class AddressPolicy:
    """Where a connection may go: public addresses at the usual ports.

    also: exact (address, port) pairs that are let through besides. Nothing but a test hands any in.
    """

    also: frozenset[tuple[str, int]] = frozenset()

    def check_port(self, address: WebAddress) -> None:
        """Raises Refused for a port on which no web page is expected."""
        usual = address.port in _PORTS.values() or address.port in _OTHER_PORTS
        if not usual and not any(address.port == port for _, port in self.also):
            allowed = ", ".join(map(str, sorted({*_PORTS.values(), *_OTHER_PORTS})))
            raise Refused(f"port {address.port} is not used for web pages (only {allowed} are).")

    def allows(self, found: IPAddress, port: int) -> bool:
        """Whether a connection to this address and port is permitted."""
        return is_public(found) or (str(found), port) in self.also


def parse(text: str) -> WebAddress:
    """Raises Refused with the reason: not http(s), a name and password in it, an odd host."""
    if len(text) > _LONGEST:
        raise Refused(f"the address is longer than {_LONGEST:,} characters.")
    if re.search(r"[\s\x00-\x1f\x7f\\]", text.strip()):
        raise Refused(f"{_shown(text)} holds a space or a sign that no address has.")
    try:
        parts = urlsplit(text.strip())
        scheme, host, port = parts.scheme.lower(), parts.hostname or "", parts.port
    except ValueError:
        raise Refused(f"{_shown(text)} is not an address.") from None
    if scheme not in _PORTS:
        named = f"{scheme}: is not" if scheme else "it begins with neither,"
        raise Refused(f"only http and https addresses are fetched; {named} one.")
    if "@" in parts.netloc:
        raise Refused("there is a user name or password in the address. Leave it out.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    port = _PORTS[scheme] if port is None else port
    return WebAddress(scheme, _host(host), port, f"{path}?{query}" if query else path)


def addresses_of(
    address: WebAddress, policy: AddressPolicy, resolver: Resolver
) -> tuple[IPAddress, ...]:
    """Where to connect to: looked up once, and only what the policy permits.

    The connection must be made to one of these, never to the name: a second look-up may answer
    otherwise. Raises Refused, Unreachable.
    """
    policy.check_port(address)
    number = _as_number(address.host)
    found = (number,) if number is not None else tuple(resolver(address.host, address.port))
    permitted = tuple(each for each in found if policy.allows(each, address.port))
    if not found:
        raise Unreachable(f"{address.host} has no address.")
    if not permitted:
        leads = "" if number is not None else f" leads to {found[0]}, which"
        raise Refused(
            f"{address.host}{leads} is not a public address. "
            "Only pages on the public internet are fetched."
        )
    return _first_of_each_kind(permitted)


def _first_of_each_kind(found: Sequence[IPAddress]) -> tuple[IPAddress, ...]:
    """Enough to see whether a host answers; a network may carry only one of the two kinds."""
    return tuple(
        each
        for at, each in enumerate(found)
        if sum(before.version == each.version for before in found[:at]) < _OF_EACH_KIND
    )


def system_resolver(host: str, port: int) -> Sequence[IPAddress]:
    """What this machine's resolver says. Raises Unreachable."""
    try:
        answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError, OSError):
        raise Unreachable(
            f"the name {host} is not known here. Check the address and the network connection."
        ) from None
    return tuple(dict.fromkeys(ipaddress.ip_address(str(answer[4][0])) for answer in answers))


def is_public(found: IPAddress) -> bool:
    """Whether an address belongs to the public internet and leads nowhere else.

    >>> is_public(ipaddress.ip_address("10.0.0.1"))
    False
    """
    # Outside 2000::/3 lie loopback, local, mapped, NAT64 and whatever is invented next.
    if isinstance(found, ipaddress.IPv6Address) and (found.scope_id or found not in _ORDINARY_V6):
        return False
    special = found.is_multicast or found.is_reserved or found.is_unspecified
    listed = any(found.version == net.version and found in net for net in _NOT_FOR_US)
    return found.is_global and not special and not listed


def _host(host: str) -> str:
    """Checked and in ASCII. Raises Refused."""
    if ":" in host:
        return str(_ipv6(host))
    name = host.rstrip(".")
    try:
        plain = name.encode("idna").decode("ascii").lower() if name else ""
    except UnicodeError:
        plain = ""
    if not _NAME.fullmatch(plain) or len(plain) > 253:
        raise Refused(f"{_shown(host)} is not the name of a host.")
    _as_number(plain)
    return plain


def _ipv6(host: str) -> ipaddress.IPv6Address:
    try:
        found = ipaddress.IPv6Address(host)
    except ValueError:
        raise Refused(f"{_shown(host)} is not the name of a host.") from None
    if found.scope_id is not None:
        raise Refused(f"{_shown(host)} is an address of this machine's own network.")
    return found


def _as_number(host: str) -> IPAddress | None:
    """The address that a host written in numbers is; None for a name.

    Resolvers take 2130706433, 0x7f.1 and 0177.0.0.1 for 127.0.0.1: only four plain numbers pass.
    Raises Refused.
    """
    if ":" in host:
        return ipaddress.IPv6Address(host)
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return None
    try:
        return ipaddress.IPv4Address(host)
    except ValueError:
        raise Refused(
            f"{_shown(host)} is a number that is not written as four, such as 93.184.216.34."
        ) from None


def _shown(text: str) -> str:
    return repr(text if len(text) <= 80 else f"{text[:79]}…")
