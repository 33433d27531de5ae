"""Objects shared by all sessions: made once, safe to use from several threads.

Nothing of one person's is cached here: a page picture belongs to a publication, not to a reader.
"""

import contextlib
import io
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

import streamlit as st
from PIL import Image, ImageChops

from assistant.bootstrap import build_assistant
from assistant.pipeline import Assistant
from assistant.records import Database, History, Records
from assistant.records.saved import SavedSearches
from assistant.selfdescribed import SelfDescribed
from corpus.catalogue import Catalogue
from corpus.taxonomy import Taxonomy, load_taxonomy
from ingest.catalogues import catalogue_of
from ingest.errors import IngestError
from ingest.filters import Filters
from ingest.held import HeldDocument
from ingest.ocrwords import Box
from ingest.pictures import page_picture
from ingest.settings import Settings, load_settings
from ingest.standing import Standing
from ui import words
from ui.labels import labels as labels_of
from ui.markup import Span
from ui.publication import PagesRead
from ui.publication import pages_read as pages_of
from ui.settings import UiSettings, load_ui_settings
from ui.turnstile import Turnstile


@dataclass(frozen=True)
class Drawn:
    """A page as PNG. lit: left and top of what is lit, as parts of the page in [0, 1], or None."""

    png: bytes
    lit: tuple[float, float] | None


@dataclass(frozen=True)
class Light:
    """What is lit on a page. spans: offsets into its text. boxes: instead of them on a page that
    OCR read, points from its upper left corner.
    """

    spans: tuple[Span, ...] = ()
    boxes: tuple[Box, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spans or self.boxes)


class Pictures:
    """Pages drawn, the last `room` of them kept (about 0.3 MB each at normal zoom)."""

    def __init__(self, room: int = 48) -> None:
        self._room = room
        self._kept: OrderedDict[tuple[Path, int, Light, float], Drawn] = OrderedDict()
        self._lock = Lock()
        self._ahead = Lock()

    def page(self, pdf: Path, number: int, light: Light, scale: float) -> Drawn:
        """A 1-based page, `scale` pixels per PDF point."""
        key = (pdf, number, light, scale)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        drawn = Drawn(_png(pdf, number, light, scale), _lit_at(pdf, number, light))
        with self._lock:
            self._kept[key] = drawn
            if len(self._kept) > self._room:
                self._kept.popitem(last=False)
        return drawn

    def has(self, pdf: Path, number: int, light: Light, scale: float) -> bool:
        """Whether a page is kept."""
        with self._lock:
            return (pdf, number, light, scale) in self._kept

    def ahead(self, pdf: Path, number: int, scale: float) -> None:
        """Draws a page that may be turned to next, in the background; not if one is being drawn."""
        if self._ahead.acquire(blocking=False):
            Thread(target=self._draw_ahead, args=(pdf, number, scale), daemon=True).start()

    def _draw_ahead(self, pdf: Path, number: int, scale: float) -> None:
        try:
            with contextlib.suppress(IngestError):
                self.page(pdf, number, Light(), scale)
        finally:
            self._ahead.release()


def _png(pdf: Path, number: int, light: Light, scale: float) -> bytes:
    return page_picture(pdf, number, lit=light.spans, boxes=light.boxes, scale=scale)


def _lit_at(pdf: Path, number: int, light: Light) -> tuple[float, float] | None:
    """Where the light falls: the difference between the page drawn small with and without it."""
    if not light:
        return None
    plain, bright = (
        Image.open(io.BytesIO(_png(pdf, number, shown, 0.5))).convert("RGB")
        for shown in (Light(), light)
    )
    box = ImageChops.difference(plain, bright).getbbox()
    return (box[0] / plain.width, box[1] / plain.height) if box else None


@st.cache_resource(show_spinner=False)
def settings() -> Settings:
    """The settings of the library. Raises BadSetting."""
    return load_settings()


@st.cache_resource(show_spinner=False)
def ui_settings() -> UiSettings:
    """The settings of the page. Raises BadSetting."""
    return load_ui_settings()


def assistant() -> Assistant:
    """The assistant over the library, made once for all sessions."""
    with st.spinner(words.OPENING):
        return _assistant()


@st.cache_resource(show_spinner=False)
def _assistant() -> Assistant:
    return build_assistant(settings())


@st.cache_resource(show_spinner=False)
def history() -> History:
    """The records of what was asked, beside the assistant's library."""
    return History(Records(Database(settings().home)), assistant())


@st.cache_resource(show_spinner=False)
def turnstile() -> Turnstile:
    """Where questions wait for their turn to be answered."""
    return Turnstile()


@st.cache_resource(show_spinner=False)
def saved_searches() -> SavedSearches:
    """Searches that people keep, beside the records of what was asked."""
    return SavedSearches(Database(settings().home))


@st.cache_resource(show_spinner=False)
def taxonomy() -> Taxonomy:
    """Places, themes and types with their labels."""
    return load_taxonomy()


@st.cache_resource(show_spinner=False)
def catalogue() -> Catalogue:
    """The publications that can be fetched. Raises BadSetting."""
    return catalogue_of(settings())


@st.cache_resource(show_spinner=False)
def pictures() -> Pictures:
    """Drawn pages."""
    return Pictures()


def labels() -> dict[str, str]:
    """Theme or document type id -> what people call it; in Welsh also places."""
    return labels_of(taxonomy())


@st.cache_resource(show_spinner=False)
def self_described() -> SelfDescribed:
    """What publications say of themselves, read once."""
    return SelfDescribed(assistant().index, taxonomy())


def pages_read(document: HeldDocument) -> PagesRead:
    """How the pages of a publication were read."""
    return _pages_read(document.document_id, document.page_count, document.added)


@st.cache_resource(show_spinner=False, max_entries=2000)
def _pages_read(document_id: str, count: int, added: str) -> PagesRead:
    """added: when it was last read; another reading may find more."""
    del added
    return pages_of(assistant().index.page(document_id, n) for n in range(1, count + 1))


def standings() -> dict[str, Standing]:
    """Where publications stand among the editions of their works; single ones are left out."""
    ids = [document.document_id for document in held()]
    return assistant().index.standings(ids, Filters())


def standing(document_id: str) -> Standing | None:
    """Where a publication stands among the editions of its work; None if it is the only one."""
    return assistant().index.standings([document_id], Filters()).get(document_id)


def held() -> tuple[HeldDocument, ...]:
    """Every publication that a reader of the public collection may see, by title."""
    index = assistant().index
    index.refresh()
    return tuple(sorted(index.documents(Filters()), key=lambda d: d.metadata.title.casefold()))
