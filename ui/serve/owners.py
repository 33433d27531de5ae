"""Whose session is whose, and which files each was given. No Streamlit.

An owner is a person as far as we can tell: a browser (by a cookie) or a user named by the reverse
proxy. The id kept with history is a digest, so that nobody can act for them who reads the library.
"""

import hashlib
import re
import secrets
from collections import OrderedDict, deque
from functools import cache
from threading import Lock

COOKIE = "lpip_owner"
# Set by the gate on what it lets through, after taking away what the client sent under this name.
OWNER_HEADER = "x-lpip-owner"
_TOKEN = re.compile(r"[0-9a-f]{32}")
_SESSIONS = 5000
_FILES = 500


def new_token() -> str:
    """A cookie's value: 128 random bits in hexadecimal."""
    return secrets.token_hex(16)


def owner_of_token(token: str | None) -> str | None:
    """The owner whom a cookie's value stands for; None when it is no value of ours."""
    return _digest("browser", token) if token and _TOKEN.fullmatch(token) else None


def owner_of_user(name: str | None) -> str | None:
    """The owner whom a user name given by the proxy stands for; None without a name."""
    return _digest("user", name.strip()) if name and name.strip() else None


def _digest(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()[:32]


class Owners:
    """Which owner each running session belongs to. Safe to use from several threads.

    gated: whether a gate stands before the sessions, so that OWNER_HEADER is its word.
    The newest 5,000 sessions are remembered, and of each the last 500 files.
    """

    def __init__(self) -> None:
        self.gated = False
        self._owner: OrderedDict[str, str] = OrderedDict()
        self._files: dict[str, deque[str]] = {}
        self._lock = Lock()

    def claim(self, session_id: str, owner: str) -> None:
        """Says that a session is this owner's; a session keeps its first owner."""
        with self._lock:
            self._owner.setdefault(session_id, owner)
            self._owner.move_to_end(session_id)
            while len(self._owner) > _SESSIONS:
                gone, _ = self._owner.popitem(last=False)
                self._files.pop(gone, None)

    def owns(self, owner: str, session_id: str) -> bool:
        """Whether the session was claimed for this owner."""
        with self._lock:
            return self._owner.get(session_id) == owner

    def gave(self, session_id: str, file_id: str) -> None:
        """Says that a file was made for a session."""
        with self._lock:
            kept = self._files.setdefault(session_id, deque(maxlen=_FILES))
            if file_id not in kept:
                kept.append(file_id)

    def may_read(self, owner: str, file_id: str) -> bool:
        """Whether a file was made for one of this owner's sessions."""
        with self._lock:
            return any(
                self._owner.get(session_id) == owner and file_id in files
                for session_id, files in self._files.items()
            )


@cache
def owners() -> Owners:
    """Those of this process: the gate asks them, the page's script tells them."""
    return Owners()
