"""Asks Tesseract, the OCR program, for the words of one picture. Runs in the sandbox."""

import os
import resource
import subprocess
from dataclasses import dataclass

from ingest.readers.hocr import HocrLine, parse_hocr

# Page segmentation without turning: fully automatic, columns found.
_SEGMENTATION = "3"
_MEMORY = 1024 * 1024 * 1024


class OcrFailed(Exception):
    """Tesseract gave no answer for one picture; the text says why."""


class OcrTooSlow(OcrFailed):
    """Tesseract was ended because it took too long over one picture."""


@dataclass(frozen=True)
class Picture:
    """Eight-bit grey pixels, row by row from the top. dots: to the inch."""

    pixels: bytes
    width: int
    height: int
    dots: int


def read_picture(picture: Picture, program: str, languages: str, seconds: float) -> list[HocrLine]:
    """The lines that Tesseract sees, in its reading order. Raises OcrFailed, OcrTooSlow."""
    command = [
        program, "stdin", "stdout", "--dpi", str(picture.dots), "--psm", _SEGMENTATION,
        "-l", languages, "hocr",
    ]  # fmt: skip
    header = b"P5 %d %d 255\n" % (picture.width, picture.height)
    # One thread each: several pages are read at once instead, which is faster.
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        _restrict(process.pid)
        try:
            answer, _ = process.communicate(header + picture.pixels, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise OcrTooSlow(f"took longer than {seconds:g} s") from None
        finally:
            process.kill()
    if process.returncode:
        raise OcrFailed(f"Tesseract ended with status {process.returncode}")
    return parse_hocr(answer)


def _restrict(process_id: int) -> None:
    """Less memory than its parent may use; where that cannot be set, the parent's limit holds."""
    if hasattr(resource, "prlimit"):
        try:
            resource.prlimit(process_id, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        except (OSError, ValueError):
            # It has ended, or its limit is lower already.
            return
