"""Fitting the weights by which a question is called answered."""

import numpy as np
import pytest

from eval.training.abstaining import TWINS, Asked, area, fit, left_out, main
from eval.training.groups import rows


@pytest.fixture
def asked():
    drawn = np.random.default_rng(1)
    telling = drawn.normal(size=200)
    noise = drawn.normal(size=200)
    is_answered = telling + 0.3 * drawn.normal(size=200) > 0
    return [
        Asked((float(t), float(n), float(-t)), bool(a), f"note {at // 2}")
        for at, (t, n, a) in enumerate(zip(telling, noise, is_answered, strict=True))
    ]


def test_what_tells_gets_a_weight_and_none_is_below_nothing(asked):
    signs = np.array([one.signs for one in asked])
    answered = np.array([one.is_answered for one in asked])

    weights = fit(signs, answered)

    assert weights.of[0] > 5 * weights.of[1]
    assert weights.of[2] == 0
    assert area(weights.logits(signs), answered) > 0.95


def test_a_half_is_judged_by_what_the_other_half_taught(asked):
    answered = np.array([one.is_answered for one in asked])

    assert area(left_out(asked), answered) > 0.9
    turned = [Asked(one.signs, not one.is_answered, one.note) for one in asked]
    assert area(left_out(turned), ~answered) > 0.9


def test_the_area_is_a_half_where_nothing_is_told():
    answered = np.array([True, False, True, False])

    assert area(np.zeros(4), answered) == 0.5
    assert area(np.array([2.0, 1.0, 4.0, 3.0]), answered) == 0.75


def test_twins_name_a_note_that_is_held():
    from corpus.catalogue import notes_folder

    twins = rows(TWINS)

    assert len(twins) > 400
    assert all(row["yes"] and row["no"] and row["yes"] != row["no"] for row in twins)
    assert all((notes_folder() / f"{row['note']}.md").is_file() for row in twins)


def test_a_folder_without_a_library_is_named(tmp_path, capsys):
    assert main(["--library", str(tmp_path)]) == 2
    assert "no library" in capsys.readouterr().err
