"""A file made for one session is of no use to another."""

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from ui.serve.owners import COOKIE, new_token

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def test_a_download_opens_only_with_the_cookie_of_its_session(page: "Page", server: str) -> None:
    page.set_default_timeout(90_000)
    page.goto(f"{server}/map")
    with page.expect_download() as caught:
        page.get_by_test_id("stDownloadButton").get_by_role("button").last.click()
    address = caught.value.url
    own = {c["name"]: c["value"] for c in page.context.cookies()}[COOKIE]

    assert status(address, own) == 200
    assert status(address, new_token()) == 403
    assert status(address, None) == 403


def status(address: str, token: str | None) -> int:
    """Of a request with this cookie, or with none."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=60)
    headers = {"Cookie": f"{COOKIE}={token}"} if token else {}
    connection.request("GET", parts.path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status
