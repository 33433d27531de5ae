"""The page of one publication, in a real browser: its address, its contents, what it leads to."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def publication(page: "Page", title: str, server: str) -> None:
    """Finds a publication in the library and opens its page."""
    page.goto(f"{server}/library")
    page.locator("[class*='st-key-row-']").first.wait_for()
    find = page.locator(".st-key-library-find input")
    find.fill(title)
    find.press("Enter")
    page.get_by_text("1 publication", exact=True).wait_for()
    # A click before the page is drawn may hit what is about to move.
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()
    page.locator("[class*='st-key-row-']").get_by_role("button", name=title).first.click()
    page.locator(".st-key-publication-actions").wait_for()


def test_a_publication_has_an_address_of_its_own(page: "Page", server: str) -> None:
    publication(page, "Harbour Skills Pilot", server)
    page.wait_for_url("**/library?publication=*")
    address = page.url
    page.get_by_role("tab", name="Where it came from").click()
    page.get_by_text("2 pages of text").wait_for()
    page.get_by_role("tab", name="What is known").click()
    page.get_by_text("from the sidecar").first.wait_for()
    page.get_by_role("button", name="All publications").click()
    page.locator(".totals").wait_for()

    page.goto(address)
    title = page.locator(".source-head h1")
    expect(title).to_contain_text("Harbour Skills Pilot", timeout=60_000)


def test_contents_open_beside_the_page(page: "Page", server: str) -> None:
    publication(page, "Harbour Skills Pilot", server)
    last = page.locator("[class*='st-key-open-section-'] button").last.inner_text()
    assert bare(last).endswith("placed 412 residents of… · p. 2")
    page.locator("[class*='st-key-open-section-'] button").last.click()

    page.locator(".st-key-source .picture img").wait_for()
    expect(page.locator(".st-key-source .page-of").first).to_have_text("Page 2 of 2")


def test_a_publication_is_searched_in_and_asked_about(page: "Page", server: str) -> None:
    publication(page, "Harbour Skills Pilot", server)
    page.get_by_role("button", name="Search in it").click()
    page.locator(".only", has_text="Harbour Skills Pilot").wait_for()
    field = page.locator(".st-key-search-query input")
    field.fill("residents")
    field.press("Enter")
    page.locator(".st-key-found-top", has_text="in 1 publication").wait_for()
    page.get_by_role("button", name="Search everything").click()
    page.locator(".st-key-within").wait_for(state="detached")

    publication(page, "Harbour Skills Pilot", server)
    page.get_by_label("Ask about this publication").fill(
        "How many residents did the pilot place into work?"
    )
    page.keyboard.press("Enter")
    expect(page.locator(".claim").first).to_contain_text("412 residents", timeout=60_000)


def test_a_publication_that_is_gone_is_said_to_be(page: "Page", server: str) -> None:
    page.goto(f"{server}/library?publication=0000000000000000")

    expect(page.get_by_text("This publication is not held")).to_be_visible(timeout=60_000)


def bare(label: str) -> str:
    """The words of a button, without what keeps Streamlit from reading them as Markdown."""
    return " ".join(label.replace("\u2060", "").split())
