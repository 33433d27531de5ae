"""What can go wrong in an evaluation. Every message says what, where, and the way out."""


class EvalError(Exception):
    """Base of all errors of this package; its text is one line fit to show to a user."""


class BadCases(EvalError):
    """A case file that cannot be used; names the file, the case and the field."""


class BadAnswers(EvalError):
    """An answers file that cannot be used; names the file and the line."""


class BenchUnavailable(EvalError):
    """A baseline needs a package that is not installed; names the extra that brings it."""


class NothingToRun(EvalError):
    """No case or no file is left to work on."""


class BadPairs(EvalError):
    """A set of labelled pairs that cannot be used; names the file and the line."""


class NoSuchJudge(EvalError):
    """A judge that is not known or not on this machine; names the ones that are."""


class BadCollection(EvalError):
    """A retrieval set, run or qrels file that cannot be used; names the file and the line."""


class NoSuchSystem(EvalError):
    """A way to search that is not known; names the ones that are."""


class NoSuchScorer(EvalError):
    """A scorer that is not known; names the ones that are."""


class BadRun(EvalError):
    """A stored run or baseline that cannot be used; names the file and the field."""
