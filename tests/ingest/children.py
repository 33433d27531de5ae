"""The processes that a test began."""

import os
from contextlib import suppress
from pathlib import Path


def children() -> set[int]:
    """Processes begun by this one that have not ended."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name in brackets may hold anything; state and parent come after it.
            front, _, rest = path.read_text().rpartition(")")
            state, parent = rest.split()[:2]
            if int(parent) == os.getpid() and state != "Z":
                found.add(int(front.split()[0]))
    return found
