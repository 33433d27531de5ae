"""What the server itself lets in, over real HTTP and a real WebSocket."""

import contextlib
import http.client
import re
import uuid
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from ui import language, navigation
from ui.serve.owners import COOKIE, new_token
from ui.visitor import Visitor, first_cookie

pytestmark = pytest.mark.enable_socket

FOREIGN = {"Host": "evil.example", "Origin": "https://evil.example"}


@pytest.fixture(scope="module")
def visitor(server: str) -> Iterator[Visitor]:
    """An open page."""
    with Visitor(server) as opened:
        yield opened


def send(
    server: str, method: str, path: str, headers: Mapping[str, str], body: bytes = b""
) -> http.client.HTTPResponse:
    """An answer, read to its end."""
    address = urlsplit(server).netloc
    connection = http.client.HTTPConnection(address, timeout=60)
    sent = {"Host": address} | dict(headers)
    connection.putrequest(method, path, skip_host=True)
    for name, value in sent.items():
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body or None)
    answer = connection.getresponse()
    answer.body = answer.read().decode("utf-8", "replace")  # type: ignore[attr-defined]
    connection.close()
    return answer


def shake_hands(server: str, changed: Mapping[str, str]) -> int:
    """The status of a WebSocket's handshake, with some of a good one's headers changed."""
    address = urlsplit(server).netloc
    headers = {"Cookie": f"{COOKIE}={new_token()}", "Origin": server} | dict(changed)
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    }
    connection = http.client.HTTPConnection(address, timeout=60)
    connection.putrequest("GET", "/_stcore/stream", skip_host=True)
    for name, value in ({"Host": address} | headers | upgrade).items():
        connection.putheader(name, value)
    connection.endheaders()
    status = connection.getresponse().status
    connection.close()
    return status


def put_file(
    visitor: Visitor, server: str, name: str, data: bytes, *, cookie: str | None = None
) -> http.client.HTTPResponse:
    """Uploads as the page does, for the visitor's session."""
    edge, xsrf = "edge", "2|00000000|00000000000000000000000000000000|0"
    body = (
        f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    ).encode() + data
    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Cookie": f"{COOKIE}={cookie or visitor.cookie}; _streamlit_xsrf={xsrf}",
        "X-Xsrftoken": xsrf,
        "Origin": server,
    }
    path = f"/_stcore/upload_file/{visitor.session_id}/{uuid.uuid4()}"
    return send(server, "PUT", path, headers, body + f"\r\n--{edge}--\r\n".encode())


@pytest.mark.parametrize("header", ["Host", "Origin"])
@pytest.mark.parametrize("path", ["/", "/desk.js", "/_stcore/health", "/static/js/x.js"])
def test_a_foreign_host_or_origin_is_refused(server: str, header: str, path: str) -> None:
    assert send(server, "GET", path, {header: FOREIGN[header]}).status == 403
    assert send(server, "GET", path, {}).status in {200, 404}


@pytest.mark.parametrize("header", ["Host", "Origin"])
def test_a_foreign_host_or_origin_gets_no_websocket(server: str, header: str) -> None:
    assert shake_hands(server, {}) == 101
    assert shake_hands(server, {header: FOREIGN[header]}) == 403


@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:1", "file://", "http://[::1"])
def test_another_page_of_this_machine_is_a_foreign_origin(server: str, origin: str) -> None:
    assert shake_hands(server, {"Origin": origin}) == 403


@pytest.mark.parametrize("cookie", ["", "lpip_owner=", "lpip_owner=0", "other=1"])
def test_a_websocket_without_our_cookie_is_refused(server: str, cookie: str) -> None:
    assert shake_hands(server, {"Cookie": cookie}) == 403


def test_the_cookie_is_random_and_out_of_reach_of_scripts(server: str) -> None:
    given = send(server, "GET", "/desk.js", {}).getheader("Set-Cookie") or ""
    again = send(server, "GET", "/desk.js", {}).getheader("Set-Cookie") or ""

    assert re.match(r"lpip_owner=[0-9a-f]{32}; ", given)
    assert {"HttpOnly", "SameSite=Strict"} <= set(given.split("; "))
    assert given.split(";")[0] != again.split(";")[0]


def test_the_page_comes_in_the_language_that_its_script_remembers(server: str) -> None:
    script = send(server, "GET", "/desk.js", {}).body  # type: ignore[attr-defined]
    page = send(server, "GET", "/", {"Cookie": f"{language.COOKIE}=cy"}).body  # type: ignore[attr-defined]

    assert f"document.cookie = `{language.COOKIE}=${{code}};" in script
    assert '<html lang="cy">' in page


def test_a_known_cookie_is_kept(server: str) -> None:
    known = {"Cookie": f"{COOKIE}={first_cookie(server)}"}

    assert send(server, "GET", "/desk.js", known).getheader("Set-Cookie") is None


@pytest.mark.parametrize("path", ["/", "/desk.js", "/_stcore/health", "/nowhere.txt"])
def test_every_answer_carries_the_security_headers(server: str, path: str) -> None:
    answer = send(server, "GET", path, {})

    policy = answer.getheader("Content-Security-Policy") or ""
    assert "script-src 'self' blob:;" in policy
    assert "frame-ancestors 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert answer.getheader("X-Content-Type-Options") == "nosniff"
    assert answer.getheader("Referrer-Policy") == "no-referrer"
    assert "camera=()" in (answer.getheader("Permissions-Policy") or "")


@pytest.mark.parametrize(
    "path",
    [
        *("/_stcore/agent/openapi.json", "/_stcore/metrics", "/_stcore/script-health-check"),
        *("/component/x/y.js", "/auth/login", "/oauth2callback", "/app/static/x.js"),
        *("/library/_stcore/health", "/nonsense", "/library/nonsense", "/index.html", "/x.txt"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_no_page_uses_is_answered_by_the_gate(server: str, path: str, method: str) -> None:
    answer = send(server, method, path, {})

    assert answer.status == 404
    said = answer.body  # type: ignore[attr-defined]
    assert said == "There is no such page here. The evidence assistant starts at /"


@pytest.mark.parametrize("view", ["", *navigation.ICONS])
def test_every_view_has_an_address(server: str, view: str) -> None:
    page = send(server, "GET", f"/{view}", {})

    assert page.status == 200
    assert "<title>LPIP Evidence Assistant</title>" in page.body  # type: ignore[attr-defined]


def test_the_page_has_no_inline_script_and_no_address_of_elsewhere(server: str) -> None:
    page = send(server, "GET", "/search", {}).body  # type: ignore[attr-defined]

    assert '<script src="./desk.js">' in page
    assert re.findall(r"<script(?![^>]*\ssrc=)", page) == []
    assert "http" not in page
    assert "<title>LPIP Evidence Assistant</title>" in page
    assert "JSON over HTTP" not in page
    assert "SourceSans" not in page


def test_an_upload_for_somebody_elses_session_is_refused(visitor: Visitor, server: str) -> None:
    assert put_file(visitor, server, "a.txt", b"x", cookie=new_token()).status == 403


def test_a_file_of_a_kind_that_cannot_be_read_is_refused(visitor: Visitor, server: str) -> None:
    assert put_file(visitor, server, "report.exe", b"MZ").status == 415
    assert put_file(visitor, server, "report", b"x").status == 415


def test_a_file_too_large_is_refused(visitor: Visitor, server: str) -> None:
    assert put_file(visitor, server, "big.txt", b"x" * (51 * 1024 * 1024)).status == 413


def test_no_more_files_wait_than_are_allowed(server: str) -> None:
    with Visitor(server) as visitor:
        statuses = [put_file(visitor, server, f"{n}.txt", b"x").status for n in range(21)]

    assert statuses == [204] * 20 + [413]


def test_a_file_is_refused_without_the_cookie_of_its_session(server: str) -> None:
    stranger = {"Cookie": f"{COOKIE}={new_token()}"}

    assert send(server, "GET", f"/media/{'0' * 64}.txt", {}).status == 403
    assert send(server, "GET", f"/media/{'0' * 64}.txt", stranger).status == 403


def test_a_session_is_taken_up_again_only_by_its_owner(server: str) -> None:
    """A page that lost its connection names its session; whoever else names it gets a new one."""
    with Visitor(server) as first:
        taken, cookie = first.session_id, first.cookie
    with Visitor(server, session_id=taken) as stranger:
        assert stranger.session_id != taken
    with Visitor(server, cookie=cookie, session_id=taken) as same:
        assert same.session_id == taken


def test_text_on_the_websocket_ends_it_without_a_traceback(server: str) -> None:
    received = []
    with connect(
        f"ws://{urlsplit(server).netloc}/_stcore/stream",
        additional_headers={"Cookie": f"{COOKIE}={new_token()}"},
        proxy=None,
    ) as socket:
        socket.send("hello")
        with contextlib.suppress(ConnectionClosedError):
            received.extend(str(message) for message in socket)

    assert "Traceback" not in "".join(received)
