"""What a search may see: an allow-list of collections and the reader's own narrowing."""

from dataclasses import dataclass

from ingest.document import PUBLIC


@dataclass(frozen=True)
class Filters:
    """Which documents a search may see. An empty tuple means "no narrowing" for that field.

    collections: what the asker may read; empty means nobody, so nothing is found.
    places, nations, themes, doc_types, publishers: taxonomy names or ids; any match is enough
    within a field, all fields must match. since, until: ISO dates, partial allowed, inclusive; an
    undated document matches neither.
    document_ids: only these documents. newest_only: no document of which a newer edition may be
    seen, and none that is withdrawn or superseded.
    """

    collections: frozenset[str] = frozenset({PUBLIC})
    places: tuple[str, ...] = ()
    nations: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    doc_types: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    document_ids: tuple[str, ...] = ()
    newest_only: bool = False

    @property
    def narrows(self) -> bool:
        """True if anything beyond the collections limits the search."""
        fields = (self.places, self.nations, self.themes, self.doc_types, self.publishers)
        return any(fields) or bool(
            self.since or self.until or self.document_ids or self.newest_only
        )
