"""What DOCX, PPTX and XLSX share: parts that name each other, and the file's properties."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.readers.base import FileMetadata
from ingest.readers.cleaning import clean_text
from ingest.readers.packed import PackedFile, tag_of

# Programs keep the moments of the empty file that they began with: python-docx, python-pptx.
_OF_TEMPLATES = frozenset({"2013-12-23T23:15:00Z", "2013-01-27T09:14:16Z", "2013-01-27T09:15:58Z"})
# Before it stand the days from which clocks count.
_EARLIEST = "1990"


@dataclass(frozen=True)
class Relation:
    """One part naming another. kind: the last word of its type ("slide"); part: member name."""

    kind: str
    part: str


def relations(package: PackedFile, part: str = "") -> dict[str, Relation]:
    """Relation id -> the part it leads to. What leads out of the file is left out: never opened."""
    folder, _, name = part.rpartition("/")
    root = package.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}
    for relation in root if root is not None else ():
        target = relation.get("Target") or ""
        if tag_of(relation) != "Relationship" or relation.get("TargetMode") == "External":
            continue
        place = target if target.startswith("/") else posixpath.join("/", folder, target)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        found[relation.get("Id") or ""] = Relation(kind, posixpath.normpath(place).lstrip("/"))
    return found


def relation_id(element: Any) -> str:
    """The relation that an element names (r:id, not an id of its own)."""
    return next((v for key, v in element.attrib.items() if key.endswith("ships}id")), "")


def main_part(package: PackedFile, usual: str, kind: str) -> str:
    """The name of the part that holds the content. Raises UnreadableDocument if there is none.

    usual: pattern of its name in a file whose relations are missing or wrong.
    """
    named = [r.part for r in relations(package).values() if r.kind == "officeDocument"]
    fallback = sorted(name for name in package.names if re.fullmatch(usual, name))
    for name in (*named, *fallback):
        if name in package.names:
            return name
    raise UnreadableDocument(
        f"{package.path}: a {kind} without the part that holds its content. Copy it again."
    )


def properties(package: PackedFile) -> FileMetadata:
    """Title, author, days of making and of the last change, as far as the file says."""
    core = package.tree("docProps/core.xml")
    if core is None:
        return FileMetadata()
    found = {tag_of(child): clean_text(child.text or "") for child in core}
    author = found.get("creator", "")
    return FileMetadata(
        title=found.get("title") or None,
        authors=(author,) if author else (),
        created=day_of(found.get("created", "")),
        modified=day_of(found.get("modified", "")),
    )


def day_of(moment: str) -> str | None:
    """The ISO date of a moment in a file's properties; None if that tells nothing of the file.

    >>> day_of("2024-02-19T10:00:00Z"), day_of("2013-12-23T23:15:00Z"), day_of("1601-01-01")
    ('2024-02-19', None, None)
    """
    found = re.match(r"\d{4}-\d{2}-\d{2}", moment)
    if not found or found.group() < _EARLIEST or moment in _OF_TEMPLATES:
        return None
    return found.group()
