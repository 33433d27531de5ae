"""What a publication's own words say of it: the strength of its evidence, partnerships it names."""

from collections import OrderedDict
from threading import Lock

from assistant.evidence_map import Publication
from assistant.strength import LABELS, strength_of
from corpus.taxonomy import Taxonomy
from ingest.held import HeldDocument
from ingest.index import Index


class SelfDescribed:
    """Reads publications once and keeps what it found, the last `room` of them. Thread-safe.

    A document's id is derived from its bytes, so what was found stays true for as long as it lives.
    """

    def __init__(self, index: Index, taxonomy: Taxonomy, room: int = 5000) -> None:
        self._index = index
        self._partnerships = {p.name for p in taxonomy.places if p.kind == "partnership"}
        self._taxonomy = taxonomy
        self._room = room
        self._kept: OrderedDict[str, Publication] = OrderedDict()
        self._lock = Lock()

    def of(self, document: HeldDocument) -> Publication:
        """The document with what its text says of itself."""
        with self._lock:
            found = self._kept.get(document.document_id)
        # What is known about a file can change while its bytes do not.
        if found is None or found.document != document:
            found = self._read(document)
            with self._lock:
                self._kept[document.document_id] = found
                if len(self._kept) > self._room:
                    self._kept.popitem(last=False)
        return found

    def _read(self, document: HeldDocument) -> Publication:
        texts = [p.text for p in self._index.passages(document.document_id)]
        shown = {found.label for text in texts if (found := strength_of(text))}
        about = (document.metadata.title, document.metadata.publisher or "", *texts)
        named = {m.name for text in about for m in self._taxonomy.places_in(text)}
        return Publication(
            document,
            strengths=tuple(label for label in LABELS if label in shown),
            partnerships=tuple(sorted(named & self._partnerships)),
        )
