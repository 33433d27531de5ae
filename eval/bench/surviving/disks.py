"""Real small file systems: power cuts, and disks that fill. Needs root and loop mounts."""

import os
import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from eval.bench.surviving.case import Case, Trial
from eval.bench.surviving.forked import Step, start
from eval.bench.surviving.meanwhile import watched, watching
from eval.bench.surviving.scene import TOTAL, MiB, Scene, aftermath, reported
from eval.errors import BenchUnavailable

_OPTIONS = ("data=ordered", "data=writeback,noauto_da_alloc")
# Of what an undisturbed run leaves behind; at work, logs and a reader's own copy need more.
_SHARES = (0.01, 0.3, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)


def power_cuts(scene: Scene, count: int, chance: random.Random) -> Iterator[Trial]:
    """The writer is stopped, the disk copied as it is, and the copy used from then on.

    Odd cases: an ext4 image on a loop device; what the system had not yet written to the device is
    lost. Even cases: that image lies on another ext4 image, which is what is copied; so what the
    inner file system had written, but not flushed, is lost as well, as from a disk's own cache.
    Every other pair of cases mounts without ext4's own safeguards for careless programs.
    """
    for number in range(count):
        share = (number + chance.random()) / count
        yield partial(_cut, scene, number, share)


def _cut(scene: Scene, number: int, share: float) -> Case:
    nested, options = number % 2 == 1, _OPTIONS[number // 2 % 2]
    with ExitStack() as stack:
        disk = _Disk(scene, stack, options, nested=nested)
        home = disk.fill()
        seen = scene.folder / "seen"
        seen.unlink(missing_ok=True)
        step = start(lambda: scene.ingest(home, seen), scene.folder / "ingest.json")
        _until(scene, step, seen, share)
        step.stop()
        done = reported(seen)
        disk.cut()
        step.kill(descendants=True)
        step.wait()
        wrong = aftermath(scene, disk.reopen(), done)
    kind = "and the disk's cache lost" if nested else ""
    name = f"power cut {number + 1} after {len(done)} documents, {options} {kind}".strip()
    return Case(name, tuple(wrong))


def _until(scene: Scene, step: Step, seen: Path, share: float) -> None:
    after = min(int(share / 0.7 * TOTAL), TOTAL)
    while len(reported(seen)) < after and not step.poll():
        time.sleep(0.002)
    time.sleep(max(0.0, share - 0.7) / 0.3 * scene.index_s)


class _Disk:
    """An ext4 image with the library of 24 on it, mounted until the stack is closed."""

    def __init__(self, scene: Scene, stack: ExitStack, options: str, *, nested: bool) -> None:
        self._scene, self._stack = scene, stack
        self._options, self._nested = options, nested
        self._image = scene.folder / "disk.img"
        self._copy = scene.folder / "copy.img"
        self._mounted = ExitStack()
        stack.callback(self._unlink)
        stack.push(self._mounted)

    def fill(self) -> Path:
        """Make and mount it; returns the home on it, safely on disk."""
        size = (140 if self._nested else 64) * MiB
        make_image(self._image, size)
        where = self._mount(self._mounted, self._image, "cut")
        if self._nested:
            inner = where / "inner.img"
            make_image(inner, 64 * MiB)
            where = self._mount(self._mounted, inner, "inner")
        home = Path(shutil.copytree(self._scene.base, where / "home", symlinks=True))
        os.sync()
        return home

    def cut(self) -> None:
        """Copy the disk as it is at this moment. The writer must stand still."""
        run("cp", "--sparse=always", str(self._image), str(self._copy))

    def reopen(self) -> Path:
        """The home on the copy, after the file system's own recovery."""
        self._mounted.close()
        where = self._mount(self._stack, self._copy, "after")
        if self._nested:
            where = self._mount(self._stack, where / "inner.img", "after-inner")
        return where / "home"

    def _mount(self, stack: ExitStack, image: Path, name: str) -> Path:
        return stack.enter_context(mounted(image, self._scene.folder / name, self._options))

    def _unlink(self) -> None:
        self._image.unlink(missing_ok=True)
        self._copy.unlink(missing_ok=True)


def full_disks(scene: Scene, count: int) -> Iterator[Trial]:
    """A file system with room for a part of what the work needs; later there is room again."""
    for number in range(count):
        yield partial(_full, scene, _SHARES[number * len(_SHARES) // count])


def _full(scene: Scene, share: float) -> Case:
    with ExitStack() as stack:
        image = scene.folder / "full.img"
        stack.callback(image.unlink, missing_ok=True)
        make_image(image, 96 * MiB)
        where = stack.enter_context(mounted(image, scene.folder / "full", _OPTIONS[0]))
        home = Path(shutil.copytree(scene.base, where / "home", symlinks=True))
        ballast = where / "ballast"
        room = int(share * scene.growth)
        _leave(where, ballast, room)
        seen = scene.folder / "seen"
        watcher = watching(scene, home)
        step = start(lambda: scene.ingest(home, seen), scene.folder / "ingest.json")
        status = step.wait()
        done = reported(seen)
        wrong = [f"ended by signal {-status}"] if status < 0 else []
        wrong += aftermath(scene, home, done, again=False)
        ballast.unlink()
        wrong += aftermath(scene, home, done)
        looks, seen_wrong = watched(watcher)
    name = f"room for {room / 1024:,.0f} KiB ({share:.0%} of the growth): {len(done)} reported in"
    return Case(name, tuple(wrong + seen_wrong), looks)


def _leave(where: Path, ballast: Path, room: int) -> None:
    """Fill the file system but for so many bytes."""
    state = os.statvfs(where)
    size = state.f_bavail * state.f_frsize - room
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(size, 1))
    os.sync()


def require_mounts(folder: Path) -> None:
    """Raises BenchUnavailable where loop mounts are not permitted."""
    image = folder / "probe.img"
    try:
        make_image(image, 8 * MiB)
        with mounted(image, folder / "probe", _OPTIONS[0]):
            pass
    except (OSError, subprocess.CalledProcessError) as error:
        raise BenchUnavailable(
            f"Power cuts and full disks need root and loop mounts of ext4 ({error})."
        ) from None
    finally:
        image.unlink(missing_ok=True)


def make_image(image: Path, size: int) -> None:
    """An empty ext4 file system with no blocks kept back for root.

    Blocks of 4 KiB, as on any real disk: of smaller ones SQLite, which writes one byte of each
    4 KiB of its shared memory to be sure of it, gets too few, and the system ends its process.
    """
    image.unlink(missing_ok=True)
    with image.open("wb") as file:
        file.truncate(size)
    run("mkfs.ext4", "-q", "-F", "-m", "0", "-b", "4096", "-E", "lazy_itable_init=0", str(image))


@contextmanager
def mounted(image: Path, place: Path, options: str) -> Iterator[Path]:
    """The image's content at `place`."""
    place.mkdir(exist_ok=True)
    run("mount", "-o", f"loop,{options}", str(image), str(place))
    try:
        yield place
    finally:
        # A child that is just ending may hold it for a moment.
        for _ in range(50):
            if subprocess.run(["umount", str(place)], capture_output=True, check=False).returncode:
                time.sleep(0.1)
                continue
            break
        else:
            run("umount", "-l", str(place))


def run(*command: str) -> None:
    """Raises CalledProcessError."""
    subprocess.run(command, check=True, capture_output=True)
