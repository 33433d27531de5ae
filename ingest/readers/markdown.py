"""Markdown -> Draft: front matter, headings, paragraphs, lists, tables, as a reader sees them."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from ingest.document import Kind
from ingest.errors import BadMetadata, NothingToIndex
from ingest.readers.base import Draft, FileMetadata, FrontValue, Limits
from ingest.readers.flow import Flow
from ingest.readers.markdown_notes import Notes, taken_apart
from ingest.readers.text import read_decoded

if TYPE_CHECKING:
    from markdown_it.token import Token

MEDIA_TYPE = "text/markdown"
# What an evidence note says about itself; quoted in an answer it would support nothing.
_DISCLAIMER = re.compile(r"(?:this is an )?evidence note\b", re.IGNORECASE)
_FRONT = re.compile(r"\A﻿?---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


class MarkdownReader:
    """Reads Markdown.

    In an evidence note ("note: true") its disclaimer ("Evidence note: ...") and blockquotes are
    on the page but in no block, so no passage quotes them.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex, BadMetadata."""
        text, problems = read_decoded(path, self._limits)
        front, body = split_front_matter(text, path)
        about = FileMetadata(front_matter=front)
        is_note = Draft(MEDIA_TYPE, (), file_metadata=about).is_note
        flow = Flow()
        body, notes = taken_apart(body)
        heading = _fill(flow, _tokens(body), notes, is_note=is_note)
        _put_notes(flow, notes)
        pages, blocks = flow.finish()
        if not any(page.text for page in pages):
            raise NothingToIndex(f"{path}: no text below the front matter. Nothing to add.")
        about = FileMetadata(heading=heading, front_matter=front)
        return Draft(MEDIA_TYPE, pages, blocks, about, problems, flow.tables)


def split_front_matter(text: str, path: Path) -> tuple[tuple[tuple[str, FrontValue], ...], str]:
    """Front matter as names and values, and the text below it. Raises BadMetadata."""
    match = _FRONT.match(text)
    if not match:
        return (), text
    try:
        loaded = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        cause = " ".join(str(error).split())[:160]
        raise BadMetadata(f"{path}: the front matter is not valid YAML: {cause}") from error
    if not isinstance(loaded, dict):
        return (), text
    return tuple(front_values(loaded)), text[match.end() :]


def front_values(loaded: Mapping[object, object]) -> Iterator[tuple[str, FrontValue]]:
    """Names and values as text or lists of text; nested mappings are left out."""
    for name, value in loaded.items():
        if isinstance(value, list):
            yield (
                str(name),
                tuple(_text(part) for part in value if not isinstance(part, dict | list)),
            )
        elif value is not None and not isinstance(value, dict):
            yield str(name), _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    return str(value)


def _tokens(text: str) -> Sequence["Token"]:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").parse(text)


def _fill(flow: Flow, tokens: Sequence["Token"], notes: Notes, *, is_note: bool) -> str | None:
    """Puts the blocks into the flow; returns the first heading."""
    first_heading: str | None = None
    open_: list[str] = []
    rows: list[list[str]] = []
    level = 1
    for token in tokens:
        name = token.type.removesuffix("_open").removesuffix("_close")
        if token.nesting == 1:
            open_.append(name)
            if name == "tr":
                rows.append([])
            elif name == "heading":
                level = int(token.tag[1:])
        elif token.nesting == -1:
            open_.pop()
            if name == "table":
                flow.table(rows, header_rows=1)
                rows = []
        elif token.type == "inline":
            text = notes.marked(inline_text(token.children or []))
            if open_[-1:] in (["th"], ["td"]):
                rows[-1].append(text)
            elif open_[-1:] == ["heading"]:
                flow.heading(text, level)
                first_heading = first_heading or text
            else:
                aside = "blockquote" in open_ or _DISCLAIMER.match(text)
                _put(flow, text, open_, indexed=not (is_note and aside))
        elif token.type in ("fence", "code_block"):
            flow.paragraph(token.content)
    return first_heading


def _put_notes(flow: Flow, notes: Notes) -> None:
    """The notes below the text, each after its mark."""
    for mark, text in notes.in_order():
        said = [inline_text(t.children or []) for t in _tokens(text) if t.type == "inline"]
        flow.paragraph(" ".join([mark, *said]), Kind.FOOTNOTE)


def _put(flow: Flow, text: str, open_: Sequence[str], *, indexed: bool) -> None:
    if "list_item" in open_:
        flow.paragraph(f"• {text}", Kind.LIST, indexed=indexed)
    else:
        flow.paragraph(text, indexed=indexed)


def inline_text(children: Sequence["Token"]) -> str:
    """The text as a reader sees it: a link as "text (address)", an image as its description."""
    parts: list[str] = []
    targets: list[str] = []
    for child in children:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type == "image":
            parts.append(child.content)
        elif child.type == "link_open":
            targets.append(str(child.attrs.get("href", "")))
            parts.append("\0")
        elif child.type == "link_close":
            target = targets.pop() if targets else ""
            at = len(parts) - 1 - parts[::-1].index("\0")
            shown = "".join(parts[at + 1 :])
            parts[at:] = [shown if target in ("", shown) else f"{shown} ({target})"]
    return "".join(parts)
