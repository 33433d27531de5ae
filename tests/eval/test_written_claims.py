"""Claims of ours about texts: what teaches."""

import gzip
import json

import pytest

from eval.training.judge_sets import held_back
from eval.training.written_claims import (
    OWN,
    SETS,
    about_own,
    about_sets,
    rows,
    teaching,
)

TEXTS = [f"The mill at Corwen employs {count} people and exports flannel." for count in range(40)]
KEPT = next(text for text in TEXTS if held_back(text))
TAUGHT = next(text for text in TEXTS if not held_back(text))
ANSWER = [["It is a mill.", 1], ["It closed in 1999.", 0]]


def _write(path, *rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


@pytest.fixture
def written(tmp_path):
    passages = [{"id": str(at), "passage": text} for at, text in enumerate((KEPT, TAUGHT))]
    _write(tmp_path / "answer/mills.jsonl.gz", *passages)
    claims = [{"set": "mills", "id": one, "said": ANSWER, "how": "beyond"} for one in "01"]
    return about_sets(tmp_path, _write(tmp_path / "claims.jsonl.gz", *claims))


def test_each_sentence_of_an_answer_teaches_by_itself(written):
    first, second = teaching(written)

    assert (first.premise, first.claim, first.label) == (TAUGHT, "It is a mill.", 1.0)
    assert (second.claim, second.label) == ("It closed in 1999.", 0.0)


def test_documents_of_ours_come_with_their_claims(tmp_path):
    said = {"said": [["The mill exports flannel.", 1]], "how": "summary"}
    path = _write(tmp_path / "own.jsonl.gz", {"text": TAUGHT, "claims": [said]})

    (one,) = about_own(path)

    assert (one.premise, one.sentences) == (TAUGHT, (("The mill exports flannel.", True),))


def test_the_claims_that_come_with_the_program_are_as_often_true_as_not():
    own = [float(all(label for _, label in one.sentences)) for one in about_own(OWN)]
    others = [float(all(label for _, label in row["said"])) for row in rows(SETS)]

    for labels, least in ((own, 1000), (others, 4000)):
        assert len(labels) > least
        assert 0.45 < sum(labels) / len(labels) < 0.55
