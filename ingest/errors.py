"""What can go wrong between a file and the index. Messages say what, where, and the way out."""


class IngestError(Exception):
    """Base of all errors of this package; its text is one line fit to show to a user."""


class UnreadableDocument(IngestError):
    """The file cannot be turned into text: broken, encrypted, empty or of an unknown kind."""


class NothingToIndex(UnreadableDocument):
    """The file is sound but holds no text (a scan without a text layer, a blank page)."""


class BadMetadata(IngestError):
    """A side-car or front matter that does not validate; names the file and the field."""


class LibraryBusy(IngestError):
    """Another process is writing; names the holder."""


class WrongModel(IngestError):
    """The library was made with another embedding model than the one configured."""


class DamagedLibrary(IngestError):
    """The library database itself cannot be read."""


class BrokenDatabase(DamagedLibrary):
    """The database is damaged; it can be made again from its rows, the cards and the originals."""


class LibraryFull(IngestError):
    """The disk is full; the document being written is not in, everything before it is."""


class BadSetting(IngestError):
    """A setting is unknown or out of range; names the variable and what is allowed."""


class ModelUnavailable(IngestError):
    """The embedding model's files are missing or differ from the published checksum."""


class IndexNotWritten(IngestError):
    """A derived index could not be written; the library is whole, searches still see all of it."""


class UnknownDocument(IngestError):
    """No document, or more than one, answers to the name given."""


class FetchingOff(IngestError):
    """The setting LPIP_FETCH says that nothing is fetched."""


class NothingAsked(IngestError):
    """A command was not told what to work on."""
