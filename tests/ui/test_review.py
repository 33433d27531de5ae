"""Claims and draft questions reviewed in a real browser, from the run to the judge set."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from assistant.review import (
    LABELS,
    Ballot,
    DraftItem,
    Evidence,
    Kind,
    load_claims,
    queue,
    queues,
    write_items,
)
from eval.case_files import load_cases
from eval.cli import main

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]

Shoot = Callable[["Page", str], None]
Scan = Callable[["Page"], list[str]]
CLAIMS = 20
QUESTIONS = (
    "How much funding does the LPIP Hub have and who provides it?",
    "Which local authority areas does the Rural Wales LPIP cover?",
    "Who leads the Rural Wales LPIP?",
    "What would it cost to bring London homes up to EPC B by 2030?",
    "How many residents did the Harbour Skills Pilot place into work?",
    "What does the skills review say about employers?",
    "What does the evidence say about apprenticeships?",
    "Which projects did YPIP fund?",
    "What does the Maryland scale measure?",
    "What are the place fellows asked to do?",
    "What happens in Barnsley's Pathways to Work?",
    "What does action research offer local policy?",
)
UNANSWERED = (
    "What is the capital of France?",
    "How many tram drivers does the Isle of Skye employ?",
    "Who won the Grimsby chess cup of 1931?",
)
CASES = len(QUESTIONS) + len(UNANSWERED)
DRAFT = "How many residents of Grimsby did the Harbour Skills Pilot place into work?"


@pytest.fixture(scope="module")
def waiting(server: str, home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The server, with a run of the suite, twenty of its claims and two drafts to decide on."""
    folder = tmp_path_factory.mktemp("run")
    entries = [
        {
            "id": f"Q{n}",
            "type": "fact" if asked in QUESTIONS else "not held",
            "question": asked,
            "expected": "answer" if asked in QUESTIONS else "abstain",
        }
        for n, asked in enumerate((*QUESTIONS, *UNANSWERED))
    ]
    (folder / "starter.yaml").write_text(json.dumps({"cases": entries}), encoding="utf-8")
    (folder / "files").mkdir()
    run = home / "runs" / "starter"
    asked = ["run", str(folder / "starter.yaml"), "--files", str(folder / "files")]
    assert main([*asked, "--library", str(home), "--out", str(run)]) == 0
    for_people = ["--library", str(home), "--claims", str(CLAIMS), "--damage", "0.4"]
    assert main(["review", str(run), *for_people, "--judge", "product", "--judge", "rule"]) == 0
    _write_drafts(home)
    return server


def _write_drafts(home: Path) -> None:
    quote = "The Harbour Skills Pilot placed 412 residents of Grimsby into work."
    evidence = (Evidence(quote=quote, title="Harbour", file="files/harbour.pdf", page=2),)
    drafts = [
        DraftItem(id="F1", type="figure", question=DRAFT, expected="answer",
                  must_contain=("412",), evidence=evidence),
        DraftItem(id="N1", type="near-miss", question=DRAFT.replace("Grimsby", "Hull"),
                  expected="abstain", evidence=evidence),
    ]  # fmt: skip
    write_items(queue(home / "review", Kind.DRAFTS, "harbour"), drafts)


@pytest.fixture
def visit(browser: "Browser", waiting: str) -> "Callable[..., Page]":
    """Opens the Evaluation view in a window of its own, as another person would."""
    opened = []

    def open_view(section: str | None, reviewer: str | None = None) -> "Page":
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        opened.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{waiting}/evaluation")
        page.locator("h1", has_text="Evaluation").wait_for(timeout=90_000)
        if section:
            page.get_by_role("radio", name=section).click()
        if reviewer:
            page.get_by_label("Your name").fill(reviewer)
            page.keyboard.press("Enter")
            page.locator(".review-progress").wait_for()
            page.keyboard.press("Tab")
        return page

    yield open_view
    for context in opened:
        context.close()


def decided(page: "Page", done: int, total: int = CLAIMS) -> None:
    """Waits until so many are decided."""
    page.locator(".review-progress", has_text=f"{done} of {total} decided").wait_for()
    settled(page)


def settled(page: "Page") -> None:
    """Waits until the page is drawn: a key pressed before belongs to what was there before."""
    page.locator(".stApp[data-test-script-state='notRunning']").wait_for()


def shown(page: "Page") -> tuple[str, str]:
    """The claim on the card, and its quotes as one text."""
    claim = page.locator(".st-key-review-card .claim").inner_text()
    return " ".join(claim.split()), " ".join(
        " ".join(page.locator(".st-key-review-card mark").all_inner_texts()).split()
    )


def key_for(claim: str, quotes: str, *, careful: bool) -> str:
    """1 for a claim whose words stand in its quotes, else 3; a careful person says 2 of some."""
    if all(word in quotes for word in claim.split()):
        return "2" if careful and len(claim) % 2 else "1"
    return "3"


def label_all(page: "Page", *, careful: bool, done: int = 0) -> dict[str, str]:
    """Decides on every claim by keyboard; returns claim -> key."""
    keys = {}
    for number in range(done, CLAIMS):
        decided(page, number)
        claim, quotes = shown(page)
        keys[claim] = key_for(claim, quotes, careful=careful)
        page.keyboard.press(keys[claim])
    decided(page, CLAIMS)
    return keys


@pytest.fixture
def two_decided(waiting: str, home: Path) -> Iterator[None]:
    """Two people who decided on every claim and differ on some; forgotten when the test ends."""
    (claims,) = queues(home / "review", Kind.CLAIMS)
    made = [Ballot.of(claims, name) for name in ("Mair", "Tom")]
    for at, item in enumerate(load_claims(claims.path)):
        label = LABELS[0 if item.changed else -1]
        made[0].put(item.id, label)
        made[1].put(item.id, LABELS[1] if at % 5 == 0 else label)
    yield
    for ballot in made:
        ballot.path.unlink()


@pytest.mark.usefixtures("two_decided")
def test_figures_and_reviewing_break_no_rule(
    window: "tuple[str, Page]", waiting: str, picture: Shoot, violations: Scan
) -> None:
    kind, page = window
    page.goto(f"{waiting}/evaluation")
    for at, (part, reviewer, seen) in enumerate(
        [
            ("evaluation", "", ".figures"),
            ("claims", "Gwen", ".st-key-review-card"),
            ("drafts", "Gwen", ".st-key-review-card .badge"),
            ("agreement", "Mair", ".agreement"),
        ]
    ):
        if reviewer:
            kind_asked = "drafts" if part == "drafts" else "claims"
            page.get_by_role("radio").nth(at % 3 or 1).click()
            # The field of the section before looks the same, and what is typed there is lost.
            name = page.locator(f".st-key-who-{kind_asked} input").first
            name.wait_for()
            settled(page)
            name.fill(reviewer)
            page.keyboard.press("Enter")
            settled(page)
        page.locator(seen).wait_for()

        assert violations(page) == [], part
        picture(page, f"{kind}-{part}")


def test_two_people_label_twenty_claims_agreement_is_shown_and_a_judge_measured(
    visit: "Callable[..., Page]", tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = visit("Review claims", "Ann")
    decided(page, 0)
    first, _ = shown(page)
    page.keyboard.press("s")
    page.locator(".st-key-review-card .claim", has_not_text=first).wait_for()
    settled(page)
    page.keyboard.press("1")
    decided(page, 1)
    page.keyboard.press("u")
    decided(page, 0)
    by_ann = label_all(page, careful=False)

    page.locator(".agreement").wait_for()
    page.get_by_text("Nobody else has decided").wait_for()

    other = visit("Review claims", "Ben")
    decided(other, 0)
    assert other.locator(".agreement").count() == 0
    by_ben = label_all(other, careful=True)
    row = other.locator(".agreement tr", has_text="Ann · Ben")
    row.wait_for()

    same = sum(by_ann[claim] == by_ben[claim] for claim in by_ann)
    assert by_ann.keys() == by_ben.keys()
    assert 0 < same < CLAIMS
    cells = row.locator("td").all_inner_texts()
    assert cells[:2] == [str(CLAIMS), f"{100 * same / CLAIMS:.0f}%"]
    assert re.fullmatch(r"0\.\d\d", cells[2])
    assert other.locator(".agreement tr", has_text="product · Ben").count() == 1
    other.get_by_text(f"Where people differ ({CLAIMS - same})").wait_for()

    with other.expect_download() as download:
        other.get_by_role("button", name="Download the labels").click()
    exported = tmp_path / "labels.jsonl"
    download.value.save_as(exported)
    assert main(["judge", str(exported), "--judge", "overlap", "--judge", "rule"]) == 0
    assert "rule" in capsys.readouterr().out


def test_a_claims_page_opens_beside_it_with_its_quote_lit(
    visit: "Callable[..., Page]", violations: Scan
) -> None:
    page = visit("Review claims", "Cleo")
    evidence = page.locator(".review-evidence").first
    quote, title = (evidence.locator(part).inner_text() for part in ("mark", "figcaption b"))

    page.locator("[class*='st-key-evidence-'] button").first.click()

    source = page.locator(".st-key-source")
    expect(source.locator(".source-head h2")).to_have_text(title)
    lit = source.locator(".page-text mark").first
    lit.wait_for(state="attached")
    assert bare(lit.text_content()) == bare(quote)
    expect(page.locator(".st-key-review-card")).to_have_count(1)
    assert violations(page) == []


def bare(text: str | None) -> str:
    """A text with its white space made even."""
    return " ".join((text or "").split())


def test_drafts_are_changed_accepted_rejected_and_exported_as_cases_that_load(
    visit: "Callable[..., Page]", tmp_path: Path, violations: Scan
) -> None:
    page = visit("Draft questions", "Ann")
    decided(page, 0, 2)
    page.keyboard.press("2")
    page.get_by_label("Question", exact=True).wait_for()
    assert violations(page) == []
    page.get_by_label("Question", exact=True).fill("How many found work in Grimsby?")
    page.get_by_role("button", name="Accept as changed").click()
    decided(page, 1, 2)
    page.keyboard.press("3")
    decided(page, 2, 2)
    page.get_by_text("1 accepted, 1 rejected.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the case file (1)").click()
    exported = tmp_path / "cases.yaml"
    download.value.save_as(exported)

    (case,) = load_cases(exported).cases
    assert case.turns[0].question == "How many found work in Grimsby?"
    assert case.turns[0].points[0].any_of == (("412",),)
    assert case.turns[0].gold[0].page == 2


def test_the_figures_of_the_latest_run_are_shown_with_its_failing_cases(
    visit: "Callable[..., Page]",
) -> None:
    page = visit(None)
    page.locator(".figures").wait_for()

    assert (
        page.locator(".figure", has_text="Quotes that are there").locator("b").inner_text()
        == "100%"
    )
    page.get_by_role("button", name="Download the full report").wait_for()
    failed = page.locator(".failing > li").count()
    assert (
        f"{CASES - failed} of {CASES} cases without a problem"
        in page.locator(".run-head").inner_text()
    )
