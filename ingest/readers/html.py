"""HTML -> Draft: the main content only, as one page."""

import re
from pathlib import Path
from typing import Any

from ingest.document import Block, Kind, Page, Table
from ingest.errors import NothingToIndex, UnreadableDocument
from ingest.readable import raised
from ingest.readers.base import Draft, Limits
from ingest.readers.cleaning import clean_text
from ingest.readers.decoding import NotText, decode, decode_declared
from ingest.readers.flow import Flow
from ingest.readers.grid import Given
from ingest.readers.html_about import about
from ingest.readers.html_frame import frame_of
from ingest.readers.html_notes import holds_notes, leads_back

MEDIA_TYPE = "text/html"
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_SKIPPED_TAGS = frozenset(
    "script style noscript template nav footer aside form button select option textarea iframe "
    "object embed svg math canvas audio video head dialog menu".split()
)
_SKIPPED_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alert menu".split()
)
_SKIPPED_NAMES = re.compile(
    r"(?:^|[\s_-])(?:cookies?|nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|sharing|social|"
    r"related|newsletter|subscribe|advert\w*|ads|promo|skip-?link\w*|visually-?hidden|sr-only|"
    r"site-?footer|site-?header|global-?header|footer|comments?|pagination|feedback|popup|modal|"
    r"banner|toolbar|print-?only)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")
_BLOCKS = frozenset(
    "p div section aside article main header li blockquote dd dt figcaption caption pre address "
    "fieldset ul ol dl table tr td th thead tbody figure details summary h1 h2 h3 h4 h5 h6 body "
    "center hr".split()
)
_HEADING = re.compile(r"h[1-6]")
_Content = tuple[tuple[Page, ...], tuple[Block, ...], tuple[Table, ...]]


class HtmlReader:
    """Reads a web page saved as a file. Fetches nothing, runs nothing."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    def read(self, path: Path) -> Draft:
        """Raises UnreadableDocument, NothingToIndex."""
        text, problems = self._decoded(path)
        root = _parsed(text)
        if root is None:
            raise NothingToIndex(
                f"{path}: the web page holds no text. Save it from a browser again."
            )
        metadata = about(root)
        pages, blocks, tables = _content(root)
        if not any(page.text for page in pages):
            raise NothingToIndex(
                f"{path}: the web page holds no text of its own, perhaps because scripts fill "
                "it in. Save it as PDF from a browser and add that."
            )
        return Draft(MEDIA_TYPE, pages, blocks, metadata, problems, tables)

    def _decoded(self, path: Path) -> tuple[str, tuple[str, ...]]:
        content = path.read_bytes()
        declared = _declared(content)
        try:
            text, problems = decode_declared(content, declared) if declared else decode(content)
        except NotText as error:
            raise UnreadableDocument(f"{path}: binary, not a web page.") from error
        if len(text) > self._limits.max_characters:
            raise UnreadableDocument(f"{path}: more than {self._limits.max_characters} characters.")
        return text, problems


def _declared(content: bytes) -> str:
    found = _DECLARED.search(content[:4_096])
    return found.group(1).decode("ascii", "replace") if found else ""


def _parsed(text: str) -> Any:
    from lxml import etree, html  # type: ignore[import-untyped]  # lxml ships no types

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    for mark in list(root.iter("sup")):
        _raise(mark)
    return root


def _raise(mark: Any) -> None:
    """A footnote mark or a power as raised digits, so that "4" and its note 1 are not 41."""
    own = "".join(mark.itertext())
    if (shown := raised(own)) != own:
        for part in list(mark):
            mark.remove(part)
        mark.text = shown


def _content(root: Any) -> _Content:
    """Of the part that holds the content, or of all but the frame if that part is too small."""
    whole = _walked(root)
    for part in root.xpath("//main | //*[@role='main'] | //article"):
        found = _walked(part)
        if len(found[0][0].text) > 0.4 * len(whole[0][0].text):
            return found
    frame = frame_of(root)
    return _walked(root, frame) if frame else whole


def _walked(root: Any, frame: frozenset[Any] = frozenset()) -> _Content:
    flow = Flow()
    _Walker(root, flow, frame)
    return *flow.finish(), flow.tables


def fill(flow: Flow, content: bytes) -> bool:
    """Puts the text of a web page into a flow; False if it is no web page or holds none."""
    if b"<" not in content[:4_096]:
        return False
    try:
        root = _parsed(decode_declared(content, _declared(content) or "utf-8")[0])
    except NotText:
        return False
    return root is not None and _Walker(root, flow).found


class _Walker:
    """Goes through an element once, without recursion: a page may nest 10,000 deep.

    frame: elements to pass over. found: True once there was any text.
    """

    def __init__(self, root: Any, flow: Flow, frame: frozenset[Any] = frozenset()) -> None:
        from lxml import etree

        self.flow = flow
        self.found = False
        self._words: list[str] = []
        self._notes = 0
        walk = etree.iterwalk(root, events=("start", "end"))
        # The end of a skipped element comes right after its start.
        skipped = False
        for event, element in walk:
            if event == "end":
                self._leave(element, skipped=skipped)
                skipped = False
                continue
            skipped = element in frame or (element is not root and self._is_skipped(element))
            if not skipped and element.tag == "table" and (rows := _rows(element)):
                self._flush(element.getparent())
                self.flow.table(rows, caption=_caption(element), header_rows=_header_rows(element))
                self.found = True
                skipped = True
            if skipped:
                walk.skip_subtree()
            else:
                self._enter(element)
        self._flush(root)

    @staticmethod
    def _is_skipped(element: Any) -> bool:
        if not isinstance(element.tag, str):
            return True
        if element.tag in _SKIPPED_TAGS and not holds_notes(element):
            return True
        get = element.get
        if leads_back(element) or get("hidden") is not None or get("aria-hidden") == "true":
            return True
        if get("role") in _SKIPPED_ROLES or _HIDDEN_STYLE.search(get("style") or ""):
            return True
        names = f"{get('class') or ''} {get('id') or ''}"[:500]
        return element.tag != "body" and bool(_SKIPPED_NAMES.search(names))

    def _enter(self, element: Any) -> None:
        if element.tag in _BLOCKS:
            self._flush(element.getparent())
            self._notes += holds_notes(element)
        if element.tag == "br":
            self._words.append("\n")
        self._add(element.text, element)

    def _leave(self, element: Any, *, skipped: bool) -> None:
        if element.tag in _BLOCKS and not skipped:
            self._flush(element)
            self._notes -= holds_notes(element)
        self._add(element.tail, element.getparent())

    def _add(self, text: str | None, within: Any) -> None:
        if not text:
            return
        if within is None or within.tag != "pre":
            text = re.sub(r"\s+", " ", text)
        self._words.append(text)

    def _flush(self, element: Any) -> None:
        """Puts what was gathered into the flow, as what the innermost block says it is."""
        text = clean_text("".join(self._words))
        self._words.clear()
        if not text or element is None:
            return
        self.found = True
        tag = str(element.tag)
        if _HEADING.fullmatch(tag):
            self.flow.heading(text, int(tag[1]))
        elif self._notes:
            self.flow.paragraph(text, Kind.FOOTNOTE)
        elif tag in ("figcaption", "caption"):
            self.flow.paragraph(text, Kind.CAPTION)
        elif _in_item(element):
            self.flow.paragraph(f"• {text}", Kind.LIST)
        else:
            self.flow.paragraph(text)


def _in_item(element: Any) -> bool:
    for _ in range(4):
        if element is None or element.tag in ("body", "div", "section", "article", "table"):
            return False
        if element.tag == "li":
            return True
        element = element.getparent()
    return False


def _rows(table: Any) -> list[list[Given]]:
    """The cells of a table of data; empty for a table that only lays out a page."""
    if table.xpath(".//table"):
        return []
    rows = [[_given(cell) for cell in row.xpath("./th | ./td")] for row in table.xpath(".//tr")]
    rows = [row for row in rows if any(cell.text for cell in row)]
    longest = max((len(cell.text) for row in rows for cell in row), default=0)
    return rows if sum(len(row) > 1 for row in rows) > 1 and longest < 2_000 else []


def _given(cell: Any) -> Given:
    text = " ".join("".join(cell.itertext()).split())
    return Given(text, _span(cell.get("rowspan")), _span(cell.get("colspan")))


def _span(declared: str | None) -> int:
    return int(declared) if declared and re.fullmatch(r"\d{1,4}", declared) else 1


def _caption(table: Any) -> str:
    return " ".join(" ".join("".join(c.itertext()) for c in table.xpath("./caption")).split())


def _header_rows(table: Any) -> int | None:
    """The rows of the head, or those at the top that hold only header cells; None if none are."""
    rows = [row for row in table.xpath(".//tr") if "".join(row.itertext()).strip()]
    count = 0
    for row in rows:
        in_head = row.getparent().tag == "thead"
        if not in_head and (row.xpath("./td") or not row.xpath("./th")):
            break
        count += 1
    return count if 0 < count < len(rows) else None
