"""What can go wrong with the corpus's own files.

Every message is one line: file, entry, field, what is allowed.
"""


class CorpusError(Exception):
    """Base of all errors of this package; its text is one line fit to show to a user."""


class BadCatalogue(CorpusError):
    """The catalogue cannot be used: missing, not YAML, or an entry that does not validate."""


class BadTaxonomy(CorpusError):
    """The taxonomy cannot be used: missing, not YAML, or an entry that does not validate."""
