"""Normalising extracted characters once, keeping for each where it came from."""

import re

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.uint32]
Indices = NDArray[np.int32]

NEWLINE, SPACE, HYPHEN = 10, 32, 45
DROP = 0
# PDFium's sign for a hyphen at the end of a line: U+0002 in the page, U+FFFE in extracted text.
_HYPHEN_SIGNS = (0x0002, 0xFFFE)
_SPACES = (9, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)
_LINE_BREAKS = (10, 11, 12, 13, 0x85, 0x2028, 0x2029)
_INVISIBLE = (0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), 0xFFFF, 0xFFFC)
# Bullets of the Symbol and Wingdings fonts, which PDF files place in the private use area.
_SYMBOLS = {
    0xF0B7: "•",
    0xF0A7: "▪",
    0xF0A8: "□",
    0xF06E: "■",
    0xF0D8: "➢",
    0xF0FC: "✓",
    0xF02D: "-",
}
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_HAS_LIGATURE = re.compile("[ﬀ-ﬆ]")


def _table() -> Codes:
    table = np.arange(0x10000, dtype=np.uint32)
    # Fonts without a map give spaces as control characters, so these part words.
    table[:32] = SPACE
    table[0] = DROP
    table[0x7F:0xA0] = SPACE
    table[list(_INVISIBLE)] = DROP
    table[list(_SPACES)] = SPACE
    table[list(_LINE_BREAKS)] = NEWLINE
    table[0xD800:0xE000] = DROP
    table[[0x2010, 0x2011, *_HYPHEN_SIGNS]] = HYPHEN
    for code, sign in _SYMBOLS.items():
        table[code] = ord(sign)
    return table


_TABLE = _table()


def codes_of(text: str) -> Codes:
    """The code points of a text; lone surrogates stay what they are."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """The inverse of `codes_of` for codes that are characters."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


def cleaned(text: str) -> tuple[str, Indices]:
    """Text fit to be kept, and for each of its characters the index it had in `text`.

    NUL, soft hyphens and other invisible signs go; every kind of space and other control character
    becomes a space and every kind of line break a line break; ligatures become letters. Runs of
    spaces and spaces beside line breaks are left as they are: `collapsed` is for those.
    """
    raw = codes_of(text)
    if not raw.size:
        return "", np.empty(0, dtype=np.int32)
    codes = np.where(raw < 0x10000, _TABLE[np.minimum(raw, 0xFFFF)], raw)
    index = np.arange(raw.size, dtype=np.int32)
    keep = codes != DROP
    clean, index = text_of(codes[keep]), index[keep]
    return _without_ligatures(clean, index)


def _without_ligatures(text: str, index: Indices) -> tuple[str, Indices]:
    if not _HAS_LIGATURE.search(text):
        return text, index
    lengths = [len(LIGATURES.get(char, char)) for char in text]
    return "".join(LIGATURES.get(char, char) for char in text), np.repeat(index, lengths)


def collapsed(text: str) -> str:
    """Runs of spaces as one, no space at the ends of lines, at most one blank line in a row."""
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def clean_text(text: str) -> str:
    """`cleaned` and `collapsed` for text whose places in the source do not matter."""
    text = text.replace("\r\n", "\n")
    return collapsed(cleaned(text)[0])
