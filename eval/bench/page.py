"""What the benches of the page share: a server, a browser, a listener on loopback."""

import contextlib
import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import IO, TYPE_CHECKING

from eval.errors import EvalError

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_ARGUMENTS = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-quic"
).split()


# Taken out of the environment at once: the settings refuse variables that they do not know.
CHROMIUM = os.environ.pop("LPIP_CHROMIUM", None)
HOW_TO_GET_IT = (
    "no Chromium found: apt-get install chromium, or set LPIP_CHROMIUM to the path of a Chrome"
)


class NoPage(EvalError):
    """The page cannot be served or shown here. The message says what is missing."""


@contextlib.contextmanager
def served(
    home: Path, *, starter: bool = False, more: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[str, int]]:
    """lpip-ui over the library in `home`: its address and the id of its process.

    starter: with the starter corpus. more: further variables of its environment. Raises NoPage,
    with the last of what it said, when it does not come up.
    """
    port = free_port()
    command = [str(Path(sys.executable).with_name("lpip-ui")), "--port", str(port), "--no-browser"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [*command, *([] if starter else ["--no-starter"])],
            env={**os.environ, "LPIP_HOME": str(home), **more},
            stdout=said,
            stderr=said,
        )
        try:
            _wait_for(port, process, said)
            yield f"http://127.0.0.1:{port}", process.pid
        finally:
            process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()


@contextlib.contextmanager
def chromium(path: str | None = CHROMIUM) -> "Iterator[Browser]":
    """Headless Chromium, the one at `path` or the one found. Raises NoPage when there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoPage('playwright is not installed: pip install -e ".[test]"') from None
    if path is None:
        names = ("chromium", "chromium-browser", "google-chrome", "chrome")
        path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        raise NoPage(HOW_TO_GET_IT)
    if not os.access(path, os.X_OK):
        raise NoPage(f"LPIP_CHROMIUM={path} cannot be run; {HOW_TO_GET_IT}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield browser
        browser.close()


@contextlib.contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A web server on loopback that only remembers what was asked of it: port and paths."""
    asked: list[str] = []

    class Remember(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_HEAD = do_PUT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Remember)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_address[1], asked
    finally:
        server.shutdown()
        server.server_close()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _wait_for(port: int, process: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
    for _ in range(600):
        if process.poll() is not None:
            raise NoPage(f"lpip-ui ended before it served. {_last(said)}")
        with contextlib.suppress(OSError):
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            asked.request("GET", "/_stcore/health")
            if asked.getresponse().status == 200:
                return
        time.sleep(0.25)
    raise NoPage(f"lpip-ui did not come up in 150 seconds. {_last(said)}")


def _last(said: IO[bytes]) -> str:
    """The last 2,000 bytes of what a process said."""
    said.seek(0)
    return said.read()[-2000:].decode("utf-8", "replace").strip()
