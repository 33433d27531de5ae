"""How text that gives orders to a reading machine is worded; the wordings are in orders.txt."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

# Strong enough to be believed of a text under a disguise; marks turn up there by chance.
_UNMISTAKABLE = frozenset({"override", "dictated", "address"})


@dataclass(frozen=True)
class Pattern:
    """One wording. sign: what kind of order it gives. literals: one of them stands in any match."""

    sign: str
    literals: tuple[str, ...]
    wording: re.Pattern[str]


def _read() -> Iterator[Pattern]:
    groups: dict[str, str] = {}
    sign = ""
    written = files("ingest.instructions").joinpath("orders.txt").read_text(encoding="utf-8")
    for line in written.splitlines():
        literals, marked, source = line.partition(" :: ")
        if marked and sign:
            wording = re.compile(_filled(source, groups), re.IGNORECASE | re.DOTALL)
            yield Pattern(sign, tuple(literals.split(",")), wording)
        elif line.startswith("[") and line.endswith("]"):
            sign = line[1:-1]
        elif " = " in line and not sign:
            name, _, source = line.partition(" = ")
            groups[name] = _filled(source, groups)


def _filled(source: str, groups: dict[str, str]) -> str:
    return re.sub(r"@([A-Z]+)@", lambda found: groups[found[1]], source)


PATTERNS = tuple(_read())
DISGUISED = tuple(pattern for pattern in PATTERNS if pattern.sign in _UNMISTAKABLE)


def possible(text: str, among: Sequence[Pattern]) -> tuple[Pattern, ...]:
    """Those patterns that may match somewhere in a text."""
    small = text.lower()
    return tuple(p for p in among if any(map(small.__contains__, p.literals)))


def sign_of(text: str, among: Sequence[Pattern]) -> tuple[str, int] | None:
    """What kind of order a stretch of text gives, and where it begins; None if it gives none."""
    for pattern in possible(text, among):
        if (found := pattern.wording.search(text)) is not None:
            return pattern.sign, found.start()
    return None
