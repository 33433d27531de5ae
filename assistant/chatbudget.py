"""What language models took: tokens and money by day, kept beside the library, and its limits."""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from assistant.chatsettings import ChatSettings
from assistant.chattrouble import ModelFailed, Trouble

_log = logging.getLogger(__name__)
FILE_NAME = "chat-usage.db"
_CHARACTERS_PER_TOKEN = 4
_TABLE = """CREATE TABLE IF NOT EXISTS spent (
    day TEXT NOT NULL, model TEXT NOT NULL, calls INTEGER NOT NULL,
    tokens_in INTEGER NOT NULL, tokens_out INTEGER NOT NULL, money REAL NOT NULL,
    PRIMARY KEY (day, model)
) WITHOUT ROWID"""


@dataclass(frozen=True)
class Spent:
    """Calls of a model with their tokens and money."""

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    money: float = 0.0

    def __add__(self, other: "Spent") -> "Spent":
        return Spent(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
            self.money + other.money,
        )

    @property
    def tokens(self) -> int:
        """Sent and received."""
        return self.tokens_in + self.tokens_out


@dataclass(frozen=True)
class DaySpent:
    """What one model took on one day. day: ISO date, UTC."""

    day: str
    model: str
    spent: Spent


def tokens_of(text: str) -> int:
    """About how many tokens a text has; providers count by their own vocabularies."""
    return -(-len(text) // _CHARACTERS_PER_TOKEN)


class Ledger:
    """Tokens and money by day, shared by all processes that use one home folder."""

    def __init__(self, home: Path) -> None:
        self._path = home / FILE_NAME

    def add(self, model: str, spent: Spent) -> None:
        """Count what a call took today."""
        with self._opened() as connection:
            connection.execute(
                "INSERT INTO spent VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (day, model) DO UPDATE "
                "SET calls = calls + excluded.calls, tokens_in = tokens_in + excluded.tokens_in, "
                "tokens_out = tokens_out + excluded.tokens_out, money = money + excluded.money",
                (_today(), model, spent.calls, spent.tokens_in, spent.tokens_out, spent.money),
            )

    def today(self) -> Spent:
        """What all models took today (UTC)."""
        total = Spent()
        for each in self.days(1):
            total += each.spent if each.day == _today() else Spent()
        return total

    def days(self, count: int = 31) -> tuple[DaySpent, ...]:
        """What each model took on the last `count` days on which any was asked, newest first."""
        if not self._path.exists():
            return ()
        with self._opened() as connection:
            rows = connection.execute(
                "SELECT day, model, calls, tokens_in, tokens_out, money FROM spent WHERE day IN "
                "(SELECT DISTINCT day FROM spent ORDER BY day DESC LIMIT ?) "
                "ORDER BY day DESC, model",
                (count,),
            ).fetchall()
        return tuple(DaySpent(row[0], row[1], Spent(*row[2:])) for row in rows)

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Raises ModelFailed when what was spent can neither be read nor written down."""
        try:
            with self._connected() as connection:
                yield connection
        except sqlite3.Error as error:
            _log.warning("%s cannot be used: %s", self._path, error)
            raise ModelFailed(Trouble.NOT_COUNTED) from error

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self._path, timeout=10.0)) as connection, connection:
            connection.execute(_TABLE)
            self._path.chmod(0o600)
            yield connection


class Meter:
    """What one answer took, and whether more may be asked for it."""

    def __init__(self, settings: ChatSettings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self.spent = Spent()

    def check(self, sent: str) -> None:
        """Raises ModelFailed (over budget) if sending this could pass a limit."""
        limits = self._settings
        coming = self._priced(1, tokens_of(sent), limits.reply_tokens)
        answer = self.spent + coming
        if _over(answer, limits.answer_tokens, limits.answer_money):
            raise ModelFailed(Trouble.OVER_BUDGET)
        if (limits.day_tokens or limits.day_money) and _over(
            self._ledger.today() + coming, limits.day_tokens, limits.day_money
        ):
            raise ModelFailed(Trouble.OVER_BUDGET)

    def count(self, tokens_in: int, tokens_out: int) -> None:
        """A call was made that took so much."""
        taken = self._priced(1, tokens_in, tokens_out)
        self.spent += taken
        try:
            self._ledger.add(self._settings.model, taken)
        except ModelFailed:
            # An answer that is on its way must not fail because the disk is full. With a limit for
            # the day the next one is not begun.
            _log.warning("what a language model took could not be written down")

    def _priced(self, calls: int, tokens_in: int, tokens_out: int) -> Spent:
        money = tokens_in * self._settings.price_in + tokens_out * self._settings.price_out
        return Spent(calls, tokens_in, tokens_out, money / 1_000_000)


def _over(spent: Spent, tokens: int, money: float) -> bool:
    return bool((tokens and spent.tokens > tokens) or (money and spent.money > money))


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
