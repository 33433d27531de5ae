"""Queues, decisions, agreement and exports of what people review."""

import doctest
import json
from pathlib import Path

import pytest
import yaml

from assistant.errors import BadReview
from assistant.review import (
    ACCEPTED,
    POINTS,
    QUESTION,
    REJECTED,
    Ballot,
    ClaimItem,
    DraftItem,
    Evidence,
    Kind,
    Queue,
    accepted_cases,
    agreement,
    agreements,
    ballots,
    labelled_lines,
    load_claims,
    load_drafts,
    queue,
    queues,
    settled,
    write_items,
)

QUOTE = Evidence(quote="The fund paid £3 million.", before="In 2020 ", after=" It closed.", page=4)


def claim(item_id: str) -> ClaimItem:
    return ClaimItem(id=item_id, claim=f"Claim {item_id}", evidence=(QUOTE,))


def draft(item_id: str, expected: str = "answer") -> DraftItem:
    return DraftItem.model_validate(
        {
            "id": item_id,
            "type": "figure",
            "question": "How much did the fund pay?",
            "expected": expected,
            "must_contain": ["£3 million|£3m"],
            "evidence": [QUOTE.model_copy(update={"file": "a/fund.pdf"})],
        }
    )


@pytest.fixture
def claims(tmp_path: Path) -> Queue:
    """A queue of twenty claims."""
    made = queue(tmp_path, Kind.CLAIMS, "first set")
    write_items(made, [claim(f"c{n}") for n in range(20)])
    return made


def test_measures_of_agreement_match_their_published_examples() -> None:
    outcome = doctest.testmod(agreement)

    assert outcome.attempted >= 5
    assert outcome.failed == 0


def test_a_queue_is_read_as_it_was_written(claims: Queue, tmp_path: Path) -> None:
    assert queues(tmp_path, Kind.CLAIMS) == (claims,)
    assert load_claims(claims.path)[0] == claim("c0")
    assert claim("c0").premise == "In 2020 The fund paid £3 million. It closed."


def test_a_broken_line_is_named(claims: Queue) -> None:
    claims.path.write_text('{"id": "a", "claim": "b", "evidence": []}\n', encoding="utf-8")

    with pytest.raises(BadReview, match=r"first set\.jsonl, line 1: evidence"):
        load_claims(claims.path)


@pytest.mark.parametrize("name", ["../other", "a/b", "", ".hidden", "dots."])
def test_a_queue_cannot_lie_outside_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadReview, match="cannot name a queue"):
        queue(tmp_path, Kind.CLAIMS, name)


def test_the_last_word_counts_and_can_be_taken_back(claims: Queue) -> None:
    ballot = Ballot.of(claims, "Ann Lee")
    ballot.put("c1", "supported")
    ballot.put("c2", "partly")
    ballot.put("c1", "not_supported")

    assert ballot.choices() == {"c2": "partly", "c1": "not_supported"}
    ballot.undo()
    assert Ballot.of(claims, " ann  LEE ").choices() == {"c2": "partly"}
    assert len(ballot.path.read_text(encoding="utf-8").splitlines()) == 4


def test_a_line_cut_by_a_kill_costs_one_decision(claims: Queue) -> None:
    ballot = Ballot.of(claims, "Ann")
    ballot.put("c1", "supported")
    with ballot.path.open("a", encoding="utf-8") as stream:
        stream.write('{"id": "c2", "revie')

    assert ballot.choices() == {"c1": "supported"}
    ballot.put("c3", "partly")
    assert ballot.choices() == {"c1": "supported", "c3": "partly"}


def test_a_name_needs_a_letter(claims: Queue) -> None:
    with pytest.raises(BadReview, match="Type your name"):
        Ballot.of(claims, " .. ")


def test_each_person_has_an_order_of_their_own(claims: Queue) -> None:
    ids = [f"c{n}" for n in range(20)]
    ann, ben = Ballot.of(claims, "Ann"), Ballot.of(claims, "Ben")

    assert ann.order(ids) == ann.order(list(reversed(ids)))
    assert sorted(ann.order(ids)) == sorted(ids)
    assert ann.order(ids) != ben.order(ids)


def test_agreement_of_people_and_judges_by_a_sum_done_by_hand() -> None:
    ann = {"a": "supported", "b": "supported", "c": "partly", "d": "not_supported"}
    ben = {"a": "supported", "b": "not_supported", "c": "not_supported", "d": "not_supported"}
    strict = {"a": "supported", "b": "supported", "c": "not_supported", "d": "supported"}
    rows = agreements({"Ann": ann, "Ben": ben}, {"strict": strict})

    together, with_ann, _ = rows
    assert together.who == ("Ann", "Ben")
    assert together.items == 4
    # Equal on a and d: 2 of 4. By chance: supported 2/4 x 1/4, not 1/4 x 3/4, so 5/16.
    assert together.agree == 0.5
    assert together.kappa == pytest.approx((1 / 2 - 5 / 16) / (1 - 5 / 16))
    assert together.low is not None
    assert together.alpha is not None
    assert together.low <= together.alpha
    # "Partly" is not supported beside a judge: equal on a, b and c.
    assert with_ann.agree == 0.75
    assert with_ann.kappa == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))


def test_agreement_without_variety_or_overlap_is_undefined_not_perfect() -> None:
    same = {"a": "supported", "b": "supported"}
    (alike,) = agreements({"Ann": same, "Ben": same}, {})
    (apart,) = agreements({"Ann": {"a": "partly"}, "Ben": {"b": "partly"}}, {})

    assert (alike.agree, alike.kappa, alike.alpha) == (1.0, None, None)
    assert (apart.items, apart.agree) == (0, None)


def test_labels_are_exported_where_most_people_agree(claims: Queue) -> None:
    ann, ben = Ballot.of(claims, "Ann"), Ballot.of(claims, "Ben")
    for person, choices in (
        (ann, ("supported", "partly", "supported")),
        (ben, ("supported", "not_supported", "partly")),
    ):
        for number, choice in enumerate(choices):
            person.put(f"c{number}", choice)
    people = {name: own.choices() for name, own in ballots(claims).items()}
    lines = [json.loads(line) for line in labelled_lines(load_claims(claims.path), people)]

    assert [(line["id"], line["label"]) for line in lines] == [("c0", 1), ("c1", 0)]
    assert lines[0]["labels"] == {"Ann": "supported", "Ben": "supported"}
    assert lines[0]["premise"] == QUOTE.shown


def test_accepted_drafts_become_a_case_file_and_one_rejection_is_enough(tmp_path: Path) -> None:
    drafts = queue(tmp_path, Kind.DRAFTS, "mine")
    write_items(drafts, [draft("d1"), draft("d2", "abstain"), draft("d3"), draft("d4")])
    ann, ben = Ballot.of(drafts, "Ann"), Ballot.of(drafts, "Ben")
    ann.put("d1", ACCEPTED, {QUESTION: "How much was paid?", POINTS: "£3 million | £3m\n\n2020 "})
    ann.put("d2", ACCEPTED)
    ann.put("d3", REJECTED)
    ben.put("d3", ACCEPTED)
    items = load_drafts(drafts.path)
    known = settled(own.decisions() for own in ballots(drafts).values())
    text = accepted_cases("mine", items, known)

    cases = yaml.safe_load(text or "")["cases"]
    assert [case["id"] for case in cases] == ["d1", "d2"]
    assert cases[0]["question"] == "How much was paid?"
    assert [point["any_of"] for point in cases[0]["points"]] == [["£3 million", "£3m"], ["2020"]]
    assert cases[0]["gold"] == [{"file": "a/fund.pdf", "page": 4, "quote": QUOTE.quote}]
    assert cases[1]["expected"] == "abstain"
    assert "gold" not in cases[1]
    assert accepted_cases("mine", items, {}) is None
