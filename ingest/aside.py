"""Where what is found damaged is kept, in case a person can still make something of it."""

from datetime import UTC, datetime
from pathlib import Path

ASIDE_NAME = "damaged"


def new_aside(home: Path) -> Path:
    """A new folder for what is damaged now. Raises OSError."""
    aside = home / ASIDE_NAME / datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S.%f")
    aside.mkdir(mode=0o700, parents=True)
    return aside
