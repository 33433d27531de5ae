"""The page: first paint, first claim, page turn, and many visitors at once, on a real server."""

import argparse
import json
import math
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench.page import NoPage, chromium, served
from eval.bench.watched import held
from eval.case_files import load_cases
from ingest.pipeline import add
from ingest.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_WAIT = 180_000
_TITLE = "Report with pages to turn"
_PAINT = (
    "performance.getEntriesByType('paint').find(e => e.name === 'first-contentful-paint').startTime"
)


def main(argv: Sequence[str]) -> int:
    """Print the figures; 1 when a visitor met an error."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench ui", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="PDFs to turn the pages of")
    parser.add_argument("--repeats", type=int, default=5, help="windows opened one after another")
    parser.add_argument("--visitors", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=180, help="how long they ask; 0: no load")
    parser.add_argument("--pause", type=float, default=5, help="seconds of reading, on average")
    asked = parser.parse_args(argv)
    questions = [case.turns[0].question for case in load_cases("domain").cases]
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        if asked.folder:
            _put_in(asked.folder, Path(folder) / "report.pdf", home)
        with served(home, starter=True) as (address, pid):
            _shown(address, questions, asked.repeats, pages=asked.folder is not None)
            return _load(address, pid, questions, asked) if asked.seconds else 0


def _put_in(folder: Path, place: Path, home: Path) -> None:
    """A PDF of middle size under a title of its own. Raises NoPage when the folder has none."""
    found = sorted(folder.rglob("*.[pP][dD][fF]"), key=lambda path: path.stat().st_size)
    if not found:
        raise NoPage(f"{folder}: no PDF there")
    shutil.copyfile(found[len(found) // 2], place)
    place.with_name(f"{place.name}.meta.yaml").write_text(f"title: {_TITLE}\n", encoding="utf-8")
    add([place], Settings(home=home))


def _shown(address: str, questions: Sequence[str], repeats: int, *, pages: bool) -> None:
    """In a browser, one window after another."""
    paints, welcomes, firsts, wholes, turns = [], [], [], [], []
    with chromium() as browser:
        for number in range(repeats):
            page = _window(browser)
            began = time.perf_counter()
            page.goto(address)
            page.locator(".hero h1").wait_for()
            welcomes.append(time.perf_counter() - began)
            paints.append(float(page.evaluate(_PAINT)) / 1000)
            first, whole = _asked(page, questions[number % len(questions)])
            wholes.append(whole)
            firsts += [first] if first is not None else []
            page.context.close()
        if pages:
            turns = _turned(browser, address, repeats * 2)
    _line("first paint", paints)
    _line("page drawn", welcomes)
    _line("first claim, one reader", firsts)
    _line("whole answer, one reader", wholes)
    _line("page turned", turns)


def _window(browser: "Browser") -> "Page":
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(_WAIT)
    return page


def _asked(page: "Page", question: str) -> tuple[float | None, float]:
    """Seconds from the Enter key to the first claim, if there is one, and to the end."""
    page.get_by_test_id("stChatInputTextArea").fill(question)
    began = time.perf_counter()
    page.keyboard.press("Enter")
    turn = page.locator(".st-key-turn-0")
    turn.locator(".claim, .state:visible").first.wait_for()
    first = time.perf_counter() - began if turn.locator(".claim").count() else None
    turn.locator("[class*='st-key-actions-'], .state:visible").first.wait_for()
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    return first, time.perf_counter() - began


def _turned(browser: "Browser", address: str, times: int) -> list[float]:
    """Seconds from a press on "next page" to the picture of the next page."""
    page = _window(browser)
    page.goto(f"{address}/library")
    find = page.locator(".st-key-library-find input")
    find.fill(_TITLE)
    find.press("Enter")
    page.locator("[class*='st-key-row-'] button", has_text=_TITLE).first.click()
    page.locator(".st-key-read-it button").click()
    picture = page.locator(".st-key-source .picture img")
    picture.wait_for()
    took = []
    for _ in range(times):
        before = picture.get_attribute("alt")
        began = time.perf_counter()
        page.locator(".st-key-source-next button").click()
        page.locator(f'.st-key-source .picture img:not([alt="{before}"])').wait_for()
        took.append(time.perf_counter() - began)
    page.context.close()
    return took


def _load(address: str, pid: int, questions: Sequence[str], asked: argparse.Namespace) -> int:
    """Many visitors over real WebSockets, in a process of their own."""
    before = held(pid)
    command = [sys.executable, "-m", "ui.crowd", address, "--visitors", str(asked.visitors)]
    command += ["--seconds", str(asked.seconds), "--pause", str(asked.pause)]
    crowd = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    peaks = [before]
    watch = threading.Thread(target=_watch, args=(crowd, pid, peaks), daemon=True)
    watch.start()
    out, _ = crowd.communicate("\n".join(questions), timeout=asked.seconds + 600)
    seen = json.loads(out)
    print(
        f"{asked.visitors} visitors for {asked.seconds:.0f} s, {asked.pause:g} s between questions"
    )
    _line("page opened", seen["opening"])
    _line("first claim", seen["first"])
    _line("whole answer", seen["whole"])
    each = (max(peaks) - before) / asked.visitors / 2**20
    mib = [size / 2**20 for size in (before, max(peaks))]
    print(f"memory: {mib[0]:.0f} MiB before, at most {mib[1]:.0f}: {each:.1f} for each session")
    print(f"errors: {len(seen['errors'])} of {len(seen['whole']) + len(seen['errors'])}")
    for error in sorted(set(seen["errors"]))[:5]:
        print(f"  {error}")
    return 1 if seen["errors"] else 0


def _watch(crowd: "subprocess.Popen[str]", pid: int, peaks: list[int]) -> None:
    while crowd.poll() is None:
        peaks.append(held(pid))
        time.sleep(1)


def _line(name: str, seconds: Sequence[float]) -> None:
    if seconds:
        ranked = sorted(seconds)
        half, most = (ranked[math.ceil(part * len(ranked)) - 1] for part in (0.5, 0.95))
        print(f"{name:26} n {len(ranked):4}  p50 {half:6.2f} s  p95 {most:6.2f} s", flush=True)
