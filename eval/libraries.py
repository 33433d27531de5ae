"""The library that an evaluation reads: there, and opened for reading."""

from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import TYPE_CHECKING

from eval.errors import NothingToRun

if TYPE_CHECKING:
    from ingest.reading import LibraryReader
    from ingest.settings import Settings


def settings_of(home: Path | None) -> "Settings":
    """Settings of the library in `home`, None for the usual one. Raises NothingToRun without it."""
    from ingest.opened import LIBRARY_NAME
    from ingest.settings import load_settings

    # Loading the settings makes the folder, which a mistyped name must not.
    held = home or load_settings().home
    if not (held / LIBRARY_NAME).is_file():
        raise NothingToRun(
            f"{held}: no library in it. Give the home of one, or fill it with lpip-ingest."
        )
    return load_settings(home=held.resolve())


def opened(settings: "Settings") -> "AbstractContextManager[LibraryReader]":
    """The library of `settings`, whatever model made it, closed at the end."""
    from ingest.embed import embedder_name
    from ingest.reading import LibraryReader

    return closing(LibraryReader(settings.home, embedder_name(settings), any_model=True))
