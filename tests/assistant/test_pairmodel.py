"""The compiled pair model against the model that is trained, and rerankers by name."""

import numpy as np
import pytest
import torch

from assistant.errors import ModelMissing
from assistant.pairmodel import PairModel
from assistant.rerank import FolderReranker
from eval.training.adapter import PairModel as TrainedPairModel
from eval.training.learn import Pairs
from ingest.weights import packaged_model

PAIRS = [
    ("Who leads the partnership in Wales?", "Aberystwyth University leads it, with Bangor."),
    ("How much was spent?", "£3.6 million over 44 months (2023-26). " * 40),
    ("", "nothing was asked"),
]


@pytest.fixture(scope="module")
def changed():
    """A pair model whose adapter is far from doing nothing."""
    torch.manual_seed(3)
    model = TrainedPairModel(2, rank=4).eval()
    for name, parameter in model.named_parameters():
        if name.endswith(".up"):
            torch.nn.init.normal_(parameter, std=0.05)
    torch.nn.init.normal_(model.head.weight, std=1.0)
    return model


@pytest.fixture(scope="module")
def adapter(changed, tmp_path_factory):
    """Its file."""
    path = tmp_path_factory.mktemp("adapter") / "two.safetensors"
    changed.save(path, {"model": "test"})
    return path


def test_a_compiled_pair_model_gives_what_was_trained(changed, adapter, tmp_path):
    pairs = Pairs(packaged_model() / "tokenizer.json")
    with torch.no_grad():
        tensors = pairs.tensors(pairs.encoded(PAIRS), 256, len(PAIRS))
        expected = changed(*tensors).numpy()

    exact = PairModel(adapter, tmp_path, threads=2, exact=True).scores(PAIRS)
    fast = PairModel(adapter, tmp_path, threads=2).scores(PAIRS)

    assert exact.shape == (3, 2)
    assert np.ptp(expected, axis=0).min() > 0.3
    assert np.abs(exact - expected).max() < 0.01
    assert np.corrcoef(fast.ravel(), expected.ravel())[0, 1] > 0.9


def test_a_pair_is_scored_alike_alone_and_among_others(adapter, tmp_path):
    model = PairModel(adapter, tmp_path, threads=2)

    together = model.scores(PAIRS)

    assert np.array_equal(together[1], model.scores(PAIRS[1:2])[0])
    assert model.scores([]).shape == (0, 2)


def test_the_compiled_copy_is_kept_and_made_again_when_damaged(adapter, tmp_path):
    first = PairModel(adapter, tmp_path, threads=1).scores(PAIRS)
    graphs = sorted(tmp_path.glob("*/*.onnx"))
    graphs[0].write_bytes(graphs[0].read_bytes()[:1000])

    again = PairModel(adapter, tmp_path, threads=1).scores(PAIRS)

    assert graphs
    assert np.array_equal(first, again)


def test_a_missing_adapter_is_named(tmp_path):
    with pytest.raises(ModelMissing, match=r"none\.safetensors is missing"):
        PairModel(tmp_path / "none.safetensors", tmp_path, threads=1)


def test_any_cross_encoder_with_one_output_can_rank(tmp_path):
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    tokenizer = AutoTokenizer.from_pretrained(str(packaged_model()))
    sizes = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2}
    config = BertConfig(
        vocab_size=tokenizer.vocab_size, intermediate_size=64, num_labels=1, **sizes
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path / "tiny")
    tokenizer.save_pretrained(tmp_path / "tiny")

    reranker = FolderReranker(str(tmp_path / "tiny"))

    assert reranker.name == "tiny"
    assert reranker.scores("Who?", ["One text.", "Another, longer text."]).shape == (2,)
    assert reranker.scores("Who?", []).shape == (0,)


def test_a_folder_that_holds_no_cross_encoder_is_refused_by_setting(tmp_path):
    with pytest.raises(ModelMissing, match="LPIP_ASK_RERANKER"):
        FolderReranker(str(tmp_path))
