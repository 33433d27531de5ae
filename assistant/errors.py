"""What can go wrong between a question and its answer; each text is one line fit to show."""


class AssistantError(Exception):
    """Base of all errors of this package."""


class BadQuestion(AssistantError):
    """The question is empty, too long, or not text."""


class BadFilter(AssistantError):
    """A filter names a place, theme or type that the taxonomy does not know, or a bad date."""


class BadBatch(AssistantError):
    """A line of a batch file that is not a question; names the file and the line."""


class EmptyLibrary(AssistantError):
    """Nothing is held yet, so no question can be answered."""


class ModelMissing(AssistantError):
    """A model that a setting names, or that is shipped, is not there or is of another kind."""


class BadReview(AssistantError):
    """A queue for people to decide on, or a name in it, that cannot be used; says which."""
