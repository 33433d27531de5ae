"""The same question asked again is answered from the records, and only then."""

from dataclasses import replace

import pytest

from assistant.bootstrap import build_composer
from assistant.chatsettings import ChatSettings
from assistant.records import Asker, Database, History, Records
from assistant.records.again import same_again
from ingest.filters import Filters
from ingest.settings import Settings

pytestmark = pytest.mark.enable_socket

QUESTION = "What does the evidence say about enterprise zones?"
ME = Asker("me")


@pytest.fixture
def chat(chat_address) -> ChatSettings:
    return ChatSettings(model="openai:perfect", base_url=chat_address, recall=True)


@pytest.fixture
def history(assistant, chat, tmp_path) -> History:
    """Records with one answer of the model's."""
    composer = build_composer(chat, Settings(home=tmp_path), assistant.taxonomy)
    asking = replace(assistant, composer=composer)
    found = History(Records(Database(tmp_path)), asking)
    found.keep(ME, asking.ask(QUESTION), Filters())
    return found


def test_the_answer_is_found_word_for_word_with_its_sources(history, chat):
    again = same_again(history, ME, QUESTION, Filters(), chat)

    assert again is not None
    assert [claim.text for claim in again.answer.claims] == [
        claim.text for claim in history.assistant.ask(QUESTION).claims
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"asker": Asker("you")},
        {"question": QUESTION.lower()},
        {"filters": Filters(nations=("Wales",))},
    ],
)
def test_another_asker_question_or_filter_is_asked_anew(history, chat, changed):
    wanted = {"asker": ME, "question": QUESTION, "filters": Filters(), **changed}

    assert same_again(history, chat=chat, **wanted) is None


def test_another_model_or_other_settings_are_asked_anew(history, chat):
    other = chat.model_copy(update={"model": "openai:verbose"})
    fewer = history.assistant.settings.model_copy(update={"max_claims": 2})
    changed = replace(history, assistant=replace(history.assistant, settings=fewer))

    assert same_again(history, ME, QUESTION, Filters(), other) is None
    assert same_again(changed, ME, QUESTION, Filters(), chat) is None
