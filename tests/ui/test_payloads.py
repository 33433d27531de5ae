"""Every kind of markup on every surface of the page, in a real browser: nothing of it runs."""

from typing import TYPE_CHECKING

import pytest

from eval.bench.markup import SURFACES, try_all
from eval.bench.payloads import payloads
from eval.bench.showing.window import Found

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def results(browser: "Browser") -> dict[str, Found]:
    """What happened on each surface."""
    return {found.surface: found for found in try_all(payloads(None), browser, answers=4)}


@pytest.mark.parametrize("surface", SURFACES)
def test_markup_asks_for_nothing_and_is_text_where_it_is_shown(
    results: dict[str, Found], surface: str
) -> None:
    found = results[surface]

    assert found.tried > 0
    assert (found.requests, found.dialogs, found.ran, found.stray) == ([], [], False, [])
    assert found.unlike == []
