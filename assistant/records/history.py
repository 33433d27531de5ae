"""The records beside the library they came from: what a page or a command works with."""

from dataclasses import dataclass

from assistant.answer import Answer
from assistant.pipeline import Assistant
from assistant.records.recall import Recaller
from assistant.records.store import Records
from assistant.records.values import Asked, Asker, Kept, Made, Recalled, Record
from ingest.filters import Filters


@dataclass(frozen=True)
class History:
    """Answers recorded and recalled over one library. Safe to share by threads.

    Every method raises RecordsUnavailable when the file of records cannot be used.
    """

    records: Records
    assistant: Assistant

    def keep(
        self,
        asker: Asker,
        answer: Answer,
        filters: Filters,
        conversation_id: str | None = None,
    ) -> Kept:
        """Record an answer at the end of a conversation of the asker's, or of a new one."""
        index = self.assistant.index
        cited = {citation.document_id for citation in answer.citations}
        held = {key: document.key for key in cited if (document := index.document(key))}
        embedder = self.assistant.embedder
        (vector,) = embedder.embed([answer.standalone_question])
        made = Made(answer, filters, held, embedder.name, vector)
        return self.records.keep(asker, made, conversation_id)

    def recall(self, asker: Asker, records: tuple[Record, ...]) -> tuple[Recalled, ...]:
        """Recorded answers, each citation looked up again in the library as it is now."""
        filters = Filters(collections=asker.collections)
        recaller = Recaller(self.assistant.index, filters)
        return tuple(recaller.recall(record) for record in records)

    def asked_before(self, asker: Asker, answer: Answer, but: str | None) -> tuple[Asked, ...]:
        """Questions of the asker like the one answered, the most alike first.

        but: a conversation that does not count, since it is the one being read.
        """
        embedder = self.assistant.embedder
        (vector,) = embedder.embed([answer.standalone_question])
        known = (embedder.name, vector)
        found = self.records.resembling(asker, answer.standalone_question, known)
        return tuple(asked for asked in found if asked.conversation_id != but)
