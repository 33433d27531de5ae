"""Shuts a reader's process off from the network, twice over.

No library that reads files opens a connection by itself. Should one ever be made to, Python refuses
on every system, and on Linux the process has no network to begin with, where that is allowed.
"""

import ctypes
import os
import sys

_FORBIDDEN = (
    "socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "webbrowser.",
    "os.system", "os.exec", "os.posix_spawn", "os.startfile",
)  # fmt: skip
_NEW_NETWORK, _NEW_USER = 0x4000_0000, 0x1000_0000


def confine() -> None:
    """For this process and those it starts. Call while it has one thread."""
    if sys.platform == "linux":
        # Leaving the network takes a right that root has and that others get in a user space of
        # their own. Root keeps its user space: in another it could not read others' files.
        flags = _NEW_NETWORK if os.geteuid() == 0 else _NEW_NETWORK | _NEW_USER
        # Refused in some containers: the line below holds all the same.
        ctypes.CDLL(None).unshare(flags)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(f"a reader may not reach out of its process ({event})")
