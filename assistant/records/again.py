"""The same question asked again: its recorded answer, where a model would only be paid twice."""

from assistant.chatsettings import ChatSettings
from assistant.compose.chat.prompts import template
from assistant.pipeline import Assistant
from assistant.records.history import History
from assistant.records.values import Asker, Recalled, Recheck, Record
from ingest.filters import Filters


def same_again(
    history: History, asker: Asker, question: str, filters: Filters, chat: ChatSettings
) -> Recalled | None:
    """The newest answer that the asker got to exactly this question, as the first of a
    conversation, from the library as it is now, by the same model, prompts and settings.

    None if there is none, or if any of its quotes does not stand on its page any more.
    Raises RecordsUnavailable.
    """
    records = history.records.asked_so(asker, question)
    alike = tuple(r for r in records if _alike(r, history.assistant, filters, chat))
    for recalled in reversed(history.recall(asker, alike)):
        checks = [check for claim in recalled.checks for check in claim]
        if checks and all(check is Recheck.HOLDS for check in checks):
            return recalled
    return None


def _alike(record: Record, assistant: Assistant, filters: Filters, chat: ChatSettings) -> bool:
    made = record.provenance
    return (
        record.number == 0
        and record.filters == filters
        and made.index_revision == assistant.index.revision
        and made.settings == {k: str(v) for k, v in assistant.settings.model_dump().items()}
        and made.models.get("embedding") == assistant.embedder.name
        # What quotes said in the model's place is asked of it again.
        and made.models.get("composer") == chat.model
        and template("compose").version in made.models.get("prompts", "").split(", ")
    )
