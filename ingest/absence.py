"""Proves that nothing of a removed document is left: looks for its text and vectors in every file.

Text is looked for in stretches of 32 bytes, vectors in stretches of 8 numbers without their last
16 bits, at every place of every file: whatever file format holds a longer stretch, it is found.
What other documents of the library say as well is no trace.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.cards import CARDS_NAME, columns_of, rows_of
from ingest.embed import embedder_name, load_embedder
from ingest.errors import UnknownDocument
from ingest.files import Wanted, sha256_of
from ingest.lock import HOLDER_NAME
from ingest.ocr import find_engine
from ingest.prepare import Preparer, Seen, limits_of
from ingest.rawbytes import raw_bytes
from ingest.reading import LibraryReader
from ingest.sandbox import ReaderPool
from ingest.settings import Settings

Hashes = NDArray[np.uint64]

_BYTES, _NUMBERS = 32, 8
# Every eighth place of what is looked for is enough, as every place of a file is looked at.
_STEP = 8
_BASE = 0x9E3779B97F4A7C15
_PIECE = 4 << 20
# Rows of blanks and dots are in every file.
_LEAST_DIFFERENT = 8
_ID = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Traces:
    """What to look for. text, vectors: hashes of stretches, sorted."""

    document_id: str
    text: Hashes
    vectors: Hashes


@dataclass(frozen=True)
class Absence:
    """What was looked at. found: one line for each file that holds a part of the document.

    stretches: how many of its text and vectors were looked for. note: what was not, and why.
    """

    files: int
    size: int
    stretches: int
    found: tuple[str, ...]
    note: str = ""


def traces_in_library(library: LibraryReader, document_id: str) -> Traces:
    """All that the library's rows say of a document that is still in it."""
    texts = []
    with library.reading() as connection:
        columns = columns_of(connection)
        (seq,) = connection.execute(
            "SELECT seq FROM documents WHERE document_id = ?", (document_id,)
        ).fetchone()
        for found in rows_of(connection, seq, columns).values():
            for row in found:
                texts += [value for value in row if isinstance(value, str)]
    vectors = [np.frombuffer(blob, "<f4") for blob in library.vectors_of(document_id)]
    return _traces(document_id, texts, vectors)


def traces_of_file(path: Path, settings: Settings) -> Traces:
    """What would be held of a file if it were added: it is read, cut and embedded again.

    Raises UnreadableDocument, NothingToIndex, ModelUnavailable.
    """
    sha256 = sha256_of(path)
    embedder = load_embedder(settings)
    engine = find_engine(settings)
    with ReaderPool(limits_of(settings), 1, engine) as pool:
        seen = Seen(Wanted(path.absolute(), path.stat().st_size), sha256, "")
        made = Preparer(pool, lambda: embedder, engine=engine).prepare(seen)
    texts = [page.text for page in made.document.pages] + list(made.texts)
    return _traces(made.document.document_id, texts, list(embedder.embed_passages(made.texts)))


def absence_of(name: str, settings: Settings) -> Absence:
    """Of a file: that nothing it says is held. Of an id: that no file or row goes by it.

    After a removal nothing is kept to know the text by, so an id alone cannot be looked for in
    full: `remove` does that while it still can. Raises UnknownDocument for a name that is neither.
    """
    path = Path(name).expanduser()
    if path.is_file():
        return look_for(traces_of_file(path, settings), settings)
    if not _ID.fullmatch(name):
        raise UnknownDocument(f"{name}: neither a file nor a document id of 16 digits.")
    return _by_id(name, settings)


def _by_id(document_id: str, settings: Settings) -> Absence:
    found, files, size = [], 0, 0
    with closing(LibraryReader(settings.home, embedder_name(settings), any_model=True)) as library:
        if library.document(document_id) is not None:
            found.append(f"{library.path.name}: it is in")
        strays = [line for line in library.integrity() if line]
        found += [f"{library.path.name}: {line}" for line in strays]
    for path in sorted(settings.home.rglob("*")):
        if not path.is_file() or path.name == HOLDER_NAME:
            continue
        files, size = files + 1, size + path.stat().st_size
        tombstone = path.name.startswith(library.path.name)
        if document_id in path.name or (not tombstone and _holds(path, document_id.encode())):
            found.append(f"{path.relative_to(settings.home)}: names it")
    note = (
        "Looked for its id, and for rows of no document. The library remembers that the id was "
        "removed, and nothing else of it; to look for its text and vectors, give the file itself."
    )
    return Absence(files, size, 1, tuple(found), note)


def _holds(path: Path, content: bytes) -> bool:
    before = b""
    with raw_bytes(path) as file:
        while piece := file.read(_PIECE):
            if content in before + piece:
                return True
            before = piece[-len(content) :]
    return False


def look_for(traces: Traces, settings: Settings) -> Absence:
    """Look through every file below `settings.home`. Raises DamagedLibrary."""
    with closing(LibraryReader(settings.home, embedder_name(settings), any_model=True)) as library:
        numbers = library.numbered_documents()
        mine = next((seq for seq, key in numbers.items() if key == traces.document_id), 0)
        wanted = Traces(
            traces.document_id,
            np.setdiff1d(traces.text, said_by_others(library, traces.document_id)),
            np.setdiff1d(traces.vectors, _vectors_of_others(library, mine)),
        )
        known = set(numbers.values()) - {traces.document_id}
        others = {library.files / library.kept_name(key) for key in known}
    found, files, size = [], 0, 0
    for path in sorted(settings.home.rglob("*")):
        card = path.parent.name == CARDS_NAME and path.name.partition(".")[0] in known
        if not path.is_file() or path in others or card or path.name == HOLDER_NAME:
            continue
        text, vectors, length = _in_file(path, wanted)
        files, size = files + 1, size + length
        if text or vectors:
            name = path.relative_to(settings.home)
            found.append(f"{name}: {text} stretches of its text, {vectors} of its vectors")
    stretches = len(wanted.text) + len(wanted.vectors)
    return Absence(files, size, stretches, tuple(found))


def _traces(
    document_id: str, texts: Iterable[str], vectors: Sequence[NDArray[np.float32]]
) -> Traces:
    text = [
        hashes[::_STEP][_is_telling(content)]
        for value in texts
        for content in _encoded(value)
        if len(hashes := _rolled(content, _BYTES))
    ]
    numbers = [_rolled(_coarse(vector.tobytes()), _NUMBERS)[::_STEP] for vector in vectors]
    return Traces(document_id, _joined(text), _joined(numbers))


def _encoded(text: str) -> Iterator[NDArray[np.uint8]]:
    for encoding in ("utf-8", "utf-16-le"):
        yield np.frombuffer(text.encode(encoding, "surrogatepass"), np.uint8)


def places_of(text: str, wanted: Hashes) -> tuple[NDArray[np.intp], int]:
    """Where stretches looked for begin in a text, in bytes of its UTF-8, and their length."""
    content = np.frombuffer(text.encode(), np.uint8)
    return np.flatnonzero(np.isin(_rolled(content, _BYTES), wanted)), _BYTES


def said_by_others(library: LibraryReader, document_id: str) -> Hashes:
    """All stretches of text of the documents that are held but this one, sorted."""
    numbers = library.numbered_documents()
    mine = next((seq for seq, key in numbers.items() if key == document_id), 0)
    found: list[Hashes] = []
    with library.reading() as connection:
        for table, names in columns_of(connection).items():
            listed = ", ".join(f'"{name}"' for name in names)
            for row in connection.execute(
                f'SELECT {listed} FROM "{table}" WHERE seq <> ?', (mine,)
            ):
                for value in row:
                    if isinstance(value, str) and len(value) >= _BYTES // 2:
                        found += [_rolled(content, _BYTES) for content in _encoded(value)]
            found = [_joined(found)]
    return _joined(found)


def _vectors_of_others(library: LibraryReader, mine: int) -> Hashes:
    rows = library.vectors_after(0)
    return _joined([_rolled(_coarse(row[3]), _NUMBERS) for row in rows if row[1] != mine])


def _in_file(path: Path, wanted: Traces) -> tuple[int, int, int]:
    """Stretches of text and of vectors found in a file, and its length in bytes."""
    text: set[int] = set()
    vectors: set[int] = set()
    length, before = 0, b""
    with raw_bytes(path) as file:
        while piece := file.read(_PIECE):
            length += len(piece)
            content = before + piece
            text |= _common(_rolled(np.frombuffer(content, np.uint8), _BYTES), wanted.text)
            for shift in range(4):
                hashes = _rolled(_coarse(content[shift:]), _NUMBERS)
                vectors |= _common(hashes, wanted.vectors)
            before = content[-_BYTES + 1 :]
    return len(text), len(vectors), length


def _rolled(values: NDArray[np.uint8] | NDArray[np.uint16], width: int) -> Hashes:
    """A hash of each `width` values in a row, a power of two. Empty if there are fewer."""
    if len(values) < width:
        return np.empty(0, np.uint64)
    hashes = values.astype(np.uint64) + np.uint64(1)
    power, length = _BASE, 1
    while length < width:
        hashes = hashes[:-length] * np.uint64(power) + hashes[length:]
        power, length = power * power % 2**64, length * 2
    # The low bits of such a sum say little.
    mixed: Hashes = hashes ^ (hashes >> np.uint64(32))
    return mixed


def _coarse(content: bytes) -> NDArray[np.uint16]:
    """The upper halves of float32 numbers: another rounding leaves them as they are."""
    whole = np.frombuffer(content, "<u4", count=len(content) // 4)
    return (whole >> 16).astype(np.uint16)


def _is_telling(content: NDArray[np.uint8]) -> NDArray[np.bool_]:
    windows = np.lib.stride_tricks.sliding_window_view(content, _BYTES)[::_STEP]
    ordered = np.sort(windows, axis=1)
    different = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    telling: NDArray[np.bool_] = different >= _LEAST_DIFFERENT
    return telling


def _common(hashes: Hashes, wanted: Hashes) -> set[int]:
    if not len(wanted) or not len(hashes):
        return set()
    at = np.minimum(np.searchsorted(wanted, hashes), len(wanted) - 1)
    return set(hashes[wanted[at] == hashes].tolist())


def _joined(parts: Sequence[Hashes]) -> Hashes:
    return np.unique(np.concatenate([np.empty(0, np.uint64), *parts]))
