"""The language of the interface: which one is spoken now, and its messages. No Streamlit.

English is written in `ui/words`; another language is a gettext catalogue in `ui/catalogues`, in
which every message stands under the name that it has there. What a catalogue lacks is said in
English.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

ENGLISH = "en"
LANGUAGES: Mapping[str, str] = {"en": "English", "cy": "Cymraeg"}
"""Code of BCP 47 -> the name of the language in itself."""
COOKIE = "lpip_lang"
"""In which the browser remembers the language chosen; `desk.js` sets it."""
_FOLDER = Path(__file__).with_name("catalogues")
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)
_ask: list[Callable[[], str | None]] = []


@dataclass(frozen=True)
class Plural:
    """A message about a number. English gives two forms: of one, and of any other number.

    >>> Plural("{count:,} page", "{count:,} pages").of(1200)
    '1,200 pages'
    """

    one: str
    other: str
    # Of another language: its forms, and which of them belongs to a number.
    forms: tuple[str, ...] = ()
    choose: Callable[[int], int] = lambda count: int(count != 1)

    def of(self, count: int, **more: object) -> str:
        """The message about this number. more: the other placeholders."""
        form = (self.forms or (self.one, self.other))[self.choose(count)]
        return form.format(count=count, **more)


class Messages(ModuleType):
    """A module whose constants are messages, read in the language that is spoken now."""

    def __getattribute__(self, name: str) -> Any:
        written = super().__getattribute__(name)
        if not name.isupper() or current() == ENGLISH:
            return written
        return _translated(current(), name, _Same(written))


def current() -> str:
    """The code of the language spoken now."""
    if spoken := _spoken.get():
        return spoken
    return next((said for ask in _ask if (said := ask()) in LANGUAGES and said), ENGLISH)


def lang(code: str) -> str:
    """An HTML attribute that says what language a text is in, where it is not the page's own."""
    return "" if code == current() else f' lang="{code}"'


def message(name: str, text: str) -> str:
    """A single message that stands outside of `ui/words`, in the language spoken."""
    return text if current() == ENGLISH else str(_in(catalogue(current()), name, text))


def asked_of(ask: Callable[[], str | None]) -> None:
    """Lets `ask` say the language wherever `speaking` does not: the page asks its session."""
    _ask[:] = [ask]


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speaks a language for a while."""
    token = _spoken.set(code if code in LANGUAGES else ENGLISH)
    try:
        yield
    finally:
        _spoken.reset(token)


def texts(name: str, written: object) -> Iterator[tuple[str, "str | Plural"]]:
    """Every message in a constant under the name it has in a catalogue.

    >>> dict(texts("SORT", {"by": ("Date", "Name")}))
    {'SORT.by.0': 'Date', 'SORT.by.1': 'Name'}
    """
    if isinstance(written, str | Plural):
        yield name, written
    elif isinstance(written, Mapping):
        for key, value in written.items():
            yield from texts(f"{name}.{_key(key)}", value)
    elif isinstance(written, tuple):
        for at, value in enumerate(written):
            yield from texts(f"{name}.{at}", value)


@cache
def catalogue(code: str) -> Catalog:
    """The messages of a language other than English."""
    with _FOLDER.joinpath(f"{code}.po").open("rb") as file:
        return read_po(file, locale=code)


@dataclass(frozen=True)
class _Same:
    """A value compared by identity, so that it can be part of a cache's key."""

    value: object

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.value is other.value


@cache
def _translated(code: str, name: str, written: _Same) -> object:
    return _in(catalogue(code), name, written.value)


def _in(known: Catalog, name: str, written: object) -> object:
    """A constant with its messages translated; what is no message stays as it is."""
    if isinstance(written, Mapping):
        return {k: _in(known, f"{name}.{_key(k)}", v) for k, v in written.items()}
    if isinstance(written, tuple):
        return tuple(_in(known, f"{name}.{at}", v) for at, v in enumerate(written))
    if isinstance(written, Plural):
        found = known.get((written.one, written.other), context=name)
        forms = tuple(found.string or ()) if found is not None else ()
        if not forms or not all(forms):
            return written
        return Plural(written.one, written.other, forms, _CHOOSE[str(known.locale)])
    if isinstance(written, str):
        found = known.get(written, context=name)
        return str(found.string) if found is not None and found.string else written
    return written


# As in the catalogue's Plural-Forms: Welsh counts one, two, three, six and the others apart.
_CHOOSE: Mapping[str, Callable[[int], int]] = {
    "cy": lambda count: {1: 1, 2: 2, 3: 3, 6: 4}.get(count, 0)
}


def _key(key: object) -> str:
    return str(key.value) if isinstance(key, Enum) else str(key)
