"""The keyword index: BM25 over the same passages, by tantivy; derived from the library."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.held import Wording
from ingest.readable import readable
from ingest.wording import STOPWORDS, analyser, plain

if TYPE_CHECKING:
    from tantivy import Index as Tantivy
    from tantivy import Query, Searcher

_ANALYSER = "evidence"
_WRITER_BYTES = 64_000_000
_MOST_TERMS = 64
_QUOTED = re.compile(r'["“”]([^"“”]+)["“”]')


@dataclass(frozen=True)
class FieldWeights:
    """How much a word counts in each field, against 1 for the text."""

    text: float = 1.0
    headings: float = 0.3
    title: float = 0.3
    phrase: float = 2.0


class KeywordIndex:
    """One state of the keyword index; what it finds does not change after opening, also when its
    folder is removed.

    folder: where it is kept, must exist; None keeps it in memory. Raises OSError if it is being
    removed.
    """

    def __init__(self, folder: Path | None) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field(
            "passage_id", stored=True, tokenizer_name="raw", index_option="basic"
        )
        builder.add_text_field("document_id", tokenizer_name="raw", index_option="basic")
        builder.add_text_field("text", tokenizer_name=_ANALYSER)
        for name in ("headings", "title"):
            builder.add_text_field(name, tokenizer_name=_ANALYSER, index_option="freq")
        self._schema = builder.build()
        try:
            self._index: Tantivy = tantivy.Index(self._schema, path=str(folder) if folder else None)
            self._analyser = analyser()
            self._index.register_tokenizer(_ANALYSER, self._analyser)
            self._searcher = self._newest()
        except ValueError as error:
            raise OSError(f"the keyword index in {folder} cannot be opened: {error}") from error

    def _newest(self) -> "Searcher":
        self._index.reload()
        return self._index.searcher()

    def __len__(self) -> int:
        """Passages in the index."""
        return int(self._searcher.num_docs)

    def write(self, wordings: Iterable[Wording]) -> None:
        """Put in passages; all of them or none."""
        import tantivy

        writer = self._index.writer(_WRITER_BYTES, 1)
        for words in wordings:
            document = tantivy.Document()
            document.add_text("passage_id", words.passage_id)
            document.add_text("document_id", words.document_id)
            document.add_text("text", plain(readable(words.text)))
            document.add_text("headings", plain(words.headings))
            document.add_text("title", plain(words.title))
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self._searcher = self._newest()

    def search(
        self,
        query: str,
        k: int,
        document_ids: Sequence[str] | None = None,
        weights: FieldWeights | None = None,
    ) -> list[tuple[str, float]]:
        """(passage_id, BM25 score) best first; equal scores in order of id.

        query: any text; double quotes ask for the words in that order as well.
        document_ids: only these documents; None for all.
        """
        import tantivy

        asked = self._query(query, weights or FieldWeights())
        if asked is None or k < 1 or document_ids == []:
            return []
        if document_ids is not None:
            only = tantivy.Query.term_set_query(self._schema, "document_id", list(document_ids))
            must = tantivy.Occur.Must
            silent = tantivy.Query.const_score_query(only, 0.0)
            asked = tantivy.Query.boolean_query([(must, asked), (must, silent)])
        searcher = self._searcher
        found = searcher.search(asked, limit=k, count=False).hits
        hits = [(str(searcher.doc(at).get_first("passage_id")), score) for score, at in found]
        return sorted(hits, key=lambda hit: (-hit[1], hit[0]))

    def frequency(self, words: Sequence[str]) -> dict[str, int]:
        """In how many passages each word's form stands (text, headings or title count)."""
        import tantivy

        found: dict[str, int] = {}
        for word in words:
            forms = [
                tantivy.Query.term_query(self._schema, field, term)
                for term in self.terms(word)
                for field in ("text", "headings", "title")
            ]
            either = [(tantivy.Occur.Should, form) for form in forms]
            asked = tantivy.Query.boolean_query(either)
            found[word] = int(self._searcher.search(asked, limit=1, count=True).count or 0)
        return found

    def terms(self, text: str) -> list[str]:
        """The index's form of each word of a text, in order."""
        return list(self._analyser.analyze(plain(text)))

    def _query(self, text: str, weights: FieldWeights) -> "Query | None":
        import tantivy

        words = [
            word for word in plain(text).split() if word.lower().strip("?!.,;:") not in STOPWORDS
        ]
        terms = list(dict.fromkeys(self._analyser.analyze(" ".join(words) or plain(text))))
        parts = [
            self._boosted(tantivy.Query.term_query(self._schema, field, term), weight)
            for term in terms[:_MOST_TERMS]
            for field, weight in (
                ("text", weights.text),
                ("headings", weights.headings),
                ("title", weights.title),
            )
            if weight > 0
        ]
        for quoted in _QUOTED.findall(text):
            phrase = self.terms(quoted)[:_MOST_TERMS]
            if len(phrase) > 1:
                asked = tantivy.Query.phrase_query(self._schema, "text", list(phrase))
                parts.append(self._boosted(asked, weights.phrase))
        if not parts:
            return None
        return tantivy.Query.boolean_query([(tantivy.Occur.Should, part) for part in parts])

    @staticmethod
    def _boosted(query: "Query", weight: float) -> "Query":
        import tantivy

        return query if weight == 1.0 else tantivy.Query.boost_query(query, weight)
