"""The page with a language model: who wrote is said, sources open, About says what leaves."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import _wait_for, free_port

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
QUESTION = "How many residents did the Harbour Skills Pilot place into work?"


@pytest.fixture(scope="module")
def with_model(server: str, home: Path, chat_address: str, tmp_path_factory) -> Iterator[str]:
    """A second server over a copy of the same library, whose answers a model writes."""
    folder = tmp_path_factory.mktemp("with-model")
    own = shutil.copytree(home, folder / "home", ignore=shutil.ignore_patterns("*.lock"))
    port = free_port()
    command = [str(Path(sys.executable).parent / "lpip-ui"), "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        started = subprocess.Popen(
            [*command, "--no-browser", "--no-starter"],
            env=os.environ
            | {
                "LPIP_HOME": str(own),
                "LPIP_CHAT_MODEL": "openai:perfect",
                "LPIP_CHAT_BASE_URL": chat_address,
            },
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(port, started, folder / "server.log")
            yield f"http://127.0.0.1:{port}"
        finally:
            started.terminate()
            started.wait(20)


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
