"""The library's reading side: everything that a search, a page view or a check asks it."""

import json
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from ingest.allowed import allowed_documents
from ingest.cards import Columns, Value, digest_of, rows_of
from ingest.document import Page, Passage, Table, Word
from ingest.errors import UnknownDocument
from ingest.filters import Filters
from ingest.held import (
    DOCUMENT_COLUMNS,
    PAGE_COLUMNS,
    PASSAGE_COLUMNS,
    Changes,
    HeldDocument,
    HeldPassage,
    Known,
    Wording,
    document_of,
    metadata_from,
    page_of,
    passage_of,
)
from ingest.ocrwords import unpack_words
from ingest.opened import OpenLibrary, Parameter
from ingest.standing import Standing, standings
from ingest.tables import table_from


class LibraryReader(OpenLibrary):
    """What the library holds, as values. Safe to share by threads, which take turns."""

    def document(self, document_id: str) -> HeldDocument | None:
        """The document with this id."""
        rows = self._documents("document_id = ?", (document_id,))
        return rows[0] if rows else None

    def document_with_key(self, key: str) -> HeldDocument | None:
        """The document with this identity over time."""
        rows = self._documents("key = ?", (key,))
        return rows[0] if rows else None

    def find(self, name: str) -> HeldDocument:
        """The document that `name` means: its id, the beginning of it, its key or its path.

        Raises UnknownDocument.
        """
        for where in ("document_id = ?1", "key = ?1 OR path = ?1", "key = 'note:' || ?1"):
            if found := self._documents(where, (name,)):
                return found[0]
        prefix = name.lower()
        found = self._documents("length(?1) > 3 AND instr(document_id, ?1) = 1", (prefix,))
        if len(found) == 1:
            return found[0]
        many = f"{len(found)} documents have" if found else "no document has"
        raise UnknownDocument(
            f"{name}: {many} an id that begins so. `lpip-ingest list` shows the ids."
        )

    def documents(self, filters: Filters | None = None) -> tuple[HeldDocument, ...]:
        """Documents by title; all of them, of every collection, without `filters`."""
        if filters is None:
            return self._documents("1", ())
        allowed = json.dumps(self.allowed(filters))
        return self._documents("seq IN (SELECT value FROM json_each(?))", (allowed,))

    def known(self) -> dict[str, Known]:
        """What is held, by the path that it was read from."""
        query = (
            "SELECT path, document_id, fingerprint, title, page_count, passage_count FROM documents"
        )
        return {path: Known(*columns) for path, *columns in self._rows(query, ())}

    def kept_names(self) -> list[str]:
        """Names of the originals in the files folder that documents refer to."""
        return [name for (name,) in self._rows("SELECT kept FROM documents WHERE kept > ''", ())]

    def kept_name(self, document_id: str) -> str:
        """Name of a document's original in the files folder; "" if none is kept."""
        query = "SELECT coalesce(kept, '') FROM documents WHERE document_id = ?"
        rows = self._rows(query, (document_id,))
        return str(rows[0][0]) if rows else ""

    def allowed(self, filters: Filters) -> list[int]:
        """Sequence numbers of the documents a search may see. Raises ValueError for a bad date."""
        with self.reading() as connection:
            return allowed_documents(connection, filters)

    def standings(
        self,
        collections: Collection[str] | None = None,
        document_ids: Sequence[str] | None = None,
    ) -> dict[str, Standing]:
        """Document id -> its place among the editions of its work, where a work has several.

        collections: what the asker may see, None for all. document_ids: None for all.
        """
        with self.reading() as connection:
            return standings(connection, collections, document_ids)

    def document_numbers(self) -> list[int]:
        """Sequence numbers of all documents. A replaced document gets a new one."""
        return [seq for (seq,) in self._rows("SELECT seq FROM documents ORDER BY seq", ())]

    def numbered_documents(self) -> dict[int, str]:
        """Sequence number -> document_id of all documents."""
        return dict(self._rows("SELECT seq, document_id FROM documents", ()))

    def page(self, document_id: str, number: int) -> Page:
        """A page by its 1-based number. Raises KeyError."""
        rows = self._rows(
            f"SELECT {PAGE_COLUMNS} FROM pages p LEFT JOIN ocr_pages o USING (seq, number) "
            "WHERE p.number = ? AND seq = (SELECT seq FROM documents WHERE document_id = ?)",
            (number, document_id),
        )
        if not rows:
            raise KeyError(f"document {document_id} has no page {number}")
        return page_of(rows[0])

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """All pages of a document, in order."""
        rows = self._rows(
            f"SELECT {PAGE_COLUMNS} FROM pages p LEFT JOIN ocr_pages o USING (seq, number) "
            "WHERE seq = (SELECT seq FROM documents WHERE document_id = ?) ORDER BY p.number",
            (document_id,),
        )
        return tuple(page_of(row) for row in rows)

    def scanned(self, document_id: str) -> dict[int, tuple[str, bytes]]:
        """The pages of a document that OCR read: text, and words as `ocrwords` packs them."""
        rows = self._rows(
            "SELECT number, text, words FROM ocr_pages JOIN pages USING (seq, number) "
            "WHERE seq = (SELECT seq FROM documents WHERE document_id = ?)",
            (document_id,),
        )
        return {number: (text, words) for number, text, words in rows}

    def words(self, document_id: str, number: int) -> tuple[Word, ...]:
        """The words of a page that OCR read; none for other pages."""
        rows = self._rows(
            "SELECT words FROM ocr_pages WHERE number = ? AND seq = "
            "(SELECT seq FROM documents WHERE document_id = ?)",
            (number, document_id),
        )
        return unpack_words(rows[0][0]) if rows else ()

    def tables(self, document_id: str, page: int | None = None) -> tuple[Table, ...]:
        """The tables of a document in order, or those of one page."""
        rows = self._rows(
            "SELECT content FROM tables WHERE (?2 IS NULL OR page = ?2) AND seq = "
            "(SELECT seq FROM documents WHERE document_id = ?1) ORDER BY number",
            (document_id, page),
        )
        return tuple(_table(content) for (content,) in rows)

    def held(self, passage_ids: Sequence[str]) -> dict[str, HeldPassage]:
        """The passages among these ids that are in the library."""
        rows = self._rows(
            f"SELECT {PASSAGE_COLUMNS}, d.metadata, d.path, d.is_note FROM passages p "
            "JOIN documents d USING (seq) WHERE p.passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(passage_ids)),),
        )
        found = {}
        with self._understood():
            for *columns, metadata, path, is_note in rows:
                passage = passage_of(tuple(columns))
                held = HeldPassage(passage, metadata_from(metadata), path, bool(is_note))
                found[passage.passage_id] = held
        return {key: found[key] for key in passage_ids if key in found}

    def passages(self, document_id: str) -> tuple[Passage, ...]:
        """All passages of a document, in order."""
        return self._passages("d.document_id = ?", (document_id,))

    def neighbours(self, passage_id: str, before: int, after: int) -> tuple[Passage, ...]:
        """Passages around one in the same document, in order, itself left out."""
        here = self._rows("SELECT seq, ordinal FROM passages WHERE passage_id = ?", (passage_id,))
        if not here:
            return ()
        seq, ordinal = here[0]
        return self._passages(
            "p.seq = ? AND p.ordinal BETWEEN ? AND ? AND p.ordinal <> ?",
            (seq, ordinal - before, ordinal + after, ordinal),
        )

    def vectors_after(self, number: int) -> Iterator[tuple[int, int, str, bytes]]:
        """(passage number, document number, passage_id, float32 bytes) beyond a passage number."""
        rows = self._rows(
            "SELECT number, seq, passage_id, vector FROM vectors WHERE number > ? ORDER BY number",
            (number,),
        )
        return iter(rows)

    def newest_number(self) -> int:
        """The highest passage number; 0 if there is none."""
        return int(self._rows("SELECT coalesce(max(number), 0) FROM passages", ())[0][0])

    def changes_since(self, revision: int) -> Changes:
        """What a derived index of that revision must give up and take in.

        May include a change newer than the revision it names; taking it in twice does no harm.
        """
        now = self.revision
        gone = self._rows("SELECT document_id FROM removed WHERE revision > ?", (revision,))
        query = "SELECT document_id FROM documents WHERE revision > ? ORDER BY seq"
        present = self._rows(query, (revision,))
        return Changes(now, tuple(key for (key,) in gone), tuple(key for (key,) in present))

    def wordings(self, document_id: str) -> Iterator[Wording]:
        """What the keyword index takes in of a document."""
        query = (
            "SELECT p.passage_id, d.document_id, CASE p.rendering WHEN '' THEN p.text "
            "ELSE p.rendering END, p.heading_path, d.title "
            "FROM passages p JOIN documents d USING (seq) WHERE d.document_id = ?"
        )
        for passage_id, document, text, headings, title in self._rows(query, (document_id,)):
            yield Wording(passage_id, document, text, " ".join(json.loads(headings)), title)

    def passages_since(self, revision: int) -> int:
        """How many passages came in after some revision."""
        query = "SELECT coalesce(sum(passage_count), 0) FROM documents WHERE revision > ?"
        return int(self._rows(query, (revision,))[0][0])

    def _documents(self, where: str, values: Sequence[Parameter]) -> tuple[HeldDocument, ...]:
        query = f"SELECT {DOCUMENT_COLUMNS} FROM documents WHERE {where} ORDER BY title, seq"
        rows = self._rows(query, values)
        with self._understood():
            return tuple(document_of(row, self.files) for row in rows)

    def _passages(self, where: str, values: Sequence[Parameter]) -> tuple[Passage, ...]:
        query = (
            f"SELECT {PASSAGE_COLUMNS} FROM passages p JOIN documents d USING (seq) "
            f"WHERE {where} ORDER BY p.ordinal"
        )
        rows = self._rows(query, values)
        with self._understood():
            return tuple(passage_of(row) for row in rows)

    def vectors_of(self, document_id: str) -> list[bytes]:
        """The vectors of a document's passages as float32 bytes, in no order."""
        query = (
            "SELECT vector FROM vectors WHERE number IN (SELECT number FROM passages "
            "WHERE seq = (SELECT seq FROM documents WHERE document_id = ?))"
        )
        return [vector for (vector,) in self._rows(query, (document_id,))]

    def digest(self, seq: Value, columns: Columns) -> str:
        """Digest of all rows of a document, to be compared with its card."""
        with self.reading() as connection:
            return digest_of(rows_of(connection, seq, columns))

    def integrity(self) -> list[str]:
        """What SQLite finds wrong with its own file; empty if nothing."""
        found = [str(line) for (line,) in self._rows("PRAGMA integrity_check(5)", ())]
        strays = len(self._rows("PRAGMA foreign_key_check", ()))
        lines = [] if found == ["ok"] else [" ".join(line.split()) for line in found]
        return [*lines, *([f"{strays} rows belong to no document"] if strays else [])]


# The tables of a page are read again for each passage on it, and by the next question.
@lru_cache(maxsize=512)
def _table(content: str) -> Table:
    return table_from(json.loads(content))
