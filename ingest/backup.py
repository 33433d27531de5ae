"""A copy of the library that is whole, taken while it is in use. It is used by LPIP_HOME=COPY."""

import os
import shutil
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.cards import CARDS_NAME
from ingest.embed import embedder_name
from ingest.errors import BadSetting, UnreadableDocument
from ingest.files import keep, sweep_files
from ingest.library import Library
from ingest.lock import writing
from ingest.opened import LIBRARY_NAME
from ingest.reading import LibraryReader
from ingest.recordsfile import copy_records
from ingest.settings import Settings
from ingest.weights import sync_folder

_ATTEMPTS = 3


@dataclass(frozen=True)
class Copied:
    """What a backup holds. missing: documents whose original was not there to be copied.

    records: False if the file of earlier questions is damaged and was left out.
    """

    documents: int
    missing: tuple[str, ...]
    records: bool = True


def backup(settings: Settings, target: Path) -> Copied:
    """Copy database, originals, cards and records into `target`: new, empty, or an earlier backup.

    Derived indexes are left out: they are made again when the copy is first opened. Raises
    BadSetting, LibraryBusy if the copy is being written to, DamagedLibrary.
    """
    target = target.expanduser().absolute()
    _refuse_what_is_no_backup(settings.home, target)
    name = embedder_name(settings)
    with (
        writing(target),
        closing(LibraryReader(settings.home, name, any_model=True)) as library,
    ):
        for _ in range(_ATTEMPTS):
            copied = _copy(library, target)
            if not copied.missing:
                break
        return replace(copied, records=copy_records(settings.home, target))


def _copy(library: LibraryReader, target: Path) -> Copied:
    part = target / f"{LIBRARY_NAME}.part"
    part.unlink(missing_ok=True)
    library.copy_to(part)
    for ending in ("-wal", "-shm"):
        (target / f"{LIBRARY_NAME}{ending}").unlink(missing_ok=True)
    shutil.rmtree(target / CARDS_NAME, ignore_errors=True)
    part.replace(target / LIBRARY_NAME)
    sync_folder(target)
    missing = []
    with closing(Library(target, library.model, any_model=True)) as copy:
        for held in copy.documents():
            name = copy.kept_name(held.document_id)
            try:
                if name:
                    keep(library.files / name, held.sha256, copy.files)
            except (OSError, UnreadableDocument):
                # Removed since the database was copied, or gone before: the next attempt tells.
                missing.append(held.document_id)
        sweep_files(copy.files, copy.kept_names())
        copy.settle_cards()
        copy.settle()
        return Copied(copy.counts()[0], tuple(missing))


def _refuse_what_is_no_backup(home: Path, target: Path) -> None:
    if target == home or home in target.parents or target in home.parents:
        raise BadSetting(f"{target}: a backup lies outside of the library in {home}.")
    if target.exists() and not target.is_dir():
        raise BadSetting(f"{target}: not a folder. Name a new folder for the backup.")
    if target.is_dir() and os.listdir(target) and not (target / LIBRARY_NAME).is_file():  # noqa: PTH208
        raise BadSetting(
            f"{target}: holds other things. Name a new folder, or one of an earlier backup."
        )
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
