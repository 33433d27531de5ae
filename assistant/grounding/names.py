"""Names of a claim that its evidence does not hold."""

import re
from collections.abc import Iterator

from assistant.grounding.wording import Tokens

_WORD = re.compile(r"[^\W_]+")
# So much of a name may be shared with another form of it: "Scot" and "Scottish".
_STEM = 4


def missing_names(claim: Tokens, text: str) -> list[str]:
    """The names, each whole, of which a word stands nowhere in `text`, nor their initials.

    >>> from assistant.grounding.wording import tokens
    >>> said = tokens("In Leeds the Office for National Statistics met Welsh councils")
    >>> missing_names(said, "The ONS met councils in Wales, England and Cardiff.")
    ['Leeds', 'Welsh']
    """
    words = {word.casefold() for word in _WORD.findall(text)}
    acronyms = {word for word in _WORD.findall(text) if len(word) > 1 and word.isupper()}
    found = []
    for name in _names(claim):
        parts = [part for part in name if part[:1].isupper()]
        initials = "".join(part[0] for part in parts)
        if len(parts) > 1 and initials in acronyms:
            continue
        if any(not _known(part, words, text) for part in parts):
            found.append(" ".join(name))
    return found


def _names(claim: Tokens) -> Iterator[list[str]]:
    """Runs of words written as names, with "of", "for", "the" and "and" between them."""
    run: list[str] = []
    waiting: list[str] = []
    for token in claim:
        if token.named:
            run += [*waiting, token.text]
            waiting = []
        elif run and (token.text in ("of", "for", "and") or (waiting and token.text == "the")):
            waiting.append(token.text)
        else:
            if run:
                yield run
            run, waiting = [], []
    if run:
        yield run


def _known(part: str, words: set[str], text: str) -> bool:
    low = part.casefold().removesuffix("'s")
    head, _, number = low.partition("-")
    if number:
        # "Covid-19" beside a text that says only "Covid" is no other illness; "Covid-20" is.
        return low in text.casefold() or (head in words and f"{head}-" not in text.casefold())
    if low in words or low.removesuffix("s") in words or f"{low}s" in words:
        return True
    if part.isupper() and len(part) > 1 and _spelt_out(part, text):
        return True
    return len(low) > _STEM and any(
        len(word) > _STEM and (word.startswith(low) or low.startswith(word)) for word in words
    )


def _spelt_out(acronym: str, text: str) -> bool:
    """True if a run of words in `text` begins with the letters of the acronym."""
    initials = "".join(word[0] for word in _WORD.findall(text) if word[0].isupper())
    return acronym in initials
