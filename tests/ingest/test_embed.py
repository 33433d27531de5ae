import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.embed import PACKAGED_NAME, Embedder, embedder_name, load_embedder
from ingest.errors import ModelUnavailable
from ingest.reference import reference
from ingest.settings import Settings
from ingest.weights import packaged_model, verify_weights

TEXTS = (
    "How many people work in the creative industries in Cardiff?",
    "Fewer than one in five firms said that they had taken on an apprentice in the past year, "
    "although two in three reported hard-to-fill vacancies (2021-22).",
    "Rates: 73.1% | 75.8% | 70.2%",
    "é — “quoted” text, ﬁ ligature and 日本語",
)


@pytest.fixture(scope="module")
def expected() -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    """What sentence-transformers makes of the texts and of the packaged references."""
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(packaged_model()), device="cpu", local_files_only=True)
    found = model.encode([*TEXTS, *reference()[0]], normalize_embeddings=True)
    return np.asarray(found, np.float32)


def test_exact_vectors_are_those_of_sentence_transformers(
    embedder: Embedder, expected: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
) -> None:
    cosines = (embedder.embed(TEXTS) * expected[: len(TEXTS)]).sum(axis=1)

    assert cosines.min() > 0.99999


def test_vectors_to_keep_are_close_to_those_of_sentence_transformers(
    embedder: Embedder, expected: "np.ndarray[tuple[int, int], np.dtype[np.float32]]"
) -> None:
    cosines = (embedder.embed_passages(TEXTS) * expected[: len(TEXTS)]).sum(axis=1)

    assert cosines.min() > 0.99


def test_the_packaged_reference_is_what_sentence_transformers_makes(
    expected: "np.ndarray[tuple[int, int], np.dtype[np.float32]]",
) -> None:
    cosines = (reference()[1] * expected[len(TEXTS) :]).sum(axis=1)

    assert cosines.min() > 0.9999


def test_a_vector_does_not_depend_on_the_other_texts(embedder: Embedder) -> None:
    alone = np.concatenate([embedder.embed_passages([text]) for text in TEXTS])

    assert np.array_equal(embedder.embed_passages(TEXTS[::-1])[::-1], alone)


def test_vectors_have_unit_norm_and_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert np.allclose(
        np.linalg.norm(embedder.embed(["", "\ud800", *TEXTS]), axis=1), 1.0, atol=1e-5
    )
    assert embedder.embed([]).shape == (0, 384)


def test_a_long_question_is_cut_not_refused(embedder: Embedder) -> None:
    long = "skills and jobs " * 2000

    assert embedder.embed([long]).shape == (1, 384)
    assert embedder.count_tokens(long) == 6000


def test_asking_never_imports_torch(models_folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from ingest.settings import Settings;"
        "from ingest.embed import load_embedder;"
        f"load_embedder(Settings(home=Path({str(models_folder.parent)!r}))).embed(['x']);"
        "print([m for m in ('torch', 'transformers', 'onnx') if m in sys.modules])"
    )

    found = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"


def test_weights_with_another_checksum_are_refused(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not the model")

    with pytest.raises(ModelUnavailable, match="has SHA-256"):
        verify_weights(tmp_path, tmp_path / "marker")


def test_a_damaged_compiled_copy_is_made_again(tmp_path: Path, models_folder: Path) -> None:
    shutil.copytree(models_folder, tmp_path / "models")
    compiled = next((tmp_path / "models").glob("all-MiniLM-L6-v2@*/int8.onnx"))
    sound = compiled.read_bytes()
    compiled.write_bytes(sound[:1000])

    embedder = load_embedder(Settings(home=tmp_path))

    assert len(embedder.embed_passages(["x"])) == 1
    assert compiled.stat().st_size == len(sound)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, embedding_model="no-such/model")

    with pytest.raises(ModelUnavailable, match="LPIP_EMBEDDING_MODEL=no-such/model"):
        load_embedder(settings)


def test_another_model_is_loaded_from_its_folder(embedder: Embedder, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(packaged_model(), folder)
    settings = Settings(home=tmp_path, embedding_model=str(folder))

    other = load_embedder(settings)

    assert other.name == embedder_name(settings) == "mine@53aa5117"
    assert (other.embed(TEXTS) * embedder.embed(TEXTS)).sum(axis=1).min() > 0.9999
    assert other.count_tokens("skills and jobs") == 3


def test_the_name_is_known_without_loading(embedder: Embedder, settings: Settings) -> None:
    assert embedder.name == embedder_name(settings) == PACKAGED_NAME
