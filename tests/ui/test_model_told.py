"""What the page says of a language model: who wrote, what leaves the machine, what it took."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Claim, Provenance, Status
from assistant.bootstrap import build_composer
from assistant.chatbudget import DaySpent, Spent
from assistant.chatsettings import ChatSettings
from assistant.compose.composer import Composer
from assistant.compose.quoting import QuotingComposer
from corpus.taxonomy import load_taxonomy
from ingest.settings import Settings
from ui.model_told import composer_html, leaves_html, provenance_html, step_words, usage_html


def answer_by(composer: str, *claims: Claim) -> Answer:
    made = Provenance("r-1", models={"composer": composer})
    return Answer("q", "q", Status.ANSWERED, claims, (), (), made)


def composer_at(address: str, **settings: str) -> Composer:
    chat = ChatSettings(model="openai:small", base_url=address, api_key="k", **settings)
    return build_composer(chat, Settings(home=Path("nowhere")), load_taxonomy())


CLAIM = Claim("Uptake was 74%.", ())


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (answer_by("openai:<b>", CLAIM), "Written by openai:&lt;b&gt;."),
        (answer_by("openai:x and quoting", CLAIM), "the rest is quoted"),
    ],
)
def test_who_wrote_an_answer_is_said_and_escaped(answer, told):
    assert told in composer_html(answer)


def test_quotes_and_answers_without_claims_carry_no_label():
    assert composer_html(answer_by("quoting", CLAIM)) == ""
    assert composer_html(replace(answer_by("openai:x"), claims=())) == ""


def test_without_a_model_nothing_leaves():
    assert "Nothing. Everything runs on this machine" in leaves_html(QuotingComposer())
    assert "Nothing is written" in step_words(QuotingComposer())[1]


def test_a_local_model_is_named_and_nothing_leaves():
    composer = composer_at("http://127.0.0.1:9/v1")

    assert "openai:small runs on this machine too" in leaves_html(composer)
    assert "openai:small writes" in step_words(composer)[1]


def test_a_hosted_model_is_named_with_what_is_sent_and_what_never_is():
    said = leaves_html(composer_at("https://models.example.org/v1", local_collections="team,hr"))

    assert "at models.example.org" in said
    assert "collections hr, team" in said


def test_tokens_and_money_are_a_table_by_day():
    shown = usage_html([DaySpent("2026-11-26", "openai:x", Spent(3, 12_000, 900, 0.147))])

    assert "12,000" in shown
    assert "0.1470" in shown
    assert usage_html([]) == ""


def test_how_an_answer_was_made_names_models_and_no_folder_of_the_server() -> None:
    made = Provenance(
        "7", models={"judge": "/srv/models/minicheck"}, settings={"reranker": "org/model"}
    )

    shown = provenance_html(made)

    assert "/srv" not in shown
    assert "<dt>Model that checks claims</dt><dd>minicheck</dd>" in shown
    assert "<dt>Model that reorders</dt><dd>org/model</dd>" in shown
