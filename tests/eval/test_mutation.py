"""Right answers damaged in known ways, and what the judge notices of it."""

import json
from contextlib import closing
from random import Random

import pytest

from assistant.answer import Label
from eval.cli import main
from eval.judges.words import RULE
from eval.mutation import damage
from eval.mutation.damage import DAMAGES, Draw, altered_quote
from eval.mutation.harmless import HARMLESS
from eval.mutation.judging import passes_with, product_passes
from eval.mutation.sources import elsewhere, from_library
from eval.mutation.testing import (
    ALTERED,
    MOVED,
    UNTOUCHED,
    RightAnswer,
    Shown,
    run_trials,
    summarise,
)
from ingest.embed import embedder_name
from ingest.pipeline import add
from ingest.reading import LibraryReader

SENTENCE = (
    "However, in 2019 the three councils of Powys had not spent all of the £1,500 million, "
    "which rose by 12% (see Annex A)."
)
PAGE = f"About the scheme. {SENTENCE} The rest is silence."
ANSWERS = tuple(
    RightAnswer(f"a{n}", text, text, f"Start. {text} End.", f"Page {n + 2} says something else.")
    for n, text in enumerate(
        [SENTENCE, *(f"The scheme in Ceredigion was given {n} million pounds." for n in range(12))]
    )
)


def _draw(seed: int = 1) -> Draw:
    return Draw(Random(seed), ["Orkney"], ["Hens need nests."])


@pytest.mark.parametrize("kind", DAMAGES)
def test_every_kind_of_damage_changes_the_sentence(kind):
    for seed in range(20):
        changed = DAMAGES[kind](SENTENCE, _draw(seed))

        assert changed is not None
        assert changed != SENTENCE


def test_damage_is_what_its_name_says():
    assert damage.changed_year("In 2019 it ended.", _draw()) not in (None, "In 2019 it ended.")
    assert damage.changed_unit("It cost £3 million.", _draw(3)) in (
        "It cost $3 million.", "It cost £3 billion.",
    )  # fmt: skip
    assert damage.changed_unit("It took 6 weeks.", _draw()) == "It took 6 months."
    assert damage.swapped_name("It began in Powys.", _draw()) == "It began in Orkney."
    assert damage.changed_scope("It gave up to ten grants.", _draw()) == (
        "It gave more than ten grants."
    )
    assert damage.changed_count("The four pilots ended.", _draw()) == "The ten pilots ended."
    assert damage.negated("It is open.", _draw()) == "It is not open."
    assert damage.invented_sentence("It is open.", _draw()) == "It is open. Hens need nests."
    assert altered_quote("one two three", _draw()) == "one three"


@pytest.mark.parametrize("text", ["Hens need no nests.", "Nothing to be seen here."])
def test_damage_that_does_not_apply_is_left_out(text):
    kinds = [kind for kind, change in DAMAGES.items() if change(text, _draw()) is not None]

    assert kinds == ["sentence invented"]


def test_a_year_is_no_digit_to_change_and_a_digit_no_year():
    assert damage.changed_digit("In 2019 it ended.", _draw()) is None
    assert damage.changed_year("It cost 2,019 pounds.", _draw()) is None


def test_harmless_wordings_keep_the_meaning():
    said = {kind: rewrite(SENTENCE) for kind, rewrite in HARMLESS.items()}

    assert said["1,500 as 1500"] is not None
    assert "£1500 million" in said["1,500 as 1500"]
    assert "£1,500m" in (said["£3.6 million as £3.6m"] or "")
    assert "12 per cent" in (said["12% as 12 per cent"] or "")
    assert "the 3 councils" in (said["three as 3"] or "")
    assert (said["opening connective left out"] or "").startswith("In 2019")
    assert "Annex" not in (said["brackets left out"] or "Annex")
    assert said["plain quotes and dashes"] is None


def test_the_product_notices_every_damage_to_a_verbatim_claim_and_lets_it_stand_untouched():
    found = {one.kind: one for one in summarise(run_trials(ANSWERS, product_passes))}

    assert found[UNTOUCHED].trials == len(ANSWERS)
    assert found[UNTOUCHED].share.value == 0.0
    assert found[MOVED].share.value == found[ALTERED].share.value == 1.0
    assert found["digit changed"].share.value == 1.0
    assert not found["digit changed"].missed


def test_what_a_judge_misses_is_named():
    found = {one.kind: one for one in summarise(run_trials(ANSWERS, passes_with(RULE, 0.5)))}

    # Words in lower case are nothing to the rule, so a negation passes.
    assert found["digit changed"].share.value == 1.0
    assert found["negated"].share.value == 0.0
    assert len(found["negated"].missed) == found["negated"].trials
    assert found["negated"].missed[0].shown.quote == SENTENCE


def test_a_quote_that_is_not_on_its_page_never_passes():
    shown = Shown(SENTENCE, SENTENCE, "Another page.")

    assert not product_passes(shown)
    assert not passes_with(RULE, 0.0)(shown)
    assert product_passes(Shown(SENTENCE, SENTENCE, PAGE))
    assert Label.SUPPORTED == "supported"


def test_one_more_answer_changes_no_other_answers_damage_of_its_own():
    short = {(t.answer_id, t.kind): t.shown for t in run_trials(ANSWERS[:5], product_passes)}
    long = {(t.answer_id, t.kind): t.shown for t in run_trials(ANSWERS, product_passes)}

    for kind in ("digit changed", "year changed", "negated", "scope changed"):
        same = [key for key in short if key[1] == kind]
        assert all(short[key] == long[key] for key in same)


def test_a_citation_moves_to_a_page_that_lacks_the_quote():
    pages = {1: "the quote", 2: "the quote again", 3: "no more"}

    assert elsewhere(pages, 1, "the quote") == "no more"
    assert elsewhere({1: "the quote"}, 1, "the quote") == ""


def test_sentences_of_a_library_are_damaged_by_the_command(settings, tmp_path, make_pdf, capsys):
    lines = [
        f"The council of Powys gave {n} million pounds to the villages in 201{n}." for n in range(5)
    ]
    report = make_pdf(tmp_path / "report.pdf", [lines, ["Another page with nothing on it."]])
    add([report], settings)
    out = tmp_path / "mutations.json"

    status = main(["mutate", str(settings.home), "--answers", "4", "--out", str(out)])

    assert status == 0
    shown = capsys.readouterr().out
    assert shown.startswith("4 right answers")
    stored = {one["kind"]: one for one in json.loads(out.read_text("utf-8"))}
    assert stored["untouched"]["trials"] == 4
    assert stored["digit changed"]["share"]["value"] == 1.0
    with closing(LibraryReader(settings.home, embedder_name(settings))) as library:
        assert from_library(library, 4) == from_library(library, 4)
        assert all(answer.quote in answer.page for answer in from_library(library, 4))
