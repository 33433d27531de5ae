"""One case and how it went."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """wrong: one line each for what did not hold; empty if all did. looks: of a reader meanwhile.

    note: what else there is to know.
    """

    name: str
    wrong: tuple[str, ...]
    looks: int = 0
    note: str = ""

    @property
    def survived(self) -> bool:
        """Nothing was wrong."""
        return not self.wrong


Trial = Callable[[], Case]
"""A case that has not been tried yet."""
