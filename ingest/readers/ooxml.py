"""What DOCX, PPTX and XLSX share: parts that name each other, and the file's properties."""

import posixpath
import re
from dataclasses import dataclass
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.readers.base import FileMetadata
from ingest.readers.cleaning import clean_text
from ingest.readers.packed import PackedFile, tag_of


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
    """Title, author and date of making, as far as the file says."""
    core = package.tree("docProps/core.xml")
    if core is None:
        return FileMetadata()
    found = {tag_of(child): clean_text(child.text or "") for child in core}
    author = found.get("creator", "")
    created = re.match(r"\d{4}-\d{2}-\d{2}", found.get("created", ""))
    return FileMetadata(
        title=found.get("title") or None,
        authors=(author,) if author else (),
        created=created.group() if created else None,
    )
