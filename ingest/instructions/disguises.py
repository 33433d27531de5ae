"""What a text says under a disguise: invisible or turned letters, leetspeak, ciphers, base64."""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_TAG_BASE = 0xE0000
_TAG = re.compile("[\U000e0020-\U000e007e]")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_OVERRIDES = "\u202d\u202e\u2066\u2067"
_ENDS = "\u202c\u2069"
_LEET = str.maketrans("0134578@$&", "oieastbas+")
_WORD = re.compile(r"[\w@$]{3,}")
_LETTER_BY_DIGIT = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")
_BASE64 = re.compile(r"(?<![\w+/=])[A-Za-z0-9+/]{20,}={0,2}(?![\w+/=])")
_ROT13 = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "NOPQRSTUVWXYZABCDEFGHIJKLMnopqrstuvwxyzabcdefghijklm",
)
# Homoglyphs of Latin letters that stand in for them one by one.
_LIKE = str.maketrans("асеорхуіѕԁɡΑΒΕΗΙΚΜΝΟΡΤΧ", "aceopxyisdgABEHIKMNOPTX")


@dataclass(frozen=True)
class Reading:
    """A text without a disguise. disguise: which one was taken off, "" if none."""

    text: str
    disguise: str = ""


def visible(text: str) -> Reading:
    """Compatible letters made plain, invisible ones left out; tag characters become letters."""
    if text.isascii():
        return Reading(text)
    shown = _TAG.sub(lambda found: chr(ord(found[0]) - _TAG_BASE), text)
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", shown)).translate(_LIKE)
    return Reading(plain, "invisible letters" if shown != text else "")


def disguised(text: str) -> Iterator[Reading]:
    """What the text may say under each disguise that it shows signs of."""
    if "\u200b" in text or "\u2060" in text or "\u00ad" in text or "\ufeff" in text:
        yield Reading(visible(text).text, "zero-width letters")
    if re.search(f"[{_OVERRIDES}]", text):
        yield from _turned(text)
    if sum(bool(_LETTER_BY_DIGIT.search(word)) for word in _WORD.findall(text)) >= 2:
        yield Reading(text.translate(_LEET), "leetspeak")
    for found in _BASE64.finditer(text):
        if (decoded := _decoded(found.group())) is not None:
            yield Reading(decoded, "base64")


def ciphered(text: str) -> Iterator[Reading]:
    """What any text says under ciphers of which it shows no sign."""
    yield Reading(text.translate(_ROT13), "rot13")
    yield Reading(text[::-1], "reversed")


def _turned(text: str) -> Iterator[Reading]:
    """Stretches that an override turns round."""
    for found in re.finditer(rf"[{_OVERRIDES}]([^{_ENDS}]+)", text):
        yield Reading(found[1][::-1], "turned writing")


def _decoded(token: str) -> str | None:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), validate=True)
        text = raw.decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    letters = sum(letter.isalpha() or letter.isspace() for letter in text)
    return text if len(text) >= 12 and letters / len(text) > 0.8 else None


def base64_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where base64 that decodes to text stands."""
    for found in _BASE64.finditer(text):
        if _decoded(found.group()) is not None:
            yield found.span()
