"""The catalogue that a library works with: the packaged one, and what LPIP_CATALOGUE adds."""

import hashlib
from dataclasses import dataclass

from corpus.catalogue import Catalogue, load_catalogue
from corpus.errors import BadCatalogue
from ingest.errors import BadSetting
from ingest.settings import Settings


@dataclass(frozen=True)
class Added:
    """The packaged catalogue with the entries of one's own laid over it.

    digest: of the file added; when it changes, documents are looked at again.
    """

    catalogue: Catalogue
    digest: str


def added_to(settings: Settings) -> Added | None:
    """None where the setting adds nothing. Raises BadSetting: file, entry, field, what is right."""
    if settings.catalogue is None:
        return None
    path = settings.catalogue.expanduser()
    try:
        catalogue = load_catalogue(extra=path)
        return Added(catalogue, hashlib.sha256(path.read_bytes()).hexdigest())
    except (BadCatalogue, OSError) as error:
        raise BadSetting(f"LPIP_CATALOGUE: {error}") from None


def catalogue_of(settings: Settings) -> Catalogue:
    """With what the setting adds. Raises BadSetting."""
    added = added_to(settings)
    return load_catalogue() if added is None else added.catalogue
