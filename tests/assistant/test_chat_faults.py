"""A model that fails: the answer comes all the same, in time, and says what happened."""

import os
from time import monotonic

import pytest

from assistant.answer import NoteKind, Status
from assistant.chatbudget import Ledger
from assistant.cli import ask_main
from assistant.compose.quoting import NAME as QUOTING

pytestmark = pytest.mark.enable_socket

QUESTION = "What does the evidence say about enterprise zones?"
LIMITS = {"first_seconds": 3.0, "stall_seconds": 2.0, "answer_seconds": 5.0, "retries": 1}
# A model's time is limited by answer_seconds; the rest is for searching on a busy machine.
LONGEST = 30.0


def note_of(answer) -> str:
    return " ".join(note.text for note in answer.notes if note.kind is NoteKind.MODEL)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("slow", "too slow"),
        ("dripping", "too slow"),
        ("rate-limited", "allows no more requests"),
        ("quota", "budget"),
        ("server-error", "could not be reached"),
        ("no-entry", "refused the key"),
        ("unknown", "does not know this language model"),
        ("broken-json", "no answer that can be read"),
        ("empty", "no answer that can be read"),
        ("html", "no answer that can be read"),
    ],
)
def test_each_failure_ends_in_quotes_and_one_line_that_says_why(chatting, assistant, name, told):
    started = monotonic()

    answer = chatting(name, **LIMITS).ask(QUESTION)

    assert monotonic() - started < LONGEST
    assert answer.status is Status.ANSWERED
    assert answer.claims == assistant.ask(QUESTION).claims
    assert answer.provenance.models["composer"] == QUOTING
    assert told in note_of(answer)


@pytest.mark.parametrize("name", ["cut-off", "stalling", "half-broken"])
def test_claims_that_came_whole_before_the_end_are_kept(chatting, name):
    answer = chatting(name, **LIMITS).ask(QUESTION)

    assert answer.status is Status.ANSWERED
    assert answer.provenance.models["composer"].startswith(f"openai:{name}")
    assert answer.provenance.usage["claims_shown"] >= 1
    told = {"cut-off": "broke off", "stalling": "too slow", "half-broken": ""}[name]
    assert told in note_of(answer)


@pytest.mark.parametrize("name", ["reset", "wrong-encoding"])
def test_bytes_that_make_no_sense_end_in_an_answer(chatting, name):
    answer = chatting(name, **LIMITS).ask(QUESTION)

    assert answer.status is Status.ANSWERED
    assert answer.claims


@pytest.mark.parametrize("name", ["rate-limited-once", "server-error-once"])
def test_a_failure_that_passes_is_tried_again(chatting, asked, name):
    answer = chatting(name, retries=2, answer_seconds=30).ask(QUESTION)

    assert answer.provenance.models["composer"] == f"openai:{name}"
    first, second = asked(name)[:2]
    if name == "rate-limited-once":
        assert second["at"] - first["at"] >= 1.0


def test_nobody_at_the_address_is_said(assistant, chatting):
    answer = chatting("perfect", base_url="http://127.0.0.1:9/v1", **LIMITS).ask(QUESTION)

    assert "could not be reached" in note_of(answer)
    assert answer.claims == assistant.ask(QUESTION).claims


def test_a_conversation_goes_on_after_a_failure(chatting):
    broken = chatting("server-error", **LIMITS)
    first = broken.ask("How good is the evidence on employment training?")

    second = broken.ask("What about apprenticeships?", history=(first,))

    assert second.standalone_question == "How good is the evidence on apprenticeships?"
    assert second.claims


def test_tokens_and_money_are_counted_by_day(chatting, tmp_path):
    answer = chatting("perfect", price_in=10, price_out=30).ask(QUESTION)

    used = answer.provenance.usage
    assert used["money"] == pytest.approx(
        (used["tokens_in"] * 10 + used["tokens_out"] * 30) / 1_000_000
    )
    (day,) = Ledger(tmp_path).days()
    assert day.model == "openai:perfect"
    assert (day.spent.tokens_in, day.spent.tokens_out) == (used["tokens_in"], used["tokens_out"])


@pytest.mark.parametrize("name", ["server-error", "no-entry", "rate-limited"])
def test_a_call_that_nobody_read_costs_nothing(chatting, tmp_path, name):
    answer = chatting(name, **LIMITS).ask(QUESTION)

    assert note_of(answer)
    assert Ledger(tmp_path).days() == ()


def test_with_a_limit_for_the_day_a_damaged_count_is_said_and_quotes_answer(chatting, tmp_path):
    (tmp_path / "chat-usage.db").write_bytes(b"no database at all " * 100)

    answer = chatting("perfect", day_tokens=6000).ask(QUESTION)

    assert "cannot be counted" in note_of(answer)
    assert answer.claims


def test_a_question_that_is_refused_does_not_end_tool_calls_for_the_next(chatting, asked):
    assistant = chatting("refuses-a-question", question="off")

    first, second = assistant.ask(QUESTION), assistant.ask(QUESTION)

    assert "refused the request" in note_of(first)
    assert second.provenance.models["composer"] == "openai:refuses-a-question"
    sent = ["tools" in each["body"] for each in asked("refuses-a-question")]
    assert sent == [True, False, True]


def test_what_models_took_is_told_by_the_command(chatting, tmp_path, monkeypatch, capsys):
    chatting("perfect", price_out=30).ask(QUESTION)
    monkeypatch.setenv("LPIP_HOME", str(tmp_path))

    assert ask_main(["--usage"]) == 0

    assert "openai:perfect" in capsys.readouterr().out


def test_no_call_is_traced_whatever_the_environment_says(chatting, monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")

    chatting("perfect")

    assert not [name for name in os.environ if name.startswith(("LANGSMITH_", "LANGCHAIN_TR"))]


@pytest.mark.parametrize(
    "limit",
    [
        {"answer_tokens": 100},
        {"day_tokens": 100},
        {"answer_money": 0.000001, "price_in": 10.0},
        {"day_money": 0.000001, "price_out": 10.0},
    ],
)
def test_over_its_budget_a_model_is_not_asked(chatting, asked, limit):
    before = len(asked("perfect"))

    answer = chatting("perfect", **limit).ask(QUESTION)

    assert len(asked("perfect")) == before
    assert "budget" in note_of(answer)
    assert answer.claims


def test_the_budget_of_a_day_is_shared_by_answers(chatting):
    assistant = chatting("perfect", day_tokens=6000)
    first, *_, last = (assistant.ask(QUESTION) for _ in range(4))

    assert first.provenance.models["composer"] == "openai:perfect"
    assert last.provenance.models["composer"] == QUOTING
    assert "budget" in note_of(last)
