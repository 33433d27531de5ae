"""The page with a language model: who wrote is said, sources open, About says what leaves."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from eval.bench.page import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
QUESTION = "How many residents did the Harbour Skills Pilot place into work?"


@pytest.fixture(scope="module")
def with_model(server: str, home: Path, chat_address: str, tmp_path_factory) -> Iterator[str]:
    """A second server over a copy of the same library, whose answers a model writes."""
    folder = tmp_path_factory.mktemp("with-model")
    own = shutil.copytree(home, folder / "home", ignore=shutil.ignore_patterns("*.lock"))
    model = {"LPIP_CHAT_MODEL": "openai:perfect", "LPIP_CHAT_BASE_URL": chat_address}
    with served(own, more=model) as (address, _):
        yield address


def test_an_answer_says_who_wrote_it_and_about_says_what_leaves(
    with_model: str, page: "Page"
) -> None:
    from playwright.sync_api import expect

    page.goto(with_model)
    box = page.locator("textarea").first
    box.fill(QUESTION)
    box.press("Enter")

    expect(page.locator(".written-by")).to_contain_text("openai:perfect", timeout=60_000)
    expect(page.locator(".claim").first).to_contain_text("412")

    page.goto(f"{with_model}/about")

    told = page.get_by_role("paragraph").filter(has_text="runs on this machine too")
    expect(told).to_be_visible(timeout=60_000)
    expect(page.locator("table.model-usage")).to_contain_text("openai:perfect")
