"""Questions drafted from sentences by rule, from the grammar to a case file that runs."""

import doctest
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from assistant.review import ACCEPTED, Ballot, Kind, load_drafts, queue
from corpus.taxonomy import load_taxonomy
from eval.case_files import load_cases
from eval.cli import main
from eval.drafting import phrases, rules, sentences, shapes, verbs
from eval.drafting.absent import Held
from eval.drafting.drafts import make_drafts
from eval.drafting.naming import questions_from
from ingest.embed import embedder_name
from ingest.pipeline import add
from ingest.reading import LibraryReader
from ingest.settings import Settings, load_settings

LOWER = frozenset("the bids applications launch report delegates".split())
PAGES = (
    ["The Harbour Skills Pilot placed 412 residents of Grimsby into work.", "",
     "The Harbour Skills Pilot was launched in Hull on 6 March 2024."],
    ["Humber College leads the Harbour Skills Pilot in Grimsby and Hull.", "",
     "It closed soon afterwards.", "",
     "Of those asked in Hull by Humber College, 40% said that work had helped."],
)  # fmt: skip


@pytest.mark.parametrize("module", [phrases, rules, sentences, shapes, verbs])
def test_examples_hold(module):
    outcome = doctest.testmod(module)

    assert outcome.attempted
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("sentence", "question", "points"),
    [
        ("About 200 delegates attended the conference at the University of Leeds.",
         "How many delegates attended the conference at the University of Leeds?", ("200",)),
        ("The CIY Fund received more than 200 applications and funded 22 projects.",
         "How many applications did the CIY Fund receive?", ("200",)),
        ("Over £5 million was awarded to the Rural Wales LPIP, with Ann Lee as director.",
         "How much was awarded to the Rural Wales LPIP?", ("£5 million",)),
        ("Bids to the Fund raised £5.5 million for youth clubs in Hull.",
         "How much did bids to the Fund raise for youth clubs in Hull?", ("£5.5 million",)),
        ("In 2019, 101 English towns were chosen to seek Town Deals.",
         "In 2019, how many English towns were chosen to seek Town Deals?", ("101",)),
        ("In a survey, 75% of Hull residents said they were proud to live there now.",
         "In a survey, what percentage of Hull residents said they were proud to live there now?",
         ("75%",)),
        ("Six members of the panel were chosen by lot in Hull.",
         "How many members of the panel were chosen by lot in Hull?", ("six|6",)),
        ("The launch of the Hull Fund was held on Tuesday 27 February 2024.",
         "When was the launch of the Hull Fund held?", ("27 February 2024",)),
        ("HM Treasury published the Green Book Review on 11 June 2025.",
         "When did HM Treasury publish the Green Book Review?", ("11 June 2025",)),
        ("The University of Birmingham leads the LPIP Hub, which is a consortium.",
         "Who leads the LPIP Hub?", ("University of Birmingham",)),
        ("The West Midlands LPIP was a short project led by the University of Birmingham.",
         "Who led the West Midlands LPIP?", ("University of Birmingham",)),
    ],
)  # fmt: skip
def test_a_statement_becomes_a_question_that_it_answers(sentence, question, points):
    found = {one.text: one.points for one in questions_from(sentence, LOWER)}

    assert found.get(question) == points


@pytest.mark.parametrize(
    "sentence",
    [
        "More than 200 went to Leeds, York and Hull by train.",
        "The report, which was late, said that 40 of 50 agreed with it.",
        "Just under two thirds of those released were looking for work.",
        "3.9 Local authorities are gaining a greater role in public health.",
    ],
)
def test_a_sentence_of_no_certain_shape_gives_no_question(sentence):
    assert list(questions_from(sentence, LOWER)) == []


def test_a_sentence_that_leans_on_another_is_not_used():
    assert not sentences.usable("It placed 412 residents of Grimsby into paid work.")
    assert not sentences.usable("We placed 412 residents of Grimsby into paid work.")


def test_a_changed_question_that_something_held_answers_is_no_near_miss():
    held = Held.of(["The pilot placed 30 residents of Hull into work in 2020."])

    assert held.answers("Hull", "How many residents of Hull did the pilot place into work?")
    assert not held.answers("York", "How many residents of York did the pilot place into work?")


@pytest.fixture(scope="module")
def library(tmp_path_factory, make_pdf) -> Settings:
    folder = tmp_path_factory.mktemp("drafting")
    (folder / "files").mkdir()
    report = make_pdf(folder / "files" / "harbour.pdf", PAGES)
    report.with_name("harbour.pdf.meta.yaml").write_text("title: Harbour evaluation\n", "utf-8")
    settings = load_settings(home=folder / "home")
    add([report], settings)
    return settings


def test_drafts_are_the_same_for_a_seed_and_their_quotes_stand_on_their_pages(library):
    with closing(LibraryReader(library.home, embedder_name(library))) as reader:
        made = [make_drafts(reader, load_taxonomy(), count=20, seed=3) for _ in range(2)]
        drafts = made[0]
        assert made[0] == made[1]
        for one in (evidence for draft in drafts for evidence in draft.evidence):
            page = reader.page(one.document_id, one.page).text
            assert page[one.start : one.end] == one.quote
    asked = {draft.question: draft for draft in drafts}
    assert "412" in asked[
        "How many residents of Grimsby did the Harbour Skills Pilot place into work?"
    ].must_contain  # fmt: skip
    missed = [draft for draft in drafts if draft.type == "near-miss"]
    assert missed
    assert all(draft.expected == "abstain" and draft.why for draft in missed)


def test_what_is_accepted_runs_as_cases(library, tmp_path: Path, capsys):
    home = str(library.home)
    assert main(["make-cases", "--library", home, "--name", "mine", "--count", "12"]) == 0
    assert main(["make-cases", "--library", home, "--name", "mine", "--accepted", "x.yaml"]) == 2
    assert "nobody has accepted" in capsys.readouterr().err
    drafts = queue(library.home / "review", Kind.DRAFTS, "mine")
    for item in load_drafts(drafts.path):
        Ballot.of(drafts, "Ann").put(item.id, ACCEPTED)
    cases = tmp_path / "cases.yaml"
    assert main(["make-cases", "--library", home, "--name", "mine", "--accepted", str(cases)]) == 0

    loaded = load_cases(cases)
    assert len(loaded.cases) == len(load_drafts(drafts.path))
    files = str(library.home.parent / "files")
    out = tmp_path / "out"
    assert main(["run", str(cases), "--files", files, "--library", home, "--out", str(out)]) == 0
    assert yaml.safe_load(cases.read_text("utf-8"))["name"] == "mine"


def test_a_folder_without_a_library_is_named_and_left_alone(tmp_path: Path, capsys):
    missing = tmp_path / "nowhere"
    assert main(["make-cases", "--library", str(missing)]) == 2
    assert f"{missing}: no library in it." in capsys.readouterr().err
    assert not missing.exists()
