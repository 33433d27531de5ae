"""Case files: what they mean, and one line for what is wrong with them."""

from pathlib import Path

import pytest

from eval.case_files import load_cases
from eval.cases import Behaviour, GoldSpan, PageRef
from eval.errors import BadCases


def _write(tmp_path: Path, text: str, name: str = "set.yaml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_packaged_development_set_has_its_forty_cases():
    cases = {case.case_id: case for case in load_cases("domain").cases}

    assert len(cases) == 40
    assert sum(len(case.turns) for case in cases.values()) == 48
    assert cases["Q001"].turns[0].gold[0] == GoldSpan(source_id="lpip-hub-about")
    assert cases["Q074"].turns[0].refusal_expected is True
    assert cases["Q054"].turns[0].refusal_expected is None
    assert cases["Q041"].turns[0].refusal_expected is None
    assert cases["Q007"].turns[0].refusal_expected is False


def test_a_source_of_the_development_set_is_in_the_catalogue():
    from corpus.catalogue import load_catalogue

    known = load_catalogue()
    judged = {s.source_id for c in load_cases("domain").cases for t in c.turns for s in t.gold}

    assert {source for source in judged if source and known.get(source) is None} == set()


def test_a_gold_set_is_told_by_its_content(tmp_path):
    path = _write(
        tmp_path,
        """
- id: D1
  type: table-cell
  question: How many?
  expected: answer
  answer: Five.
  must_contain: [five|5, "1,000"]
  evidence:
  - {file: a/b.pdf, page: 3, quote: five of 1000, same_quote_also_on: ["a/b.pdf#9"], scanned: true}
- id: D2
  type: near-miss
  question: How much?
  expected: refuse
  answer: Not given.
  must_contain: []
  evidence: []
  absence_check: [{scope: a/b.pdf, regex: x}]
""",
    )

    first, second = load_cases(path).cases

    assert first.turns[0].points[0].any_of == (("five",), ("5",))
    assert first.turns[0].gold == (
        GoldSpan("a/b.pdf", None, 3, "five of 1000", (PageRef("a/b.pdf", 9),), scanned=True),
    )
    assert dict(first.slices) == {"type": "table-cell", "scanned": "yes", "table": "yes",
                                  "turns": "one"}  # fmt: skip
    assert second.turns[0].expected is Behaviour.ABSTAIN


def test_a_turn_may_name_the_outcomes_that_are_right(tmp_path):
    path = _write(
        tmp_path,
        """
cases:
- id: A
  type: follow-up
  turns:
  - {question: 'One?', expected: answer}
  - {question: 'Two?', expected: abstain, statuses: [partial, abstained]}
""",
    )

    (case,) = load_cases(path).cases

    assert case.turns[0].statuses == {"answered", "partial"}
    assert case.turns[1].statuses == {"partial", "abstained"}
    assert dict(case.slices)["turns"] == "several"


CASE = "cases:\n- {id: A1, type: t, question: Why, expected: answer"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("cases: [unclosed", ["line"]),
        ("name: x", ["neither a case file"]),
        ("cases: []", ["`cases`"]),
        ("[]", ["no case"]),
        ("cases:\n- {type: t, question: Why, expected: answer}", ["number 1", "id"]),
        ("cases:\n- just words", ["number 1"]),
        (f"{CASE}, expcted: x}}", ["A1", "expcted"]),
        ("cases:\n- {id: A1, type: t, question: Why, expected: guess}", ["A1", "expected"]),
        ("cases:\n- {id: A1, type: t, question: ' ', expected: answer}", ["A1", "question"]),
        (f"{CASE}, statuses: [done]}}", ["A1", "statuses.0"]),
        (f"{CASE}, points: [{{point: p, any_of: []}}]}}", ["A1", "points.0.any_of"]),
        (f"{CASE}, gold: [{{file: a.pdf}}]}}", ["A1", "gold.0", "page"]),
        (f"{CASE}, gold: [{{file: a.pdf, page: 0}}]}}", ["A1", "gold.0.page"]),
        (f"{CASE}, gold: [{{page: 2}}]}}", ["A1", "gold.0", "source"]),
        (f"{CASE}, gold: [{{file: a.pdf, page: 2, also_on: [b.pdf]}}]}}", ["A1", "FILE#PAGE"]),
        (f"{CASE}}}\n- {{id: A1, type: t, question: Why, expected: answer}}", ["A1", "twice"]),
        ("- {id: D1, type: t, question: Why, expected: answer, must_contain: []}",
         ["D1", "evidence"]),
    ],
)  # fmt: skip
def test_a_bad_case_file_is_one_line_naming_file_case_and_field(tmp_path, text, parts):
    path = _write(tmp_path, text)

    with pytest.raises(BadCases) as caught:
        load_cases(path)

    message = str(caught.value)
    assert message.startswith(str(path))
    assert "\n" not in message
    assert [part for part in parts if part not in message] == []


def test_a_missing_case_file_is_named_with_the_packaged_sets(tmp_path):
    with pytest.raises(BadCases, match=r"absent\.yaml: no such case file.*domain"):
        load_cases(tmp_path / "absent.yaml")
