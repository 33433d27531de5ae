"""Bytes of a text file -> text, with what had to be guessed."""

import codecs

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1b\x08")
_SAMPLE = 1_000_000


class NotText(ValueError):
    """The bytes are no text in any encoding that we know."""


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text and one line for each guess. Raises NotText.

    >>> decode("déjà".encode("cp1252"))
    ('déjà', ('not UTF-8; read as Windows-1252, check names and currency signs',))
    """
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return text, _replaced(text, encoding.upper())
    if _looks_binary(content):
        wide = _wide_encoding(content)
        if wide is None:
            raise NotText
        return content.decode(wide, "replace"), (f"no byte order mark; read as {wide}",)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _repaired(content)


def decode_declared(content: bytes, declared: str) -> tuple[str, tuple[str, ...]]:
    """As `decode`, trusting a declared encoding where it fits and the bytes do not say otherwise.

    Bytes that are valid UTF-8 are UTF-8, whatever a page declares.
    """
    try:
        codec = codecs.lookup(declared).name
    except LookupError:
        return decode(content)
    if codec in ("utf-8", "ascii") or codec.startswith(("utf-16", "utf-32", "utf-7")):
        return decode(content)
    if _looks_binary(content) or any(content.startswith(mark) for mark, _ in _BOMS):
        return decode(content)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        # Browsers read Latin-1 as its superset, Windows-1252.
        return content.decode("cp1252" if codec == "iso8859-1" else codec, "replace"), ()


def _repaired(content: bytes) -> tuple[str, tuple[str, ...]]:
    """UTF-8 with a few bad bytes, else Windows-1252."""
    text = content.decode("utf-8", "replace")
    bad = text.count("�")
    good = sum(1 for char in text if char > "\x7f") - bad
    if bad < good / 4:
        return text, _replaced(text, "UTF-8")
    text = content.decode("cp1252", "replace")
    return text, ("not UTF-8; read as Windows-1252, check names and currency signs",)


def _replaced(text: str, encoding: str) -> tuple[str, ...]:
    bad = text.count("�")
    return (f"{bad} places are not valid {encoding} and show as �",) if bad else ()


def _looks_binary(content: bytes) -> bool:
    """Many control characters; a few are borne in what is otherwise sound UTF-8."""
    sample = content[:_SAMPLE]
    controls = sum(sample.count(bytes([code])) for code in range(32) if code not in _TEXT_CONTROLS)
    if controls <= 0.02 * len(sample):
        return False
    try:
        sample[:-4].decode("utf-8")
    except UnicodeDecodeError as error:
        # The cut may fall within a character.
        if error.start < len(sample) - 8:
            return True
    return controls > 0.3 * len(sample)


def _wide_encoding(content: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of mostly Latin text is zero."""
    sample = content[: min(len(content), 4_000) // 2 * 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None
