"""Page text as it is read aloud: for display, embedding and the keyword index.

The page keeps what is printed: a hyphen before a line break, a raised footnote mark. Quotes and
places are slices of that; this is what is made of such a slice when it is shown or searched.
"""

import re

from ingest.vocabulary import vocabulary

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
# Marks that are letters: the first ones, and those of provisional and revised figures.
RAISED_LETTERS = "ᵃᵇᶜᵈᵉᶠᵍʰᵖʳ"
TO_RAISED = str.maketrans("0123456789abcdefghpr", RAISED + RAISED_LETTERS)
# Two raised letters are the end of a word ("1ᵉʳ").
_ONE_MARK = rf"(?:[{RAISED}]+|(?<![{RAISED_LETTERS}])[{RAISED_LETTERS}](?![{RAISED_LETTERS}]))"
NOTE_MARK = rf" ?{_ONE_MARK}(?:, ?{_ONE_MARK})*"

# Looked for first: a search for words that end a line tries every letter of a text.
_HYPHEN_ENDS_LINE = re.compile(r"-[ \t]*\n")
_RAISABLE = re.compile(
    r"(\s*)[\[(]?(?:(?:foot|end)?note )?"
    r"((?:\d{1,3}|[a-hpr])(?:, ?(?:\d{1,3}|[a-hpr]))*)[\])]?(\s*)"
)
_LINE_END = re.compile(r"(?<![^\W\d_])([^\W\d_]+)-[ \t]*\n\s*(?=([^\W\d_]+))")
_OTHER_LINE_END = re.compile(r"(?<=\w-)[ \t]*\n\s*(?=\w)")
# "m²" and "10⁶" are no notes.
_POWER = rf"(?<![^\W\d_])(?:[cdkm]?m|ft)[²³](?![{RAISED}])|[x×·] ?10[{RAISED}]+"
_ANY_RAISED = re.compile(f"[{RAISED}{RAISED_LETTERS}]")
_MARK = re.compile(rf"({_POWER})|(?<=\S){NOTE_MARK}|^{_ONE_MARK} ?", re.M)
# Parts that are set off with a hyphen before a whole word, though they are no words themselves.
_FRONT = frozenset(
    "agri anti bi bio co counter cross eco electro extra geo hydro infra inter intra macro mega "
    "meta micro mid mini mono multi nano neo non over photo poly post pre proto pseudo quasi self "
    "semi socio sub super trans tri ultra under".split()
)
_ENDINGS = re.compile(
    "(?:ship|hood|ment|ward|wise|ing|er|or|ist|ism|ity|ance|ence|ation|isation|ization)s?"
    "|ness|less|ful|fully|able|ably|ible|ly|ally|al|ed|es|ive|ous|ies|ise[ds]?|ising|like"
)
_CLOSED = frozenset(("de", "re", "un", "dis", "mis"))
_LINKS = frozenset(("and", "or", "to", "nor"))


def raised(text: str) -> str:
    """What a file sets small and above the line: a number or a letter that marks a note, also in
    brackets, as raised signs.

    Anything else ("nd" of "2nd", "n") stays what it is.

    >>> raised("12"), raised("[3]"), raised("1,2"), raised("nd"), raised("(a)"), raised("[note 4]")
    ('¹²', '³', '¹,²', 'nd', 'ᵃ', '⁴')
    """
    mark = _RAISABLE.fullmatch(text)
    if mark is None:
        return text
    before, number, after = mark.groups()
    return f"{before}{number.translate(TO_RAISED)}{after}"


def readable(text: str) -> str:
    """One line: line ends and the hyphens that broke a word there closed up, no footnote marks.

    >>> readable("the sustain-\\nable, long-\\nterm growth¹² of\\nplaces")
    'the sustainable, long-term growth of places'
    """
    text = unmarked(text)
    if _HYPHEN_ENDS_LINE.search(text):
        text = _OTHER_LINE_END.sub("", _LINE_END.sub(_closed, text))
    return " ".join(text.split())


def unmarked(text: str) -> str:
    """The text without its footnote marks.

    >>> unmarked("1,200¹ jobsᵃ on 3 km²")
    '1,200 jobs on 3 km²'
    """
    if text.isascii() or not _ANY_RAISED.search(text):
        return text
    return _MARK.sub(lambda found: found[1] or "", text)


def _closed(found: re.Match[str]) -> str:
    first, second = found[1], found[2]
    if second in _LINKS:
        return f"{first}- "
    return first if _is_broken(first, second) else f"{first}-"


def _is_broken(first: str, second: str) -> bool:
    """True if the hyphen was set only to break the word.

    In the reports at hand most hyphens at a line's end belong to their word ("low-carbon").
    """
    words = vocabulary()
    if not second.islower() or first.isupper() or len(first) == 1:
        return False
    first = first.lower()
    if not words or first + second in words:
        return True
    if first in _FRONT:
        return False
    if first in words and first not in _CLOSED:
        return bool(_ENDINGS.fullmatch(second))
    return second not in words or first in _CLOSED
