"""Every markup payload on every surface of the page, in a real browser: is anything of it run?

A payload is put into passages, titles, publishers, file names, questions, answers, searches,
feedback, names of conversations and errors. Counted against us: a request that the listener sees, a
dialog, `window.__xss`, an element that text may not make, a link to an address that no publication
has. And: is the text shown as it is?
"""

import argparse
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench.page import chromium, listener, served
from eval.bench.payloads import ingest, payloads
from eval.bench.showing import answers, library
from eval.bench.showing.window import Found, Window

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Surface = Callable[[Window, Sequence[str], Found], None]
SURFACES: Mapping[str, Surface] = {
    "titles": library.titles,
    "passages": library.passages,
    "searches": library.searches,
    "file names": library.file_names,
    "questions": answers.questions,
    "answers": answers.answers,
    "feedback": answers.feedback,
    "citations": answers.citations,
    "names": answers.names,
    "errors": answers.errors,
}


def main(argv: Sequence[str]) -> int:
    """Print what happened on each surface; 1 if anything of a payload was run or fetched."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench markup", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", type=Path, help="folder with markup.json; without it, our own kinds"
    )
    parser.add_argument("--answers", type=int, default=60, help="payloads asked for one by one")
    parser.add_argument("--only", choices=SURFACES, action="append", help="only these surfaces")
    asked = parser.parse_args(argv)
    texts = payloads(asked.folder)
    with chromium() as browser:
        results = try_all(
            texts, browser, answers=asked.answers, only=asked.only or SURFACES, say=_say
        )
    return 0 if all(found.clean for found in results) else 1


def _say(found: Found) -> None:
    print(
        f"{found.surface:12} {found.tried:5} tried  requests {len(found.requests)}  "
        f"dialogs {len(found.dialogs)}  ran {int(found.ran)}  stray {len(found.stray)}  "
        f"not as written {len(found.unlike)}",
        flush=True,
    )
    for text in (*found.stray[:3], *found.unlike[:5]):
        print(f"{'':14}{text[:150]!r}", flush=True)


def try_all(
    texts: Sequence[str],
    browser: "Browser",
    *,
    answers: int,
    only: Sequence[str] | Mapping[str, Surface] = SURFACES,
    say: Callable[[Found], None] = lambda _: None,
) -> list[Found]:
    """Every payload on every surface, or only some.

    answers: how many are asked one by one. say: is told of each surface when it is done.
    """
    with listener() as (port, asked), tempfile.TemporaryDirectory() as folder:
        here = [text.replace("{PORT}", str(port)) for text in texts]
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        ingest(here, Path(folder), home)
        some = here[:: max(1, len(here) // answers)]
        results = []
        with served(home) as (address, _):
            page = browser.new_page(viewport={"width": 1440, "height": 2000})
            window = Window(page, address, home)
            for surface in only:
                found = _tried(window, surface, some if surface == "answers" else here, asked)
                results.append(found)
                say(found)
        return results


def _tried(window: Window, surface: str, texts: Sequence[str], asked: list[str]) -> Found:
    """One surface, with what was seen from outside."""
    found = Found(surface)
    before, boxes = len(asked), len(window.dialogs)
    SURFACES[surface](window, texts, found)
    window.page.wait_for_timeout(1000)
    found.requests, found.dialogs = asked[before:], window.dialogs[boxes:]
    return found
