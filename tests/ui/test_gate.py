"""Whom the gate believes and lets in, asked without a server."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

from starlette.types import Message, Receive, Scope, Send

from ui.serve.gate import Gate, Shell
from ui.serve.owners import COOKIE, Owners, new_token, owner_of_token, owner_of_user
from ui.serve.rules import rules
from ui.serve.uploads import Uploads
from ui.settings import UiSettings


def test_files_belong_to_the_owner_of_the_session_they_were_made_for() -> None:
    known = Owners()
    anna, ben = (owner_of_token(new_token()) or "" for _ in range(2))
    known.claim("session-a", anna)
    known.claim("session-b", ben)
    known.gave("session-a", "file")

    assert known.may_read(anna, "file")
    assert not known.may_read(ben, "file")
    known.claim("session-a", ben)
    assert not known.owns(ben, "session-a")


def test_proxied_users_are_believed_only_from_the_proxy() -> None:
    settings = UiSettings(user_header="X-Forwarded-User", trusted_proxies="10.0.0.2")
    anna = {"host": "localhost", "x-forwarded-user": "anna"}

    assert status_of(settings, "10.0.0.2", anna) == 404
    assert status_of(settings, "10.0.0.3", anna) == 403
    assert status_of(settings, "10.0.0.2", {"host": "localhost"}) == 403
    two = [*anna.items(), ("x-forwarded-user", "ben")]
    assert status_of(settings, "10.0.0.2", two) == 403
    cookie = {"host": "localhost", "cookie": f"{COOKIE}={new_token()}"}
    assert status_of(settings, "10.0.0.2", cookie) == 403


def test_named_hosts_are_answered_and_their_pages_may_call() -> None:
    settings = UiSettings(host="0.0.0.0", allowed_hosts="evidence.example.org, *.lpip.example")
    token = {"cookie": f"{COOKIE}={new_token()}"}

    for host in ("evidence.example.org", "a.lpip.example:443", "localhost:8501"):
        assert status_of(settings, "10.0.0.9", token | {"host": host}) == 404
    for host in ("10.0.0.1", "lpip.example", "evidence.example.org.evil.example", "a@localhost"):
        assert status_of(settings, "10.0.0.9", token | {"host": host}) == 403
    origin = {"host": "localhost:8501", "origin": "https://evidence.example.org"}
    assert status_of(settings, "10.0.0.9", token | origin) == 404


def status_of(
    settings: UiSettings, client: str, headers: Mapping[str, str] | list[tuple[str, str]]
) -> int:
    """What the gate answers to a request for a file of the sender's session; 404: let through."""
    sent = list(headers.items()) if isinstance(headers, Mapping) else headers
    known = Owners()
    for owner in (owner_of_user("anna"), owner_of_token(cookie_of(dict(sent)))):
        known.claim(owner or "", owner or "")
        known.gave(owner or "", "file")
    answered: list[int] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 404, "headers": []})

    async def note(message: Message) -> None:
        if message["type"] == "http.response.start":
            answered.append(message["status"])

    async def nothing() -> Message:
        return {"type": "http.disconnect"}

    gate = Gate(
        inner,
        rules=rules(settings),
        owners=known,
        uploads=Uploads((), 1, lambda _: ()),
        shell=Shell({"en": ""}, "", ()),
    )
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/media/file.txt",
        "query_string": b"",
        "scheme": "http",
        "client": (client, 1),
        "headers": [(k.encode(), v.encode()) for k, v in sent],
    }
    # In a thread of its own: the browser of other tests keeps a loop running in this one.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, gate(scope, nothing, note)).result()
    return answered[0]


def cookie_of(headers: Mapping[str, str]) -> str | None:
    """The value of our cookie."""
    return headers.get("cookie", "").partition("=")[2] or None
