"""The gate: every request and every WebSocket passes here before anything of Streamlit's sees it.

Refuses a foreign Host or Origin, hides what no page of ours uses, says whose the session is, gives
files only to the owner of the session that they were made for, and adds the security headers.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui import language
from ui.serve.headers import security_headers
from ui.serve.names import host_allowed, origin_allowed
from ui.serve.owners import (
    COOKIE,
    OWNER_HEADER,
    Owners,
    new_token,
    owner_of_token,
    owner_of_user,
)
from ui.serve.reply import Refused, refuse_socket, reply
from ui.serve.rules import Rules
from ui.serve.uploads import UPLOADS, Uploads

SCRIPT = "/desk.js"
_SOCKET = "/_stcore/stream"
_OPEN = ("/_stcore/health", "/_stcore/host-config")
_FILES = ("/static/", "/favicon.png", "/manifest.json")
_MEDIA = "/media/"
_YEAR = 365 * 24 * 3600


class Gate:
    """ASGI middleware over Streamlit's application.

    shell: answers the addresses of the views, and our one script, in place of Streamlit, which has
    only the files of its own pages left to answer.
    """

    def __init__(
        self, app: ASGIApp, *, rules: Rules, owners: Owners, uploads: Uploads, shell: "Shell"
    ) -> None:
        self._app = app
        self._rules = rules
        self._owners = owners
        self._uploads = uploads
        self._shell = shell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            host = self._checked_host(headers)
            if scope["type"] == "websocket":
                await self._app(self._for_socket(scope, headers), receive, send)
            else:
                await self._http(scope, receive, _with_headers(send, scope, host))
        except Refused as refused:
            if scope["type"] == "websocket":
                await refuse_socket(send)
            else:
                guarded = _with_headers(send, scope, "")
                await reply(guarded, refused.status, refused.why)

    def _checked_host(self, headers: Headers) -> str:
        """The Host header. Raises Refused when it or the Origin is not ours."""
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not host_allowed(hosts[0], self._rules.hosts):
            raise Refused(403, "This server does not go by that name (LPIP_UI_ALLOWED_HOSTS).")
        if len(origins) > 1 or not origin_allowed(
            origins[0] if origins else None, hosts[0], self._rules.origins
        ):
            raise Refused(403, "Requests from another site are refused.")
        return hosts[0]

    def _owner(self, scope: Scope, headers: Headers) -> str:
        """Who asks. Raises Refused when nobody can be told."""
        if name := self._rules.user_header:
            client = scope.get("client")
            if client is None or client[0] not in self._rules.proxies:
                raise Refused(403, "Only the proxy may say who the user is.")
            # A proxy that adds to what a browser sent, in place of overwriting it, proves nothing.
            users = headers.getlist(name)
            owner = owner_of_user(users[0] if len(users) == 1 else None)
        else:
            owner = owner_of_token(_cookies(headers).get(COOKIE))
        if owner is None:
            raise Refused(403, "Open the page first: this belongs to a session.")
        return owner

    def _for_socket(self, scope: Scope, headers: Headers) -> Scope:
        """The scope of a WebSocket with its owner's id in a header of ours, and no one else's."""
        if scope["path"] != _SOCKET:
            raise Refused(404, "Not found.")
        owner = self._owner(scope, headers)
        kept = [(k, v) for k, v in scope["headers"] if k.lower() != OWNER_HEADER.encode()]
        ours = [(k, self._own_session(k, v, owner)) for k, v in kept]
        # Streamlit compares Origin and Host again, and looks a foreign one up on the network.
        if (origin := headers.get("origin")) is not None:
            netloc = origin.split("://", 1)[-1].encode("latin-1")
            ours = [(k, netloc if k.lower() == b"host" else v) for k, v in ours]
        return {**scope, "headers": [*ours, (OWNER_HEADER.encode(), owner.encode())]}

    def _own_session(self, name: bytes, value: bytes, owner: str) -> bytes:
        """The subprotocol header, without the session to take up again when it is another's."""
        if name.lower() != b"sec-websocket-protocol":
            return value
        parts = [part.strip() for part in value.decode("latin-1").split(",")]
        if len(parts) > 2 and not self._owners.owns(owner, parts[2]):
            del parts[2:]
        return ", ".join(parts).encode("latin-1")

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        headers = Headers(scope=scope)
        if path == SCRIPT and method in {"GET", "HEAD"}:
            await self._script(scope, headers, send)
        elif path.startswith(_MEDIA):
            file_id = path.removeprefix(_MEDIA).split(".", 1)[0]
            if not self._owners.may_read(self._owner(scope, headers), file_id):
                raise Refused(403, "This file belongs to another session.")
            await self._app(scope, receive, send)
        elif path.startswith(UPLOADS):
            session_id = path.removeprefix(UPLOADS).split("/", 1)[0]
            if not self._owners.owns(self._owner(scope, headers), session_id):
                raise Refused(403, "This session belongs to somebody else.")
            await self._app(scope, await self._uploads.checked(scope, receive), send)
        elif path in _OPEN or path.startswith(_FILES):
            await self._app(scope, receive, send)
        elif method in {"GET", "HEAD"} and path.removeprefix("/") in self._shell.views:
            await reply(send, 200, self._shell.page(_language(scope, headers)), kind="text/html")
        else:
            # Streamlit would answer anything else with its own bare page.
            raise Refused(404, "There is no such page here. The evidence assistant starts at /")

    async def _script(self, scope: Scope, headers: Headers, send: Send) -> None:
        """Our script, and with it the cookie that says whose the browser is.

        A page opened by a link from another site is asked for without a SameSite=Strict cookie, so
        a cookie set with the page would replace the owner's. What the page loads itself comes with
        it.
        """
        extra: list[tuple[bytes, bytes]] = []
        token = _cookies(headers).get(COOKIE)
        if not self._rules.user_header and owner_of_token(token) is None:
            client = scope.get("client")
            behind = client is not None and client[0] in self._rules.proxies
            tls = scope.get("scheme") == "https" or (
                behind and headers.get("x-forwarded-proto", "").lower() == "https"
            )
            cookie = f"{COOKIE}={new_token()}; Path=/; Max-Age={_YEAR}; HttpOnly; SameSite=Strict"
            extra.append((b"set-cookie", f"{cookie}{'; Secure' if tls else ''}".encode()))
        await reply(send, 200, self._shell.script, kind="text/javascript", extra=extra)


@dataclass(frozen=True)
class Shell:
    """What surrounds the views: the page that loads them, by language, and our script.

    views: the word below the root at which each is, "" for the first.
    """

    pages: Mapping[str, str]
    script: str
    views: Collection[str] = ()

    def page(self, language: str) -> str:
        """The page in a language, in the first known one otherwise."""
        return self.pages.get(language) or next(iter(self.pages.values()))


def _language(scope: Scope, headers: Headers) -> str:
    query = scope.get("query_string", b"").decode("latin-1")
    asked = [part.removeprefix("lang=") for part in query.split("&") if part.startswith("lang=")]
    return asked[-1] if asked else _cookies(headers).get(language.COOKIE, "")


def _cookies(headers: Headers) -> dict[str, str]:
    try:
        kept = SimpleCookie("; ".join(headers.getlist("cookie")))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in kept.items()}


def _with_headers(send: Send, scope: Scope, host: str) -> Send:
    ours = security_headers(host, download=scope["path"].startswith(_MEDIA))
    names: Collection[bytes] = {name for name, _ in ours}

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message.get("headers", []) if k.lower() not in names]
            message = {**message, "headers": [*kept, *ours]}
        await send(message)

    return guarded
