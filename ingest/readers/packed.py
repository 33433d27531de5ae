"""Packed files (DOCX, ODT, PPTX, XLSX and their kin are ZIP archives), opened within bounds.

Nothing is written to disk, no member name is used as a path, no entity is expanded, and no address
is followed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ingest.errors import UnreadableDocument
from ingest.readers.base import MIB, Limits

# More members than any document has; each costs memory before a byte of it is read.
_MOST_MEMBERS = 20_000
_LARGEST_DIRECTORY = 4 * MIB
# The text of real documents packs to a tenth or a thirtieth; a bomb to a thousandth.
_HIGHEST_RATIO = 300
_RATIO_COUNTS_FROM = 8 * MIB
_END_RECORD = b"PK\x05\x06"
_END_RECORD_SIZE, _LONGEST_COMMENT = 22, 65_535


class PackedFile:
    """The members of one archive. What is unpacked in all is counted, whatever it declares."""

    def __init__(self, path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.path = path
        self._archive = archive
        self.names = frozenset(archive.namelist())
        self._left = limits.max_unpacked_bytes

    def part(self, name: str) -> bytes | None:
        """The bytes of a member, None if the file lacks it. Raises UnreadableDocument: a bomb."""
        if name not in self.names:
            return None
        with self._stream(name) as member:
            return member.read()

    def tree(self, name: str) -> Any:
        """The root element of a member, None if it is missing or empty."""
        from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

        content = self.part(name)
        if not content or not content.strip():
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        return etree.fromstring(content, parser)

    def events(self, name: str) -> Iterator[tuple[str, Any]]:
        """("start" or "end", element) through a member, unpacked as it is read.

        Whoever reads lets go of elements (`let_go`), or the whole tree stays in memory.
        """
        from lxml import etree

        if name not in self.names:
            return
        with self._stream(name) as member:
            yield from etree.iterparse(
                member, events=("start", "end"), resolve_entities=False, no_network=True,
                load_dtd=False, huge_tree=True,
            )  # fmt: skip

    @contextmanager
    def _stream(self, name: str) -> Iterator["_Counted"]:
        known = self._archive.getinfo(name)
        if known.flag_bits & 1:
            raise UnreadableDocument(
                f"{self.path}: needs a password. Save a copy without the password and add that."
            )
        with self._archive.open(known) as member:
            yield _Counted(self, member, known.compress_size)

    def count(self, unpacked: int) -> None:
        """Takes so many bytes from what may still be unpacked. Raises UnreadableDocument."""
        self._left -= unpacked
        if self._left < 0:
            raise UnreadableDocument(
                f"{self.path}: unpacks to more than is allowed. Split the file."
            )


class _Counted(io.RawIOBase):
    """A member as a stream that stops a bomb while it unpacks."""

    def __init__(self, packed: PackedFile, member: Any, packed_size: int) -> None:
        self._packed = packed
        self._member = member
        self._most = max(_RATIO_COUNTS_FROM, _HIGHEST_RATIO * packed_size)
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is not None and size >= 0:
            return self._piece(size)
        pieces = list(iter(lambda: self._piece(MIB), b""))
        return b"".join(pieces)

    def _piece(self, size: int) -> bytes:
        piece: bytes = self._member.read(size)
        self._unpacked += len(piece)
        self._packed.count(len(piece))
        if self._unpacked > self._most:
            raise UnreadableDocument(
                f"{self._packed.path}: unpacks to more than {_HIGHEST_RATIO} times its size, "
                "as no document does. Save it again and add that copy."
            )
        return piece


@contextmanager
def open_packed(path: Path, limits: Limits, kind: str) -> Iterator[PackedFile]:
    """The file while it is read; whatever is wrong with it comes as one UnreadableDocument."""
    from lxml import etree

    try:
        check_directory(path)
        with zipfile.ZipFile(path) as archive:
            yield PackedFile(path, archive, limits)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, NotImplementedError,
            RuntimeError, ValueError, zlib.error, etree.XMLSyntaxError) as error:  # fmt: skip
        cause = " ".join(str(error).split())[:100]
        raise UnreadableDocument(
            f"{path}: the {kind} is damaged ({cause}). Open it where it was made, save it again, "
            "add that."
        ) from error


def check_directory(path: Path) -> None:
    """Looks at the list of members before Python reads all of it.

    Raises UnreadableDocument if the list is longer than any document's.
    """
    with path.open("rb") as file:
        size = file.seek(0, io.SEEK_END)
        file.seek(max(0, size - _END_RECORD_SIZE - _LONGEST_COMMENT))
        tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) - at < _END_RECORD_SIZE:
        # zipfile says what is wrong with it.
        return
    members = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if members > _MOST_MEMBERS or directory > _LARGEST_DIRECTORY:
        raise UnreadableDocument(
            f"{path}: a packed file of {members} members or more, as no document is. "
            "Save it again and add that copy."
        )


def let_go(element: Any) -> None:
    """Frees an element that was read and its read neighbours before it."""
    element.clear()
    while element.getprevious() is not None and element.getparent() is not None:
        del element.getparent()[0]


def tag_of(element: Any) -> str:
    """The name of an element without its namespace; Office uses two namespaces for one format."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute by its name without namespace, "" if it is missing."""
    attributes: Mapping[str, str] = element.attrib
    return next((v for key, v in attributes.items() if key.rpartition("}")[2] == name), "")


def children(element: Any, name: str) -> Iterator[Any]:
    """The children of that name, whatever their namespace; none of an element that is None."""
    return (each for each in element if tag_of(each) == name) if element is not None else iter(())


def child(element: Any, *names: str) -> Any:
    """The first child of the first name, in that the first of the second name, and so on.

    None if there is none, or if `element` is None.
    """
    for name in names:
        element = next(children(element, name), None) if element is not None else None
    return element
