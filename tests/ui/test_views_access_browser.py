"""WCAG 2.2 AA of what opens inside the views: a chosen cell, a selection, a publication's page."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Check = Callable[["Page", str], None]


@pytest.fixture(params=["dark", "phone"])
def window(request: pytest.FixtureRequest, browser: "Browser") -> "Iterator[Page]":
    """A desk's window by night, and a phone's by day."""
    size = {"width": 375, "height": 812} if request.param == "phone" else None
    context = browser.new_context(
        viewport=size or {"width": 1440, "height": 900},
        color_scheme="dark" if request.param == "dark" else "light",
    )
    page = context.new_page()
    page.set_default_timeout(60_000)
    yield page
    context.close()


@pytest.fixture
def check(violations: "Callable[[Page], list[str]]") -> Check:
    """Nothing that axe-core finds, and no sideways scrolling of the page."""

    def checked(page: "Page", what: str) -> None:
        assert violations(page) == [], what
        script = "Math.max(...['html', '.stMain'].map(s => document.querySelector(s).scrollWidth))"
        assert page.evaluate(script) <= page.evaluate("innerWidth"), what

    return checked


def test_the_map_with_a_cell_chosen_breaks_no_rule(
    window: "Page", server: str, check: Check
) -> None:
    window.goto(f"{server}/map")
    window.locator(".map .heat-0").first.click()
    window.locator(".st-key-map-cell .state").wait_for()
    check(window, "empty cell")
    window.locator(".map .heat-5").first.click()
    window.locator(".st-key-map-cell [class*='st-key-row-']").first.wait_for()
    check(window, "cell")


def test_a_selection_and_what_can_be_done_with_it_break_no_rule(
    window: "Page", server: str, check: Check
) -> None:
    window.goto(f"{server}/search")
    field = window.locator(".st-key-search-query input")
    field.fill("community research")
    field.press("Enter")
    window.locator(".hit").first.wait_for()
    window.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    window.locator(".st-key-pick-all button").click()
    window.locator(".st-key-selection").get_by_role("button", name="Export").click()
    window.get_by_role("button", name="RIS").wait_for()
    check(window, "export")
    window.keyboard.press("Escape")
    window.locator(".st-key-saved button").first.click()
    window.get_by_role("button", name="Save this search").wait_for()
    check(window, "saved searches")
    window.keyboard.press("Escape")
    window.locator(".st-key-search-grouped label").click()
    window.locator("h2.group").first.wait_for()
    check(window, "by publication")
    window.locator("[class*='st-key-like-'] button").first.click()
    window.locator(".st-key-liked").wait_for()
    check(window, "similar passages")


def test_the_transparency_record_breaks_no_rule(window: "Page", server: str, check: Check) -> None:
    window.goto(f"{server}/about")
    window.locator(".st-key-record summary").click()
    window.locator(".st-key-record h3").first.wait_for()
    check(window, "record")
