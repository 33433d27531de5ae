"""A whole run, from cases through a system to the report, with a small real system."""

import json
from pathlib import Path

import pytest

from eval.cases import Behaviour, Case, CaseSet, GoldSpan, Point, Turn
from eval.contract import AnswerRecord, CitationRecord, ClaimRecord
from eval.progress import Progress, key_of
from eval.reply import RankedPassage, Reply
from eval.report import Run, render_page, write_report
from eval.scoring import LostAt
from eval.suite import How, run_suite
from eval.summary import summarise

QUIET = How(say=lambda _: None)
ANSWERED = frozenset({"answered", "partial"})


class Shelf:
    """Answers from a table: question -> (status, claims as (page, quote)); unknown ones crash."""

    name = "shelf"

    def __init__(self, report: Path, table: dict[str, tuple[str, list[tuple[int, str]]]]) -> None:
        self._report = str(report)
        self._table = table

    def answer(self, case: Case) -> tuple[Reply, ...]:
        return tuple(self._reply(turn.question) for turn in case.turns)

    def _reply(self, question: str) -> Reply:
        status, quotes = self._table[question]
        claims = [
            {"text": quote, "citations": [{"path": self._report, "page": page, "quote": quote}]}
            for page, quote in quotes
        ]
        answer = AnswerRecord.model_validate(
            {"question": question, "status": status, "claims": claims}
        )
        ranking = tuple(RankedPassage(self._report, page, page) for page in (3, 3, 1))
        return Reply(answer, ranking, 0.25)


def _case(case_id: str, question: str, *, expected: Behaviour, word: str | None = None) -> Case:
    statuses = ANSWERED if expected is Behaviour.ANSWER else frozenset({"abstained"})
    points = (Point(word, ((word,),)),) if word else ()
    gold = (GoldSpan(file="report.pdf", page=1, quote="the hub has 3.6 million"),) if word else ()
    return Case(case_id, "number", (Turn(question, expected, statuses, points, gold),))


CASES = CaseSet(
    "small",
    (
        _case("right", "How much?", expected=Behaviour.ANSWER, word="3.6 million"),
        _case("wrong", "How many?", expected=Behaviour.ANSWER, word="four"),
        _case("refused", "Who won the cup?", expected=Behaviour.ABSTAIN),
        _case("shy", "When?", expected=Behaviour.ANSWER, word="2026"),
        _case("crash", "Unknown?", expected=Behaviour.ANSWER, word="x"),
    ),
)


@pytest.fixture
def shelf(tmp_path, make_pdf) -> Shelf:
    report = make_pdf(tmp_path / "report.pdf", [["The Hub has 3.6 million."], ["Two"], ["Three"]])
    table = {
        "How much?": ("answered", [(1, "The Hub has 3.6 million."), (2, "Two")]),
        "How many?": ("answered", [(3, "Three"), (2, "Not on this page")]),
        "Who won the cup?": ("abstained", []),
        "When?": ("abstained", []),
    }
    return Shelf(report, table)


def test_every_case_is_scored_and_a_crash_is_one_failed_case(shelf):
    (outcome,) = run_suite(CASES, [shelf], QUIET)
    by_id = {case.case.case_id: case for case in outcome.cases}

    assert [case_id for case_id, case in by_id.items() if case.passed] == ["right", "refused"]
    assert by_id["crash"].error == "KeyError: 'Unknown?'"
    assert by_id["crash"].turns[0].score.lost_at is LostAt.ERROR
    assert by_id["shy"].turns[0].score.lost_at is LostAt.ABSTENTION
    assert by_id["wrong"].turns[0].score.lost_at is LostAt.QUOTE
    assert by_id["wrong"].turns[0].score.problems == (
        "point missing: four",
        "quote not found: report.pdf page 2",
    )


def test_the_summary_adds_up(shelf):
    (outcome,) = run_suite(CASES, [shelf], QUIET)

    found = {key: round(e.value, 4) for key, e in summarise(outcome).estimates.items()}

    # Distinct pages are 3, 1: the judged page is second in every case but the crash.
    assert found["recall@1"] == 0.0
    assert found["recall@5"] == 0.75
    assert found["mrr@10"] == round(3 * 0.5 / 4, 4)
    assert found["must_contain"] == 0.25
    assert found["citation_precision"] == round((0.5 + 0) / 2, 4)
    assert found["page_accuracy"] == 0.5
    assert found["quote_validity"] == 0.75
    assert found["refusal_precision"] == 0.5
    assert found["refusal_recall"] == 1.0
    assert found["false_refusals"] == 0.25
    assert found["passed"] == 0.4
    assert found["seconds"] == 0.25


def test_a_wrong_number_of_answers_fails_the_case():
    class Short:
        name = "short"

        def answer(self, case: Case) -> tuple[Reply, ...]:
            return ()[: len(case.turns)]

    (outcome,) = run_suite(CASES, [Short()], QUIET)

    assert all(case.error == "ValueError: 0 answers for 1 turns" for case in outcome.cases)
    assert summarise(outcome).crashed == 5


def test_a_forbidden_word_fails_a_case(shelf):
    turn = Turn("How much?", Behaviour.RESIST, ANSWERED, must_not=("million",))

    (outcome,) = run_suite(CaseSet("s", (Case("a", "t", (turn,)),)), [shelf], QUIET)

    assert outcome.cases[0].turns[0].score.problems == ("says 'million', which it must not",)


def test_both_files_are_written_and_the_json_holds_every_case(shelf, tmp_path):
    outcomes = run_suite(CASES, [shelf, shelf], QUIET)

    json_path, page_path = write_report(Run("small", {"Made": "today"}, outcomes), tmp_path / "out")

    stored = json.loads(json_path.read_text(encoding="utf-8"))
    assert [len(system["cases"]) for system in stored["systems"]] == [5, 5]
    assert stored["systems"][0]["estimates"]["recall@5"]["value"] == 0.75
    assert stored["systems"][0]["cases"][0]["turns"][0]["reply"]["answer"]["status"] == "answered"
    page = page_path.read_text(encoding="utf-8")
    # Cases with a problem come first.
    assert page.index("How many?") < page.index("How much?")


def test_the_page_escapes_every_text_and_fetches_nothing(tmp_path):
    evil = '<img src="https://evil.example/x.png" onerror=alert(1)>'
    citation = CitationRecord(path=f"/x/{evil}.md", page=1, quote=evil, title=evil, publisher=evil)

    class Evil:
        name = f"system {evil}"

        def answer(self, case: Case) -> tuple[Reply, ...]:
            claim = ClaimRecord(text=evil, citations=(citation,), group=evil)
            asked = case.turns[0].question
            answer = AnswerRecord(question=asked, status="answered", claims=(claim,))
            return (Reply(answer, (), 0.1),)

    turn = Turn(evil, Behaviour.ANSWER, ANSWERED, (Point(evil, ((evil, "z"),)),))
    case_set = CaseSet(evil, (Case(evil, evil, (turn,), remark=evil),))
    outcomes = run_suite(case_set, [Evil()], QUIET)

    page = render_page(Run(evil, {evil: evil}, outcomes), [summarise(o) for o in outcomes])

    assert "<img" not in page
    assert page.count("&lt;img") > 10
    assert "<script" not in page
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("https://evil.example", "")
    assert "src=" not in page.replace("src=&#34;https://evil.example", "")


def test_a_killed_run_goes_on_where_it_stopped(shelf, tmp_path):
    class Dies:
        name = "shelf"
        asked: tuple[str, ...] = ()

        def answer(self, case: Case) -> tuple[Reply, ...]:
            self.asked = (*self.asked, case.case_id)
            if len(self.asked) == 3:
                raise KeyboardInterrupt
            return shelf.answer(case)

    dies = Dies()
    with pytest.raises(KeyboardInterrupt):
        run_suite(CASES, [dies], How(say=lambda _: None, progress=Progress(tmp_path, "k")))
    with (tmp_path / "progress.jsonl").open("a", encoding="utf-8") as stream:
        stream.write('{"key": "k", "system": "sh')
    dies.asked = ("", "", "")

    progress = Progress(tmp_path, "k")
    (resumed,) = run_suite(CASES, [dies], How(say=lambda _: None, progress=progress))
    (whole,) = run_suite(CASES, [shelf], QUIET)

    assert dies.asked[3:] == ("refused", "shy", "crash")
    assert summarise(resumed).estimates == summarise(whole).estimates
    progress.finish()
    assert list(tmp_path.glob("progress*")) == []


def test_answers_of_other_cases_or_settings_are_not_gone_on_from(shelf, tmp_path):
    run_suite(CASES, [shelf], How(say=lambda _: None, progress=Progress(tmp_path, "k")))

    assert len(Progress(tmp_path, "k")) == 4
    assert len(Progress(tmp_path, "other")) == 0
    assert key_of(CASES, ["a"]) != key_of(CASES, ["b"])
    assert key_of(CASES, ["a"]) != key_of(CaseSet("small", CASES.cases[:2]), ["a"])


def test_several_workers_give_the_same_outcome_in_the_same_order(shelf):
    (one,) = run_suite(CASES, [shelf], QUIET)
    (three,) = run_suite(CASES, [shelf], How(workers=3, say=lambda _: None))

    assert one == three


def test_answers_that_change_between_repeats_are_not_stable(shelf):
    class Fickle:
        name = "fickle"
        times = 0

        def answer(self, case: Case) -> tuple[Reply, ...]:
            self.times += 1
            if case.case_id == "right" and self.times % 2:
                return shelf.answer(_case("x", "When?", expected=Behaviour.ANSWER))
            return shelf.answer(case)

    (outcome,) = run_suite(CASES, [Fickle()], How(repeats=3, say=lambda _: None))

    by_id = {case.case.case_id: case.turns[0].score.scores for case in outcome.cases}
    assert by_id["right"]["stability"].numerator == 0.0
    assert by_id["refused"]["stability"].numerator == 1.0
    assert "stability" not in by_id["crash"]


def test_a_judge_measures_what_each_claim_rests_on(shelf):
    how = How(lambda premise, claim: claim in premise, say=lambda _: None)

    (outcome,) = run_suite(CASES, [shelf], how)

    found = summarise(outcome).estimates
    assert found["alce_recall"].value == found["alce_precision"].value == 1.0
    assert found["faithfulness"].value == 1.0
    assert found["number_fidelity"].value == 1.0
    assert summarise(outcome).risk[-1].coverage == 1.0
