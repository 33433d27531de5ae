"""Searching, the evidence map, the library and what the product says of itself, in a browser."""

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def go(page: "Page", view: str, seen: str) -> None:
    """Opens a view from the menu and waits for a part of it."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=view).click()
    page.locator(seen).first.wait_for()


def heat(page: "Page", said: str) -> "Locator":
    """The cell of the evidence map that is read out so."""
    return page.get_by_role("button", name=re.compile(rf"^{said}"))


def test_a_cell_of_the_map_leads_to_its_publications_and_one_opens(page: "Page") -> None:
    go(page, "Evidence map", ".map .heat")
    cell = heat(page, r"Skills, UK: \d+ publication")
    count = int(cell.inner_text())
    cell.click()
    page.locator(".st-key-map-cell h2").wait_for()

    assert page.locator(".st-key-map-cell [class*='st-key-open-']").count() == count
    assert cell.get_attribute("aria-pressed") == "true"
    title = page.locator(".st-key-map-cell [class*='st-key-open-'] button").first
    title.click()
    page.locator(".st-key-source h2").wait_for()
    assert page.locator(".st-key-source h2").inner_text() == title.inner_text()


def test_an_empty_cell_is_said_to_be_a_gap(page: "Page") -> None:
    go(page, "Evidence map", ".map .heat")
    heat(page, "Cultural Recovery, Scotland: no evidence held").click()

    page.get_by_text("No evidence held: Cultural Recovery, Scotland").wait_for()
    assert page.locator(".st-key-map-cell [class*='st-key-open-']").count() == 0


def test_the_map_is_walked_by_the_keyboard_alone(page: "Page") -> None:
    go(page, "Evidence map", ".map .heat")
    page.locator(".map .heat[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    at = page.evaluate("document.activeElement.getAttribute('aria-label')")
    page.keyboard.press("Enter")

    page.locator(f".map .heat.chosen[aria-label={at!r}]").wait_for()
    assert page.locator(".map .heat[tabindex='0']").count() == 1


def test_the_map_is_downloaded_as_data_and_as_a_picture(page: "Page", tmp_path: Path) -> None:
    go(page, "Evidence map", ".map .heat")
    with page.expect_download() as awaited:
        page.get_by_role("button", name=re.compile("Download the data")).click()
    awaited.value.save_as(tmp_path / "map.csv")
    with page.expect_download() as awaited:
        page.get_by_role("button", name=re.compile("Download the picture")).click()
    awaited.value.save_as(tmp_path / "map.svg")

    lines = list(csv.reader((tmp_path / "map.csv").open(encoding="utf-8")))
    shown = page.locator(".map tbody tr").first.locator(".heat").all_inner_texts()
    assert lines[1][1:-1] == shown
    assert (tmp_path / "map.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_map_counts_by_what_publications_rest_on(page: "Page") -> None:
    go(page, "Evidence map", ".map .heat")
    page.locator(".st-key-map-columns input").click()
    page.get_by_role("option", name="Strength of evidence").click()

    page.locator(".map th", has_text="Review of evaluations").wait_for()
    page.get_by_text("found by rule").wait_for()
