"""Plain text -> Draft: paragraphs between blank lines, a page at each form feed."""

import re
from pathlib import Path

from ingest.document import Kind
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readers.base import Draft, FileMetadata, Limits
from ingest.readers.decoding import NotText, decode
from ingest.readers.detect import ALLOWED
from ingest.readers.flow import Flow
from ingest.sentences import starts_with_bullet

MEDIA_TYPE = "text/plain"


class TextReader:
    """Reads plain text."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        text, problems = read_decoded(path, self._limits)
        flow = Flow()
        pages = text.split("\f")
        for number, page in enumerate(pages, start=1):
            for paragraph in re.split(r"\n[ \t]*\n\s*", page):
                kind = Kind.LIST if starts_with_bullet(paragraph) else Kind.PROSE
                flow.paragraph(paragraph, kind)
            if number < len(pages):
                flow.page_break()
        read, blocks = flow.finish()
        if not any(page.text for page in read):
            raise NothingToIndex(f"{path}: the file holds only white space. Nothing to add.")
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        heading = first if 3 < len(first) < 120 and not first.endswith(".") else None
        return Draft(MEDIA_TYPE, read, blocks, FileMetadata(heading=heading), problems)


def read_decoded(path: Path, limits: Limits) -> tuple[str, tuple[str, ...]]:
    """The text of a text file with line breaks as \\n, and what had to be guessed."""
    try:
        text, problems = decode(path.read_bytes())
    except NotText as error:
        raise UnreadableDocument(f"{path}: binary, not text. {ALLOWED}") from error
    if len(text) > limits.max_characters:
        raise UnreadableDocument(
            f"{path}: more than {limits.max_characters} characters. Split the file."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), problems
