"""Who is let in, as the settings say. Pure."""

from dataclasses import dataclass

from ui.serve.names import EVERYWHERE, LOOPBACK
from ui.settings import UiSettings


@dataclass(frozen=True)
class Rules:
    """hosts: names that a Host header may give. origins: hosts whose pages may call, besides the
    server itself. user_header: in which the proxy names the user, "" for none. proxies: addresses
    that are believed about it.
    """

    hosts: tuple[str, ...]
    origins: tuple[str, ...] = ()
    user_header: str = ""
    proxies: tuple[str, ...] = ("127.0.0.1", "::1")


def rules(settings: UiSettings) -> Rules:
    """Who is let in. The names of this machine always are: no other site can pretend to them."""
    bound = () if settings.host in EVERYWHERE else (settings.host,)
    named = settings.hosts_allowed
    return Rules(
        hosts=tuple(dict.fromkeys((*LOOPBACK, *bound, *named))),
        origins=named,
        user_header=settings.user_header,
        proxies=settings.proxies,
    )
