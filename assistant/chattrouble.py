"""What can go wrong with a language model, told apart by what its reader should know."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum


class Trouble(StrEnum):
    """Why a model did not say what it was asked for."""

    SLOW = "slow"
    DOWN = "down"
    CUT_OFF = "cut_off"
    OVER_LIMIT = "over_limit"
    OVER_BUDGET = "over_budget"
    NOT_LET_IN = "not_let_in"
    NOT_THERE = "not_there"
    REFUSED = "refused"
    NONSENSE = "nonsense"
    NOTHING_TO_SEND = "nothing_to_send"
    NOT_COUNTED = "not_counted"


SAID = {
    Trouble.SLOW: "The language model was too slow",
    Trouble.DOWN: "The language model could not be reached",
    Trouble.CUT_OFF: "The language model broke off",
    Trouble.OVER_LIMIT: "The provider of the language model allows no more requests now",
    Trouble.OVER_BUDGET: "The budget for the language model is used up",
    Trouble.NOT_LET_IN: "The provider of the language model refused the key",
    Trouble.NOT_THERE: "The provider does not know this language model",
    Trouble.REFUSED: "The provider of the language model refused the request",
    Trouble.NONSENSE: "The language model gave no answer that can be read",
    Trouble.NOT_COUNTED: "What the language model took cannot be counted (chat-usage.db)",
    Trouble.NOTHING_TO_SEND: "The passages found may not be sent to a hosted language model",
}
_MAY_PASS = frozenset({Trouble.SLOW, Trouble.DOWN, Trouble.OVER_LIMIT})


class ModelFailed(Exception):
    """A model call that came to nothing, or broke off. retry_after: seconds, if it was told."""

    def __init__(self, trouble: Trouble, retry_after: float | None = None) -> None:
        super().__init__(SAID[trouble])
        self.trouble = trouble
        self.retry_after = retry_after

    @property
    def may_pass(self) -> bool:
        """True if the same call may succeed a little later."""
        return self.trouble in _MAY_PASS


@dataclass(frozen=True)
class _Told:
    """What an exception of any provider's client says: HTTP status, Retry-After, class names."""

    status: int | None
    retry_after: float | None
    names: frozenset[str]
    code: str


def failure(error: BaseException) -> ModelFailed:
    """The failure behind an exception that a provider's client raised.

    Clients have exceptions of their own, but all tell the HTTP status, or are named for the
    time-out or connection behind them.
    """
    if isinstance(error, ModelFailed):
        return error
    told = _told(error)
    return ModelFailed(_trouble(told), told.retry_after)


def _trouble(told: _Told) -> Trouble:
    by_status = {401: Trouble.NOT_LET_IN, 403: Trouble.NOT_LET_IN, 404: Trouble.NOT_THERE}
    if told.status in by_status:
        return by_status[told.status]
    if told.status == 429:
        return Trouble.OVER_BUDGET if "quota" in told.code else Trouble.OVER_LIMIT
    if told.status == 408 or any("Timeout" in name or "TimedOut" in name for name in told.names):
        return Trouble.SLOW
    if told.status is not None and told.status >= 500:
        return Trouble.DOWN
    if told.status is not None and told.status >= 400:
        return Trouble.REFUSED
    if {"RemoteProtocolError", "IncompleteRead", "ReadError"} & told.names:
        return Trouble.CUT_OFF
    if any("Connect" in name for name in told.names):
        return Trouble.DOWN
    return Trouble.NONSENSE


def _told(error: BaseException) -> _Told:
    chain = list(_chain(error))
    status = next((found for e in chain if (found := _status(e)) is not None), None)
    names = frozenset(kind.__name__ for e in chain for kind in type(e).__mro__)
    code = " ".join(str(getattr(e, "code", "") or "") for e in chain)
    wait = next((told for e in chain if (told := _wait(e)) is not None), None)
    return _Told(status, wait, names, code)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(8):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int | None:
    status = getattr(error, "status_code", None)
    return status if isinstance(status, int) else None


def _wait(error: BaseException) -> float | None:
    headers = getattr(getattr(error, "response", None), "headers", None)
    told = str(headers.get("retry-after") or "") if headers is not None else ""
    if not told:
        return None
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None
