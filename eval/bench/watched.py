"""A command run in a process of its own, with the time and memory that it and its children took."""

import os
import resource
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# Looking costs: at ten times a second it took a tenth of a core from what it watched.
_EVERY_S = 0.4


@dataclass(frozen=True)
class Watched:
    """What a command took. seconds: wall clock; processor: seconds over all cores; peak: bytes.

    peak counts memory shared by several processes once (proportional set size, Linux).
    """

    status: int
    out: str
    seconds: float
    processor: float
    peak: int


def run_watched(command: Sequence[str], env: Mapping[str, str] | None = None) -> Watched:
    """Run a command to its end and measure it with all its descendants. Linux only."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak), daemon=True)
    watcher.start()
    out, _ = process.communicate()
    seconds = time.perf_counter() - started
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(process.returncode, out, seconds, processor, peak[0])


def _watch(process: "subprocess.Popen[str]", peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(held(pid) for pid in family(process.pid)))
        time.sleep(_EVERY_S)


def family(root: int) -> set[int]:
    """A process and all its descendants that are alive."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                # The name in brackets may hold anything; the parent is the second field after it.
                told = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(entry.name)] = int(told[1])
    found, waiting = {root}, [root]
    while waiting:
        parent = waiting.pop()
        children = [pid for pid, its in parents.items() if its == parent and pid not in found]
        found.update(children)
        waiting += children
    return found


def held(pid: int) -> int:
    """Bytes that a process holds, what it shares with others divided among them; 0 if gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def high_water(pid: int) -> tuple[str, int]:
    """The command line of a process and the most bytes it ever held in memory; "" and 0 if gone."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ")
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "", 0
    held = [line.split()[1] for line in lines.splitlines() if line.startswith("VmHWM:")]
    return command.decode("utf-8", "replace"), int(held[0]) * 1024 if held else 0
