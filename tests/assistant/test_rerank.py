"""The sentences found and their passages in the order of a model that counts words in common."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.abstain import names_asked_about, share_named, signs
from assistant.answer import Hit
from assistant.errors import ModelMissing
from assistant.evidence import Scored, sentences_of
from assistant.question import plan_question
from assistant.question.words import content_words
from assistant.reading import PartEvidence, by_evidence, on_what_is_named
from assistant.rerank import PACKAGED, load_reranker, read_beside, text_read
from corpus.taxonomy import load_taxonomy
from ingest.document import Metadata, Passage
from ingest.settings import Settings

QUESTION = "Which retrofit skills are short?"


class WordsInCommon:
    """Ten logits for each content word of the question that a text holds."""

    name, calibrated = "words in common", True

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
        asked = set(content_words(question))
        return np.array([10.0 * len(asked & set(content_words(t))) for t in texts], np.float32)


@pytest.fixture(scope="module")
def taxonomy():
    return load_taxonomy()


def _hit(number: int, text: str, heading: str = "") -> Hit:
    path = (heading,) if heading else ()
    passage = Passage(f"p{number}", f"d{number}", 1, 1, 0, len(text), text, path)
    return Hit(passage, Metadata(title=""), f"/{number}.pdf", 0.5)


def _scored(hits: Sequence[Hit]) -> list[Scored]:
    """Each sentence, the first of the hits scoring a little more than the next."""
    found = sentences_of(hits)
    return [Scored(s, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 1.0 - at / 100) for at, s in enumerate(found)]


HITS = (
    _hit(1, "The river is monitored by sensors at seven sites."),
    _hit(2, "Retrofit work is done by forty firms of the county."),
    _hit(3, "The retrofit skills that firms call short are those of fitters."),
)


def test_the_sentence_that_the_model_reads_as_an_answer_comes_first():
    read = read_beside(QUESTION, _scored(HITS), WordsInCommon())

    assert [s.sentence.hit.path for s in read] == ["/3.pdf", "/2.pdf", "/1.pdf"]
    assert [s.relevance for s in read] == [30.0, 10.0, 0.0]


def test_of_two_that_the_model_hears_alike_the_one_that_is_named_comes_first(taxonomy):
    alike = (
        _hit(1, "The Khwh leaflet speaks of retrofit."),
        _hit(2, "The Srbe leaflet speaks of retrofit."),
    )
    part = plan_question("What does the Srbe leaflet say?", (), taxonomy).parts[0]
    names = names_asked_about(part, taxonomy)
    told = [replace(s, named=share_named(names, s)) for s in _scored(alike)]

    read = read_beside(QUESTION, told, WordsInCommon())

    assert names == {"Srbe"}
    assert [s.sentence.hit.path for s in read] == ["/2.pdf", "/1.pdf"]


def test_a_name_counts_as_it_is_written(taxonomy):
    asked = plan_question("How many jobs are there in the Hamlet Works of Wales?", (), taxonomy)
    names = names_asked_about(asked.parts[0], taxonomy)
    (towers,) = _scored((_hit(1, "Tower Hamlets has works."),))
    (works,) = _scored((_hit(2, "The Hamlet Works made jobs."),))

    assert names == {"Hamlet", "Works"}
    assert share_named(names, towers) == 0.0
    assert share_named(names, works) == 1.0
    assert share_named(frozenset(), towers) == 1.0


def test_a_sentence_is_read_with_its_title_and_the_heading_it_stands_under():
    hit = _hit(1, "They are those of the fitters.", "Skills")
    (untitled,) = sentences_of([hit])
    (titled,) = sentences_of([replace(hit, metadata=Metadata(title="Retrofit in Powys"))])

    assert text_read(untitled) == "Skills > They are those of the fitters."
    assert text_read(titled) == f"Retrofit in Powys > {text_read(untitled)}"


def test_the_passage_of_the_best_sentence_leads_and_the_unread_stay_behind(taxonomy):
    plan = plan_question(QUESTION, (), taxonomy)
    unread = _hit(4, "Nobody compared this one with the question.")
    read = read_beside(QUESTION, _scored(HITS), WordsInCommon())

    found = by_evidence(plan, (*HITS, unread), [PartEvidence(plan.parts[0], tuple(read), 0.9)])

    assert [hit.path for hit in found] == ["/3.pdf", "/2.pdf", "/1.pdf", "/4.pdf"]
    assert [hit.relevance for hit in found] == [30.0, 10.0, 0.0, None]


def test_the_sides_of_a_comparison_keep_taking_turns(taxonomy):
    plan = plan_question("Compare retrofit skills in Wales and Scotland", (), taxonomy)
    read = read_beside(QUESTION, _scored(HITS), WordsInCommon())

    found = by_evidence(plan, HITS, [PartEvidence(plan.parts[0], tuple(read), 0.9)])

    assert [hit.path for hit in found] == [hit.path for hit in HITS]
    assert [hit.relevance for hit in found] == [0.0, 10.0, 30.0]


def test_what_no_model_has_read_stays_in_its_order(taxonomy):
    plan = plan_question(QUESTION, (), taxonomy)

    assert by_evidence(plan, HITS, [PartEvidence(plan.parts[0], tuple(_scored(HITS)), 0.9)]) == HITS


def test_a_file_that_is_not_there_is_named_with_its_setting(tmp_path):
    with pytest.raises(ModelMissing, match=r"LPIP_ASK_RERANKER=.*none\.safetensors: no such file"):
        load_reranker(str(tmp_path / "none.safetensors"), Settings(home=tmp_path))


def test_the_packaged_model_tells_an_answer_from_a_sentence_on_the_same_thing(tmp_path):
    model = load_reranker("packaged", Settings(home=tmp_path))
    assert model is not None

    answer, beside = model.scores(
        "How many posts came out of making homes warmer?",
        [
            "The retrofit scheme created 412 jobs in three years.",
            "The retrofit scheme ran in 14 districts from 2019 to 2022.",
        ],
    )

    assert model.name.startswith(PACKAGED.stem)
    assert answer > beside
    assert load_reranker("off", Settings(home=tmp_path)) is None


def test_logits_that_nobody_calibrated_put_in_order_but_do_not_decide(assistant):
    class Foreign(WordsInCommon):
        calibrated = False

    read = replace(assistant, reranker=WordsInCommon()).explain(QUESTION).evidence[0]
    foreign = replace(assistant, reranker=Foreign()).explain(QUESTION).evidence[0]

    said = [s.sentence.text for s in read.scored]
    # Only a calibrated one may stop when it has heard an answer.
    assert len(foreign.scored) > len(said)
    assert [s.sentence.text for s in foreign.scored if s.sentence.text in said] == said
    assert foreign.scored[0].relevance is not None
    assert read.signs.relevance is not None
    assert foreign.signs.relevance is None


def test_a_low_logit_that_nobody_calibrated_takes_no_figure_away(assistant):
    class Gloomy(WordsInCommon):
        calibrated = False

        def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:
            return super().scores(question, texts) - 100

    asked = "How many people in Barnsley are economically inactive?"

    evidence = replace(assistant, reranker=Gloomy()).explain(asked).evidence[0]

    assert evidence.signs.holds == 1.0


def test_what_a_question_takes_for_granted_is_read_as_well(assistant):
    asked = "Since Barnsley has no inactive people, how many jobs does it need?"

    evidence = assistant.explain(asked).evidence

    premises = [found for found in evidence if found.part.premise]
    assert premises
    assert all(s.relevance is not None for found in evidence for s in found.scored)


@pytest.mark.parametrize(
    ("question", "said", "share"),
    [
        ("What is the total number of jobs created?", "The scheme created 412 jobs.", 1.0),
        ("What is the unit cost of the labs?", "The cost of the labs was £3 million.", 0.5),
        ("What has the Portal found on travel to work?", "It holds data on bus fares.", 0.0),
        ("What was reported on 12 March 2019?", "It holds data on bus fares.", 1.0),
    ],
)
def test_a_quantity_or_a_topic_of_findings_has_to_be_named(taxonomy, question, said, share):
    plan = plan_question(question, (), taxonomy)

    found = signs(plan.parts[0], _scored([_hit(1, said)]), {}, taxonomy)

    assert found is not None
    assert found.measure == share


class Counting:
    """One logit for all, and how many texts it was asked for with each question."""

    name, calibrated = "counting", True

    def __init__(self, logit: float) -> None:
        self._logit = logit
        self.asked: list[int] = []

    def scores(self, question: str, texts: Sequence[str]) -> np.ndarray:  # noqa: ARG002
        self.asked.append(len(texts))
        return np.full(len(texts), self._logit, np.float32)


@pytest.mark.parametrize(("logit", "read"), [(2.0, [12]), (-2.0, [12, 12])])
def test_more_is_read_only_where_nothing_of_the_first_is_heard_well(assistant, logit, read):
    model = Counting(logit)

    evidence = replace(assistant, reranker=model).explain(QUESTION).evidence[0]

    assert model.asked == read
    assert len(evidence.scored) == sum(read)


def test_parts_of_a_question_share_what_is_read(assistant):
    model = Counting(-2.0)
    asked = "Which retrofit skills are short, and how many people in Barnsley are inactive?"

    evidence = replace(assistant, reranker=model).explain(asked).evidence

    assert len(evidence) == 2
    assert model.asked == [12, 12]


def test_of_what_is_compared_only_sentences_where_it_is_named_are_read(assistant):
    model = Counting(-2.0)
    asked = "Compare how the Rural Wales LPIP and YPIP work with communities"

    workings = replace(assistant, reranker=model).explain(asked)

    assert model.asked[0] == 8
    for side, found in zip(workings.plan.sides, workings.evidence[1:], strict=True):
        assert found.scored
        assert all(side.is_named_in(scored.sentence.around) for scored in found.scored)


def test_of_a_part_that_names_no_partnership_all_is_read(taxonomy):
    plan = plan_question(
        "What is YPIP, and which skills of retrofit are short in building firms?", (), taxonomy
    )
    sentences = sentences_of((_hit(1, "YPIP was created in 2024 in Yorkshire."), *HITS))

    first, second = (on_what_is_named(plan, part, None, sentences) for part in plan.parts)

    assert [s.hit.path for s in first] == ["/1.pdf"]
    assert len(second) == len(sentences)
