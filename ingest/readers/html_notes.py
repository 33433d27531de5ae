"""Which elements of a web page hold its footnotes."""

import re
from typing import Any

_HOLDERS = frozenset("section div aside ol ul dl li p dd".split())
_ROLES = frozenset(f"doc-{name}" for name in "footnote endnote footnotes endnotes".split())
_NAMES = re.compile(
    r"(?:^|\s)(?:(?:govuk-|wp-block-)?(?:foot|end)notes?(?:-(?:list|items?|text|body|content))?"
    r"-?\d{0,3}|mso(?:foot|end)notetext)(?=\s|$)"
)
_BACK = re.compile(r"(?:^|\s)(?:(?:foot|end)note-?back(?:-?(?:ref|link))?|reversefootnote)(?=\s|$)")


def holds_notes(element: Any) -> bool:
    """Whether an element holds footnotes: by its role, its class or its name.

    What holds the page's title as well is the page.
    """
    if element.tag not in _HOLDERS:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:500]
    named = element.get("role") in _ROLES or _NAMES.search(names)
    return bool(named) and element.find(".//h1") is None


def leads_back(element: Any) -> bool:
    """Whether an element only leads from a note back to its mark."""
    return element.get("role") == "doc-backlink" or bool(_BACK.search(element.get("class") or ""))
