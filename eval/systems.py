"""The systems the suite can run: our assistant, and the answers that any system wrote to a file."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from eval.answers_file import load_answers
from eval.cases import Case
from eval.contract import AnswerRecord, BatchLine
from eval.reply import RankedPassage, Reply

if TYPE_CHECKING:
    from assistant.answer import Answer, Hit
    from assistant.pipeline import Assistant
    from ingest.settings import Settings

DEPTH = 50
"""Passages taken for the retrieval measures: enough for ten distinct pages nearly always."""


class OurAssistant:
    """The assistant of this project, in this process. Turns of a case are one conversation."""

    def __init__(self, assistant: "Assistant", model: str = "") -> None:
        """model: the language model that composes, "" for the default composer."""
        self._assistant = assistant
        self.name = f"LPIP assistant, {model}" if model else "LPIP assistant"

    def answer(self, case: Case) -> tuple[Reply, ...]:
        """One reply per turn, each seeing the answers before it."""
        history: list[Answer] = []
        replies = []
        for turn in case.turns:
            started = time.perf_counter()
            answer = self._assistant.ask(turn.question, history=tuple(history))
            seconds = time.perf_counter() - started
            history.append(answer)
            replies.append(Reply(_record(answer), self._ranking(answer), seconds))
        return tuple(replies)

    def _ranking(self, answer: "Answer") -> tuple[RankedPassage, ...]:
        found = self._assistant.search(answer.standalone_question or answer.question, k=DEPTH)
        return tuple(ranked_passage(hit) for hit in found)


class RecordedAnswers:
    """Answers in the JSON contract, found by case id. Its ranking is each answer's own hits."""

    def __init__(self, path: Path) -> None:
        """Raises BadAnswers."""
        self.name = path.stem
        self._lines: dict[str, BatchLine] = {line.id: line for line in load_answers(path)}

    def answer(self, case: Case) -> tuple[Reply, ...]:
        """The recorded turns; a case without a line is a failure of that case."""
        line = self._lines.get(case.case_id)
        if line is None:
            raise LookupError("no answer with this id in the file")
        return tuple(
            Reply(turn, tuple(_ranked_record(turn)), _seconds(turn)) for turn in line.turns
        )


def build_ours(
    settings: "Settings", *, say: Callable[[str], None], model: str = ""
) -> OurAssistant:
    """Our assistant over the library of these settings.

    model: as in LPIP_CHAT_MODEL, the other LPIP_CHAT_ settings being those of the environment; ""
    for the default composer, whatever the environment says. Raises BadSetting, ModelMissing.
    """
    from assistant.bootstrap import build_assistant
    from assistant.chatsettings import load_chat_settings

    return OurAssistant(
        build_assistant(settings, say=say, chat=load_chat_settings(model=model)), model
    )


def _record(answer: "Answer") -> AnswerRecord:
    from assistant.contract import answer_json

    return AnswerRecord.model_validate(answer_json(answer))


def ranked_passage(hit: "Hit") -> RankedPassage:
    """A hit as the measures see it."""
    passage = hit.passage
    return RankedPassage(hit.path, passage.page_start, passage.page_end, hit.metadata.source_id)


def _ranked_record(answer: AnswerRecord) -> list[RankedPassage]:
    return [RankedPassage(h.path, h.page_start, h.page_end, h.source_id) for h in answer.hits]


def _seconds(answer: AnswerRecord) -> float:
    return sum(answer.provenance.seconds.values())
