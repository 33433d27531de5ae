"""The journeys of a reader, in a real browser against a real server."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Shoot = Callable[["Page", str], None]
Scan = Callable[["Page"], list[str]]

FUNDING = "How much funding does the LPIP Hub have and who provides it?"
PILOT = "How many residents did the Harbour Skills Pilot place into work?"
LANTERN = "How many grants did the Lantern Fund give to village halls in Powys?"
FRANCE = "What is the capital of France?"


def ask(page: "Page", question: str) -> "Locator":
    """Asks and waits for the finished answer; returns its turn."""
    number = page.locator("h2.question").count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(f".st-key-turn-{number}")
    turn.locator("[class*='st-key-actions-'], .state").first.wait_for()
    return turn


def chips(turn: "Locator") -> "Locator":
    """The citations that can be clicked."""
    return turn.locator("[class*='st-key-cite-'] button:visible")


def go(page: "Page", view: str) -> None:
    """Opens a view from the menu, opening the menu first where it is folded away."""
    page.wait_for_timeout(300)
    if (unfold := page.get_by_test_id("stExpandSidebarButton")).is_visible():
        unfold.click()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=view).click()


def too_wide(page: "Page") -> int:
    """By how many pixels the page is wider than the window."""
    script = "Math.max(...['html', '.stMain'].map(s => document.querySelector(s).scrollWidth))"
    return int(page.evaluate(script)) - int(page.evaluate("innerWidth"))


def test_a_question_is_answered_and_a_click_opens_the_note_with_the_quote_lit(
    page: "Page", picture: Shoot
) -> None:
    picture(page, "welcome")
    turn = ask(page, FUNDING)
    claim = turn.locator(".claim", has_text="£3.6 million").first
    picture(page, "answer")

    claim.locator("xpath=ancestor::div[contains(@class, 'st-key-claim-')][1]").locator(
        "[class*='st-key-cite-'] button:visible"
    ).first.click()
    page.locator(".st-key-source .page-text mark").wait_for()
    picture(page, "source-note")

    quote = page.locator(".st-key-source .page-text mark").inner_text()
    assert " ".join(quote.split()) == " ".join(claim.inner_text().split())
    assert page.locator(".st-key-source .badge").inner_text() == "Evidence note"
    href = page.locator(".st-key-source a.out").get_attribute("href")
    assert re.match(r"https?://", href or "")
    expect(page.locator("[class*='st-key-cite-on-']")).to_have_count(1)


def test_a_pdf_opens_at_its_page_as_a_picture_with_the_quote_lit(
    page: "Page", picture: Shoot
) -> None:
    turn = ask(page, PILOT)
    assert "412 residents" in turn.locator(".claim").first.inner_text()
    assert "p. 2" in chips(turn).first.inner_text()

    chips(turn).first.click()
    page.locator(".st-key-source .picture img").wait_for()
    picture(page, "source-pdf")

    panel = page.locator(".st-key-source")
    expect(panel.locator(".page-of", has_text="Page")).to_have_text("Page 2 of 2")
    original = panel.locator("a.out")
    expect(original).to_have_attribute("href", "https://example.org/harbour.pdf#page=2")
    expect(panel.locator(".lit-at")).to_have_count(1)
    assert _yellow(page) > 200

    panel.get_by_role("button", name="Previous page").click()
    panel.get_by_text("Page 1 of 2").wait_for()
    panel.locator(".lit-at").wait_for(state="detached")
    panel.get_by_role("button", name="Zoom in").click()
    panel.locator(".sheet[style*='150%']").wait_for()
    panel.get_by_role("button", name="Close source").click()
    panel.wait_for(state="detached")


def test_what_the_evidence_does_not_answer_is_said_and_the_nearest_evidence_opens(
    page: "Page", picture: Shoot, violations: Scan
) -> None:
    turn = ask(page, FRANCE)
    picture(page, "abstained")

    expect(turn.locator(".state")).to_have_count(1)
    expect(turn.locator(".claim")).to_have_count(0)
    assert violations(page) == []
    turn.locator("[class*='st-key-open-near-'] button").first.click()
    page.locator(".st-key-source .source-head h2").wait_for()


def test_a_conversation_is_followed_up_copied_and_started_anew(
    page: "Page", violations: Scan
) -> None:
    ask(page, FUNDING)
    turn = ask(page, PILOT)
    turn.get_by_role("button", name="Copy with citations").click()
    copied = page.locator("[data-testid='stCode']:visible").inner_text()
    assert violations(page) == []

    assert "412 residents" in copied
    assert "Sources" in copied
    page.keyboard.press("Escape")
    expect(page.locator("h2.question")).to_have_count(2)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".hero h1").wait_for()
    page.locator("h2.question").first.wait_for(state="detached")


def test_an_answer_given_before_survives_a_look_at_another_view(page: "Page") -> None:
    ask(page, FUNDING)
    go(page, "About")
    page.locator(".steps").wait_for()
    go(page, "Ask")

    page.locator(".claim").first.wait_for()
    expect(page.locator("h2.question")).to_have_text(FUNDING)


def test_search_lights_words_narrows_by_facet_and_opens_the_source(
    page: "Page", picture: Shoot
) -> None:
    go(page, "Search")
    field = page.locator(".st-key-search-query input")
    field.fill("community research grants")
    field.press("Enter")
    page.locator(".hit mark").first.wait_for()
    picture(page, "search")
    said = page.locator(".st-key-found-top .by")
    before = int(re.findall(r"\d+", said.inner_text())[0])

    facet = page.locator(".st-key-facet-nations").get_by_text(re.compile(r"Wales \(\d+\)"))
    facet.click()
    page.get_by_text("· Wales").first.wait_for()

    assert 0 < int(re.findall(r"\d+", said.inner_text())[0]) < before
    page.locator("[class*='st-key-hit-'] [class*='st-key-open-'] button").first.click()
    page.locator(".st-key-source mark").first.wait_for()
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("· Wales")).to_have_count(0)


def test_searching_for_nothing_held_says_what_to_try(page: "Page") -> None:
    go(page, "Library")
    find = page.locator(".st-key-library-find input")
    find.fill("qqqxyzzy")
    find.press("Enter")

    page.get_by_text("Nothing found").wait_for()
    # Streamlit leaves the rows of the drawing before until this one has ended.
    expect(page.locator("[class*='st-key-row-']")).to_have_count(0)


def test_a_file_is_added_asked_about_and_removed(
    page: "Page", newcomer: Path, picture: Shoot, violations: Scan
) -> None:
    go(page, "Library")
    page.locator("[class*='st-key-row-']").first.wait_for()
    picture(page, "library")
    page.get_by_role("tab", name="Overview").click()
    page.locator(".bars").first.wait_for()
    picture(page, "overview")
    page.get_by_role("tab", name="Add publications").click()
    blank = newcomer.with_name("<img src=x>.txt")
    blank.write_bytes(b"")
    page.locator("input[type=file]").set_input_files([newcomer, blank])
    page.get_by_role("button", name="Add to the library").click()
    page.locator(".outcome-added").wait_for(timeout=60_000)
    expect(page.locator(".outcome-added")).to_contain_text("lantern.pdf")
    expect(page.locator(".outcome").last).to_contain_text("<img src=x>.txt")
    assert violations(page) == []

    go(page, "Ask")
    turn = ask(page, LANTERN)
    expect(turn.locator(".claim").first).to_contain_text("318 grants")

    go(page, "Library")
    find = page.locator(".st-key-library-find input")
    find.fill("lantern")
    find.press("Enter")
    page.get_by_text("1 publication", exact=True).wait_for()
    page.locator("[class*='st-key-row-']").get_by_role("button", name="Lantern Fund").click()
    page.get_by_role("button", name="Remove from the library").click()
    sure = page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True)
    sure.wait_for()
    assert violations(page) == []
    sure.click()
    page.get_by_text("Nothing found").wait_for(timeout=120_000)

    go(page, "Ask")
    chips(page.locator(".st-key-turn-0")).first.click()
    page.get_by_text("no longer in the library").wait_for()
    page.get_by_role("button", name="Close source").click()
    page.locator(".st-key-source").wait_for(state="detached")
    turn = ask(page, LANTERN)
    expect(turn).not_to_contain_text(re.compile("318 grants|closing report"))


def test_hostile_text_is_shown_as_text_and_nothing_is_fetched(
    page: "Page", listener: tuple[int, list[str]]
) -> None:
    port, asked = listener
    outside: list[str] = []
    own = urlsplit(page.url).netloc
    page.on("request", lambda r: outside.append(r.url) if urlsplit(r.url).netloc != own else None)
    payload = (
        f"<img src=http://127.0.0.1:{port}/question> ![q](http://127.0.0.1:{port}/md) $x$ :cat:"
    )

    turn = ask(page, f"What did the Zeppelin subsidy page say to its readers? {payload}")
    assert turn.locator("h2.question").inner_text().endswith(payload)
    ask(page, "How many crowns did the Zeppelin subsidy pay to airship makers?")
    chips(page.locator(".st-key-turn-1")).first.hover()
    page.wait_for_timeout(500)
    chips(page.locator(".st-key-turn-1")).first.click()
    page.locator(".st-key-source .page-text mark").first.wait_for()
    expect(page.locator(".st-key-source .page-text")).to_contain_text("<script>fetch(")
    expect(page.locator(".st-key-source h2").first).to_contain_text("<img src=")
    expect(page.locator(".st-key-source a.out")).to_have_count(0)
    go(page, "Search")
    page.locator(".st-key-source").wait_for(state="detached")
    field = page.locator(".st-key-search-query input")
    field.fill(f"Zeppelin subsidy {payload}")
    field.press("Enter")
    page.locator(".hit", has_text="Zeppelin Office").first.wait_for()
    page.locator(".st-key-filter-publishers input").fill("Zeppelin")
    page.get_by_role("option").filter(has_text="Zeppelin Office <img").click()
    page.keyboard.press("Escape")
    page.get_by_text("· Zeppelin Office <img").wait_for()
    page.get_by_role("button", name="Clear filters").click()
    go(page, "Library")
    page.locator(".st-key-library-find input").fill("Zeppelin")
    page.keyboard.press("Enter")
    page.get_by_text("1 publication", exact=True).wait_for()
    row = page.locator("[class*='st-key-row-']", has_text="Zeppelin")
    row.wait_for()
    title = row.locator("button", has_text="Zeppelin").inner_text().replace("\u2060", "")
    assert title.startswith(f"Zeppelin subsidy <img src=http://127.0.0.1:{port}/title> ![t](")
    row.locator("button", has_text="Zeppelin").click()
    page.get_by_role("button", name="Remove from the library").click()
    page.get_by_role("dialog").wait_for()
    page.wait_for_timeout(800)

    assert asked == []
    assert [url for url in outside if not url.startswith(("data:", "blob:"))] == []


def test_a_phone_shows_every_view_without_sideways_scrolling(phone: "Page", picture: Shoot) -> None:
    assert too_wide(phone) <= 0
    picture(phone, "phone-welcome")
    turn = ask(phone, FUNDING)
    assert too_wide(phone) <= 0
    picture(phone, "phone-answer")
    chips(turn).first.click()
    phone.locator(".st-key-source mark").wait_for()
    assert too_wide(phone) <= 0
    picture(phone, "phone-source")
    phone.get_by_role("button", name="Close source").click()
    for view, seen in (("Search", ".lead"), ("Library", ".totals"), ("About", ".steps")):
        go(phone, view)
        phone.locator(seen).first.wait_for()
        phone.wait_for_timeout(400)
        assert too_wide(phone) <= 0, view


def _yellow(page: "Page") -> int:
    """Pixels of the page's picture that are lit: light with little blue."""
    script = """img => {
        const c = document.createElement('canvas');
        c.width = img.naturalWidth; c.height = img.naturalHeight;
        const pen = c.getContext('2d'); pen.drawImage(img, 0, 0);
        const p = pen.getImageData(0, 0, c.width, c.height).data; let n = 0;
        for (let i = 0; i < p.length; i += 4) if (p[i] > 200 && p[i + 2] < p[i] - 40) n++;
        return n; }"""
    return int(page.locator(".st-key-source .picture img").evaluate(script))
