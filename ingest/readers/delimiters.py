"""What parts the fields of a text of rows, and whether a text is one."""

import csv
import io
import re
from collections.abc import Sequence

from ingest.tables import is_figure

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 100
_FEWEST_ROWS = 3
_LONGEST_NAME = 60
# Prose has a space after its commas, and figures may have three digits there.
_AS_IN_PROSE = {",": re.compile(r",\s|\d,\d{3}\b"), ";": re.compile(r";\s")}
_RULED = re.compile(r"[\s|:+-]+")
_CODE = ("{", "[", "<", "#!")


def delimiter_of(text: str) -> str:
    """The sign that parts most rows into the same number of fields, at least two.

    >>> delimiter_of('Place;"Rate, %"\\nWales;73,1')
    ';'
    """
    return max(_DELIMITERS, key=lambda sign: _agreement(text, sign))


def _agreement(text: str, delimiter: str) -> float:
    rows = [row for row in _first_rows(text, delimiter) if row]
    widths = [len(row) for row in rows]
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
    # A quotation mark within a field: the field was cut in the wrong place.
    torn = sum(any('"' in field for field in row) for row in rows)
    return (widths.count(usual) - torn) / len(rows) * min(usual, 3) if usual > 1 else 0.0


def _first_rows(text: str, delimiter: str) -> Sequence[list[str]]:
    rows = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [row for _, row in zip(range(_SAMPLE_ROWS), rows, strict=False)]


def is_delimited(text: str) -> bool:
    """Whether a text is rows of fields below a row of names, all of the same number of fields.

    text: whole lines. Rows of records without names, and prose with commas, are not.

    >>> is_delimited("Place,Jobs\\nWales,41\\nUK,900")
    True
    >>> is_delimited("So, no.\\nYes, so.\\nOh, yes.")
    False
    """
    if not text.strip() or text.lstrip().startswith(_CODE):
        return False
    delimiter = delimiter_of(text)
    rows = [row for row in _first_rows(text, delimiter) if row]
    if len(rows) < _FEWEST_ROWS or len({len(row) for row in rows}) > 1 or len(rows[0]) < 2:
        return False
    named = all(name.strip() and len(name) <= _LONGEST_NAME for name in rows[0])
    if not named or any(is_figure(name) for name in rows[0]):
        return False
    if any(_RULED.fullmatch("".join(row)) for row in rows):
        return False
    as_in_prose = _AS_IN_PROSE.get(delimiter)
    outside = re.sub(r'"[^"]*"', "", text)
    return as_in_prose is None or not as_in_prose.search(outside)
