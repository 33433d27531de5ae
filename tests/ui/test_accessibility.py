"""WCAG 2.2 AA in a real browser: every view by axe-core; keyboard, zoom, motion and paper."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Shoot = Callable[["Page", str], None]
Scan = Callable[["Page"], list[str]]

WIDEST = "Math.max(...['html', '.stMain'].map(s => document.querySelector(s).scrollWidth))"
ANSWERED = "How many residents did the Harbour Skills Pilot place into work?"


def settle(page: "Page") -> None:
    """Waits until the page is drawn and what fades in has done so."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    page.wait_for_timeout(500)


def views(page: "Page") -> list[str]:
    """The name of each view in its address, in the order of the menu."""
    links = page.get_by_test_id("stSidebarNavLink")
    links.first.wait_for(state="attached")
    addresses = [str(link.get_attribute("href")) for link in links.all()]
    return [address.rsplit("/", 1)[-1] for address in addresses]


def test_no_view_breaks_a_rule(
    window: "tuple[str, Page]", server: str, picture: Shoot, violations: Scan
) -> None:
    kind, page = window
    page.goto(server)
    page.locator(".hero h1").wait_for()
    for view in views(page):
        page.goto(f"{server}/{view}")
        page.locator("h1").first.wait_for()
        if view == "search":
            page.locator(".st-key-search-query input").fill("community research")
            page.keyboard.press("Enter")
            page.locator("[class*='st-key-hit-']").first.wait_for()

        assert violations(page) == [], view or "ask"
        picture(page, f"{kind}-{view or 'ask'}")


def test_an_answer_with_its_source_open_breaks_no_rule(
    window: "tuple[str, Page]", server: str, picture: Shoot, violations: Scan
) -> None:
    kind, page = window
    answered(page, server)
    assert violations(page) == []
    picture(page, f"{kind}-answer")

    page.locator("[class*='st-key-cite-'] button:visible").first.click()
    page.locator(".st-key-source .picture img").wait_for()

    assert violations(page) == []
    tall, room = page.locator(".st-key-source").evaluate("e => [e.offsetHeight, innerHeight]")
    assert tall < room
    picture(page, f"{kind}-source")

    page.goto(f"{server}/history")
    page.locator("[class*='st-key-row-']").first.wait_for()
    assert violations(page) == []
    picture(page, f"{kind}-history")


def test_each_tab_of_the_library_breaks_no_rule(
    window: "tuple[str, Page]", server: str, violations: Scan
) -> None:
    _, page = window
    page.goto(f"{server}/library")
    page.get_by_role("tab").first.wait_for()
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")

        assert violations(page) == [], tab.inner_text()


def test_the_page_of_a_publication_breaks_no_rule(
    window: "tuple[str, Page]", server: str, picture: Shoot, violations: Scan
) -> None:
    kind, page = window
    page.goto(f"{server}/library")
    find = page.locator(".st-key-library-find input")
    find.fill("Harbour Skills")
    find.press("Enter")
    row = "[class*='st-key-row-'] button"
    page.locator(row, has_text="Harbour Skills Pilot").first.click()
    page.locator(".st-key-publication-actions").wait_for()
    for at, tab in enumerate(page.get_by_role("tab").all()):
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")

        assert violations(page) == [], tab.inner_text()
        assert page.evaluate(WIDEST) <= page.evaluate("innerWidth"), tab.inner_text()
        if at == 0:
            picture(page, f"{kind}-publication")


def answered(page: "Page", server: str) -> None:
    """Asks what a PDF answers and waits for the end."""
    page.goto(server)
    page.locator(".hero h1").wait_for()
    page.get_by_test_id("stChatInputTextArea").fill(ANSWERED)
    page.keyboard.press("Enter")
    page.locator(".st-key-turn-0 [class*='st-key-actions-']").first.wait_for()


def test_a_question_is_asked_and_its_source_read_by_keyboard_alone(page: "Page") -> None:
    tab_to(page, '[data-testid="stChatInputTextArea"]')
    page.keyboard.type(ANSWERED)
    page.keyboard.press("Enter")
    page.locator(".st-key-turn-0 [class*='st-key-actions-']").first.wait_for()
    settle(page)

    tab_to(page, "[class*='st-key-cite-'] button", back=True)
    page.keyboard.press("Enter")
    page.locator(".st-key-source .picture img").wait_for()
    settle(page)
    tab_to(page, ".st-key-source-previous button")
    page.keyboard.press("Space")
    expect(page.locator(".st-key-source .page-of", has_text="Page")).to_contain_text("1")
    settle(page)
    tab_to(page, ".st-key-source-close button")
    page.keyboard.press("Enter")

    expect(page.locator(".st-key-source")).to_have_count(0)


def test_an_example_is_asked_and_its_citation_opened_by_the_enter_key(page: "Page") -> None:
    page.locator(".st-key-example-0 button").focus()
    page.keyboard.press("Enter")
    page.locator("[class*='st-key-actions-']").wait_for()
    settle(page)
    page.locator("[class*='st-key-cite-'] button:visible").first.focus()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    page.keyboard.press("Enter")

    page.locator(".st-key-source mark").first.wait_for()
    assert outline == "solid"


def tab_to(page: "Page", selector: str, *, back: bool = False) -> None:
    """Presses Tab until the element has the focus, which must be seen at every step."""
    reached = f"document.activeElement.matches({selector!r})"
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        assert page.evaluate(SEEN) is not False, page.evaluate("document.activeElement.outerHTML")
        if page.evaluate(reached):
            return
    pytest.fail(f"{selector} is not reached by the Tab key")


# Whether the focus shows: by an outline on the element or on what frames it; null without a focus.
SEEN = """() => {
  let at = document.activeElement;
  if (!at || at === document.body) return null;
  for (let up = 0; at && up < 9; up += 1, at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) return true;
  }
  return false;
}"""


@pytest.mark.parametrize(("width", "height"), [(720, 450), (320, 640)], ids=["200%", "400%"])
def test_a_page_made_larger_needs_no_sideways_scrolling(
    browser: "Browser", server: str, width: int, height: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.set_default_timeout(60_000)
    answered(page, server)

    settle(page)
    assert page.evaluate(WIDEST) <= width
    page.goto(f"{server}/library")
    page.get_by_role("tab").first.wait_for()
    settle(page)
    assert page.evaluate(WIDEST) <= width
    context.close()


def test_nothing_moves_for_who_asks_for_less_motion(browser: "Browser", server: str) -> None:
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)
    answered(page, server)

    longest = page.evaluate(
        "Math.max(...[...document.querySelectorAll('*')].map(e => {const s = getComputedStyle(e);"
        "return Math.max(parseFloat(s.animationDuration) || 0,"
        "parseFloat(s.transitionDuration) || 0)}))"
    )
    assert longest <= 0.01
    context.close()


def test_an_answer_is_printed_whole_and_black_on_white(
    browser: "Browser", server: str, tmp_path: Path
) -> None:
    from pypdf import PdfReader

    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.set_default_timeout(60_000)
    answered(page, server)
    settle(page)
    page.pdf(path=tmp_path / "printed.pdf", print_background=True)
    page.emulate_media(media="print")

    printed = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "printed.pdf").pages)
    words = " ".join(printed.split())
    assert ANSWERED in words
    assert "412 residents" in words
    assert "Strength" in words or "As of" in words
    assert "Filters" not in words
    colours = page.locator(".claim").first.evaluate(
        "e => [getComputedStyle(e).color, getComputedStyle(document.querySelector('.stApp'))"
        ".backgroundColor]"
    )
    assert [sum(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours] == [0, 765]
    context.close()
