"""What the paragraph styles of a Word file mean: headings and lists."""

import re
from collections.abc import Iterator
from typing import Any

from ingest.readers.packed import attribute, child, children

DEEPEST_LEVEL = 9
_LONGEST_CHAIN = 12


def heading_levels(styles: Any) -> dict[str, int]:
    """Style id -> heading level, 0 for the title; a style has that of the one it is based on."""
    own: dict[str, int | None] = {}
    based_on: dict[str, str] = {}
    for style_id, style in _styles(styles):
        own[style_id] = _own_level(style)
        base = child(style, "basedOn")
        based_on[style_id] = attribute(base, "val") if base is not None else ""
    levels: dict[str, int] = {}
    for style_id in own:
        current = style_id
        for _ in range(_LONGEST_CHAIN):
            level = own.get(current)
            if level is not None and level < DEEPEST_LEVEL + 1:
                levels[style_id] = level
            if level is not None or current not in based_on:
                break
            current = based_on[current]
    return levels


def list_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles that make list items."""
    return frozenset(
        style_id
        for style_id, style in _styles(styles)
        if _name(style).startswith("list ") or child(style, "pPr", "numPr") is not None
    )


def caption_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles of captions."""
    return frozenset(style_id for style_id, style in _styles(styles) if _name(style) == "caption")


def bold_styles(styles: Any) -> frozenset[str]:
    """Ids of the styles, of paragraphs and of characters, whose letters are bold."""
    own = {style_id: is_bold(child(style, "rPr")) for style_id, style in _styles(styles)}
    based_on = {
        style_id: attribute(base, "val")
        for style_id, style in _styles(styles)
        if (base := child(style, "basedOn")) is not None
    }
    found: set[str] = set()
    for style_id in own:
        current = style_id
        for _ in range(_LONGEST_CHAIN):
            if own.get(current) is not None or current not in based_on:
                break
            current = based_on[current]
        if own.get(current):
            found.add(style_id)
    return frozenset(found)


def is_bold(properties: Any) -> bool | None:
    """Whether run properties make letters bold; None where they leave it to the style."""
    own = child(properties, "b")
    return attribute(own, "val") not in ("0", "false", "off") if own is not None else None


def outline_level(properties: Any) -> int | None:
    """The heading level in paragraph properties; 10 where they say that it is plain text."""
    own = child(properties, "outlineLvl")
    value = attribute(own, "val") if own is not None else ""
    return int(value) + 1 if value.isdigit() else None


def _styles(styles: Any) -> Iterator[tuple[str, Any]]:
    for style in children(styles, "style"):
        yield attribute(style, "styleId"), style


def _name(style: Any) -> str:
    name = child(style, "name")
    return attribute(name, "val").lower() if name is not None else ""


def _own_level(style: Any) -> int | None:
    name = _name(style)
    heading = re.fullmatch(r"heading (\d)", name)
    if heading:
        return int(heading[1])
    if name == "title":
        return 0
    # Word bases it on the title's or a heading's letters, not on what they mean.
    if name in ("subtitle", "toc heading"):
        return DEEPEST_LEVEL + 1
    return outline_level(child(style, "pPr"))
