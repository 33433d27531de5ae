"""What several rooms' tests share: a home folder of their own, and the real embedding model."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.embed import Embedder, load_embedder
from ingest.settings import Settings, quiet_environment

quiet_environment()


@pytest.fixture(scope="session")
def models_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled model, made once for the whole run."""
    home = tmp_path_factory.mktemp("models-home")
    load_embedder(Settings(home=home))
    return home / "models"


@pytest.fixture(scope="session")
def embedder(models_folder: Path) -> Embedder:
    """all-MiniLM-L6-v2 itself."""
    return load_embedder(Settings(home=models_folder.parent))


@pytest.fixture
def settings(tmp_path: Path, models_folder: Path) -> Settings:
    """Settings with an empty home of the test's own that need not compile the model again."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    (home / "models").symlink_to(models_folder, target_is_directory=True)
    return Settings(home=home)


@pytest.fixture(scope="session")
def chat_address() -> Iterator[str]:
    """Address of the scripted server (tests/chatserver); the name of a model is how it behaves."""
    script = Path(__file__).parent / "chatserver" / "server.py"
    with subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.kill()
