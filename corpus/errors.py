"""What can go wrong with the corpus's own files.

Every message is one line: file, entry, field, what is allowed.
"""


class CorpusError(Exception):
    """Base of all errors of this package; its text is one line fit to show to a user."""


class BadCatalogue(CorpusError):
    """The catalogue cannot be used: missing, not YAML, or an entry that does not validate."""


class BadTaxonomy(CorpusError):
    """The taxonomy cannot be used: missing, not YAML, or an entry that does not validate."""


class FetchError(CorpusError):
    """One address was not fetched; its text is the reason and the way out, without the address."""


class Refused(FetchError):
    """A rule says no: ours (kind of address, size, type) or theirs (robots.txt, login, 403)."""


class Failed(FetchError):
    """The network or the other side failed in a way that trying again at once would not change."""


class Passing(Failed):
    """A failure that may be gone in a moment: it is tried again.

    wait_s: seconds that the other side asked for, None if it did not say. again: False if not in
    this run; what came so far is kept for the next one.
    """

    def __init__(self, text: str, wait_s: float | None = None, *, again: bool = True) -> None:
        super().__init__(text)
        self.wait_s = wait_s
        self.again = again


class Unreachable(Failed):
    """The host has no address or does not answer: its other addresses need not be tried now."""


class FetchStopped(CorpusError):
    """Fetching as a whole ended: stopped by a person, disk full, or another process fetches."""


class BadChoice(CorpusError):
    """What was asked for is not in the catalogue; names the nearest that is."""
