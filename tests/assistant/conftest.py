"""A real library with the starter corpus, made once, and models of the scripted chat server."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.request import urlopen

import pytest

from assistant.bootstrap import build_assistant, build_composer
from assistant.chatsettings import ChatSettings
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


@pytest.fixture
def asked(chat_address) -> Callable[[str], list[dict[str, object]]]:
    """The requests that reached a model of this name, whole, oldest first."""

    def requests(name: str) -> list[dict[str, object]]:
        with urlopen(chat_address.removesuffix("/v1") + "/log") as answer:
            held = json.loads(answer.read())["requests"]
        return [{**r, "body": json.loads(r["body"])} for r in held if r["model"] == name]

    return requests


@pytest.fixture
def chatting(assistant, chat_address, tmp_path) -> Callable[..., Assistant]:
    """The assistant with a model of the scripted server; limits are short unless given."""

    def with_model(name: str, home: Path = tmp_path, **settings: object) -> Assistant:
        wanted = {"base_url": chat_address, "first_seconds": 5, "stall_seconds": 5, **settings}
        chat = ChatSettings(model=f"openai:{name}", **wanted)
        composer = build_composer(chat, Settings(home=home), assistant.taxonomy)
        return replace(assistant, composer=composer)

    return with_model
