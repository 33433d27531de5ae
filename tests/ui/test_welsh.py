"""The interface in Welsh, in a real browser."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Shoot = Callable[["Page", str], None]


def test_a_page_asked_for_in_welsh_is_in_welsh_and_switches_without_losing_the_conversation(
    browser: "Browser", server: str, picture: Shoot
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(f"{server}/?lang=cy")

    expect(page.locator("html")).to_have_attribute("lang", "cy")
    expect(page.locator(".hero h1")).to_have_text("Beth mae’r dystiolaeth yn ei ddweud?")
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link").first).to_have_text(
        re.compile("Gofyn")
    )
    picture(page, "welsh-welcome")
    page.get_by_test_id("stChatInputTextArea").fill("What is the capital of France?")
    page.keyboard.press("Enter")
    expect(page.locator(".state h3").first).to_have_text(
        "Nid yw’r dystiolaeth sydd yma yn ateb hyn"
    )

    page.locator(".st-key-language-switch button").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".state h3").first).to_have_text(
        "The evidence held here does not answer this"
    )
    assert "lang=en" in page.url
    page.goto(f"{server}/library")
    expect(page.locator("h1", has_text="Library")).to_be_visible()
    context.close()


def test_a_browser_that_prefers_welsh_gets_welsh(browser: "Browser", server: str) -> None:
    context = browser.new_context(locale="cy-GB")
    page = context.new_page()
    page.goto(server)

    expect(page.locator(".hero h1")).to_have_text(
        "Beth mae’r dystiolaeth yn ei ddweud?", timeout=60_000
    )
    context.close()
