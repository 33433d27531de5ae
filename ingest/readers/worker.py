"""The process in which readers run: takes requests on standard input, answers on standard output.

Started by `ingest.sandbox` only. A request is one line of JSON; an answer is one letter ("D" for a
draft, "N" nothing to index, "U" unreadable, "P" a picture, "C" a count, "." a page is done and more
will follow, "O" so many pages will now be read by OCR), a length of eight bytes, and that many
bytes. Arguments: how many files may be read at once, and the number of an open file of one byte
that holds how many are being read.
"""

import json
import logging
import os
import resource
import struct
import sys
from base64 import b64decode
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import IngestError, NothingToIndex
from ingest.readers.base import Limits
from ingest.readers.confined import confine
from ingest.readers.ocrplan import KnownPage, Ocr

HEADER = struct.Struct(">cQ")


def main() -> None:
    """Serves requests until standard input ends."""
    confine()
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    sys.setrecursionlimit(3_000)
    # The time of a file counts from here, not from the start of Python.
    _answer(answers, b".", b"")
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _restrict(limits)
        _answer(answers, *_served(request, limits, answers))


def _restrict(limits: Limits) -> None:
    """Limits on this process; the CPU limit counts from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime + limits.seconds) + 2
    for kind, allowed in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
    ):
        resource.setrlimit(kind, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.RLIM_INFINITY))


def _served(request: dict[str, Any], limits: Limits, answers: BinaryIO) -> tuple[bytes, bytes]:
    path = Path(str(request["path"]))

    def on_page(_: int) -> None:
        _answer(answers, b".", b"")

    try:
        if request["wanted"] == "draft":
            from ingest.readers import read_file
            from ingest.readers.wire import encode

            without = bool(request["without_pdfium"])
            ocr = _ocr(request, answers)
            draft = read_file(path, limits, without_pdfium=without, on_page=on_page, ocr=ocr)
            return b"D", encode(draft)
        from ingest.readers.pdf_picture import Shown, count_pages, draw_page

        if request["wanted"] == "count":
            return b"C", str(count_pages(path)).encode()
        lit = tuple((int(start), int(end)) for start, end in request["lit"])
        boxes = tuple((float(a), float(b), float(c), float(d)) for a, b, c, d in request["boxes"])
        shown = Shown(lit, boxes, float(request["scale"]))
        return b"P", draw_page(path, int(request["page"]), shown)
    except NothingToIndex as error:
        return b"N", str(error).encode("utf-8", "replace")
    except IngestError as error:
        return b"U", str(error).encode("utf-8", "replace")
    except MemoryError:
        return b"U", f"{path}: needs more memory than is allowed. Split the file.".encode()
    except RecursionError:
        return b"U", f"{path}: nested too deeply to be read.".encode()
    except Exception as error:  # noqa: BLE001 - the parent must get one line for any file
        cause = " ".join(f"{type(error).__name__}: {error}".split())[:160]
        return b"U", f"{path}: cannot be read ({cause}).".encode("utf-8", "replace")


def _ocr(request: dict[str, Any], answers: BinaryIO) -> Ocr:
    """How the request wants pages without a text layer read."""
    engine = request["ocr"]
    known = {
        int(number): KnownPage(str(text), b64decode(words))
        for number, (text, words) in request["known"].items()
    }
    if engine is None:
        return Ocr(known=known)
    seconds = float(engine["seconds"])

    def begins(pages: int) -> None:
        soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (soft + int(pages * seconds), hard))
        _answer(answers, b"O", str(pages).encode())

    return Ocr(
        program=str(engine["program"]),
        languages=str(engine["languages"]),
        seconds=seconds,
        at_once=_at_once,
        begins=begins,
        known=known,
    )


def _at_once() -> int:
    """This process's share of the cores, which changes as others begin and end files."""
    if len(sys.argv) < 3:
        return 1
    cores, board = int(sys.argv[1]), int(sys.argv[2])
    reading = int.from_bytes(os.pread(board, 1, 0), "little")
    return cores // max(1, reading)


def _answer(answers: BinaryIO, kind: bytes, content: bytes) -> None:
    answers.write(HEADER.pack(kind, len(content)))
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main()
