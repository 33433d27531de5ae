"""Every answer kept: found again, looked up again, and forgotten when a source is removed."""

from assistant.records.database import Database, RecordsUnavailable
from assistant.records.history import History
from assistant.records.store import Records
from assistant.records.values import (
    Asked,
    Asker,
    Conversation,
    Feedback,
    Kept,
    Recalled,
    Recheck,
    Record,
)

__all__ = [
    "Asked",
    "Asker",
    "Conversation",
    "Database",
    "Feedback",
    "History",
    "Kept",
    "Recalled",
    "Recheck",
    "Record",
    "Records",
    "RecordsUnavailable",
]
