"""The assistant's own fixed sentences in the language spoken: notes, stages, how a page was read.

Its notes are made by rule from a few templates. Each stands in `words.ASSISTANT_SAYS` as the
assistant writes it; a sentence that fits one is said in the other language, with its titles,
figures and quotes as they are. What fits none stays English.
"""

import re
from functools import cache
from string import Formatter

from ui import language, words


def said(text: str) -> str:
    """A note or stage of the assistant, in the language spoken."""
    if language.current() == language.ENGLISH:
        return text
    if whole := _whole(text):
        return whole
    parts = [part[:1].upper() + part[1:] for part in text.removesuffix(".").split("; ")]
    told = [_whole(part) for part in parts]
    return text if None in told else f"{'; '.join(part for part in told if part)}."


def _whole(text: str) -> str | None:
    for name, template in _english().items():
        if found := _pattern(template).fullmatch(text):
            parts = {key: _part(key, value) for key, value in found.groupdict().items()}
            return str(words.ASSISTANT_SAYS[name]).format(**parts)
    return None


def _part(key: str, value: str) -> str:
    """What stands in a template's place: kinds of evidence, dates, sentences are translated."""
    if key == "kind":
        return str(words.EVIDENCE_KINDS.get(value, value))
    if key == "thing":
        return str(words.ASKED_THINGS.get(value, value))
    if key == "date":
        return dated(value)
    if key.startswith("sentence"):
        return said(value)
    return value


def dated(text: str) -> str:
    """A text with the names of months in the language spoken."""
    with language.speaking(language.ENGLISH):
        english = words.MONTHS
    for there, here in zip(english, words.MONTHS, strict=True):
        text = text.replace(there, here)
    return text


def _english() -> dict[str, str]:
    with language.speaking(language.ENGLISH):
        return dict(words.ASSISTANT_SAYS)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """What a sentence made from a template looks like."""
    pieces = []
    for fixed, name, _, _ in Formatter().parse(template):
        pieces.append(re.escape(fixed))
        if name is not None:
            pieces.append(f"(?P<{name}>.+?)")
    return re.compile("".join(pieces), re.DOTALL)
