"""Searching, the evidence map, the library and what the product says of itself, in a browser."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from ingest.pipeline import add, remove
from ingest.settings import Settings
from ui import words

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Scan = Callable[["Page"], list[str]]


def go(page: "Page", view: str, seen: str) -> None:
    """Opens a view from the menu and waits for a part of it."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=view).click()
    page.locator(seen).first.wait_for()


def settled(page: "Page") -> None:
    """Waits until the page is drawn to its end: a click before may hit what is about to move."""
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()


def heat(page: "Page", said: str) -> "Locator":
    """The cell of the evidence map that is read out so."""
    return page.get_by_role("button", name=re.compile(rf"^{said}"))


def test_a_cell_of_the_map_leads_to_its_publications_and_one_opens(
    page: "Page", violations: Scan
) -> None:
    go(page, "Evidence map", ".map .heat")
    cell = heat(page, r"Skills, UK: \d+ publication")
    count = int(cell.inner_text())
    cell.click()
    page.locator(".st-key-map-cell h2").wait_for()

    page.locator(".st-key-map-cell [class*='st-key-open-']").nth(count - 1).wait_for()
    assert cell.get_attribute("aria-pressed") == "true"
    title = page.locator(".st-key-map-cell [class*='st-key-open-'] button").first
    title.click()
    page.locator(".st-key-source h2").wait_for()
    assert page.locator(".st-key-source h2").inner_text() == title.inner_text()
    assert violations(page) == []


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

    expect(page.locator(".map th", has_text="Review of evaluations")).to_be_visible()
    expect(page.get_by_text("found by rule")).to_be_visible()


def search(page: "Page", query: str) -> None:
    """Searches and waits for what is found."""
    go(page, "Search", ".st-key-search-query input")
    field = page.locator(".st-key-search-query input")
    field.fill(query)
    field.press("Enter")
    page.locator(".st-key-found-top .by").wait_for()
    page.locator(".hit").first.wait_for()
    settled(page)


def test_passages_are_selected_across_searches_and_all_at_once(page: "Page") -> None:
    search(page, "community research grants")
    all_of_them = page.get_by_role("button", name=re.compile(r"Select all \d+ shown"))
    shown = int(re.findall(r"\d+", all_of_them.inner_text())[0])
    all_of_them.click()
    page.get_by_role("button", name="Unselect those shown").wait_for()
    page.locator(".st-key-selection").get_by_text(f"{shown} passages selected").wait_for()
    boxes = page.locator("[class*='st-key-hit-'] [class*='st-key-pick-']")
    expect(boxes.first.locator("input")).to_be_checked()
    settled(page)
    boxes.first.locator("label").click()
    page.locator(".st-key-selection").get_by_text(f"{shown - 1} passages selected").wait_for()

    search(page, "harbour pilot")
    page.locator(".hit", has_text="Harbour").first.wait_for()
    expect(boxes.first.locator("input")).not_to_be_checked()
    settled(page)
    boxes.first.locator("label").click()
    page.locator(".st-key-selection").get_by_text(f"{shown} passages selected").wait_for()
    page.get_by_role("button", name="Clear selection").click()
    page.locator(".st-key-selection").wait_for(state="detached")


def test_a_phrase_in_quotes_is_found_exactly_or_the_way_out_is_shown(page: "Page") -> None:
    search(page, '"placed 412 residents"')
    page.get_by_text("1 passage in 1 publication").wait_for()
    lit = page.locator(".hit mark").all_inner_texts()
    assert " ".join(lit) == "placed 412 residents"

    field = page.locator(".st-key-search-query input")
    field.fill('"residents placed"')
    field.press("Enter")
    page.get_by_text("No passage holds exactly these words").wait_for()
    page.get_by_role("button", name="Search without the quotes").click()
    page.locator(".hit", has_text="412 residents").first.wait_for()


def test_similar_passages_are_found_and_the_search_is_come_back_to(page: "Page") -> None:
    search(page, "community-led research")
    first = page.locator("[class*='st-key-hitbody-']").first
    text = first.locator(".hit p").last.inner_text()
    first.get_by_role("button", name="Similar passages").click()

    page.locator(".st-key-liked", has_text=text[:60]).wait_for()
    page.locator(".hit", has_text=text[:60]).first.wait_for(state="detached")
    page.locator(".hit").first.wait_for()
    page.get_by_role("button", name="Back to the search").click()
    expect(page.locator(".st-key-liked")).to_have_count(0)
    expect(page.locator(".hit", has_text=text[:60]).first).to_be_visible()


DATE = re.compile(r" · (?:(?:(\d+) )?([A-Z][a-z]+) )?(\d{4}|undated)(?: ·|$)")


def dates(page: "Page") -> list[str]:
    """The dates of the passages shown, from the top, as exactly as they are told; "" for none."""
    found = []
    for line in page.locator(".hit .by:first-child").all_inner_texts():
        told = DATE.search(line)
        assert told, line
        day, month, year = told.groups()
        parts = [year, f"{words.MONTHS.index(month) + 1:02}" if month else "", f"{day or 0:0>2}"]
        found.append("" if year == "undated" else "-".join(parts))
    return found


def test_results_are_ordered_by_date_and_grouped_by_publication(page: "Page") -> None:
    search(page, "community research")
    best = dates(page)
    for order, newest_first in (("Newest first", True), ("Oldest first", False)):
        page.get_by_text(order).click()
        page.locator(".st-key-search-sort [aria-checked='true']", has_text=order).wait_for()
        for _ in range(300):
            found = dates(page)
            dated = sorted(filter(None, found), reverse=newest_first)
            by_date = [*dated, *[""] * (len(found) - len(dated))]
            if found == by_date != best:
                break
            page.wait_for_timeout(100)
        assert found == by_date != best
        assert len(set(dated)) > 1
    page.get_by_text("Group by publication").click()
    page.locator("h2.group").first.wait_for()

    titles = page.locator("h2.group").all_inner_texts()
    assert len(titles) == len(set(titles))


def test_a_filter_is_taken_away_by_its_chip(page: "Page") -> None:
    search(page, "community research grants")
    page.locator(".st-key-facet-nations").get_by_text(re.compile(r"^Wales \(\d+\)")).click()
    chip = page.locator(".st-key-chosen").get_by_role("button", name="Wales")
    chip.wait_for()
    chip.click()

    expect(page.locator(".st-key-chosen")).to_have_count(0)


def test_what_is_found_and_narrowed_is_selected_and_taken_along_as_ris(
    page: "Page", tmp_path: Path, violations: Scan
) -> None:
    search(page, "community research grants")
    page.locator(".st-key-facet-nations").get_by_text(re.compile(r"^Wales \(\d+\)")).click()
    page.locator(".st-key-chosen").wait_for()
    settled(page)
    page.get_by_role("button", name=re.compile(r"Select all \d+ shown")).click()
    page.get_by_role("button", name="Unselect those shown").wait_for()
    settled(page)
    titles = page.locator("[class*='st-key-hitbody-'] [class*='st-key-open-'] button")
    shown = {title.replace("\u2060", "") for title in titles.all_inner_texts()}
    page.locator(".st-key-selection").get_by_role("button", name="Export").click()
    page.get_by_role("button", name="RIS").wait_for()
    assert violations(page) == []
    with page.expect_download() as awaited:
        page.get_by_role("button", name="RIS").click()
    awaited.value.save_as(tmp_path / "found.ris")

    records = (tmp_path / "found.ris").read_text(encoding="utf-8").split("ER  - ")[:-1]
    assert {re.search(r"TI  - (.*)", r)[1].strip() for r in records} == shown  # type: ignore
    assert all("UR  - https://" in record for record in records)


def test_about_says_what_is_lacking_how_good_it_is_and_gives_its_record(
    page: "Page", tmp_path: Path
) -> None:
    go(page, "About", ".measures")
    page.locator("p", has_text=re.compile(r"on \d+ development questions")).wait_for()
    with page.expect_download() as awaited:
        page.get_by_role("button", name="Download as Markdown").click()
    awaited.value.save_as(tmp_path / "record.md")
    page.locator(".st-key-record summary").click()
    page.locator(".st-key-record h3", has_text="Risks").wait_for()

    record = (tmp_path / "record.md").read_text(encoding="utf-8")
    assert "## Tier 1 - Summary" in record
    assert "all-MiniLM-L6-v2" in record
    page.get_by_role("button", name="See the evidence map").click()
    page.locator(".map .heat").first.wait_for()


def test_a_search_is_saved_opened_again_renamed_and_deleted(page: "Page") -> None:
    search(page, "harbour pilot")
    page.get_by_role("button", name="Saved searches").click()
    page.get_by_label("Name of the search").fill("Harbours")
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Saved searches (1)").wait_for()
    page.keyboard.press("Escape")
    settled(page)

    search(page, "community research")
    page.get_by_role("button", name="Saved searches (1)").click()
    page.get_by_role("button", name="Harbours", exact=True).click()
    page.locator(".hit", has_text="Harbour Skills").first.wait_for()
    expect(page.locator(".st-key-search-query input")).to_have_value("harbour pilot")
    settled(page)
    if not (change := page.get_by_role("button", name="Rename or delete Harbours")).is_visible():
        page.get_by_role("button", name="Saved searches (1)").click()
    change.click()
    page.locator(".st-key-delete-saved button").click()
    page.locator(".st-key-delete-saved").wait_for(state="detached")
    expect(page.locator(".st-key-saved")).not_to_contain_text("(1)")


def test_a_saved_search_looks_for_what_is_new_only_when_the_list_is_opened(
    page: "Page", server: str, home: Path, tmp_path: Path
) -> None:
    search(page, "harbour pilot")
    page.get_by_role("button", name="Saved searches").click()
    page.get_by_role("button", name="Save this search").click()
    page.get_by_role("button", name="Saved searches (1)").wait_for()
    page.wait_for_timeout(1100)  # Times are kept to the second.
    report = tmp_path / "boats.txt"
    report.write_text("Boats of Barmouth\n\nA harbour pilot of Barmouth has nine boats.\n")
    added = add([report], Settings(home=home))
    drawn: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda f: drawn.append(f)))
    page.goto(f"{server}/search")
    page.get_by_role("button", name="Saved searches (1)").wait_for()
    settled(page)
    assert b"1 new" not in b"".join(drawn)
    page.get_by_role("button", name="Saved searches (1)").click()
    expect(page.locator(".badge", has_text="1 new")).to_be_visible()
    remove(added.outcomes[0].document_id, Settings(home=home))
