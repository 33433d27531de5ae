"""A real library with the starter corpus, made once for the whole run."""

import pytest

from assistant.bootstrap import build_assistant
from assistant.pipeline import Assistant
from ingest.pipeline import add_starter
from ingest.settings import Settings


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory):
    """A home folder that holds the starter corpus."""
    home = tmp_path_factory.mktemp("starter")
    report = add_starter(Settings(home=home))
    assert report.exit_status == 0, report
    return home


@pytest.fixture(scope="session")
def assistant(starter_home) -> Assistant:
    """The assistant over the starter corpus."""
    return build_assistant(Settings(home=starter_home))
