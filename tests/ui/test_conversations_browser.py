"""What a reader does with answers: takes them along, comes back, judges and rewords them."""

import csv
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from ingest.pipeline import add, remove
from ingest.settings import Settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Shoot = Callable[["Page", str], None]
Scan = Callable[["Page"], list[str]]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PILOT = "How many residents did the Harbour Skills Pilot place into work?"
AGAIN = "How many residents were placed into work by the Harbour Skills Pilot?"
AREAS = "Which local authority areas does the Rural Wales LPIP cover?"
COMPARED = "Compare how the Rural Wales LPIP and YPIP fund community-led research."
BEACON = "How many lamps did the Beacon Scheme of Anglesey light on its piers?"


def ask(page: "Page", question: str) -> "Locator":
    """Asks and waits until the page is drawn to its end; returns the turn."""
    number = page.locator("h2.question").count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.keyboard.press("Enter")
    turn = page.locator(f".st-key-turn-{number}")
    turn.locator(f".st-key-actions-{number}").wait_for()
    still(page)
    return turn


def still(page: "Page") -> None:
    """Waits until the script of the page has ended: a click before that would interrupt it."""
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()


def to_history(page: "Page") -> None:
    """Opens the list of conversations from the menu."""
    still(page)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="History").click()
    page.locator("[class*='st-key-row-']").first.wait_for()


def test_an_answer_is_taken_along_as_a_word_file_with_footnotes(
    page: "Page", tmp_path: Path, violations: Scan
) -> None:
    turn = ask(page, PILOT)
    turn.locator("[class*='st-key-cite-'] button:visible").first.click()
    page.locator(".st-key-source .picture .lit-at").wait_for(state="attached")
    page.get_by_role("button", name="Close source").click()
    page.locator(".st-key-source").wait_for(state="detached")
    still(page)

    turn.get_by_role("button", name="Export").click()
    page.get_by_role("button", name="Word briefing").wait_for()
    assert violations(page) == []
    with page.expect_download() as started:
        page.get_by_role("button", name="Word briefing").click()
    started.value.save_as(tmp_path / "briefing.docx")

    with zipfile.ZipFile(tmp_path / "briefing.docx") as file:
        notes = ElementTree.fromstring(file.read("word/footnotes.xml"))
        body = ElementTree.fromstring(file.read("word/document.xml"))
    said = ["".join(note.itertext()) for note in notes]
    assert any("Grimsby Borough" in text and "p. 2" in text for text in said)
    assert len(list(body.iter(f"{W}footnoteReference"))) == len(said) - 2
    assert "412 residents" in "".join(body.itertext())


def test_a_conversation_is_found_renamed_opened_by_its_address_and_deleted(
    page: "Page", browser: "Browser", picture: Shoot, violations: Scan
) -> None:
    ask(page, PILOT)
    expect(page).to_have_url(re.compile(r"\?conversation=[\w-]+$"))
    address = page.url
    page.reload()
    expect(page.locator("h2.question")).to_have_text(PILOT)
    expect(page.locator(".claim").first).to_contain_text("412 residents")
    still(page)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".hero h1").wait_for()
    expect(page.locator("h2.question")).to_have_count(0)
    ask(page, AREAS)

    to_history(page)
    picture(page, "history")
    rows = page.locator("[class*='st-key-row-']")
    expect(rows).to_have_count(2)
    page.locator(".st-key-history-find input").fill("harbour residents")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    still(page)
    rows.get_by_role("button", name="Rename").click()
    field = page.get_by_role("textbox", name="Name")
    field.wait_for()
    assert violations(page) == []
    field.fill("<b>Jobs</b> *in* ports")
    page.get_by_test_id("stFormSubmitButton").get_by_role("button", name="Rename").click()
    rows.get_by_role("button", name="<b>Jobs</b> *in* ports").wait_for()
    expect(rows).to_have_count(1)

    page.goto(address)
    expect(page.locator("h2.question")).to_have_text(PILOT)
    stranger = browser.new_context().new_page()
    stranger.goto(address)
    stranger.get_by_text("There is no such conversation here").wait_for(timeout=60_000)
    expect(stranger.locator(".claim")).to_have_count(0)
    stranger.context.close()

    to_history(page)
    expect(rows).to_have_count(2)
    still(page)
    rows.filter(has_text="Jobs").get_by_role("button", name="Delete").click()
    sure = page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True)
    sure.wait_for()
    assert violations(page) == []
    sure.click()
    expect(rows).to_have_count(1)
    page.goto(address)
    page.get_by_text("There is no such conversation here").wait_for()


def test_an_answer_whose_source_was_removed_is_marked_and_says_so(
    page: "Page", home: Path, tmp_path: Path, picture: Shoot, violations: Scan
) -> None:
    report = tmp_path / "beacon.txt"
    report.write_text(
        "Beacon Scheme of Anglesey: report\n\n"
        "The Beacon Scheme of Anglesey lit 731 lamps on its piers in 2021.\n"
    )
    added = add([report], Settings(home=home))
    assert added.exit_status == 0
    page.reload()
    page.locator(".hero h1").wait_for()
    turn = ask(page, BEACON)
    expect(turn.locator(".claim").first).to_contain_text("731 lamps")
    page.get_by_role("button", name="Check again").click()
    page.get_by_text("every quote still stands on its page").wait_for()
    still(page)
    address = page.url

    remove(added.outcomes[0].document_id, Settings(home=home))
    page.get_by_role("button", name="Check again").click()
    page.get_by_text("1 source was removed").wait_for()
    picture(page, "stale")
    page.goto(address)

    page.get_by_text("1 source was removed").wait_for()
    expect(page.locator(".claim.lost").first).to_contain_text("whose source was removed")
    expect(page.get_by_text("731 lamps")).to_have_count(0)
    assert violations(page) == []
    to_history(page)
    expect(page.locator("[class*='st-key-row-'] .verdict")).to_have_text("1 source was removed")


def test_a_question_is_reworded_and_its_answer_replaced(page: "Page", violations: Scan) -> None:
    ask(page, AREAS)
    ask(page, PILOT)

    page.locator(".st-key-edit-0 button").click()
    page.get_by_role("textbox", name="Your question").fill(AGAIN)
    assert violations(page) == []
    page.get_by_role("button", name="Ask this instead").click()
    page.get_by_role("heading", name=AGAIN).wait_for()
    expect(page.locator("h2.question")).to_have_count(1)
    expect(page.locator(".st-key-turn-0 .claim").first).to_contain_text("412 residents")
    still(page)

    page.reload()
    expect(page.locator("h2.question")).to_have_text(AGAIN)


def test_what_was_asked_before_is_said_and_opens(page: "Page") -> None:
    ask(page, PILOT)
    page.get_by_role("button", name="New conversation").click()
    page.locator(".hero h1").wait_for()
    expect(page.locator("h2.question")).to_have_count(0)

    turn = ask(page, AGAIN)
    before = turn.locator("[class*='st-key-before-'] button")
    expect(before).to_contain_text(PILOT)
    before.click()

    expect(page.locator("h2.question")).to_have_text(PILOT)
    expect(page).to_have_url(re.compile(r"\?answer=[\w-]+$"))
    still(page)
    page.locator(".st-key-edit-0 button").click()
    page.get_by_role("textbox", name="Your question").fill(AREAS)
    page.get_by_role("button", name="Ask this instead").click()
    page.get_by_role("heading", name=AREAS).wait_for()
    expect(page).to_have_url(re.compile(r"\?conversation=[\w-]+$"))


def test_feedback_on_an_answer_and_a_citation_is_kept_and_taken_along(
    page: "Page", tmp_path: Path, violations: Scan
) -> None:
    turn = ask(page, PILOT)
    turn.get_by_role("button", name="Not helpful").click()
    page.get_by_role("button", name="Out of date").click()
    assert violations(page) == []
    page.get_by_role("textbox", name="In your own words").fill('=HYPERLINK("x") <b>old</b>')
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Your feedback is kept").first.wait_for()
    page.keyboard.press("Escape")
    still(page)
    turn.locator("[class*='st-key-cite-'] button:visible").first.click()
    # The picture moves to the quote once it is there, and what opened before with it.
    page.locator(".st-key-source .picture .lit-at").wait_for(state="attached")
    still(page)
    page.locator(".st-key-source").get_by_role("button", name="Wrong evidence?").click()
    page.get_by_role("button", name="Wrong page").click()
    assert violations(page) == []
    page.get_by_role("button", name="Send", exact=True).click()
    page.get_by_text("Your feedback is kept").first.wait_for()
    page.keyboard.press("Escape")

    to_history(page)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download your feedback (2)").click()
    started.value.save_as(tmp_path / "feedback.csv")

    with (tmp_path / "feedback.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["about"] for row in rows] == ["answer", "claim 1, citation 1"]
    assert [row["reasons"] for row in rows] == ["old", "page"]
    assert rows[0]["text"] == '\'=HYPERLINK("x") <b>old</b>'


def test_a_comparison_is_a_table_and_one_citation_leads_to_the_next(
    page: "Page", picture: Shoot
) -> None:
    turn = ask(page, COMPARED)
    picture(page, "comparison")
    table = turn.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(
        ["Side", "What the evidence says", "Source"]
    )
    assert table.get_by_role("rowheader").count() >= 2
    chips = turn.locator("[class*='st-key-cite-'] button:visible")
    count = chips.count()

    chips.first.click()
    page.get_by_text(f"Citation 1 of {count}").wait_for()
    page.get_by_role("button", name="Next citation").click()
    page.get_by_text(f"Citation 2 of {count}").wait_for()
    lit = page.locator("[class*='st-key-cite-on-']")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("2 ")
