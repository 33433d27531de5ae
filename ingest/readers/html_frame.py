"""The parts of a web page that are its frame, where no element says so: nearly all links."""

from dataclasses import dataclass
from typing import Any

_HOLDERS = frozenset("div ul ol table td section dl p center".split())
# Running text has a few links; menus, tag clouds and "more like this" are links and little else.
_LINKED = 0.6
_LEAST_LINKS = 4
_LEAST_LEFT = 0.4


@dataclass
class _Held:
    """Characters of text in an element, those of them in links, and the number of links."""

    text: int = 0
    linked: int = 0
    links: int = 0

    def add(self, other: "_Held") -> None:
        self.text += other.text
        self.linked += other.linked
        self.links += other.links

    @property
    def is_frame(self) -> bool:
        return self.links >= _LEAST_LINKS and self.linked > _LINKED * self.text


def frame_of(root: Any) -> frozenset[Any]:
    """Elements to pass over; none where little else would be left, as on a page of contents."""
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    open_: list[_Held] = [_Held()]
    found: dict[Any, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            open_.append(_Held())
            continue
        held = open_.pop()
        held.text += _length(element.text)
        if element.tag == "a":
            held.linked, held.links = held.text, held.links + 1
        if element.tag in _HOLDERS and held.is_frame:
            found[element] = held.text
        open_[-1].add(held)
        open_[-1].text += _length(element.tail)
    outermost = {each: text for each, text in found.items() if not _is_within(each, found)}
    whole = open_[0].text
    enough = whole - sum(outermost.values()) >= _LEAST_LEFT * whole
    return frozenset(outermost) if enough else frozenset()


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0


def _is_within(element: Any, found: dict[Any, int]) -> bool:
    above = element.getparent()
    while above is not None:
        if above in found:
            return True
        above = above.getparent()
    return False
