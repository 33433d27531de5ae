"""Fetching from a server that misbehaves: every address ends in one line, none in a hang."""

import gzip
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from threading import Barrier, Event, Lock

import pytest

from corpus.fetch.bounds import Manners
from corpus.fetch.outcome import Ending
from tests.corpus.misbehaving import (
    PDF,
    Act,
    Line,
    head,
    page,
    pdf,
    raw,
    redirect,
    reply,
)
from tests.corpus.trial import BOUNDS, Trial

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

PAGE = b"<!DOCTYPE html><html><head><title>Plan</title></head><body><p>x</p></body></html>"
BIG = "larger than 0.1907 MB"


def endless(line: Line) -> None:
    line.send(head(200, {"Content-Type": "application/pdf"}), PDF)
    for _ in range(200):
        line.send(b"x" * 10_000)


def slow_body(line: Line) -> None:
    line.send(head(200, {"Content-Length": str(len(PDF))}))
    line.drip(PDF, 0.02)


def stalls(line: Line) -> None:
    line.send(head(200, {"Content-Length": str(len(PDF))}), PDF[:100])
    Event().wait(1.0)


def silent(line: Line) -> None:
    Event().wait(1.0)


def slow_head(line: Line) -> None:
    line.drip(head(200, {"X-Padding": "x" * 500}), 0.02)


def endless_interim(line: Line) -> None:
    for _ in range(100):
        line.send(head(103, {"Link": "</a>"}))


def resets(line: Line) -> None:
    line.send(head(200, {"Content-Length": str(len(PDF))}), PDF[:500])
    line.reset()


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b"\x00" * 1_000_000) for _ in range(20)) + packer.flush()


def packed(body: bytes) -> Act:
    return reply(200, body, "application/pdf", {"Content-Encoding": "gzip"})


@pytest.mark.parametrize(
    ("act", "bounds", "said"),
    [
        (slow_head, {"first_byte_s": 0.3}, "no answer came within 0.3 s"),
        (silent, {"first_byte_s": 0.3}, "no answer came within 0.3 s"),
        (slow_body, {"whole_s": 0.6}, "it took longer than 0.6 s"),
        (stalls, {"idle_s": 0.3}, "nothing came for 0.3 s"),
    ],
)
def test_slowness_of_every_kind_ends_in_a_line(
    trial: Trial, act: Act, bounds: dict[str, float], said: str
) -> None:
    trial.bounds, trial.manners = replace(BOUNDS, **bounds), Manners(pause_s=0, tries=1)
    url = trial.server.on("/plan.pdf", act)

    outcome = trial.one(url)

    assert outcome.ending is Ending.FAILED
    assert said in outcome.message
    assert outcome.path is None


CASES: dict[str, tuple[Act, Ending, str]] = {
    "endless body": (endless, Ending.REFUSED, BIG),
    "announced too large": (
        raw(head(200, {"Content-Length": "999999999999"})), Ending.REFUSED, BIG
    ),
    "announces more than it sends": (
        raw(head(200, {"Content-Length": "9000"}), PDF),
        Ending.FAILED, "before the file was complete",
    ),
    "announces less than it sends": (
        raw(head(200, {"Content-Length": "100"}), PDF), Ending.FAILED, "goes on after the 100 bytes"
    ),
    "two different lengths": (
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n", PDF),
        Ending.FAILED, "not proper HTTP",
    ),
    "a length that is no number": (
        raw(head(200, {"Content-Length": "-5"}), PDF), Ending.FAILED, "not proper HTTP"
    ),
    "a PDF that is an error page": (
        reply(200, PAGE, "application/pdf"), Ending.FAILED,
        "should be a PDF and is a web page titled 'Plan'",
    ),
    "a PDF that is nothing": (
        reply(200, b"oops", "application/pdf"), Ending.FAILED, "should be a PDF and is none"
    ),
    "a picture": (
        reply(200, b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png"), Ending.REFUSED, "a PNG picture"
    ),
    "a program": (reply(200, b"MZ" + bytes(99)), Ending.REFUSED, "it is a program"),
    "bytes of no kind": (reply(200, bytes(99)), Ending.REFUSED, "of a kind that the library"),
    "an archive": (
        reply(200, b"PK\x03\x04" + bytes(60), "application/zip"), Ending.REFUSED, "a ZIP archive"
    ),
    "an empty body": (reply(200), Ending.FAILED, "the file is empty"),
    "no content": (reply(204), Ending.FAILED, "answers 204"),
    "304 to no condition": (reply(304), Ending.FAILED, "answers 304"),
    "206 to no range": (
        reply(206, PDF, headers={"Content-Range": "bytes 0-9/10"}), Ending.FAILED, "another part"
    ),
    "chunks cut short": (
        raw(head(200, {"Transfer-Encoding": "chunked"}), b"5\r\n%PDF-\r\n"),
        Ending.FAILED, "before the file was complete",
    ),
    "chunks that are garbage": (
        raw(head(200, {"Transfer-Encoding": "chunked"}), b"zzz\r\n%PDF-\r\n0\r\n\r\n"),
        Ending.FAILED, "not proper HTTP",
    ),
    "a PDF cut without a length": (
        raw(head(200, {"Content-Type": "application/pdf"}), PDF[:800]),
        Ending.FAILED, "the PDF ends in the middle",
    ),
    "closed without an answer": (raw(b""), Ending.FAILED, "without an answer"),
    "no HTTP at all": (raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), Ending.FAILED, "not proper HTTP"),
    "invalid bytes in the head": (
        raw(b"HTTP/1.1 200 OK\r\nX-\x00\xff: \x01\r\n\r\n", PDF), Ending.FAILED, "not proper HTTP"
    ),
    "a flood of headers": (
        raw(head(200, {f"X-{n}": "y" * 80 for n in range(5_000)}), PDF),
        Ending.FAILED, "the head of the answer is longer",
    ),
    "endless interim answers": (endless_interim, Ending.FAILED, "without an answer"),
    "a reset in the middle": (resets, Ending.FAILED, "connection"),
    "a gzip bomb": (packed(bomb()), Ending.REFUSED, BIG),
    "gzip that is none": (packed(PDF), Ending.FAILED, "is packed (gzip), but it is not"),
    "gzip cut short": (packed(gzip.compress(PDF)[:-20]), Ending.FAILED, "ends in the middle"),
    "an unknown packing": (
        reply(200, PDF, headers={"Content-Encoding": "br"}), Ending.FAILED, "not asked for ('br')"
    ),
    "a redirect to nowhere": (reply(302), Ending.FAILED, "without saying where to"),
    "a redirect to a file": (redirect("file:///etc/passwd"), Ending.REFUSED, "only http and https"),
    "a redirect to ftp": (redirect("ftp://pages.example/x"), Ending.REFUSED, "only http and https"),
    "a redirect to loopback": (redirect("http://127.0.0.1/"), Ending.REFUSED, "not a public"),
    "a redirect to another port here": (
        redirect("http://127.0.0.1:8080/"), Ending.REFUSED, "not a public"
    ),
    "a redirect to a private address": (
        redirect("http://192.168.0.1/"), Ending.REFUSED, "not a public"
    ),
    "a redirect to the metadata of a cloud": (
        redirect("http://169.254.169.254/latest/meta-data/"), Ending.REFUSED, "not a public"
    ),
    "a redirect with a password": (
        redirect("http://a:b@pages.example/"), Ending.REFUSED, "user name or password"
    ),
    "a login": (reply(401), Ending.REFUSED, "asks for a login (401). Download it in a browser"),
    "a paywall": (reply(402), Ending.REFUSED, "has to be paid for (402). Download it"),
    "no to programs": (reply(403), Ending.REFUSED, "refuses it to programs (403). Download it"),
    "gone": (reply(410), Ending.FAILED, "there is no such page (410). Look for its new address"),
    "a page that says not found": (
        page("Page not found - GOV.UK"), Ending.FAILED, "in its place comes a page titled"
    ),
    "a page that asks who is there": (page("Just a moment..."), Ending.FAILED, "in its place"),
    "always in trouble": (reply(503), Ending.FAILED, "answers 503. Try again later"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_goes_wrong_is_one_line_and_leaves_nothing(trial: Trial, name: str) -> None:
    act, ending, said = CASES[name]
    url = trial.server.on("/it", act)

    outcome = trial.one(url)

    assert (outcome.ending, said in outcome.message) == (ending, True), outcome.message
    assert "\n" not in outcome.line
    assert outcome.line.startswith(f"{url}: ")
    assert [path.name for path in trial.folder.glob("*") if path.name[0] != "."] == []
    assert list((trial.folder / ".parts").glob("*")) == []


@pytest.mark.parametrize(
    ("act", "file"),
    [
        (reply(200, PDF), "doc1.pdf"),
        (reply(200, PDF, "text/html"), "doc1.pdf"),
        (reply(200, PAGE, "application/octet-stream"), "doc1.html"),
        (reply(200, b"<!-- a -->\n<!-- b --><p>", "text/html"), "doc1.html"),
        (reply(200, b"Rents rose.", "text/plain"), "doc1.txt"),
        (reply(200, b"a,b\n1,2\n", "text/csv"), "doc1.csv"),
        (packed(gzip.compress(PDF)), "doc1.pdf"),
        (raw(head(200), PDF), "doc1.pdf"),
        (raw(head(103, {"Link": "</a>"}), head(200, {"Content-Length": "3"}), b"Yes"), "doc1.txt"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_bytes(trial: Trial, act: Act, file: str) -> None:
    outcome = trial.one(trial.server.on("/it", act))

    assert outcome.ending is Ending.FETCHED, outcome.message
    assert outcome.path == trial.folder / file


def test_a_server_that_recovers_is_asked_again_with_growing_pauses(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", reply(500), reply(503), pdf())
    trial.manners = Manners(pause_s=0, backoff_s=100, most_wait_s=1_000)

    outcome = trial.one(url)

    # Nobody slept, so a little of the time to wait has passed by itself.
    first, second = trial.sleeper.slept
    assert outcome.ending is Ending.FETCHED
    assert 80 < first <= 100
    assert 180 < second <= 200


@pytest.mark.parametrize(
    "asked",
    [
        lambda: "50",
        lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=50), usegmt=True),
    ],
)
def test_retry_after_is_waited_for(trial: Trial, asked: Callable[[], str]) -> None:
    url = trial.server.on("/plan.pdf", reply(429, headers={"Retry-After": asked()}), pdf())

    outcome = trial.one(url)

    assert outcome.ending is Ending.FETCHED
    assert len(trial.sleeper.slept) == 1
    assert 30 < trial.sleeper.slept[0] <= 50


def test_a_host_that_asks_for_a_long_pause_is_left_alone(trial: Trial) -> None:
    first = trial.server.on("/a.pdf", reply(429, headers={"Retry-After": "3600"}))
    second = trial.server.on("/b.pdf", pdf())

    report = trial.fetch(first, second)

    assert [outcome.ending for outcome in report.outcomes] == [Ending.FAILED, Ending.FAILED]
    assert "asking to come again in 3,600 s" in report.outcomes[0].message
    assert trial.server.asked("/b.pdf") == []


def test_redirects_are_followed_and_remembered(trial: Trial) -> None:
    other = trial.server.on("/plan.pdf", pdf(), host="files.example")
    url = trial.server.on("/plan", redirect("/moved", 301))
    moved = trial.server.on("/moved", redirect(other, 308))

    outcome = trial.one(url)

    kept = (trial.folder / "doc1.fetched.json").read_text()
    assert outcome.ending is Ending.FETCHED
    assert f'"final": "{other}"' in kept
    assert moved in kept


def test_redirect_loops_and_long_chains_end(trial: Trial) -> None:
    loop = trial.server.on("/a", redirect("/b"))
    trial.server.on("/b", redirect("/a"))
    chain = trial.server.on("/0", redirect("/1"))
    for number in range(1, 9):
        trial.server.on(f"/{number}", redirect(f"/{number + 1}"))

    report = trial.fetch(loop, chain)

    assert "leads round in a circle" in report.outcomes[0].message
    assert "leads on more than 4 times" in report.outcomes[1].message
    assert trial.server.asked("/6") == []


def test_cookies_are_neither_kept_nor_sent(trial: Trial) -> None:
    url = trial.server.on("/a", reply(302, headers={"Location": "/b", "Set-Cookie": "id=1"}))
    trial.server.on("/b", pdf())

    trial.one(url)

    assert all("cookie" not in request.headers for request in trial.server.requests)


def test_a_public_name_that_leads_here_is_refused(trial: Trial) -> None:
    trial.names.told["inside.example"] = [["10.0.0.7"]]

    outcome = trial.one("https://inside.example/plan.pdf")

    assert outcome.ending is Ending.REFUSED
    assert "inside.example leads to 10.0.0.7, which is not a public address" in outcome.message


def test_a_name_is_looked_up_once_for_each_connection_and_checked_each_time(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf())
    trial.names.told["pages.example"] = [["127.0.0.1"], ["169.254.169.254"]]

    outcome = trial.one(url)

    assert trial.names.asked == ["pages.example", "pages.example"]
    assert "leads to 169.254.169.254, which is not a public address" in outcome.message
    assert [request.target for request in trial.server.requests] == ["/robots.txt"]


def test_the_next_address_is_tried_when_one_does_not_answer(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf())
    closed = "127.0.0.1"
    trial.names.told["pages.example"] = [["10.0.0.1", closed]]

    assert trial.one(url).ending is Ending.FETCHED


def test_a_name_that_is_not_known_is_not_asked_for_twice(trial: Trial) -> None:
    report = trial.fetch("http://nowhere.invalid/a", "http://nowhere.invalid/b")

    assert [outcome.ending for outcome in report.outcomes] == [Ending.FAILED] * 2
    assert "has no address" in report.outcomes[1].message
    assert trial.names.asked == ["nowhere.invalid"]


def test_we_say_who_we_are(trial: Trial) -> None:
    trial.one(trial.server.on("/plan.pdf", pdf()))

    request = trial.server.asked("/plan.pdf")[0]
    assert request.headers["user-agent"].startswith("lpip-evidence-assistant")
    assert request.headers["host"] == f"pages.example:{trial.server.port}"
    assert request.headers["accept-encoding"] == "identity"


def test_hosts_are_asked_side_by_side(trial: Trial) -> None:
    there = Barrier(2, timeout=3)

    def meets(line: Line) -> None:
        there.wait()
        pdf()(line)

    first = trial.server.on("/1.pdf", meets, host="a.example")
    second = trial.server.on("/1.pdf", meets, host="b.example")

    report = trial.fetch(first, second)

    assert [outcome.ending for outcome in report.outcomes] == [Ending.FETCHED] * 2


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause_between(trial: Trial) -> None:
    alone = Lock()
    found_company: list[str] = []

    def watches(line: Line) -> None:
        if not alone.acquire(blocking=False):
            found_company.append(line.request.target)
        Event().wait(0.05)
        alone.release()
        pdf()(line)

    urls = [trial.server.on(f"/{name}.pdf", watches) for name in "abc"]
    leads_there = trial.server.on("/d", redirect(urls[0]), host="other.example")
    trial.manners = Manners(pause_s=100)

    trial.fetch(*urls, leads_there)

    # Nobody slept, so a little of the time to wait has passed by itself.
    assert found_company == []
    assert len(trial.sleeper.slept) == 5
    assert all(80 < wait <= 100 for wait in trial.sleeper.slept)


def test_the_rest_goes_on_in_the_order_asked(trial: Trial) -> None:
    good = trial.server.on("/plan.pdf", pdf())
    bad = trial.server.on("/gone", reply(404))

    report = trial.fetch("ftp://x.example/", bad, good)

    assert [outcome.ending.value for outcome in report.outcomes] == ["refused", "failed", "fetched"]
    assert [outcome.name for outcome in report.outcomes] == ["doc1", "doc2", "doc3"]
    assert report.files == (trial.folder / "doc3.pdf",)


def test_an_address_that_is_asked_for_twice_is_fetched_once(trial: Trial) -> None:
    url = trial.server.on("/plan.pdf", pdf())

    report = trial.fetch(url, url)

    assert len(trial.server.asked("/plan.pdf")) == 1
    assert report.outcomes[1].message == "The same address as doc1."


def test_a_second_process_is_told_to_wait(trial: Trial, tmp_path: Path) -> None:
    from corpus.errors import FetchStopped
    from corpus.fetch.folder import FetchedFolder

    with FetchedFolder(trial.folder).held(), pytest.raises(FetchStopped, match="Another process"):
        trial.fetch("http://pages.example/")
