"""What each failure of a provider costs: seconds, claims, what is told, the next turn."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.answer import NoteKind
from assistant.bootstrap import build_composer
from assistant.chatsettings import ChatSettings
from assistant.pipeline import Assistant
from eval.bench.chatting.served import Server
from ingest.settings import Settings

FAULTS = (
    "slow", "silent", "dripping", "stalling", "cut-off", "half-broken", "rate-limited",
    "rate-limited-once", "quota", "server-error", "server-error-once", "no-entry", "unknown",
    "broken-json", "mendable-json", "wrong-encoding", "empty", "html", "refuses-tools", "reset",
    "nothing-to-say",
)  # fmt: skip
LIMIT_S = 8.0
# Of searching and reading, on a busy machine.
SLACK_S = 6.0
_FIRST, _SECOND = "How good is the evidence on employment training?", "What about apprenticeships?"


@dataclass(frozen=True)
class Ended:
    """How an answer ended. seconds: of the first question. second: claims of the follow-up."""

    fault: str
    seconds: float
    claims: int
    composer: str
    note: str
    second: int

    @property
    def well(self) -> bool:
        """True if both questions got their claims within the limit, and quotes said why."""
        told = bool(self.note) or self.composer.startswith("openai:")
        return told and self.claims > 0 and self.second > 0 and self.seconds <= LIMIT_S + SLACK_S


def endings(assistant: Assistant, server: Server, home: Path) -> Iterator[Ended]:
    """Each fault in turn: a question, and a follow-up in the same conversation."""
    for fault in FAULTS:
        chat = ChatSettings(
            model=f"openai:{fault}",
            base_url=server.address,
            first_seconds=3,
            stall_seconds=2,
            question_seconds=2,
            answer_seconds=LIMIT_S,
        )
        composer = build_composer(chat, Settings(home=home), assistant.taxonomy)
        asking = replace(assistant, composer=composer)
        started = time.perf_counter()
        first = asking.ask(_FIRST)
        seconds = time.perf_counter() - started
        second = asking.ask(_SECOND, history=(first,))
        note = " ".join(n.text for n in first.notes if n.kind is NoteKind.MODEL)
        composed = first.provenance.models["composer"]
        yield Ended(fault, seconds, len(first.claims), composed, note, len(second.claims))
