"""Runs readers in child processes with limits: a file that kills its reader costs one file."""

import json
import os
import queue
import selectors
import signal
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import Self

from ingest.board import Board
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.ocr import Engine
from ingest.readers.base import Draft, Limits
from ingest.readers.ocrplan import NOTHING_KNOWN, KnownPage
from ingest.readers.wire import decode
from ingest.readers.worker import HEADER

# A child is replaced after so many files: what a library leaks is given back.
_FILES_PER_CHILD = 200
_START_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parent.parent


class WorkerDied(Exception):
    """The child ended, or was ended, before it answered; the text says why."""


class WorkerStuck(WorkerDied):
    """The child was ended because it took too long or answered too much."""


def read_sandboxed(path: Path, limits: Limits, engine: Engine | None = None) -> Draft:
    """Reads one file in a child of its own. Raises UnreadableDocument, NothingToIndex."""
    with ReaderPool(limits, engine=engine) as pool:
        return pool.read(path)


class ReaderPool:
    """Children that read files one after the other, each replaced when it dies.

    with ReaderPool(limits, workers=2) as pool: future = pool.submit(path)

    engine: reads the pages of PDFs that have no usable text, None for no OCR.
    """

    def __init__(self, limits: Limits, workers: int = 1, engine: Engine | None = None) -> None:
        self._limits = limits
        self._engine = engine
        self._board = Board(workers)
        self._children: list[Child] = []
        self._stopped = False
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="reader")
        self._idle: queue.SimpleQueue[Child | None] = queue.SimpleQueue()
        self._workers = workers
        for _ in range(workers):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(at_once=kind is not None)

    def close(self, *, at_once: bool = False) -> None:
        """Waits for the files being read, forgets the others, and ends the children.

        at_once: end the children in the middle of their files; OCR can take an hour.
        """
        if at_once:
            self._stopped = True
            for running in self._children:
                running.stop()
        self._threads.shutdown(wait=True, cancel_futures=True)
        while not self._idle.empty():
            child = self._idle.get()
            if child is not None:
                child.end()
        self._board.close()

    def keep(self, left: int) -> None:
        """Ends the children that wait in vain when only so many files are left, read or begun."""
        waiting = []
        while not self._idle.empty():
            waiting.append(self._idle.get())
        needed = left - (self._workers - len(waiting))
        for child in waiting:
            if child is not None and needed < 1:
                child.end()
                self._children.remove(child)
            self._idle.put(child if needed > 0 else None)
            needed -= child is not None

    def submit(self, path: Path, known: Mapping[int, KnownPage] = NOTHING_KNOWN) -> "Future[Draft]":
        """Reads in the background; the future raises what `read` raises."""
        return self._threads.submit(self._read, path, known)

    def read(self, path: Path, known: Mapping[int, KnownPage] = NOTHING_KNOWN) -> Draft:
        """known: pages of this file that OCR has read before, by number.

        Raises UnreadableDocument, NothingToIndex.
        """
        return self.submit(path, known).result()

    def _read(self, path: Path, known: Mapping[int, KnownPage]) -> Draft:
        wanted: dict[str, object] = {
            "wanted": "draft",
            "without_pdfium": False,
            "ocr": self._engine and asdict(self._engine),
            "known": {n: [page.text, b64encode(page.words).decode()] for n, page in known.items()},
        }
        began = time.monotonic()
        try:
            return self._draft(path, wanted, self._limits)
        except WorkerStuck as error:
            raise UnreadableDocument(f"{path}: {error}. Split the file or save it again.") from None
        except WorkerDied:
            if self._stopped:
                raise UnreadableDocument(f"{path}: reading it was interrupted.") from None
            # PDFium ends its process on some broken files; pypdf reads several of those.
            try:
                # Both tries together may not take longer than one.
                left = max(2.0, self._limits.stall_seconds - (time.monotonic() - began))
                again = replace(self._limits, stall_seconds=left)
                return self._draft(path, wanted | {"without_pdfium": True}, again)
            except WorkerDied as error:
                raise UnreadableDocument(f"{path}: reading it failed: {error}.") from None

    def _draft(self, path: Path, wanted: Mapping[str, object], limits: Limits) -> Draft:
        child: Child | None = self._idle.get()
        try:
            if child is None or not child.alive or child.served >= _FILES_PER_CHILD:
                if child is not None:
                    child.end()
                    self._children.remove(child)
                child = Child(self._board)
                self._children.append(child)
            with self._board.at_work():
                return _draft_from(path, *child.ask(path, wanted, limits))
        finally:
            self._idle.put(child)


def _draft_from(path: Path, kind: bytes, content: bytes) -> Draft:
    raise_if_refused(kind, content)
    try:
        return decode(content)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableDocument(f"{path}: its reader gave no sound answer.") from error


def raise_if_refused(kind: bytes, content: bytes) -> None:
    """Raises the error that a child answered with."""
    if kind == b"N":
        raise NothingToIndex(content.decode("utf-8", "replace"))
    if kind == b"U":
        raise UnreadableDocument(content.decode("utf-8", "replace"))


class Child:
    """One worker process. Not for use by two threads at once."""

    def __init__(self, board: Board | None = None) -> None:
        self.served = 0
        share = [str(board.workers), str(board.number)] if board else []
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "ingest.readers.worker", *share],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=_bare_environment(),
            start_new_session=True,
            pass_fds=(board.number,) if board else (),
        )
        self._started = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def stop(self) -> None:
        """Ends the process and those that it started, OCR among them; any thread may ask."""
        # Once it was waited for, its number may be another's.
        if self._process.returncode is None:
            self._end_group()

    def end(self) -> None:
        """Ends the process at once and waits for it."""
        self.stop()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # What was still in the buffer has no reader any more.
                    continue
        self._process.wait()

    def _end_group(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)

    def ask(self, path: Path, wanted: Mapping[str, object], limits: Limits) -> tuple[bytes, bytes]:
        """The kind and content of the answer. Raises WorkerDied, WorkerStuck."""
        self.served += 1
        request = {"path": os.path.abspath(path), "limits": asdict(limits), **wanted}  # noqa: PTH100
        engine = wanted.get("ocr")
        page = float(engine["seconds"]) if isinstance(engine, dict) else 0.0
        try:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            self._process.stdin.flush()
            return self._answer(limits, page)
        except (BrokenPipeError, EOFError):
            self._process.wait()
            # It is gone; what it started may not be.
            self._end_group()
            raise WorkerDied(_cause(self._process.returncode)) from None
        except WorkerStuck:
            self.end()
            raise

    def _answer(self, limits: Limits, ocr_seconds: float) -> tuple[bytes, bytes]:
        """ocr_seconds: added to the file's time for each page that is read by OCR."""
        if not self._started:
            self._bytes(HEADER.size, time.monotonic() + _START_SECONDS)
            self._started = True
        start = time.monotonic()
        whole, stall = start + limits.seconds, limits.stall_seconds
        while True:
            until = min(time.monotonic() + stall, whole)
            kind, length = HEADER.unpack(self._bytes(HEADER.size, until))
            if length > limits.max_output_bytes:
                raise WorkerStuck(f"it holds more than {limits.max_output_bytes // 2**20} MiB")
            content = self._bytes(length, until + 10)
            if kind == b"O":
                whole += min(int(content), limits.max_pages) * ocr_seconds
                stall += ocr_seconds
            elif kind != b".":
                return kind, content

    def _bytes(self, length: int, until: float) -> bytes:
        """Exactly so many bytes. Raises EOFError, or WorkerStuck at the time `until`."""
        assert self._process.stdout is not None
        parts: list[bytes] = []
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while length:
                if not selector.select(max(0.0, until - time.monotonic())):
                    raise WorkerStuck("reading it took too long and was stopped")
                part = os.read(self._process.stdout.fileno(), min(length, 1 << 20))
                if not part:
                    raise EOFError
                parts.append(part)
                length -= len(part)
        return b"".join(parts)


def _bare_environment() -> dict[str, str]:
    """Nothing of ours but what Python needs: no keys, no proxies, no tracing."""
    names = ("PATH", "VIRTUAL_ENV", "TESSDATA_PREFIX")
    kept = {name: os.environ[name] for name in names if name in os.environ}
    return kept | {
        "PYTHONPATH": str(_ROOT),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }


def _cause(status: int) -> str:
    if status < 0:
        return f"its reader was ended by signal {-status}"
    return f"its reader ended with status {status}"
