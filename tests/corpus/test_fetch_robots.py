"""robots.txt is asked first, once for each host, and heeded."""

import pytest

from corpus.fetch.bounds import Manners
from corpus.fetch.outcome import Ending, FetchOutcome
from tests.corpus.misbehaving import Act, pdf, raw, redirect, reply
from tests.corpus.trial import Trial

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def after(trial: Trial, act: Act) -> FetchOutcome:
    """What becomes of /plan.pdf when robots.txt is answered like this."""
    trial.server.on("/robots.txt", act)
    return trial.one(trial.server.on("/plan.pdf", pdf()))


def rules(*lines: str) -> Act:
    return reply(200, "\n".join(lines).encode(), "text/plain")


@pytest.mark.parametrize(
    "lines",
    [
        ("User-agent: *", "Disallow: /"),
        ("User-agent: lpip-evidence-assistant", "Disallow: /plan"),
        ("User-Agent: LPIP-Evidence-Assistant", "Disallow: /*.pdf$"),
        ("User-agent: other", "User-agent: *", "Disallow: /plan.pdf", "Allow: /pl"),
    ],
)
def test_a_page_that_robots_txt_forbids_is_not_asked_for(
    trial: Trial, lines: tuple[str, ...]
) -> None:
    outcome = after(trial, rules(*lines))

    assert outcome.ending is Ending.REFUSED
    assert "asks programs not to fetch it. Download it in a browser" in outcome.message
    assert trial.server.asked("/plan.pdf") == []


@pytest.mark.parametrize(
    "act",
    [
        reply(404), reply(403), reply(401), reply(200), reply(204),
        rules("User-agent: Googlebot", "Disallow: /"),
        rules("User-agent: *", "Disallow: /", "User-agent: lpip-evidence-assistant", "Allow: /"),
        rules("User-agent: *", "Disallow: /", "Allow: /plan"),
        rules("User-agent: *", "Disallow:"),
        rules("Disallow: /"),
        reply(200, b"<!DOCTYPE html><html>not here</html>", "text/html"),
        reply(200, bytes(range(256)) * 20),
    ],
)  # fmt: skip
def test_what_robots_txt_does_not_forbid_is_fetched(trial: Trial, act: Act) -> None:
    outcome = after(trial, act)

    assert outcome.ending is Ending.FETCHED, outcome.message


@pytest.mark.parametrize(
    "act",
    [
        reply(500),
        reply(503),
        reply(429),
        raw(b""),
        raw(b"rubbish\r\n\r\n"),
        redirect("/robots.txt"),
    ],
)
def test_a_host_whose_robots_txt_cannot_be_read_is_left_alone(trial: Trial, act: Act) -> None:
    outcome = after(trial, act)

    assert outcome.ending is Ending.FAILED
    assert "the robots.txt of pages.example cannot be read" in outcome.message
    assert trial.server.asked("/plan.pdf") == []


def test_a_robots_txt_in_trouble_for_a_moment_is_asked_again(trial: Trial) -> None:
    trial.server.on("/robots.txt", reply(503), rules("User-agent: *", "Allow: /"))

    assert trial.one(trial.server.on("/plan.pdf", pdf())).ending is Ending.FETCHED


def test_it_is_asked_once_for_each_host(trial: Trial) -> None:
    first = trial.server.on("/a.pdf", pdf())
    second = trial.server.on("/b.pdf", pdf())
    other = trial.server.on("/a.pdf", pdf(), host="other.example")

    trial.fetch(first, second, other)

    hosts = [request.host.partition(":")[0] for request in trial.server.asked("/robots.txt")]
    assert sorted(hosts) == ["other.example", "pages.example"]


def test_the_rules_of_the_host_that_a_redirect_leads_to_count(trial: Trial) -> None:
    trial.server.on("/robots.txt", rules("User-agent: *", "Disallow: /"), host="closed.example")
    target = trial.server.on("/plan.pdf", pdf(), host="closed.example")

    outcome = trial.one(trial.server.on("/plan", redirect(target)))

    assert outcome.ending is Ending.REFUSED
    assert "robots.txt of closed.example" in outcome.message


def test_a_redirected_robots_txt_counts(trial: Trial) -> None:
    trial.server.on("/rules", rules("User-agent: *", "Disallow: /"), host="www.example")

    outcome = after(trial, redirect(trial.server.url("/rules", host="www.example")))

    assert outcome.ending is Ending.REFUSED


def test_a_robots_txt_never_leads_inside(trial: Trial) -> None:
    outcome = after(trial, redirect("http://169.254.169.254/"))

    assert outcome.ending is Ending.REFUSED
    assert "not a public address" in outcome.message


@pytest.mark.parametrize(("asked", "waited"), [(25, 25.0), (86_400, 30.0)])
def test_crawl_delay_is_honoured_within_bounds(trial: Trial, asked: int, waited: float) -> None:
    trial.server.on("/robots.txt", rules("User-agent: *", f"Crawl-delay: {asked}"))
    first = trial.server.on("/a.pdf", pdf())
    second = trial.server.on("/b.pdf", pdf())
    trial.manners = Manners(pause_s=0.0)

    trial.fetch(first, second)

    assert len(trial.sleeper.slept) == 1
    assert waited - 15 < trial.sleeper.slept[0] <= waited


def test_a_huge_robots_txt_is_read_as_far_as_it_must_be(trial: Trial) -> None:
    names = "".join(f"User-agent: n{number}\n" for number in range(15_000))
    lines = "".join(f"Disallow: /n{number}\n" for number in range(12_000))
    late = "#" * 600_000 + "\nUser-agent: *\nDisallow: /\n"
    text = f"User-agent: *\nDisallow: /secret\n{names}{lines}{late}"
    trial.server.on("/robots.txt", reply(200, text.encode()))
    secret = trial.server.on("/secret", pdf())
    plan = trial.server.on("/plan.pdf", pdf())

    report = trial.fetch(secret, plan)

    assert [outcome.ending.value for outcome in report.outcomes] == ["refused", "fetched"]
