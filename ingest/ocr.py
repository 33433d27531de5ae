"""Whether OCR is possible here, and with what: Tesseract is used where it is installed."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from ingest.errors import BadSetting
from ingest.settings import Settings

_ASK_SECONDS = 20.0
# Version 4 brought the recogniser that reads whole lines.
_OLDEST = 4
# English first: it decides where both languages fit.
_LANGUAGES = ("eng", "cym")


@dataclass(frozen=True)
class Engine:
    """A Tesseract that works. languages: as it takes them, e.g. "eng+cym". seconds: of a page."""

    program: str
    version: str
    languages: str
    seconds: float

    @property
    def name(self) -> str:
        """What decides on how much it can read."""
        return f"{self.version} {self.languages} {self.seconds:g}"


def find_engine(settings: Settings) -> Engine | None:
    """The Tesseract of the settings or on PATH; None if there is none or OCR is off.

    Raises BadSetting if LPIP_TESSERACT names something that is no Tesseract with English.
    """
    if settings.ocr == "off":
        return None
    found = _engine(settings.tesseract or "tesseract")
    if found is None and settings.tesseract:
        raise BadSetting(
            f"LPIP_TESSERACT: {settings.tesseract} is no Tesseract {_OLDEST} or newer with English "
            "(eng). Leave it unset to search PATH, or set LPIP_OCR=off."
        )
    return Engine(*found, settings.ocr_seconds) if found else None


@cache
def _engine(program: str) -> tuple[str, str, str] | None:
    """Path, version and languages."""
    path = shutil.which(program)
    if path is None:
        return None
    version = re.search(r"tesseract v?((\d+)[\w.-]*)", _told(path, "--version"))
    listed = set(_told(path, "--list-langs").split())
    languages = [name for name in _LANGUAGES if name in listed]
    if version is None or int(version.group(2)) < _OLDEST or "eng" not in languages:
        return None
    return os.path.abspath(path), version.group(1), "+".join(languages)  # noqa: PTH100


def _told(program: str, question: str) -> str:
    try:
        told = subprocess.run(
            [program, question],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_ASK_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (told.stdout + told.stderr).decode("utf-8", "replace")
