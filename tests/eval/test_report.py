"""The page of a run: pictures without script, evidence lit, trend from run to run."""

import doctest
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval import evidence
from eval.cases import Behaviour, Case, CaseSet, GoldSpan, Turn
from eval.contract import AnswerRecord
from eval.history import NAME, remember
from eval.plots import calibration_svg, risk_coverage_svg, slices_svg, trend_svg
from eval.reply import RankedPassage, Reply
from eval.report import Run, write_report
from eval.suite import How, SystemOutcome, run_suite
from eval.summary import summarise

QUOTE = "The hub has 3.6 million."


class Sure:
    """Answers every second question wrongly, and is less sure of those."""

    name = 'sure <img src="x">'

    def __init__(self, report: Path) -> None:
        self._report = str(report)

    def answer(self, case: Case) -> tuple[Reply, ...]:
        number = int(case.case_id)
        cited = {"path": self._report, "page": 1, "quote": QUOTE, "passage_id": "p"}
        hit = {"path": self._report, "page_start": 1, "page_end": 1, "passage_id": "p",
               "text": f"Before it. {QUOTE} After it.",
               "similarity": 0.9 - number / 20}  # fmt: skip
        answer = {"question": "?", "status": "answered", "hits": [hit],
                  "claims": [{"text": QUOTE, "citations": [cited]}]}  # fmt: skip
        ranking = (RankedPassage(self._report, 1, 1),)
        return (Reply(AnswerRecord.model_validate(answer), ranking, 0.1),)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, make_pdf) -> tuple[SystemOutcome, ...]:
    report = make_pdf(tmp_path_factory.mktemp("report") / "report.pdf", [[QUOTE]])
    gold = (GoldSpan(file="report.pdf", page=1, quote="the hub has 3.6 million"),)
    cases = tuple(
        Case(str(n), f"kind {n % 3}", (
            Turn("How much?", Behaviour.ANSWER, frozenset({"answered" if n % 2 else "partial"}),
                 (), gold),
        ))
        for n in range(12)
    )  # fmt: skip
    return run_suite(CaseSet("small", cases), [Sure(report)], How(say=lambda _: None))


def test_every_picture_is_drawn_without_script_or_address(outcomes, tmp_path):
    summary = summarise(outcomes[0])
    past = [remember(tmp_path, "small", f"2026-11-2{n}T10:00", [summary]) for n in (4, 5)][-1]
    drawn = {
        "risk": risk_coverage_svg([summary]),
        "calibration": calibration_svg(outcomes),
        "slices": slices_svg(summary, "passed"),
        "trend": trend_svg(past, summary.system),
    }

    for name, svg in drawn.items():
        assert svg.startswith("<svg"), name
        assert "<script" not in svg
        assert "<img" not in svg
        assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {
            "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink",
        }  # fmt: skip
    assert "type: kind 1 (4)" in drawn["slices"]


def test_no_picture_is_drawn_of_nothing(outcomes):
    assert risk_coverage_svg([]) == ""
    assert calibration_svg([SystemOutcome("none", ())]) == ""
    assert trend_svg([], "none") == ""


def test_a_page_shows_each_quote_lit_in_its_context_and_slices_with_intervals(outcomes, tmp_path):
    _, page_path = write_report(
        Run("small", {"Made": "now"}, outcomes, "2026-11-26T10:00"), tmp_path
    )
    page = page_path.read_text("utf-8")
    HTMLParser().feed(page)

    assert page.count(f"Before it. <mark>{QUOTE}</mark> After it.") == 12
    assert "Judged: report.pdf p. 1: “the hub has 3.6 million”" in page
    assert page.count("<svg") == 3
    assert '<img src="x">' not in page
    assert re.search(r"0\.50 <span class=\"range\">0\.\d\d to \d\.\d\d", page)


def test_the_second_run_into_a_folder_shows_the_trend(outcomes, tmp_path):
    for day in (25, 26):
        write_report(Run("small", {}, outcomes, f"2026-11-{day}T10:00"), tmp_path)
    with (tmp_path / NAME).open("a", encoding="utf-8") as stream:
        stream.write('{"made": "2026-')
    _, page = write_report(Run("other", {}, outcomes, "2026-11-27T10:00"), tmp_path)

    assert "Trend over runs" not in page.read_text("utf-8")
    _, page = write_report(Run("small", {}, outcomes, ""), tmp_path)
    assert [run.case_set for run in remember(tmp_path, "other", "", ())] == ["other"]
    assert "Trend over runs" in page.read_text("utf-8")


def test_examples_hold():
    outcome = doctest.testmod(evidence)

    assert outcome.attempted
    assert outcome.failed == 0
