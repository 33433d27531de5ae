"""A model beside the rules: when it is asked, what it cannot overrule, and which can be set."""

import numpy as np
import pytest
import torch

from assistant.answer import Label
from assistant.bootstrap import build_judge
from assistant.errors import ModelMissing
from assistant.grounding.judge import Judge
from assistant.grounding.support import FolderSupport, trained_support
from assistant.grounding.weighing import SIGNS, Weighing, read_weighing, write_weighing
from assistant.settings import AskSettings
from assistant.verdict import Check, FindingKind, Verdict
from eval.training.adapter import PairModel as TrainedPairModel
from ingest.settings import Settings
from ingest.weights import packaged_model

SOURCE = (
    "The pilot placed 412 residents of Grimsby into work. Employers gave training in the harbour, "
    "and most of those who began it stayed to the end."
)
REWORDED = "Most trainees who started with harbour firms finished the course."


class Surely:
    """A model that says one thing of everything."""

    name = "surely"

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def probabilities(self, _claim, _cited, readings):
        return np.full(len(readings), self._probability)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A random entailment model of one layer, in a folder."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    folder = tmp_path_factory.mktemp("tiny")
    tokenizer = AutoTokenizer.from_pretrained(str(packaged_model()))
    tokenizer.save_pretrained(folder)
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=tokenizer.vocab_size, hidden_size=32, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=64, num_labels=3,
        id2label={0: "contradiction", 1: "entailment", 2: "neutral"},
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    """An untrained adapter with weights that trust the model alone."""
    path = tmp_path_factory.mktemp("trained") / "judge.safetensors"
    torch.manual_seed(3)
    TrainedPairModel(1, rank=4).save(path, {"model": "judge"})
    weights = np.zeros(len(SIGNS))
    weights[SIGNS.index("support")] = 1.0
    write_weighing(path.with_suffix(".json"), Weighing(weights, 0.25))
    return path


@pytest.mark.parametrize(
    ("probability", "label"),
    [(0.9, Label.SUPPORTED), (0.4, Label.PARTLY), (0.1, Label.NOT_SUPPORTED)],
)
def test_a_model_decides_on_a_claim_in_other_words(probability, label):
    found = Judge(Surely(probability)).verdict(REWORDED, (SOURCE,))

    assert (found.label, found.decided_by) == (label, Check.MODEL)
    assert found.probability == probability


def test_no_model_overrules_a_figure_that_the_source_does_not_give():
    found = Judge(Surely(1.0)).verdict("The pilot placed 413 residents into work.", (SOURCE,))

    assert (found.label, found.decided_by) == (Label.NOT_SUPPORTED, Check.RULE)
    assert found.probability is None
    assert found.findings[0].kind is FindingKind.NUMBER


def test_no_model_is_asked_about_a_quote():
    quote = "The pilot placed 412 residents of Grimsby into work."

    assert Judge(Surely(0.0)).verdict(quote, (SOURCE,)) == Verdict(Label.SUPPORTED, Check.QUOTE)


def test_the_trained_model_and_the_signs_give_one_probability(trained, settings: Settings):
    judge = Judge(trained_support(trained, settings))

    first = judge.verdict(REWORDED, (SOURCE,))
    again = judge.verdict(REWORDED, (SOURCE, "Something else was built in Hull."))

    assert first.decided_by is Check.MODEL
    assert first.probability is not None
    assert 0 < first.probability < 1
    assert again.probability == pytest.approx(first.probability, abs=0.2)


def test_the_packaged_model_tells_a_rewording_from_its_contrary(settings: Settings):
    judge = build_judge(AskSettings(judge="packaged"), settings)
    said = "The council closed four of its libraries because the grant was cut."

    kept = judge.verdict(
        "Four libraries were shut by the council after a cut to its grant.", (said,)
    )
    other = judge.verdict("The county built new schools for its growing towns.", (said,))

    assert kept.probability is not None
    assert kept.probability > 0.5
    assert other.label is Label.NOT_SUPPORTED


def test_a_trained_model_without_its_weights_is_named(trained, settings: Settings, tmp_path):
    bare = tmp_path / "bare.safetensors"
    bare.write_bytes(trained.read_bytes())

    with pytest.raises(ModelMissing, match=r"bare\.json: not the weights"):
        trained_support(bare, settings)


def test_weights_are_read_as_they_were_written(tmp_path):
    weighing = Weighing(np.arange(len(SIGNS)) / 8, -0.5)

    write_weighing(tmp_path / "w.json", weighing)

    read = read_weighing(tmp_path / "w.json")
    assert np.array_equal(read.weights, weighing.weights)
    assert read.constant == -0.5


def test_any_entailment_model_can_be_set(tiny, settings: Settings):
    judge = build_judge(AskSettings(judge=str(tiny)), settings)

    found = judge.verdict(REWORDED, (SOURCE,))

    assert isinstance(judge.model, FolderSupport)
    assert found.decided_by is Check.MODEL
    assert 0 < (found.probability or 0) < 1


@pytest.mark.parametrize("name", ["no/such/folder", "{empty}"])
def test_a_setting_that_names_no_model_says_so(name, settings: Settings, tmp_path):
    with pytest.raises(ModelMissing, match=r"LPIP_ASK_JUDGE|no sequence classification model"):
        build_judge(AskSettings(judge=name.format(empty=tmp_path)), settings)


def test_without_a_model_the_rules_decide(settings: Settings):
    assert build_judge(AskSettings(judge="off"), settings) == Judge()


def test_a_second_opinion_can_lower_a_verdict_and_is_not_asked_about_quotes():
    class Doubt:
        asked = 0

        def verdict(self, *given):
            self.asked += 1
            return Verdict(Label.PARTLY, Check.OPINION, given[-1].probability)

    doubt = Doubt()
    judge = Judge(Surely(0.9), doubt)

    assert judge.verdict(REWORDED, (SOURCE,)).decided_by is Check.OPINION
    assert judge.verdict("The pilot placed 412 residents", (SOURCE,)).label is Label.SUPPORTED
    assert doubt.asked == 1


def test_a_claim_with_one_wrong_sentence_is_partly_supported():
    claim = f"{REWORDED} The pilot placed 413 residents of Grimsby into work."

    found = Judge(Surely(0.9)).verdict(claim, (SOURCE,))

    assert (found.label, found.decided_by) == (Label.PARTLY, Check.MODEL)
    assert found.probability == pytest.approx(0.45)
