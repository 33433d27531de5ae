"""A window over the page, what may not be found in it, and whether a text is shown as it is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eval.bench.payloads import bare

if TYPE_CHECKING:
    from playwright.sync_api import Dialog, Locator, Page

_WAIT = 120_000
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
    they are.
    """

    surface: str
    tried: int = 0
    stray: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    ran: bool = False

    @property
    def clean(self) -> bool:
        """Nothing ran and nothing was asked for."""
        return not (self.stray or self.requests or self.dialogs or self.ran)

    def compare(self, texts: Sequence[str], shown: str, limit: int | None = None) -> None:
        """Each of `texts`, up to its first `limit` characters, is to be in what is shown."""
        there = bare(shown)
        self.tried += len(texts)
        self.unlike += [text for text in texts if bare(text)[:limit] not in there]


class Window:
    """One window, driven over the surfaces of a server. home: of the library that it serves."""

    def __init__(self, page: "Page", address: str, home: Path) -> None:
        self.page = page
        self.address = address
        self.home = home
        self.dialogs: list[str] = []
        page.set_default_timeout(_WAIT)
        page.on("dialog", self._dialog)

    def open(self, path: str) -> None:
        """Opens a view, or another address of the server, and waits until it is drawn."""
        self.page.goto(f"{self.address}/{path}")
        self.page.locator("h1, .state").first.wait_for()
        self.settle()

    def ask(self, question: str) -> None:
        """Asks in a conversation of its own and waits for the end of the answer."""
        self.page.goto(f"{self.address}/")
        self.page.locator(".hero h1").wait_for()
        self.page.get_by_test_id("stChatInputTextArea").fill(question)
        self.page.keyboard.press("Enter")
        self.page.locator(".st-key-turn-0").locator(
            "[class*='st-key-actions-'], .state:visible"
        ).first.wait_for()
        self.settle()

    def chips(self) -> "Locator":
        """The citations that can be clicked."""
        return self.page.locator("[class*='st-key-cite-'] button:visible")

    def settle(self) -> None:
        """Waits until the page is drawn to its end."""
        self.page.wait_for_timeout(150)
        self.page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()

    def until(self, element: str, text: str, seconds: int = 30) -> None:
        """Waits until the first such element says a text, and no longer than this: what is shown
        is judged later.
        """
        self._wait(
            lambda: bare(self.page.locator(element).first.inner_text()) == bare(text), seconds
        )

    def until_shown(self, text: str, seconds: int = 10) -> None:
        """Waits until the page shows a text somewhere, and no longer than this."""
        self._wait(lambda: bare(text) in bare(self.page.locator(".stMain").inner_text()), seconds)

    def _wait(self, done: Callable[[], bool], seconds: int) -> None:
        for _ in range(seconds * 5):
            self.settle()
            if done():
                return
            self.page.wait_for_timeout(50)

    def look(self, found: Found) -> str:
        """What the page shows, after a look for what may not be there."""
        found.stray += [str(bad) for bad in self.page.evaluate(_STRAY)]
        found.ran |= self.page.evaluate("window.__xss !== undefined")
        return str(self.page.locator(".stMain").inner_text())

    def _dialog(self, box: "Dialog") -> None:
        self.dialogs.append(box.message)
        box.dismiss()
