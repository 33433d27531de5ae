"""Files added one batch after another, in a real browser."""

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import FilePayload

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_files_that_were_read_make_room_for_the_next(page: "Page", server: str) -> None:
    """Twelve and twelve, where twenty may wait at once."""
    page.set_default_timeout(90_000)
    page.goto(f"{server}/library")
    page.get_by_role("tab").nth(2).click()
    statuses: list[int] = []
    page.on("response", lambda r: statuses.append(r.status) if "upload_file" in r.url else None)
    for number, batch in enumerate(("first", "second"), start=1):
        # What is chosen while the page runs is cleared with what was sent before it.
        page.wait_for_timeout(500)
        page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
        page.locator("input[type=file]").set_input_files(
            [
                FilePayload(name=f"{batch}{n}.txt", mimeType="text/plain", buffer=b"")
                for n in range(12)
            ]
        )
        while len(statuses) < 12 * number:
            page.wait_for_timeout(100)
        page.wait_for_timeout(500)
        page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        page.locator(".outcome", has_text=f"{batch}11.txt").first.wait_for()

    assert statuses == [204] * 24


def test_the_button_that_fetches_is_read_also_before_anything_is_chosen(
    page: "Page", server: str
) -> None:
    page.goto(f"{server}/library")
    page.get_by_role("tab").nth(2).click()
    button = page.locator(".st-key-fetch button")
    button.wait_for()

    assert button.is_disabled()
    word, ground = page.evaluate(
        "['.st-key-fetch button p', '.stApp'].map((of, at) => getComputedStyle("
        "document.querySelector(of))[at ? 'backgroundColor' : 'color']"
        ".match(/[0-9.]+/g).slice(0, 3).map(Number))"
    )
    assert sum(abs(one - other) for one, other in zip(word, ground, strict=True)) > 100
