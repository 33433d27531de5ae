"""Every markup payload on every surface of the page, in a real browser: is anything of it run?

A payload is put into passages, titles, publishers, file names, questions, answers, searches,
feedback, names of conversations and errors. Counted against us: a request that the listener sees, a
dialog, `window.__xss`, an element that text may not make, a link to an address that no publication
has. And: is the text shown as it is?
"""

import argparse
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench.page import chromium, listener, served
from eval.bench.payloads import ON_A_PAGE, album, bare, batches, ingest, label, payloads, together

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page

_WAIT = 120_000
SURFACES = (
    *("titles", "passages", "searches", "questions", "answers", "file names"),
    *("feedback", "names"),
)
# What text of ours may be made of. Pictures are ours when they are inside the page.
_STRAY = """() => {
  const bad = [];
  const text = ['[data-testid="stHtml"]', '[data-testid="stMarkdown"]',
    '[data-testid="stMarkdownContainer"]', '[data-testid="stCode"]', '[role="dialog"]'];
  for (const e of document.querySelectorAll(text.map(s => s + ' *').join(', '))) {
    const tag = e.tagName.toLowerCase();
    if (tag === 'style' && e.textContent.startsWith('/* One accent colour')) continue;
    if (/^(script|iframe|object|embed|form|video|audio|style|link|meta|base|math|picture|source)$/
        .test(tag) && !e.closest('.katex')) bad.push(tag);
    if (e.closest('.katex')) bad.push('katex');
    if (tag === 'img' && !(e.getAttribute('src') || '').startsWith('data:image/png')) bad.push(tag);
    if (tag === 'a' && !/^https:\\/\\/example\\.org\\//.test(e.href)) bad.push('a ' + e.href);
    for (const a of e.attributes) if (a.name.startsWith('on')) bad.push(a.name);
  }
  return bad;
}"""


@dataclass
class Found:
    """What happened on one surface. stray: elements that text made; unlike: payloads not shown as
    they are, None where that is not compared.
    """

    surface: str
    tried: int = 0
    stray: list[str] = field(default_factory=list)
    unlike: list[str] | None = None
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    ran: bool = False

    def compared(self) -> list[str]:
        """From now on what differs counts."""
        self.unlike = [] if self.unlike is None else self.unlike
        return self.unlike

    def differs(self, text: str) -> None:
        """A text was not shown as it is."""
        self.compared().append(text)

    @property
    def clean(self) -> bool:
        """Nothing ran and nothing was asked for."""
        return not (self.stray or self.requests or self.dialogs or self.ran)


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
        results = try_all(texts, browser, answers=asked.answers, only=asked.only or SURFACES)
    for found in results:
        print(
            f"{found.surface:12} {found.tried:5} tried  requests {len(found.requests)}  "
            f"dialogs {len(found.dialogs)}  ran {int(found.ran)}  stray {len(found.stray)}  "
            f"not as written {'-' if found.unlike is None else len(found.unlike)}"
        )
        for text in (*found.stray[:3], *(found.unlike or ())[:3]):
            print(f"{'':14}{text[:150]!r}")
    return 0 if all(found.clean for found in results) else 1


def try_all(
    texts: Sequence[str], browser: "Browser", *, answers: int, only: Sequence[str] = SURFACES
) -> list[Found]:
    """Every payload on every surface, or only some. answers: how many are asked one by one."""
    with listener() as (port, asked), tempfile.TemporaryDirectory() as folder:
        here = [text.replace("{PORT}", str(port)) for text in texts]
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        ingest(here, Path(folder), home)
        with served(home) as (address, _):
            page = browser.new_page(viewport={"width": 1440, "height": 2000})
            page.set_default_timeout(_WAIT)
            trial = _Trial(page, address, asked)
            some = here[:: max(1, len(here) // answers)]
            return [trial.of(surface, some if surface == "answers" else here) for surface in only]


class _Trial:
    """One window that is driven over the surfaces."""

    def __init__(self, page: "Page", address: str, asked: list[str]) -> None:
        self._page = page
        self._address = address
        self._asked = asked
        self._dialogs: list[str] = []
        page.on("dialog", self._dialog)

    def of(self, surface: str, texts: Sequence[str]) -> Found:
        """Runs one surface and adds what was seen from outside."""
        found = Found(surface)
        work: Callable[[Sequence[str], Found], None] = getattr(self, surface.replace(" ", "_"))
        before, boxes = len(self._asked), len(self._dialogs)
        work(texts, found)
        self._page.wait_for_timeout(1000)
        found.requests, found.dialogs = self._asked[before:], self._dialogs[boxes:]
        return found

    def titles(self, texts: Sequence[str], found: Found) -> None:
        """The list of the Library, ten titles and publishers at a time."""
        self._open("library")
        for ten, batch in enumerate(batches(texts, 10)):
            self._find(f"zq{ten:03d}")
            self._compare(batch, self._look(found), found, limit=120)

    def _find(self, sought: str) -> None:
        """Narrows the list of the Library; returns when it is drawn."""
        find = self._page.locator(".st-key-library-find input")
        find.fill(sought)
        find.press("Enter")
        row = "[class*='st-key-open-'] button"
        self._page.locator(row, has_text=sought).first.wait_for()
        self._settle()

    def passages(self, texts: Sequence[str], found: Found) -> None:
        """Pages that hold many of them, beside the Library."""
        for number, batch in enumerate(batches(texts, ON_A_PAGE)):
            self._open("library")
            self._find(album(number))
            self._page.locator("[class*='st-key-open-'] button").first.click()
            self._page.locator(".st-key-read-it button").click()
            self._page.locator(".st-key-source h2", has_text=album(number)).wait_for()
            self._settle()
            self._compare(batch, self._look(found), found)

    def searches(self, texts: Sequence[str], found: Found) -> None:
        """Queries, and the passages that they find."""
        self._open("search")
        for batch in together(texts, 400):
            query = self._page.locator(".st-key-search-query input")
            query.fill(" ".join(batch)[:400])
            query.press("Enter")
            self._settle()
            self._look(found)
            found.tried += len(batch)

    def questions(self, texts: Sequence[str], found: Found) -> None:
        """Questions, several in one where they are short."""
        for batch in together(texts, 1500):
            self._ask("\n".join(batch))
            shown = self._look(found)
            self._compare(batch, shown, found)

    def answers(self, texts: Sequence[str], found: Found) -> None:
        """Answers whose quote holds the payload, and their sources."""
        for text in texts:
            self._ask(f"What does {label(text)} say to its readers?")
            shown = self._look(found)
            found.tried += 1
            found.compared()
            chips = self._page.locator("[class*='st-key-cite-'] button:visible")
            if chips.count():
                chips.first.click()
                self._page.locator(".st-key-source .page-text").first.wait_for()
                shown += self._look(found)
            if bare(text) not in bare(shown):
                found.differs(text)

    def file_names(self, texts: Sequence[str], found: Found) -> None:
        """Names of files that cannot be read, in the message that says so."""
        from playwright.sync_api import FilePayload

        for batch in batches(texts, 20):
            self._open("library")
            self._page.get_by_role("tab").nth(2).click()
            names = [f"{text.replace('/', '⁄').replace(chr(0), '')[:80]}.pdf" for text in batch]
            self._page.locator("input[type=file]").set_input_files(
                [FilePayload(name=n, mimeType="application/pdf", buffer=b"no") for n in names]
            )
            self._settle()
            self._page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
            self._page.locator(".outcome").first.wait_for()
            self._settle()
            self._look(found)
            found.tried += len(batch)

    def feedback(self, texts: Sequence[str], found: Found) -> None:
        """What a reader writes about an answer, several in one where they are short."""
        self._ask(f"What does {label(texts[0])} say to its readers?")
        for batch in together(texts, 1000):
            text = self._page.locator("[class*='st-key-text-answer-0'] textarea")
            if not text.is_visible():
                self._page.locator(".st-key-not-helpful-0 button").first.click()
            text.fill("\n".join(batch)[:1000])
            self._page.get_by_role("button", name="Send", exact=True).click()
            self._page.get_by_text("Your feedback is kept").first.wait_for()
            self._settle()
            self._look(found)
            found.tried += len(batch)
        self._open("history")
        self._look(found)

    def names(self, texts: Sequence[str], found: Found) -> None:
        """Names given to a conversation, as the list shows them."""
        self._ask(f"What does {label(texts[0])} say to its readers?")
        self._open("history")
        for batch in together(texts, 120):
            name = " ".join(" ".join(batch).split())[:120]
            self._page.locator("[class*='st-key-rename-'] button").first.click()
            self._page.locator("[class*='st-key-name-'] input").first.fill(name)
            self._page.get_by_test_id("stFormSubmitButton").first.get_by_role("button").click()
            self._settle()
            self._page.keyboard.press("Escape")
            self._page.locator("[class*='st-key-name-'] input").first.wait_for(state="hidden")
            self._settle()
            found.tried += len(batch)
            found.compared()
            if bare(name) not in bare(self._look(found)):
                found.differs(name)

    def _dialog(self, box: "Dialog") -> None:
        self._dialogs.append(box.message)
        box.dismiss()

    def _open(self, view: str) -> None:
        self._page.goto(f"{self._address}/{view}")
        self._page.locator("h1").first.wait_for()
        self._settle()

    def _ask(self, question: str) -> None:
        self._page.goto(f"{self._address}/")
        self._page.locator(".hero h1").wait_for()
        self._page.get_by_test_id("stChatInputTextArea").fill(question[:2000])
        self._page.keyboard.press("Enter")
        self._page.locator(".st-key-turn-0").locator(
            "[class*='st-key-actions-'], .state"
        ).first.wait_for()
        self._settle()

    def _settle(self) -> None:
        self._page.wait_for_timeout(150)
        self._page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()

    def _look(self, found: Found) -> str:
        """What the page shows, after a look for what may not be there."""
        found.stray += [str(bad) for bad in self._page.evaluate(_STRAY)]
        found.ran |= self._page.evaluate("window.__xss !== undefined")
        return str(self._page.locator(".stMain").inner_text())

    def _compare(
        self, texts: Sequence[str], shown: str, found: Found, limit: int | None = None
    ) -> None:
        there = bare(shown)
        found.tried += len(texts)
        found.compared()
        for text in texts:
            if bare(text)[:limit] not in there:
                found.differs(text)
