"""pytest plugin: grounding tests written as tests.

from eval.plugin import assert_grounded

@pytest.mark.cases("cases.yaml")
def test_every_answer_is_grounded(case, assistant):
    assert_grounded(assistant.ask(case.turns[0].question))
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from assistant.answer import Answer
    from eval.contract import AnswerRecord
    from eval.support import Supports

MARKER = "cases(source): once for each case of a case file or packaged set; the test takes `case`"


def assert_grounded(
    answer: "Answer | AnswerRecord | Mapping[str, object]", supports: "Supports | None" = None
) -> None:
    """AssertionError naming every claim that is not borne out, and why.

    answer: of the assistant, or of any system in the JSON contract. supports: the judge; the
    assistant's own without one.
    """
    __tracebackhide__ = True
    from eval.grounded import as_record, ungrounded

    faults = ungrounded(as_record(answer), supports or _product)
    if faults:
        raise AssertionError("The answer is not grounded.\n" + "\n".join(faults))


def pytest_configure(config: pytest.Config) -> None:
    """Names the marker, so that --strict-markers knows it."""
    config.addinivalue_line("markers", MARKER)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test per case, named by the case's id. A relative path is looked for beside the test."""
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is None:
        return
    from eval.case_files import load_cases
    from eval.errors import BadCases

    if len(marker.args) != 1 or "case" not in metafunc.fixturenames:
        pytest.fail(
            f"{metafunc.definition.nodeid}: @pytest.mark.cases takes one case file, and the test "
            "an argument named `case`",
            pytrace=False,
        )
    beside = metafunc.definition.path.parent / Path(marker.args[0])
    try:
        case_set = load_cases(beside if beside.is_file() else marker.args[0])
    except BadCases as error:
        pytest.fail(str(error), pytrace=False)
    cases = case_set.cases
    metafunc.parametrize("case", cases, ids=[case.case_id for case in cases])


def _product(premise: str, claim: str) -> bool:
    from assistant.answer import Label
    from assistant.grounding.judge import Judge

    return Judge().verdict(claim, (premise,)).label is Label.SUPPORTED
