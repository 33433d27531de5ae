"""Grounding tests written as tests: real answers, a real file, pytest itself."""

from pathlib import Path

import pytest

from eval.grounded import as_record, ungrounded
from eval.plugin import assert_grounded

pytest_plugins = ["pytester"]

SENTENCE = "The Hub has 3.6 million pounds."
CASES = """
cases:
- {id: A1, type: t, question: "How much?", expected: answer}
- {id: A2, type: t, question: "Who?", expected: answer}
"""


@pytest.fixture
def report(tmp_path, make_pdf) -> Path:
    return make_pdf(tmp_path / "report.pdf", [[SENTENCE], ["Another page."]])


def _answer(report: Path, claim: str = SENTENCE, page: int = 1, quote: str = SENTENCE):
    cited = {"path": str(report), "page": page, "quote": quote}
    return {
        "question": "?",
        "status": "answered",
        "claims": [{"text": claim, "citations": [cited]}],
    }


def test_a_grounded_answer_passes_in_any_of_its_forms(report):
    assert_grounded(_answer(report))
    assert_grounded(as_record(_answer(report)))
    assert_grounded({"question": "?", "status": "abstained"})


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"claim": "The Hub has 36 million pounds."}, "not supported by what it cites"),
        ({"page": 2}, "quote not found (report.pdf page 2)"),
        ({"quote": "The Hub has many pounds."}, "quote not found (report.pdf page 1)"),
    ],
)
def test_what_is_wrong_is_named_with_its_claim(report, change, fault):
    with pytest.raises(AssertionError) as caught:
        assert_grounded(_answer(report, **change))

    assert f"claim 1: {fault}" in str(caught.value)


def test_a_claim_without_citation_and_an_answer_without_claim_are_faults():
    claim = {"question": "?", "status": "answered", "claims": [{"text": "So it is."}]}

    assert ungrounded(as_record(claim), lambda *_: True) == ("claim 1: cites nothing: So it is.",)
    with pytest.raises(AssertionError, match="nothing is claimed"):
        assert_grounded({"question": "?", "status": "answered"})


def test_any_judge_can_take_the_place_of_the_products(report):
    reworded = _answer(report, claim="Three point six million went to the Hub.")

    assert_grounded(reworded, supports=lambda *_: True)
    with pytest.raises(AssertionError):
        assert_grounded(reworded)


def test_an_answer_of_the_assistant_is_read_as_it_is(report):
    from assistant.answer import Answer, Citation, Claim, Provenance, Status
    from ingest.document import Metadata

    known = Metadata(title="Report")
    cited = Citation("p", "d", known, str(report), 1, None, SENTENCE, 0, len(SENTENCE))
    claims = (Claim(SENTENCE, (cited,)),)

    assert_grounded(Answer("?", "?", Status.ANSWERED, claims, (), (), Provenance("1")))


def test_the_marker_runs_a_test_once_for_each_case(pytester):
    pytester.makefile(".yaml", questions=CASES)
    pytester.makepyfile(
        """
        import pytest
        from eval.plugin import assert_grounded

        @pytest.mark.cases("questions.yaml")
        def test_grounded(case):
            status = "abstained" if case.case_id == "A1" else "answered"
            assert_grounded({"question": case.turns[0].question, "status": status})
        """
    )

    outcome = pytester.runpytest("-p", "no:lpip", "-p", "eval.plugin", "--strict-markers", "-v")

    outcome.assert_outcomes(passed=1, failed=1)
    outcome.stdout.fnmatch_lines(["*test_grounded[[]A2]*FAILED*", "*nothing is claimed*"])


@pytest.mark.parametrize(
    ("marker", "argument", "message"),
    [
        ('"questions.yaml"', "", "an argument named `case`"),
        ("", "case", "takes one case file"),
        ('"absent.yaml"', "case", "no such case file"),
    ],
)
def test_a_marker_that_cannot_work_is_said_in_one_line(pytester, marker, argument, message):
    pytester.makefile(".yaml", questions=CASES)
    pytester.makepyfile(
        f"import pytest\n@pytest.mark.cases({marker})\ndef test_it({argument}):\n    pass\n"
    )

    outcome = pytester.runpytest("-p", "no:lpip", "-p", "eval.plugin")

    assert message in outcome.stdout.str() + outcome.stderr.str()
    assert outcome.ret != 0
