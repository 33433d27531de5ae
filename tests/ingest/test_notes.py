"""Footnotes of web pages and of Markdown are footnotes, as those of other kinds of file are."""

from pathlib import Path

import pytest

from ingest.document import Kind
from ingest.readable import readable
from ingest.readers import Draft, Limits, read_file

PROSE = "The fund pays for work on paths and on the bank of the river below the town."
NOTE = "By the law of 2011."


def read(path: Path, text: str) -> Draft:
    path.write_text(text, "utf-8")
    return read_file(path, Limits())


def of_kind(draft: Draft, kind: Kind) -> list[str]:
    return [draft.pages[0].text[b.start : b.end] for b in draft.blocks if b.kind is kind]


def web_page(body: str) -> str:
    return f"<!DOCTYPE html><html><body><main><h1>A plan</h1>{body}</main></body></html>"


@pytest.mark.parametrize(
    "holder",
    [
        f'<ol class="footnotes"><li id="fn:1">{NOTE}</li></ol>',
        f'<ol class="wp-block-footnotes"><li>{NOTE}</li></ol>',
        f'<section role="doc-endnotes"><ol><li role="doc-endnote">{NOTE}</li></ol></section>',
        f'<aside role="doc-footnote">{NOTE}</aside>',
        f'<div class="footnotes" role="doc-endnotes"><ol><li><p>{NOTE} '
        '<a href="#fnref:1" role="doc-backlink">↩</a></p></li></ol></div>',
        f'<section class="footnotes footnotes-end-of-document"><ol><li>{NOTE}'
        '<a class="footnote-back" href="#r">↩</a></li></ol></section>',
        f'<p class="MsoFootnoteText">{NOTE}</p>',
        f'<div id="footnote-1">{NOTE}</div>',
    ],
)
def test_what_holds_notes_by_role_class_or_name_gives_footnotes(tmp_path, holder):
    draft = read(tmp_path / "a.html", web_page(f"<p>{PROSE}</p>{holder}<p>{PROSE}</p>"))

    assert of_kind(draft, Kind.FOOTNOTE) == [NOTE]
    assert of_kind(draft, Kind.PROSE) == [PROSE, PROSE]


@pytest.mark.parametrize(
    "other",
    [
        f'<div class="has-footnotes"><p>{PROSE}</p></div>',
        f'<div id="footnotes"><h1>All of it</h1><p>{PROSE}</p></div>',
        f'<p>{PROSE}<a class="footnote" href="#fn1"></a></p>',
    ],
)
def test_what_only_speaks_of_notes_gives_prose(tmp_path, other):
    draft = read(tmp_path / "a.html", web_page(other))

    assert of_kind(draft, Kind.FOOTNOTE) == []
    assert of_kind(draft, Kind.PROSE) == [PROSE]


MARKDOWN = f"""# A plan

{PROSE}[^law] It opened in May.[^2] See [^3].

- An item[^2]

[^2]: In the *first* year,
as the paper says.

    It says so twice.
[^law]: https://example.org/law
[^5]: Nobody leads here.

## Means

Text below.

```
[^9]: code
```
"""


def test_notes_of_markdown_stand_at_the_end_under_raised_digits(tmp_path):
    draft = read(tmp_path / "a.md", MARKDOWN)

    assert of_kind(draft, Kind.FOOTNOTE) == [
        "¹ https://example.org/law",
        "² In the first year,\nas the paper says. It says so twice.",
        "Nobody leads here.",
    ]
    first, below, code = of_kind(draft, Kind.PROSE)
    assert first == f"{PROSE}¹ It opened in May.² See [^3]."
    assert of_kind(draft, Kind.LIST) == ["• An item²"]
    assert (below, code) == ("Text below.", "[^9]: code")
    assert readable(first) == f"{PROSE} It opened in May. See [^3]."


def test_markdown_without_notes_reads_as_it_did(tmp_path):
    draft = read(tmp_path / "a.md", f"# A plan\n\n{PROSE} [1]: it stays.\n\n    [^1] code\n")

    assert of_kind(draft, Kind.FOOTNOTE) == []
    assert draft.pages[0].text == f"A plan\n\n{PROSE} [1]: it stays.\n\n[^1] code"
