"""The scripted chat server of the tests, started for a bench."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from eval.errors import BenchUnavailable

_SCRIPT = Path(__file__).parents[3] / "tests" / "chatserver" / "server.py"


@dataclass(frozen=True)
class Server:
    """A running server. address: its base URL, ending in /v1."""

    address: str

    def log(self) -> dict[str, Any]:
        """`requests` as they came, and `bad`: every spoilt claim that was sent."""
        with urlopen(self._at("/log")) as answer:
            return dict(json.loads(answer.read()))

    def reset(self) -> None:
        """Empties the log."""
        with urlopen(Request(self._at("/reset"), data=b"{}", method="POST")):
            pass

    def _at(self, path: str) -> str:
        return self.address.removesuffix("/v1") + path


@contextmanager
def serving() -> Iterator[Server]:
    """Raises BenchUnavailable outside a checkout, which alone has the server."""
    if not _SCRIPT.is_file():
        raise BenchUnavailable(f"{_SCRIPT} is not there: run this in a checkout of the project")
    command = [sys.executable, str(_SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield Server(process.stdout.readline().strip())
        finally:
            process.kill()
