"""Steps in processes of their own, so that a crash is a counted failure and nothing else."""

import contextlib
import faulthandler
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

_PATIENCE_S = 300.0


@dataclass
class Step:
    """A forked process. said: the file that takes what it answers, as JSON."""

    pid: int
    said: Path
    status: int | None = None

    def poll(self) -> bool:
        """Whether it has ended."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is not None

    def wait(self) -> int:
        """Its exit status; below 0 if a signal ended it, as one does after five minutes."""
        until = time.monotonic() + _PATIENCE_S
        while not self.poll():
            if time.monotonic() > until:
                self.kill()
            time.sleep(0.005)
        return self.status or 0

    def kill(self, *, descendants: bool = False) -> None:
        """SIGKILL, at once."""
        pids = [self.pid, *(family(self.pid) if descendants else [])]
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        """SIGSTOP to it and its descendants: nobody writes any more."""
        for pid in (self.pid, *family(self.pid)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)


def start(work: Callable[[], object], said: Path) -> Step:
    """Run `work` in a fork of this process, which has the imports done but holds nothing open."""
    said.unlink(missing_ok=True)
    sys.stdout.flush()
    pid = os.fork()
    if pid:
        return Step(pid, said)
    status = 1
    faulthandler.enable(said.with_suffix(".fault").open("w"))
    try:
        said.with_suffix(".part").write_text(json.dumps(work()), encoding="utf-8")
        said.with_suffix(".part").replace(said)
        status = 0
    except BaseException:  # noqa: BLE001  # told by the one that waits
        said.with_suffix(".error").write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        os._exit(status)


def answer(work: Callable[[], object], said: Path) -> tuple[object, str]:
    """What `work` returns, or None and what ended its process."""
    error = said.with_suffix(".error")
    error.unlink(missing_ok=True)
    status = start(work, said).wait()
    if status == 0:
        return json.loads(said.read_text(encoding="utf-8")), ""
    if status < 0:
        fault = said.with_suffix(".fault").read_text(encoding="utf-8").splitlines()
        where = "; ".join(line.strip() for line in fault if "File" in line)[:400]
        return None, f"its process was ended by signal {-status} {where}".strip()
    lines = error.read_text(encoding="utf-8").strip().splitlines() if error.exists() else ["?"]
    return None, lines[-1][:300]


def family(pid: int) -> list[int]:
    """All descendants of a process, from /proc."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                found += [int(child), *family(int(child))]
    return found
