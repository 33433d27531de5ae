"""The process in which readers run: takes requests on standard input, answers on standard output.

Started by `ingest.sandbox` only. A request is one line of JSON; an answer is one letter ("D" for a
draft, "N" nothing to index, "U" unreadable, "P" a picture, "C" a count, "." a page is done and more
will follow), a length of eight bytes, and that many bytes.
"""

import json
import logging
import os
import resource
import struct
import sys
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import IngestError, NothingToIndex
from ingest.readers.base import Limits, OnPage

HEADER = struct.Struct(">cQ")


def main() -> None:
    """Serves requests until standard input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a library prints must not get between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    logging.disable(logging.CRITICAL)
    sys.setrecursionlimit(3_000)
    for line in sys.stdin.buffer:
        request = json.loads(line)
        limits = Limits(**request["limits"])
        _restrict(limits)
        _answer(answers, *_served(request, limits, lambda _: _answer(answers, b".", b"")))


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


def _served(request: dict[str, Any], limits: Limits, on_page: OnPage) -> tuple[bytes, bytes]:
    path = Path(str(request["path"]))
    try:
        if request["wanted"] == "draft":
            from ingest.readers import read_file
            from ingest.readers.wire import encode

            without = bool(request["without_pdfium"])
            draft = read_file(path, limits, without_pdfium=without, on_page=on_page)
            return b"D", encode(draft)
        from ingest.readers.pdf_picture import count_pages, draw_page

        if request["wanted"] == "count":
            return b"C", str(count_pages(path)).encode()
        lit = tuple((int(start), int(end)) for start, end in request["lit"])
        return b"P", draw_page(path, int(request["page"]), lit, float(request["scale"]))
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


def _answer(answers: BinaryIO, kind: bytes, content: bytes) -> None:
    answers.write(HEADER.pack(kind, len(content)))
    answers.write(content)
    answers.flush()


if __name__ == "__main__":
    main()
